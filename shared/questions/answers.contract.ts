import * as z from "zod/mini";
import { clockTime, country, date, id, multiLine, singleLine, uniqueItems } from "#shared/contracts/fields.ts";
import type { AnswerValue, AnswerValues, Question } from "#shared/model/question.ts";
import { type AnswerContext, isRequired, listAskedQuestions } from "./questions.rules.ts";

/** The most characters of a text without a limit of its own, in code points. */
const defaultMaxLengths = { text: 200, "long-text": 2_000 } as const;

/** Reports a broken rule of the namespace `validation`, with the values of its message. */
const rule = <Value>(
  isValid: (value: Value) => boolean,
  message: string,
  values: Record<string, string | number> = {},
) =>
  z.check<Value>(({ value: input, issues }) => {
    if (!isValid(input)) issues.push({ code: "custom", input, message, params: values });
  });

const required = rule((text: string) => text !== "", "required");

/** The bounds of a text that sorts as what it means: a date, or a time of day. */
const boundText = (schema: z.ZodMiniType<string, string>, { min, max }: Question) =>
  schema.check(
    rule((text) => typeof min !== "string" || text >= min, "earliest", { minimum: String(min) }),
    rule((text) => typeof max !== "string" || text <= max, "latest", { maximum: String(max) }),
  );

const toBound = (bound: Question["min"], otherwise: number) => (typeof bound === "number" ? bound : otherwise);

const buildNumberSchema = ({ min, max }: Question) =>
  z.number().check(z.minimum(toBound(min, Number.MIN_SAFE_INTEGER)), z.maximum(toBound(max, Number.MAX_SAFE_INTEGER)));

const isWebAddress = (text: string): boolean => {
  return /^https?:\/\/[^\s@]+$/i.test(text) && URL.canParse(text) && new URL(text).hostname.includes(".");
};

const isPhoneNumber = (text: string): boolean =>
  /^\+?[\d\s()./-]+$/.test(text) && text.replaceAll(/\D/g, "").length >= 5;

const listValues = ({ options = [] }: Question) => options.map(({ value }) => value);

/** As `z.maxLength`, which ends the whole check of an object, so that a missing answer would be reported a round later. */
const atMost = (maximum: number) =>
  z.check<unknown[]>(({ value: input, issues }) => {
    if (input.length <= maximum) return;
    issues.push({ code: "too_big", origin: "array", maximum, inclusive: true, input, continue: true });
  });

const buildChoicesSchema = (question: Question) => {
  const values = listValues(question);
  const { min, max } = question;
  return z
    .array(z.enum(values))
    .check(z.minLength(toBound(min, 1)), atMost(toBound(max, values.length)), uniqueItems());
};

/** The schema of an answer. A section has none. */
function buildAnswerSchema(question: Question): z.ZodMiniType<AnswerValue> | undefined {
  switch (question.type) {
    case "section":
      return undefined;
    case "text":
      return singleLine(question.maxLength ?? defaultMaxLengths.text);
    case "long-text":
      return multiLine(question.maxLength ?? defaultMaxLengths["long-text"]).check(required);
    case "number":
      return buildNumberSchema(question);
    case "date":
      return boundText(date, question);
    case "time":
      return boundText(clockTime, question);
    case "yes-no":
      return z.boolean();
    case "choice":
      return z.enum(listValues(question));
    case "choices":
      return buildChoicesSchema(question);
    case "country":
      return country;
    case "phone":
      return singleLine(40).check(rule(isPhoneNumber, "phone"));
    case "url":
      return singleLine(500).check(rule(isWebAddress, "url"));
    // A file that was uploaded before; the function finds out whether it is one of this question.
    case "file":
      return id;
    case "acknowledgement":
      return z.literal(true);
  }
}

/** What is known of a person's answers beside those that are given now. */
export interface KnownAnswers {
  /** The answers of other questions, which are not given again. */
  readonly existing?: AnswerValues;
  /** The questions whose answer may stay open, because it was open before. */
  readonly open?: ReadonlySet<string>;
  /**
   * The questions that follow from an answer that the respondent may not read, or reads only with a reason. Their errors
   * are the same whatever it is.
   */
  readonly hidden?: ReadonlySet<string>;
}

/**
 * The schema of the answers that a respondent gives now: of each question that is asked, an answer of its type, and of no
 * other one. Functions and pages validate with it.
 */
export function buildAnswersSchema(
  all: readonly Question[],
  context: AnswerContext,
  { existing = {}, open = new Set(), hidden = new Set() }: KnownAnswers = {},
) {
  const hiddenRule = context.respondent === "staff" ? "onlyWithCondition" : "onlySecretariat";
  // To others, a question of staff is as unknown as one that does not exist.
  const questions = all.filter(({ staffOnly }) => context.respondent === "staff" || !staffOnly);
  const shape = questions.flatMap((question) => {
    const schema = buildAnswerSchema(question);
    return schema ? [[question.key, z.optional(schema)] as const] : [];
  });
  const checkAsked = z.check<Record<string, AnswerValue | undefined>>(
    ({ value: given, issues }) => {
      const report = (key: string, message: string) =>
        issues.push({ code: "custom", input: given[key], message, path: [key] });
      const isGiven = (key: string) => given[key] !== undefined;
      const asked = listAskedQuestions(questions, { ...existing, ...given } as AnswerValues, context);
      const askedKeys = new Set(asked.map(({ key }) => key));
      for (const { key } of questions.filter(({ key }) => isGiven(key))) {
        if (hidden.has(key)) report(key, hiddenRule);
        else if (!askedKeys.has(key)) report(key, "notAsked");
      }
      for (const question of asked) {
        const { key } = question;
        const isMissing = !isGiven(key) && existing[key] === undefined && !open.has(key) && !hidden.has(key);
        if (isMissing && isRequired(question, context)) report(key, "required");
      }
    },
    // Together with the errors of single answers.
    { when: ({ value }) => typeof value === "object" && value !== null && !Array.isArray(value) },
  );
  return z.strictObject(Object.fromEntries(shape)).check(checkAsked);
}
