import { type BadgeContent, createBadgeTexts, getBadgeLanguage, getHanStyle } from "#shared/badges/badge-content.ts";
import { badgeTokenLength } from "#shared/badges/token.ts";
import { getRepresentedName } from "#shared/countries/country-names.ts";
import { type Conference, getTextInLanguage } from "#shared/model/conference.ts";
import type { BuiltInRole } from "#shared/model/registration.ts";

interface SamplePerson {
  readonly honorific?: string;
  readonly name: string;
  readonly functionTitle?: string;
  readonly organization?: string;
  readonly country?: string;
  readonly role: BuiltInRole;
}

/** Invented people: with a long title, a single name, and scripts from right to left or without spaces. */
const samplePeople: readonly SamplePerson[] = [
  {
    honorific: "H.E. Ms",
    name: "María Fernanda Íñiguez y Villavicencio",
    functionTitle:
      "Ambassador Extraordinary and Plenipotentiary, Permanent Representative to the United Nations, " +
      "Co-facilitator of the intergovernmental consultations and negotiations",
    organization: "Permanent Mission to the United Nations",
    country: "MEX",
    role: "head-of-delegation",
  },
  { name: "Suharti", functionTitle: "Mayor", organization: "City of Surabaya", country: "IDN", role: "speaker" },
  { name: "ليلى عبد الرحمن الهاشمي", functionTitle: "Legal adviser", country: "JOR", role: "delegate" },
  { name: "渡邊 美咲", organization: "University of Nagoya", country: "JPN", role: "moderator" },
  { name: "Nguyễn Thị Hồng Nguyệt Ánh", organization: "Migrant Workers’ Forum", role: "observer" },
  { name: "श्रीधर त्रिपाठी", organization: "Diaspora Council", country: "IND", role: "delegate" },
];

/** As long as a token, but not a token: gates refuse it as forged. */
export const sampleToken = "PREVIEW ".repeat(17).slice(0, badgeTokenLength);

/** A badge of an invented person. */
export interface SampleBadge {
  readonly category: string;
  readonly role: string;
  readonly content: BadgeContent;
}

/** One badge for each category of the conference, without a photo, with the sample people in turn. */
export function buildSampleBadges(conference: Conference): SampleBadge[] {
  const language = getBadgeLanguage(conference);
  const words = createBadgeTexts(language);
  return conference.categories.map(({ category, title, colour }, index): SampleBadge => {
    const person = samplePeople[index % samplePeople.length] ?? { name: "Suharti", role: "delegate" };
    const { role, country, ...texts } = person;
    const content: BadgeContent = {
      texts: {
        ...texts,
        ...(country && { country: getRepresentedName(conference, country, language) }),
        conference: getTextInLanguage(conference.title, language),
        dates: words.formatDays(conference.startsOn, conference.endsOn),
        venue: `${conference.venue.name}, ${conference.venue.city}`,
        category: getTextInLanguage(title, language),
        role: words.formatRole(conference, role),
        serial: words.formatSerial(1),
      },
      colour,
      token: sampleToken,
      han: getHanStyle(country ?? ""),
      direction: language === "ar" ? "rtl" : "ltr",
    };
    return { category, role, content };
  });
}
