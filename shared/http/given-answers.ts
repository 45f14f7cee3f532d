import { validate } from "#shared/contracts/validate.ts";
import { assertAnswerFiles } from "#shared/documents/documents.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { Actor } from "#shared/model/actor.ts";
import type { Conference, Language } from "#shared/model/conference.ts";
import { DomainError, type FieldError } from "#shared/model/domain-error.ts";
import type { AnswerValue, AnswerValues, Question, QuestionSet } from "#shared/model/question.ts";
import type { Registration } from "#shared/model/registration.ts";
import { buildAnswersSchema, type KnownAnswers } from "#shared/questions/answers.contract.ts";
import { findSensitiveQuestions, isFormValid, toAcceptedForm } from "#shared/questions/question-changes.rules.ts";
import { findQuestionSet, loadQuestions } from "#shared/questions/questions.repository.ts";
import type { AnswerContext } from "#shared/questions/questions.rules.ts";
import {
  type AnswerGroups,
  type AnswerPatch,
  maxAnswerBytes,
  mergeAnswers,
  readAnswerValues,
  toAnswer,
} from "#shared/questions/stored-answers.rules.ts";

/** The answers of a request, and the version of the questions that its form has shown. */
export interface GivenAnswers {
  readonly answers?: Readonly<Record<string, AnswerValue | null>> | undefined;
  readonly questionsVersion?: number | undefined;
}

export interface ShownQuestions {
  readonly questions: QuestionSet;
  readonly shown: QuestionSet | undefined;
  /** Those that the form has shown, as they were. */
  readonly older?: QuestionSet | undefined;
}

/** Who answers by this actor. */
export const toRespondent = ({ kind }: Actor): AnswerContext["respondent"] =>
  kind === "staff" || kind === "focal-point" ? kind : "person";

/** The present questions, and those that the form has shown, if they are others and still valid, as they apply now. */
export async function loadShownQuestions(
  table: Table,
  conference: Conference,
  { questionsVersion }: GivenAnswers,
  person: Pick<AnswerContext, "respondent" | "now">,
): Promise<ShownQuestions> {
  const { conferenceId } = conference;
  const questions = await loadQuestions(table, conference);
  if (questionsVersion === undefined || questionsVersion === questions.version) return { questions, shown: undefined };
  // The conference was read a moment before its questions changed.
  const isNewer = questionsVersion > questions.version;
  const named =
    isNewer || isFormValid(questions, questionsVersion, person.now)
      ? await findQuestionSet(table, conferenceId, questionsVersion)
      : undefined;
  if (named && isNewer) return { questions: named, shown: undefined };
  return { questions, shown: named && toAcceptedForm(named, questions, person), older: named };
}

/** What an older form may break of the present questions: they ask more, or less, than it has shown. */
const differencesOfForms: ReadonlySet<string> = new Set(["required", "notAsked", "unknownField"]);

/**
 * The answers as the present questions accept them or, of a form that was opened before they changed, as those did.
 * @throws DomainError `invalid-request` or, for an older form, `form-changed`, with an error at each answer
 */
export function checkAnswers(
  { questions, shown }: ShownQuestions,
  given: GivenAnswers,
  values: AnswerValues,
  toKnown: (items: readonly Question[]) => KnownAnswers,
  context: AnswerContext,
): Readonly<Record<string, AnswerValue | undefined>> {
  const check = ({ items }: QuestionSet) => validate(buildAnswersSchema(items, context, toKnown(items)), values);
  const result = check(questions);
  if ("value" in result) return result.value;
  const isDifferenceOfForms = result.fieldErrors.every(({ rule }) => differencesOfForms.has(rule));
  const earlier = shown && isDifferenceOfForms ? check(shown) : undefined;
  if (earlier && "value" in earlier) return earlier.value;
  const isOutdated = given.questionsVersion !== undefined && given.questionsVersion !== questions.version;
  throw new DomainError(isOutdated ? "form-changed" : "invalid-request", toAnswerErrors(result.fieldErrors));
}

const toAnswerErrors = (errors: readonly FieldError[]) =>
  errors.map((error) => ({ ...error, path: `answers.${error.path}` }));

/** @throws DomainError `invalid-request` at the longest given answer */
export function assertFits(groups: AnswerGroups, keys: readonly string[]): void {
  const getBytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
  const values = readAnswerValues(groups);
  if (getBytes(values) <= maxAnswerBytes) return;
  const [longest = ""] = keys.toSorted((a, b) => getBytes(values[b] ?? "") - getBytes(values[a] ?? ""));
  throw new DomainError("invalid-request", [{ path: `answers.${longest}`, rule: "answersTooLarge" }]);
}

/** A person of a new registration, and who answers for them. */
interface NewRespondent extends Pick<AnswerContext, "category" | "role" | "respondent" | "now"> {
  readonly language: Language;
}

/**
 * The answers of a new registration, as they are stored. Without questions, nothing is read.
 * @throws DomainError `invalid-request` or `form-changed`, with an error at each answer
 */
export async function readGivenAnswers(
  table: Table,
  conference: Conference,
  given: { readonly answers?: AnswerValues | undefined; readonly questionsVersion?: number | undefined },
  { language, ...person }: NewRespondent,
): Promise<AnswerGroups> {
  const sets = await loadShownQuestions(table, conference, given, person);
  const context = { ...person, askedAt: "registration" } as const;
  const values = checkAnswers(sets, given, given.answers ?? {}, () => ({}), context);
  await assertAnswerFiles(table, conference, listGivenFiles(sets, values));
  const groups = toAnswerGroups(sets, values, { language, at: person.now });
  const stored = toAnswerFields(mergeAnswers(undefined, groups.answers), mergeAnswers(undefined, groups.staffAnswers));
  assertFits(stored, Object.keys(values));
  return stored;
}

/** The answered questions of the type `file`, but those whose answer is stored already. */
export function listGivenFiles(
  { questions, shown }: ShownQuestions,
  values: Readonly<Record<string, AnswerValue | undefined>>,
  stored: AnswerValues = {},
) {
  const files = [...(shown?.items ?? []), ...questions.items].filter(({ type }) => type === "file");
  return [...new Map(files.map((question) => [question.key, question])).values()].flatMap((question) => {
    const value = values[question.key];
    return value === undefined || value === stored[question.key] ? [] : [{ question, documentId: String(value) }];
  });
}

export const toAnswerFields = (
  answers: Registration["answers"],
  staffAnswers: Registration["staffAnswers"],
): AnswerGroups => ({ ...(answers && { answers }), ...(staffAnswers && { staffAnswers }) });

/** The answers of the person and of staff, by the questions as they are now. */
export function toAnswerGroups(
  { questions, shown, older }: ShownQuestions,
  values: Readonly<Record<string, AnswerValue | undefined>>,
  { language, at }: { readonly language: Language; readonly at: string },
): { readonly answers: AnswerPatch; readonly staffAnswers: AnswerPatch } {
  const { version } = shown ?? questions;
  const byKey = new Map([...(shown?.items ?? []), ...questions.items].map((question) => [question.key, question]));
  const { keys, followed } = findSensitiveQuestions(questions, older);
  const stored = Object.entries(values).flatMap(([key, value]) => {
    const question = byKey.get(key);
    if (!question || value === undefined) return [];
    const stored = { ...question, sensitive: keys.has(key), follows: followed.get(key) };
    return [
      { key, staffOnly: question.staffOnly === true, answer: toAnswer(stored, value, { version, language, at }) },
    ];
  });
  const select = (ofStaff: boolean) =>
    Object.fromEntries(stored.filter((each) => each.staffOnly === ofStaff).map(({ key, answer }) => [key, answer]));
  return { answers: select(false), staffAnswers: select(true) };
}
