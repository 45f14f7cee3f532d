import { type QuestionDraft, toQuestion } from "./question-draft.ts";

const findById = (items: readonly QuestionDraft[], id: string) => items.find((each) => each.id === id);

/** Whether the API would store both alike. */
export const isSameQuestion = (one: QuestionDraft, other: QuestionDraft): boolean =>
  serialize(toQuestion(one)) === serialize(toQuestion(other));

/** JSON with sorted names. */
const serialize = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );

export const isSameForm = (one: readonly QuestionDraft[], other: readonly QuestionDraft[]): boolean =>
  one.length === other.length &&
  one.every((each, index) => other[index] !== undefined && isSameQuestion(each, other[index]));

/**
 * Applies the changes from `base` to `own` to the questions that another officer saved. If both changed a question, the own
 * change is kept; new questions of the other come after the question that they follow there.
 */
export function mergeQuestions(
  base: readonly QuestionDraft[],
  own: readonly QuestionDraft[],
  saved: readonly QuestionDraft[],
): QuestionDraft[] {
  const merged = own.flatMap((mine) => {
    const before = findById(base, mine.id);
    const theirs = findById(saved, mine.id);
    if (!before || !isSameQuestion(before, mine)) return [mine];
    return theirs ? [theirs] : [];
  });
  for (const [index, theirs] of saved.entries()) {
    if (findById(merged, theirs.id) || findById(base, theirs.id)) continue;
    const after = merged.findIndex(({ id }) => id === saved[index - 1]?.id);
    merged.splice(after < 0 && index > 0 ? merged.length : after + 1, 0, theirs);
  }
  return merged;
}
