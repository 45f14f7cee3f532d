import { type Language, type LocalizedText, languages } from "#shared/model/conference.ts";
import {
  decisiveTypes,
  type Question,
  type QuestionOption,
  type QuestionType,
  questionTypes,
} from "#shared/model/question.ts";
import type { ApiCallOptions } from "../../kit/api/client.ts";
import type { TextsDraft } from "../../kit/form/texts-field.tsx";

export type QuestionsBody = ApiCallOptions<"putQuestions">["body"];

/** A question in the builder. Its settings may be incomplete. */
export interface QuestionDraft extends Omit<Question, "label" | "help" | "options"> {
  /** Stays when the key changes; of a saved question the key. */
  readonly id: string;
  /** The key follows the English text until the question is saved or the officer writes a key. */
  readonly hasOwnKey: boolean;
  readonly label: TextsDraft;
  readonly help?: TextsDraft;
  readonly options?: readonly OptionDraft[];
}

export interface OptionDraft extends Omit<QuestionOption, "label"> {
  readonly label: TextsDraft;
  /** As `hasOwnKey` of a question. */
  readonly hasOwnValue?: boolean;
}

export type Condition = NonNullable<Question["when"]>;

export const isHeading = ({ type }: Pick<Question, "type">): boolean => type === "section";
export const hasOptions = ({ type }: Pick<Question, "type">): boolean => type === "choice" || type === "choices";
const isDecisive = ({ type }: Pick<Question, "type">): boolean => (decisiveTypes as readonly string[]).includes(type);

const boundedTypes = ["number", "date", "time", "choices"] as const;

/** The type, if its answers have bounds. */
export const findBoundedType = ({ type }: Pick<Question, "type">) => boundedTypes.find((each) => each === type);

const toTextsDraft = (texts: Readonly<Partial<Record<Language, string>>>): TextsDraft => ({ en: "", ...texts });

export const toQuestionDraft = (question: Question): QuestionDraft => {
  const { label, help, options, ...rest } = structuredClone(question);
  return {
    ...rest,
    id: question.key,
    hasOwnKey: true,
    label: toTextsDraft(label),
    ...(help && { help: toTextsDraft(help) }),
    ...(options && {
      options: options.map(({ value, label: title }) => ({ value, label: toTextsDraft(title), hasOwnValue: true })),
    }),
  };
};

/** The name of a question in the reader's language; empty without a text. */
export const getDraftText = (texts: TextsDraft, language: Language): string =>
  texts[language] || texts.en || languages.map((each) => texts[each]).find(Boolean) || "";

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === false || value === "" || (Array.isArray(value) && value.length === 0);

const omitEmpty = <Settings extends object>(settings: Settings): Partial<Settings> =>
  Object.fromEntries(Object.entries(settings).filter(([, each]) => !isEmpty(each))) as Partial<Settings>;

const hasText = (texts: TextsDraft): boolean => Object.values(texts).some(Boolean);

const toLocalizedText = (texts: TextsDraft) => ({ ...omitEmpty(texts), en: texts.en }) as LocalizedText;

/** The request body, which the contract may still refuse. */
export const toQuestion = ({
  id: _,
  hasOwnKey: _own,
  key,
  type,
  label,
  help,
  options,
  ...settings
}: QuestionDraft): Question => ({
  ...omitEmpty(settings),
  key,
  type,
  label: toLocalizedText(label),
  ...(help && hasText(help) && { help: toLocalizedText(help) }),
  ...(options && {
    options: options.map(({ value, label: title }) => ({ value, label: toLocalizedText(title) })),
  }),
});

export const toQuestions = (items: readonly QuestionDraft[]): Question[] => items.map(toQuestion);

const maxNameLength = 40;

/** A key or value made of a text: `Day of arrival` is `dayOfArrival`; a text in another script has the fallback. */
function toName(text: string, fallback: string): string {
  const words =
    text
      .normalize("NFKD")
      .replaceAll(/\p{M}/gu, "")
      .match(/[A-Za-z0-9]+/g) ?? [];
  const name = words
    .map((word, index) =>
      index === 0 ? word.toLowerCase() : `${word[0]?.toUpperCase()}${word.slice(1).toLowerCase()}`,
    )
    .join("")
    .replace(/^\d+/, "")
    .slice(0, maxNameLength - 4);
  return name.length < 2 || name in {} ? fallback : name;
}

/** The name itself, or with the first number that makes it different from all others. */
function makeUnique(name: string, taken: readonly string[]): string {
  let unique = name;
  for (let number = 2; taken.includes(unique); number += 1) unique = `${name}${number}`;
  return unique;
}

const listKeys = (items: readonly QuestionDraft[], except?: string) =>
  items.filter(({ id }) => id !== except).map(({ key }) => key);

const listIds = (items: readonly QuestionDraft[]) => items.map(({ id }) => id);

/** The settings that a new type does not have are dropped. */
export function changeType(question: QuestionDraft, type: QuestionType): QuestionDraft {
  const { id, hasOwnKey, key, label, help, categories, roles, when, askedAt, staffOnly, ...rest } = question;
  const { options, maxLength, fileTypes, maxMegabytes, required, sensitive, editable, until } = rest;
  const common = { id, hasOwnKey, key, type, label, ...omitEmpty({ help, categories, roles, when, askedAt }) };
  if (type === "section") return { ...common, ...omitEmpty({ staffOnly }) };
  if (type === "acknowledgement") return { ...common, ...omitEmpty({ sensitive, until }) };
  const isText = type === "text" || type === "long-text";
  return {
    ...common,
    ...omitEmpty({ staffOnly, required, sensitive, editable, until }),
    ...(isText && maxLength !== undefined && { maxLength }),
    ...(type === "file" && omitEmpty({ fileTypes, maxMegabytes })),
    ...(hasOptions({ type }) && { options: options ?? [createOption([]), createOption([{ value: "answer1" }])] }),
  };
}

export const createOption = (others: readonly Pick<OptionDraft, "value">[]): OptionDraft => ({
  value: makeUnique(
    "answer1",
    others.map(({ value }) => value),
  ),
  label: { en: "" },
});

/** A new question of this type with a key that no other one has. */
export function createQuestion(type: string, items: readonly QuestionDraft[]): QuestionDraft {
  const key = makeUnique("question", [...listKeys(items), ...listIds(items)]);
  const question: QuestionDraft = { id: key, hasOwnKey: false, key, type: "text", label: { en: "" } };
  return changeType(question, questionTypes.find((each) => each === type) ?? "text");
}

/** The same question again, without its name in the API. */
export function duplicateQuestion(question: QuestionDraft, items: readonly QuestionDraft[]): QuestionDraft {
  const key = makeUnique(question.key.slice(0, maxNameLength - 4), [...listKeys(items), ...listIds(items)]);
  return { ...question, id: key, key, hasOwnKey: false };
}

/** Changes a question. A key that follows the text changes with it, also in the conditions of later questions. */
export function replaceQuestion(items: readonly QuestionDraft[], changed: QuestionDraft): QuestionDraft[] {
  const before = items.find(({ id }) => id === changed.id);
  if (!before) return [...items];
  const isRenamed = !changed.hasOwnKey && before.label.en !== changed.label.en;
  const key = isRenamed ? makeUnique(toName(changed.label.en, "question"), listKeys(items, changed.id)) : changed.key;
  const options = changed.options && nameOptions(changed.options);
  const values = new Map(options?.map(({ value }, index) => [changed.options?.[index]?.value ?? value, value]));
  return items.map((each) => {
    if (each.id === changed.id) return { ...changed, key, ...(options && { options }) };
    return each.when ? { ...each, when: renameCondition(each.when, before, values, key) } : each;
  });
}

/** The value of an option follows its English text until it is saved. */
function nameOptions(options: readonly OptionDraft[]): OptionDraft[] {
  const taken = options.filter(({ hasOwnValue }) => hasOwnValue).map(({ value }) => value);
  return options.map((option, index) => {
    if (option.hasOwnValue) return option;
    const value = makeUnique(toName(option.label.en, `answer${index + 1}`), taken);
    taken.push(value);
    return { ...option, value };
  });
}

/** The condition of a later question, after the question that it names has got another key or other values. */
function renameCondition(when: Condition, before: QuestionDraft, values: ReadonlyMap<string, string>, key: string) {
  if (when.question !== before.key) return when;
  return {
    question: key,
    in: when.in.map((value) => (typeof value === "string" ? (values.get(value) ?? value) : value)),
  };
}

/** The earlier questions that a condition can name. */
export function listConditionSources(items: readonly QuestionDraft[], question: QuestionDraft): QuestionDraft[] {
  const isAskedBefore = (source: QuestionDraft) =>
    (question.staffOnly === true || source.staffOnly !== true) &&
    (question.askedAt === "approved" || source.askedAt !== "approved");
  return items
    .slice(
      0,
      items.findIndex(({ id }) => id === question.id),
    )
    .filter((source) => isDecisive(source) && isAskedBefore(source));
}
