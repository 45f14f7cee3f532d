import { getCategory } from "#shared/capacity/seats.rules.ts";
import { getRepresentedName } from "#shared/countries/country-names.ts";
import { formatConferenceDays } from "#shared/i18n/dates.ts";
import { documentMessages } from "#shared/i18n/messages.ts";
import { joinPlace } from "#shared/i18n/place.ts";
import { type BadgeField, type BadgeTextField, toAnswerField } from "#shared/model/badge-layout.ts";
import {
  type Conference,
  getTextDirection,
  getTextInLanguage,
  type Language,
  type TextDirection,
} from "#shared/model/conference.ts";
import type { Question } from "#shared/model/question.ts";
import { isBuiltInRole, type Registration } from "#shared/model/registration.ts";
import type { HanStyle } from "#shared/printing/text/scripts.ts";
import { type AnswerWording, formatAnswer } from "#shared/questions/answer-text.rules.ts";
import { findLatinLine, getDisplayName } from "#shared/registrations/names.rules.ts";
import { findLiveSerial, maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";
import { isShownOnBadges } from "./badge-answers.rules.ts";

/** The content of one badge. */
export interface BadgeContent {
  /** The text of each field; absent if the person has none. */
  readonly texts: Readonly<Partial<Record<BadgeTextField, string>>>;
  /** The colour of the category, `#rrggbb`. The badge also shows the category's name, for readers who cannot see it. */
  readonly colour: string;
  /** The signed token, which the code contains. */
  readonly token: string;
  /** A JPEG, three wide and four high. */
  readonly photo?: Uint8Array;
  /** The logo of the organization, a JPEG. */
  readonly logo?: Uint8Array;
  readonly han: HanStyle;
  /** The direction of the badge's language, which decides the side at which its texts begin. */
  readonly direction: TextDirection;
}

/** The language of a conference's badges: the first that it lists. */
export const getBadgeLanguage = ({ languages }: Conference): Language => languages[0] ?? "en";

type BadgeTexts = ReturnType<typeof createBadgeTexts>;

/** The texts of badges and visa letters in one language. Days are `YYYY-MM-DD`. */
export function createBadgeTexts(language: Language) {
  return {
    language,
    formatRole: ({ roles = [] }: Pick<Conference, "roles">, role: string): string => {
      const title = roles.find((each) => each.role === role)?.title;
      if (title) return getTextInLanguage(title, language);
      return isBuiltInRole(role) ? documentMessages.translate(language, `badge.role.${role}`) : role;
    },
    formatSerial: (serial: number) => documentMessages.translate(language, "badge.serial", { serial }),
    yes: documentMessages.translate(language, "badge.yes"),
    no: documentMessages.translate(language, "badge.no"),
    formatDays: (startsOn: string, endsOn: string) => formatConferenceDays({ startsOn, endsOn }, language),
  };
}

/** The pictures of a badge, each a JPEG. */
interface BadgePictures {
  readonly photo?: Uint8Array | undefined;
  readonly logo?: Uint8Array | undefined;
}

/** How answers are worded on badges. */
export const toAnswerWording = (conference: Conference, { language, yes, no }: BadgeTexts): AnswerWording => ({
  ...{ language, yes, no },
  formatCountry: (code) => getRepresentedName(conference, code, language),
});

/** No badge shows more of an answer, and setting each line of a longer text would delay all badges. In characters. */
const maxPrintedAnswer = 300;

const toPrintedAnswer = (text: string): string => {
  const line = text.replaceAll(/\s+/gu, " ");
  if (line.length <= maxPrintedAnswer) return line;
  const { index } = new Intl.Segmenter().segment(line).containing(maxPrintedAnswer) ?? { index: maxPrintedAnswer };
  return `${line.slice(0, index)}…`;
};

/**
 * The answers by their fields, each as one line; none of a protected person, who has none here, and none that was sensitive
 * when it was given.
 */
function listPrintedAnswerTexts(
  questions: readonly Question[],
  { answers = {} }: Registration,
  wording: AnswerWording,
) {
  return questions.filter(isShownOnBadges).map((question) => {
    const answer = answers[question.key];
    const text = answer?.sensitive ? "" : formatAnswer(question, answer?.value, wording);
    return [toAnswerField(question.key), toPrintedAnswer(text)] as const;
  });
}

/**
 * The content of a confirmed person's badge.
 * @param options the token, the pictures, and the questions whose answers the layout shows
 */
export function createBadgeContent(
  conference: Conference,
  registration: Registration,
  words: BadgeTexts,
  {
    token,
    photo,
    logo,
    questions = [],
  }: BadgePictures & { readonly token: string; readonly questions?: readonly Question[] },
): BadgeContent {
  const { language } = words;
  const category = getCategory(conference, registration.category);
  const masked = maskProtectedIdentity(registration);
  const { person, organization, functionTitle, country, access, role } = masked;
  const all: Record<BadgeField, string | undefined> = {
    conference: getTextInLanguage(conference.title, language),
    dates: words.formatDays(conference.startsOn, conference.endsOn),
    venue: joinPlace([conference.venue.name, conference.venue.city], language),
    category: getTextInLanguage(category.title, language),
    honorific: person.honorific,
    name: getDisplayName(registration),
    latinName: findLatinLine(registration),
    functionTitle,
    organization,
    country: country && getRepresentedName(conference, country, language),
    role: words.formatRole(conference, role),
    zones: access?.zones?.join(" · "),
    days: access?.days?.map((day) => words.formatDays(day, day)).join(" · "),
    serial: words.formatSerial(findLiveSerial(registration) ?? 0),
  };
  return {
    texts: Object.fromEntries(
      [...Object.entries(all), ...listPrintedAnswerTexts(questions, masked, toAnswerWording(conference, words))].filter(
        ([, text]) => text,
      ),
    ),
    colour: category.colour,
    token,
    ...(photo && { photo }),
    ...(logo && { logo }),
    han: getHanStyle(person.nationality),
    direction: getTextDirection(language),
  };
}

const hanStylesByNationality: Readonly<Record<string, HanStyle>> = {
  JPN: "ja",
  KOR: "ko",
  PRK: "ko",
  TWN: "zh-Hant",
  HKG: "zh-Hant",
  MAC: "zh-Hant",
};

/** The style of Han characters for a person's nationality: the same character has another shape in Tokyo than in Beijing. */
export const getHanStyle = (nationality: string): HanStyle => hanStylesByNationality[nationality] ?? "zh-Hans";
