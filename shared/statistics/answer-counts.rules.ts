import type { Answer, Question, QuestionType } from "#shared/model/question.ts";
import type { Registration } from "#shared/model/registration.ts";
import { isConfirmed, maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";

/** The registrations with an answer: all, those with a held or offered seat, and the confirmed ones. */
export interface AnswerCount {
  readonly registrations: number;
  readonly seated: number;
  readonly confirmed: number;
}

/** By question, the registrations that have answered it, and by value those that have chosen it. */
export type ChoiceCounts = ReadonlyMap<
  string,
  { readonly answered: AnswerCount; readonly values: ReadonlyMap<string, AnswerCount> }
>;

const noCount: AnswerCount = { registrations: 0, seated: 0, confirmed: 0 };

const addTo = (count: AnswerCount = noCount, registration: Registration): AnswerCount => ({
  registrations: count.registrations + 1,
  seated: count.seated + Number(registration.seat.state === "held" || registration.seat.state === "offered"),
  confirmed: count.confirmed + Number(isConfirmed(registration)),
});

/** The types of questions whose answers are counted. */
const countedTypes: ReadonlySet<QuestionType> = new Set(["yes-no", "choice", "choices"]);

/** The questions whose answers are counted, without the sensitive ones unless they are asked for. */
export const listCountedQuestions = (questions: readonly Question[], withSensitive: boolean): Question[] =>
  questions.filter(({ type, sensitive = false }) => countedTypes.has(type) && (withSensitive || !sensitive));

/** The answers of a person that are counted; none of a protected one, as lists show them. */
function listCountedAnswers(registration: Registration, keys: ReadonlySet<string>, withSensitive: boolean) {
  const { answers, staffAnswers } = maskProtectedIdentity(registration);
  return Object.entries({ ...answers, ...staffAnswers }).filter(
    ([key, { sensitive = false }]) => keys.has(key) && (withSensitive || !sensitive),
  );
}

interface CountOptions {
  /** The questions whose answers are counted. */
  readonly keys: ReadonlySet<string>;
  readonly withSensitive: boolean;
}

/** Counts the answers of these people. @param earlier counts of others */
export function countChoices(
  registrations: Iterable<Registration>,
  { keys, withSensitive }: CountOptions,
  earlier: ChoiceCounts = new Map(),
): ChoiceCounts {
  const counts = new Map(earlier);
  for (const registration of registrations)
    for (const [key, { value }] of listCountedAnswers(registration, keys, withSensitive)) {
      const { answered, values } = counts.get(key) ?? { answered: noCount, values: new Map<string, AnswerCount>() };
      const chosen = new Map(values);
      for (const each of new Set([value].flat().map(String))) chosen.set(each, addTo(chosen.get(each), registration));
      counts.set(key, { answered: addTo(answered, registration), values: chosen });
    }
  return counts;
}

/** The people whose sensitive answers are counted. */
export const listSensitivelyCounted = (registrations: Iterable<Registration>, keys: ReadonlySet<string>): string[] =>
  [...registrations]
    .filter((each) => listCountedAnswers(each, keys, true).some(([, { sensitive }]: [string, Answer]) => sensitive))
    .map(({ registrationId }) => registrationId);

/** The counts of a question: of each option in its order, then of values that are no option any more. */
export function listOptionCounts({ key, type, options = [] }: Question, counts: ChoiceCounts) {
  const { answered, values } = counts.get(key) ?? { answered: noCount, values: new Map<string, AnswerCount>() };
  const known = type === "yes-no" ? [{ value: "true" }, { value: "false" }] : options;
  const others = [...values.keys()].filter((value) => known.every((each) => each.value !== value));
  return {
    answered,
    options: [...known, ...others.toSorted().map((value) => ({ value }))].map((option) => ({
      ...option,
      ...(values.get(option.value) ?? noCount),
    })),
  };
}
