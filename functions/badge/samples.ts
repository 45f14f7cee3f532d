import { type BadgeFacts, badgeLanguage, hanStyleOf } from "#shared/badge/facts.ts";
import type { Conference } from "#shared/domain/conference.ts";
import type { Role } from "#shared/domain/registration.ts";
import { badgeWords } from "#shared/papers/badge-words.ts";

interface Sample {
  readonly honorific?: string;
  readonly name: string;
  readonly functionTitle?: string;
  readonly organization?: string;
  readonly country?: string;
  readonly role: Role;
}

/** Nobody's names: a long title, a single name, and scripts that run the other way or have no spaces. */
const people: readonly Sample[] = [
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

/** As long as a token and no token: a gate refuses it as forged. */
const code = "PREVIEW ".repeat(17).slice(0, 132);

/** A badge for each of the conference's categories, without a photo and in turn with another name. */
export function samples(conference: Conference): BadgeFacts[] {
  const language = badgeLanguage(conference);
  const words = badgeWords(language);
  return conference.categories.map(({ title, colour }, index): BadgeFacts => {
    const { role, country, ...texts } = people[index % people.length] ?? { name: "Suharti", role: "delegate" };
    const named = country && words.country(country);
    return {
      texts: {
        ...texts,
        ...(named && { country: named }),
        conference: conference.title[language] ?? conference.title.en,
        dates: words.days(conference.startsOn, conference.endsOn),
        venue: `${conference.venue.name}, ${conference.venue.city}`,
        category: title[language] ?? title.en,
        role: words.role(role),
        serial: words.serial(1),
      },
      colour,
      token: code,
      han: hanStyleOf(country ?? ""),
      direction: language === "ar" ? "rtl" : "ltr",
    };
  });
}
