import { isShownOnBadges } from "#shared/badges/badge-answers.rules.ts";
import {
  type BadgeContent,
  createBadgeTexts,
  getBadgeLanguage,
  getHanStyle,
  toAnswerWording,
} from "#shared/badges/badge-content.ts";
import { badgeTokenLength } from "#shared/badges/token.ts";
import { getRepresentedName } from "#shared/countries/country-names.ts";
import { joinPlace } from "#shared/i18n/place.ts";
import { toAnswerField } from "#shared/model/badge-layout.ts";
import { type Conference, getTextDirection, getTextInLanguage } from "#shared/model/conference.ts";
import type { Question } from "#shared/model/question.ts";
import type { BuiltInRole } from "#shared/model/registration.ts";
import { type AnswerWording, formatAnswer } from "#shared/questions/answer-text.rules.ts";

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

/** An answer to each question that a badge may show: the longest option, or otherwise the label of the question. */
function listSampleAnswers(questions: readonly Question[], wording: AnswerWording) {
  return Object.fromEntries(
    questions.filter(isShownOnBadges).map((question) => {
      const { type, options = [], label } = question;
      const titles = options.map(({ value }) => formatAnswer(question, value, wording));
      const [longest] = titles.toSorted((a, b) => b.length - a.length);
      const plain = type === "yes-no" ? wording.yes : getTextInLanguage(label, wording.language);
      return [toAnswerField(question.key), longest ?? plain];
    }),
  );
}

/** One badge for each category of the conference, without a photo, with the sample people in turn. */
export function buildSampleBadges(conference: Conference, questions: readonly Question[]): SampleBadge[] {
  const language = getBadgeLanguage(conference);
  const words = createBadgeTexts(language);
  const answers = listSampleAnswers(questions, toAnswerWording(conference, words));
  return conference.categories.map(({ category, title, colour }, index): SampleBadge => {
    const person = samplePeople[index % samplePeople.length] ?? { name: "Suharti", role: "delegate" };
    const { role, country, ...texts } = person;
    const content: BadgeContent = {
      texts: {
        ...texts,
        ...(country && { country: getRepresentedName(conference, country, language) }),
        conference: getTextInLanguage(conference.title, language),
        dates: words.formatDays(conference.startsOn, conference.endsOn),
        venue: joinPlace([conference.venue.name, conference.venue.city], language),
        category: getTextInLanguage(title, language),
        role: words.formatRole(conference, role),
        serial: words.formatSerial(1),
        ...answers,
      },
      colour,
      token: sampleToken,
      han: getHanStyle(country ?? ""),
      direction: getTextDirection(language),
    };
    return { category, role, content };
  });
}
