import loaders from "virtual:messages/templates";
import { findMessage } from "#shared/i18n/message.ts";
import { type Language, languages } from "#shared/model/conference.ts";
import type { Question } from "#shared/model/question.ts";
import type { TextsDraft } from "../../kit/form/texts-field.tsx";
import type { QuestionDraft } from "./question-draft.ts";

interface TemplateQuestion extends Pick<Question, "key" | "type" | "required" | "when" | "sensitive" | "editable"> {
  readonly options?: readonly string[];
}

export const templateNames = [
  "travel",
  "accommodation",
  "interpretation",
  "accessibility",
  "emergency",
  "media",
  "social",
] as const;
export type TemplateName = (typeof templateNames)[number];

const ifYes = (question: string) => ({ question, in: [true] });

const templates: Readonly<Record<TemplateName, readonly TemplateQuestion[]>> = {
  travel: [
    { key: "arrivalDate", type: "date", required: true, editable: true },
    { key: "arrivalTime", type: "time", editable: true },
    { key: "arrivalBy", type: "choice", options: ["plane", "train", "road"], editable: true },
    { key: "arrivalNumber", type: "text", when: { question: "arrivalBy", in: ["plane", "train"] }, editable: true },
    { key: "departureDate", type: "date", required: true, editable: true },
    { key: "departureTime", type: "time", editable: true },
    { key: "visaNeeded", type: "yes-no", required: true },
    { key: "visaCountry", type: "country", required: true, when: ifYes("visaNeeded") },
  ],
  accommodation: [
    { key: "hotelNeeded", type: "yes-no", required: true, editable: true },
    { key: "hotelFrom", type: "date", required: true, when: ifYes("hotelNeeded"), editable: true },
    { key: "hotelUntil", type: "date", required: true, when: ifYes("hotelNeeded"), editable: true },
    { key: "hotelWishes", type: "long-text", when: ifYes("hotelNeeded"), editable: true },
  ],
  interpretation: [
    { key: "interpretationNeeded", type: "yes-no", required: true, editable: true },
    {
      key: "interpretationInto",
      type: "choices",
      options: ["ar", "zh", "en", "fr", "ru", "es"],
      required: true,
      when: ifYes("interpretationNeeded"),
      editable: true,
    },
    { key: "signLanguage", type: "yes-no", editable: true },
  ],
  accessibility: [
    { key: "assistanceNeeded", type: "yes-no", required: true, sensitive: true, editable: true },
    {
      key: "assistanceKinds",
      type: "choices",
      options: ["wheelchair", "hearing", "sight", "companion"],
      when: ifYes("assistanceNeeded"),
      sensitive: true,
      editable: true,
    },
    {
      key: "assistanceDetails",
      type: "long-text",
      when: ifYes("assistanceNeeded"),
      sensitive: true,
      editable: true,
    },
  ],
  emergency: [
    { key: "emergencyName", type: "text", required: true, sensitive: true, editable: true },
    { key: "emergencyPhone", type: "phone", required: true, sensitive: true, editable: true },
    { key: "emergencyRelation", type: "text", sensitive: true, editable: true },
  ],
  media: [
    {
      key: "mediaKind",
      type: "choice",
      options: ["press", "radio", "television", "photography", "online"],
      required: true,
    },
    { key: "pressCard", type: "text", required: true },
    { key: "equipment", type: "long-text", editable: true },
    { key: "liveBroadcast", type: "yes-no", editable: true },
  ],
  social: [
    { key: "socialMention", type: "yes-no", editable: true },
    { key: "socialAccounts", type: "text", when: ifYes("socialMention"), editable: true },
    { key: "website", type: "url", editable: true },
  ],
};

type FindTexts = (key: string) => TextsDraft;

/** Loads the texts of the templates in all languages. */
async function loadTexts(): Promise<FindTexts> {
  const loaded = await Promise.all(languages.map(async (each) => [each, (await loaders[each]()).messages] as const));
  return (key) => {
    const texts = loaded.map(([language, messages]) => [language, findMessage(messages, key) ?? ""] as const);
    return Object.fromEntries(texts.filter(([, text]) => text !== "")) as TextsDraft;
  };
}

/**
 * The heading and questions of a template in all languages. Keys that are taken get a number.
 * @param categories those that are asked; all if undefined
 */
export async function createTemplateQuestions(
  name: TemplateName,
  items: readonly QuestionDraft[],
  categories: readonly string[] | undefined,
): Promise<QuestionDraft[]> {
  const findTexts = await loadTexts();
  const taken = new Set(items.flatMap(({ id, key }) => [id, key]));
  const toFree = (key: string) => {
    let free = key;
    for (let number = 2; taken.has(free); number += 1) free = `${key}${number}`;
    return free;
  };
  const toDraft = ({ key, when, options, ...settings }: TemplateQuestion, label: TextsDraft): QuestionDraft => ({
    ...settings,
    id: toFree(key),
    key: toFree(key),
    hasOwnKey: true,
    label,
    ...(categories && { categories }),
    ...(when && { when: { ...when, question: toFree(when.question) } }),
    ...(options && {
      options: options.map((value) => ({
        value,
        label: findTexts(`templateAnswer.${key}.${value}`),
        hasOwnValue: true,
      })),
    }),
  });
  const heading = { key: `${name}Section`, type: "section" } as const;
  return [
    toDraft(heading, findTexts(`template.${name}`)),
    ...templates[name].map((question) => toDraft(question, findTexts(`templateQuestion.${question.key}`))),
  ];
}

/** The titles of the templates in the reader's language. */
export const loadTemplateTitles = async (language: Language): Promise<ReadonlyMap<TemplateName, string>> => {
  const { messages } = await loaders[language]();
  return new Map(templateNames.map((name) => [name, findMessage(messages, `template.${name}`) ?? name]));
};
