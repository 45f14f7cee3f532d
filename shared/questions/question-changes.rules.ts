import type { FieldError } from "#shared/model/domain-error.ts";
import type { Answers, FormerQuestion, Question, QuestionSet } from "#shared/model/question.ts";
import type { Registration } from "#shared/model/registration.ts";
import type { AnswerContext } from "./questions.rules.ts";

/** How long a form may be filled in with the questions of a version after another one has replaced it, in ms. */
const formLifetimeMs = 86_400_000;

/** The next version of a conference's questions. */
export function createNextVersion(before: QuestionSet, items: readonly Question[], at: string): QuestionSet {
  const oldest = new Date(Date.parse(at) - formLifetimeMs).toISOString();
  const superseded = [...before.superseded, { version: before.version, at }].filter((each) => each.at > oldest);
  const former = listFormerQuestions(before, items, { at, oldest });
  return { version: before.version + 1, savedAt: at, items, superseded, ...(former.length > 0 && { former }) };
}

/** A removed question decides on the answers of forms that show it. One that was sensitive stays so for them. */
function listFormerQuestions(
  before: QuestionSet,
  items: readonly Question[],
  { at, oldest }: { readonly at: string; readonly oldest: string },
): FormerQuestion[] {
  const known = new Map((before.former ?? []).filter((each) => each.at > oldest).map((each) => [each.key, each]));
  for (const { key, type, sensitive: isSensitive, staffOnly, until } of before.items) {
    const sensitive = isSensitive === true || known.get(key)?.sensitive === true;
    known.set(key, {
      key,
      type,
      at,
      ...(sensitive && { sensitive }),
      ...(staffOnly && { staffOnly }),
      ...(until && { until }),
    });
  }
  const kept = new Set(items.map(({ key }) => key));
  return [...known.values()].filter(({ key, sensitive }) => sensitive || !kept.has(key));
}

/**
 * The form of an earlier version as its answers are accepted now. Who answers, and until when, is as the question is now
 * or, if it was removed, was at last. A question that got another type is not in it: its key means something else.
 */
export function toAcceptedForm(
  shown: QuestionSet,
  present: QuestionSet,
  { respondent, now }: Pick<AnswerContext, "respondent" | "now">,
): QuestionSet {
  const last = new Map([...(present.former ?? []), ...present.items].map((each) => [each.key, each]));
  const items = shown.items.flatMap((question) => {
    const { staffOnly: _s, until: _u, ...rest } = question;
    const { type, staffOnly, until } = last.get(question.key) ?? {};
    const isOver = respondent !== "staff" && until !== undefined && until <= now;
    if (type !== question.type || isOver) return [];
    return [{ ...rest, ...(staffOnly && { staffOnly }), ...(until && { until }) }];
  });
  return { ...shown, items };
}

/** The questions whose answers are sensitive, now or at any time since the form of an earlier version was opened. */
export const listSensitiveKeys = ({ items, former = [] }: QuestionSet, shown: QuestionSet | undefined) =>
  new Set(
    [...items, ...(shown ? [...former, ...shown.items] : [])].filter((each) => each.sensitive).map(({ key }) => key),
  );

/** The questions that everyone may read of a version: not those that are for staff now, nor what depends on them. */
export function listPublicQuestions(items: readonly Question[], later: readonly Question[]): Question[] {
  const hidden = new Set(later.filter(({ staffOnly }) => staffOnly).map(({ key }) => key));
  return items.filter(({ key, staffOnly, when }) => {
    if (staffOnly || (when && hidden.has(when.question))) hidden.add(key);
    return !hidden.has(key);
  });
}

/** Whether a form that shows this version may still be submitted. */
export const isFormValid = ({ superseded }: QuestionSet, version: number, now: string): boolean => {
  const oldest = new Date(Date.parse(now) - formLifetimeMs).toISOString();
  return superseded.some((each) => each.version === version && each.at > oldest);
};

/** By question, the number of people who have answered it, in all and with each value. */
export type AnswerCounts = ReadonlyMap<
  string,
  { readonly people: number; readonly values: ReadonlyMap<string, number> }
>;

const noCounts = { people: 0, values: new Map<string, number>() };

/** What a person has answered, and asks to answer, as the counts name the values. */
function* listAnsweredValues({ answers = {}, staffAnswers = {}, changeRequest }: Registration) {
  const requested = Object.entries(changeRequest?.answers ?? {}).flatMap(([key, { to }]) => (to ? [[key, to]] : []));
  const all = [answers, staffAnswers, Object.fromEntries(requested) as Answers];
  const questionKeys = new Set(all.flatMap((each) => Object.keys(each)));
  for (const key of questionKeys) {
    const values = all.flatMap((each) => each[key]?.value ?? []).map(String);
    yield { key, values: new Set(values) };
  }
}

/** Counts the answers of these people. @param earlier counts of others */
export function countAnswers(registrations: Iterable<Registration>, earlier: AnswerCounts = new Map()): AnswerCounts {
  const counts = new Map([...earlier].map(([key, { people, values }]) => [key, { people, values: new Map(values) }]));
  for (const registration of registrations)
    for (const { key, values } of listAnsweredValues(registration)) {
      const count = counts.get(key) ?? { people: 0, values: new Map<string, number>() };
      for (const value of values) count.values.set(value, (count.values.get(value) ?? 0) + 1);
      counts.set(key, { ...count, people: count.people + 1 });
    }
  return counts;
}

/** The settings of a question by which its answers are stored and shown. */
const fixedSettings = ["type", "sensitive", "staffOnly"] as const;

const hasChanged = (before: Question, after: Question, setting: (typeof fixedSettings)[number]) =>
  (before[setting] || false) !== (after[setting] || false);

const listLostOptions = (before: Question, after: Question): string[] => {
  const kept = new Set(after.options?.map(({ value }) => value));
  return (before.options ?? []).map(({ value }) => value).filter((value) => !kept.has(value));
};

/** Whether these questions take something away from the earlier ones, so that it matters what people have answered. */
export function takesAway(before: readonly Question[], after: readonly Question[]): boolean {
  const later = new Map(after.map((question) => [question.key, question]));
  return before.some((former) => {
    const question = later.get(former.key);
    if (!question || former.type === "section") return former.type !== "section";
    return (
      fixedSettings.some((setting) => hasChanged(former, question, setting)) ||
      listLostOptions(former, question).length > 0
    );
  });
}

/**
 * An error at each question with answers that changes its type, who may read it, or loses an option in use.
 * @param before the questions until now, and the removed ones that are added again
 */
export function findUsedErrors(
  before: readonly Question[],
  after: readonly Question[],
  counts: AnswerCounts,
): FieldError[] {
  const earlier = new Map(before.map((question) => [question.key, question]));
  return after.flatMap((question, index) => {
    const { key } = question;
    const former = earlier.get(key);
    if (!former || former.type === "section") return [];
    const { people, values } = counts.get(key) ?? noCounts;
    const changed = people > 0 ? fixedSettings.filter((setting) => hasChanged(former, question, setting)) : [];
    const lost = listLostOptions(former, question).flatMap((option) => {
      const number = values.get(option);
      return number === undefined ? [] : [{ option, number }];
    });
    return [
      ...changed.map((setting) => ({
        path: `items.${index}.${setting}`,
        rule: "questionInUse",
        values: { question: key, number: people },
      })),
      ...lost.map(({ option, number }) => ({
        path: `items.${index}.options`,
        rule: "optionInUse",
        values: { question: key, option, number },
      })),
    ];
  });
}

/** The questions with an answer that the new ones do not contain any more. */
export function listRemovedQuestions(before: readonly Question[], after: readonly Question[]): Question[] {
  const kept = new Set(after.map(({ key }) => key));
  return before.filter(({ key, type }) => type !== "section" && !kept.has(key));
}
