import * as z from "zod/mini";
import {
  clockTime,
  date,
  inEachLanguage,
  localizedText,
  multiLine,
  role,
  singleLine,
  storedText,
  time,
  uniqueItems,
  wholeNumber,
} from "#shared/contracts/fields.ts";
import { countryCodes } from "#shared/countries/countries.ts";
import { maxAnswerMegabytes } from "#shared/model/document.ts";
import {
  answerFileTypes,
  decisiveTypes,
  type Question,
  type QuestionType,
  questionStages,
  questionTypes,
} from "#shared/model/question.ts";

/** Letters, digits and hyphens. A name that every object has (`toString`) would be found without an answer. */
const identifier = z.string().check(
  z.regex(/^[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*$/),
  z.minLength(1),
  z.maxLength(40),
  z.refine((text) => !(text in {}), { error: "pattern" }),
);

const questionKey = identifier.check(z.regex(/^[a-z]/), z.minLength(2));

const bound = z.union([z.number(), z.string().check(z.maxLength(10))]);

const questionDraft = z.strictObject({
  key: questionKey,
  type: z.enum(questionTypes),
  label: localizedText,
  help: z.optional(z.strictObject(inEachLanguage(multiLine(2_000)))),
  required: z.optional(z.boolean()),
  categories: z.optional(
    z.array(z.string().check(z.maxLength(40))).check(z.minLength(1), z.maxLength(60), uniqueItems()),
  ),
  roles: z.optional(z.array(role).check(z.minLength(1), z.maxLength(40), uniqueItems())),
  when: z.optional(
    z.strictObject({
      question: z.string().check(z.maxLength(40)),
      in: z
        .array(z.union([z.string().check(z.maxLength(40)), z.boolean()]))
        .check(z.minLength(1), z.maxLength(300), uniqueItems()),
    }),
  ),
  askedAt: z.optional(z.enum(questionStages)),
  until: z.optional(time),
  options: z.optional(
    z.array(z.strictObject({ value: identifier, label: localizedText })).check(
      z.minLength(1),
      z.maxLength(200),
      uniqueItems(({ value }) => value),
    ),
  ),
  sensitive: z.optional(z.boolean()),
  staffOnly: z.optional(z.boolean()),
  editable: z.optional(z.boolean()),
  maxLength: z.optional(wholeNumber(1, 5_000)),
  min: z.optional(bound),
  max: z.optional(bound),
  fileTypes: z.optional(z.array(z.enum(answerFileTypes)).check(z.minLength(1), uniqueItems())),
  maxMegabytes: z.optional(wholeNumber(1, maxAnswerMegabytes)),
});

type QuestionDraft = z.infer<typeof questionDraft>;

/** The types that a setting applies to. The other settings apply to every question with an answer. */
const typesOfSettings: Readonly<Partial<Record<keyof Question, readonly QuestionType[]>>> = {
  options: ["choice", "choices"],
  maxLength: ["text", "long-text"],
  min: ["number", "date", "time", "choices"],
  max: ["number", "date", "time", "choices"],
  fileTypes: ["file"],
  maxMegabytes: ["file"],
};

/** The settings that a heading has. */
const sectionSettings: ReadonlySet<string> = new Set([
  "key",
  "type",
  "label",
  "help",
  "categories",
  "roles",
  "when",
  "askedAt",
  "staffOnly",
]);

/** The settings that an acknowledgement, which the person makes, does not have. */
const settingsOfOthers: ReadonlySet<string> = new Set(["staffOnly", "editable"]);

interface Problem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** The settings that do not apply to the question. */
function findStraySettings(question: QuestionDraft): Problem[] {
  const { type, staffOnly = false, askedAt = "registration" } = question;
  const applies = (setting: string) => {
    if (type === "section") return sectionSettings.has(setting);
    if (type === "acknowledgement" && settingsOfOthers.has(setting)) return false;
    if (setting === "until") return askedAt === "approved" && !staffOnly;
    if (setting === "editable") return !staffOnly;
    return typesOfSettings[setting as keyof Question]?.includes(type) ?? true;
  };
  return Object.entries(question)
    .filter(([setting, value]) => value !== undefined && value !== false && !applies(setting))
    .map(([setting]) => ({ path: [setting], message: "notForType" }));
}

const isBoundOf: Readonly<Partial<Record<QuestionType, z.ZodMiniType>>> = {
  number: z.number(),
  choices: wholeNumber(1, 200),
  date,
  time: clockTime,
};

function findBoundProblems({ type, min, max, options }: QuestionDraft): Problem[] {
  const schema = isBoundOf[type];
  const isBound = (value: unknown) => value === undefined || !schema || z.safeParse(schema, value).success;
  const wrong = (["min", "max"] as const).filter((setting) => !isBound({ min, max }[setting]));
  if (wrong.length > 0) return wrong.map((setting) => ({ path: [setting], message: "wrongType" }));
  if (min !== undefined && max !== undefined && min > max) return [{ path: ["max"], message: "endsBeforeStart" }];
  const isUnreachable = type === "choices" && typeof min === "number" && options !== undefined && min > options.length;
  return isUnreachable ? [{ path: ["min"], message: "notOneOf" }] : [];
}

/** The answers that a question can have, if they are known in advance. */
function hasAnswer({ type, options = [] }: QuestionDraft, value: string | boolean): boolean {
  if (type === "yes-no") return typeof value === "boolean";
  return (
    typeof value === "string" &&
    (type === "country" ? countryCodes.has(value) : options.some((each) => each.value === value))
  );
}

/** A condition names an earlier question that this respondent has seen, and answers that it can have. */
function findConditionProblems(
  { when, askedAt, staffOnly }: QuestionDraft,
  earlier: readonly QuestionDraft[],
): Problem[] {
  if (!when) return [];
  const named = earlier.find(({ key }) => key === when.question);
  const isVisible =
    named !== undefined &&
    (decisiveTypes as readonly string[]).includes(named.type) &&
    (staffOnly === true || named.staffOnly !== true) &&
    (askedAt === "approved" || named.askedAt !== "approved");
  if (!isVisible) return [{ path: ["when", "question"], message: "earlierQuestion" }];
  return when.in.flatMap((value, index) =>
    hasAnswer(named, value) ? [] : [{ path: ["when", "in", index], message: "notOneOf" }],
  );
}

/** The most questions of the type `file`: one transaction makes the files of a form those of the registration. */
const maxFileQuestions = 10;

function findQuestionProblems(items: readonly QuestionDraft[]): Problem[] {
  const [firstSurplus] = items.filter(({ type }) => type === "file").slice(maxFileQuestions);
  return items.flatMap((question, index) => {
    const needsOptions = question.type === "choice" || question.type === "choices";
    const earlier = items.slice(0, index);
    return [
      ...(earlier.some(({ key }) => key === question.key) ? [{ path: ["key"], message: "duplicate" }] : []),
      ...(needsOptions && !question.options ? [{ path: ["options"], message: "required" }] : []),
      ...(question === firstSurplus ? [{ path: ["type"], message: "tooManyFiles" }] : []),
      ...findStraySettings(question),
      ...findBoundProblems(question),
      ...findConditionProblems(question, earlier),
    ].map(({ path, message }) => ({ path: ["items", index, ...path], message }));
  });
}

/** The body of `PUT /v1/conferences/{conferenceId}/questions`: all questions, in their order. */
export const questionsDraft = z.strictObject({ items: z.array(questionDraft).check(z.maxLength(100)) }).check(
  z.check(({ value: { items }, issues }) => {
    for (const { path, message } of findQuestionProblems(items))
      issues.push({ code: "custom", input: items, message, path: [...path] });
  }),
);

/** Another version than the present one, such as the version that a person has answered. */
export const questionsQuery = z.strictObject({ version: z.optional(z.string().check(z.regex(/^[1-9]\d{0,8}$/))) });

const questionResponse = z.object({
  key: z.string(),
  type: z.enum(questionTypes),
  label: storedText,
  help: z.optional(storedText),
  required: z.optional(z.boolean()),
  categories: z.optional(z.array(z.string())),
  roles: z.optional(z.array(z.string())),
  when: z.optional(z.object({ question: z.string(), in: z.array(z.union([z.string(), z.boolean()])) })),
  askedAt: z.optional(z.enum(questionStages)),
  until: z.optional(z.string()),
  options: z.optional(z.array(z.object({ value: z.string(), label: storedText }))),
  sensitive: z.optional(z.boolean()),
  staffOnly: z.optional(z.boolean()),
  editable: z.optional(z.boolean()),
  maxLength: z.optional(z.int()),
  min: z.optional(z.union([z.number(), z.string()])),
  max: z.optional(z.union([z.number(), z.string()])),
  fileTypes: z.optional(z.array(z.enum(answerFileTypes))),
  maxMegabytes: z.optional(z.int()),
});

/** The questions of a conference; without any, version 0. */
export const questionsResponse = z.object({
  version: z.int(),
  items: z.array(questionResponse),
  /** For staff: the removed questions. */
  retired: z.optional(z.array(questionResponse)),
});

const answerValue = z.union([
  z.string().check(z.maxLength(20_000)),
  z.number(),
  z.boolean(),
  z.array(z.string().check(z.maxLength(40))).check(z.maxLength(200)),
]);

const answerKey = z.string().check(z.maxLength(40));

/** The answers of a form, by question. The questions of the conference say more exactly what each can be. */
export const givenAnswers = z.record(answerKey, answerValue);

/** The answers that an amendment changes; `null` takes one away. */
export const changedAnswers = z.record(answerKey, z.nullable(answerValue));

/** The version of the questions that the form has shown; the present one by default. */
export const shownVersion = z.optional(wholeNumber(1, 999_999_999));

const storedAnswer = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);

export const storedAnswers = z.record(z.string(), storedAnswer);

/** Whether emails are queued; not if the conference has sent this reminder on the same day at its venue. */
export const questionReminderResponse = z.object({ queued: z.boolean() });

/** Why staff open sensitive answers. */
export const answerAccessRequest = z.strictObject({ reason: singleLine(500) });

/** The sensitive answers of a person, by question. */
export const sensitiveAnswersResponse = z.object({
  answers: storedAnswers,
  /** Those that the person asks the secretariat to store. */
  requested: z.optional(storedAnswers),
});
