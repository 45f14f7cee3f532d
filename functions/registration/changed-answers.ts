import { assertAnswerFiles } from "#shared/documents/documents.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import {
  assertFits,
  checkAnswers,
  type GivenAnswers,
  listGivenFiles,
  loadShownQuestions,
  type ShownQuestions,
  toAnswerFields,
  toAnswerGroups,
  toRespondent,
} from "#shared/http/given-answers.ts";
import type { Actor } from "#shared/model/actor.ts";
import type { UnseenFields } from "#shared/model/change.ts";
import type { Conference, Language } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { AnswerValues, Question, QuestionSet } from "#shared/model/question.ts";
import type { Registration } from "#shared/model/registration.ts";
import { findSensitiveQuestions } from "#shared/questions/question-changes.rules.ts";
import { type AnswerContext, listFollowingKeys, listRuledOutKeys } from "#shared/questions/questions.rules.ts";
import {
  type AnswerPatch,
  isRemovable,
  listFreeKeys,
  listOpenKeys,
  listPointlessKeys,
  mergeAnswers,
  pickAnswers,
  type ReviewState,
  readAnswerValues,
} from "#shared/questions/stored-answers.rules.ts";
import { isDifferent } from "#shared/registrations/registration.rules.ts";

/** The changed answers of an amendment, as the rules take them. */
interface ChangedAnswers {
  readonly answers?: AnswerPatch;
  readonly freeAnswers?: AnswerPatch;
  readonly staffAnswers?: AnswerPatch;
  /** Which of them the respondent gives or takes away without reading those of before. */
  readonly unseen?: UnseenFields;
}

const toReviewState = ({ accreditation: { state } }: Registration): ReviewState =>
  state === "approved" || state === "returned" ? state : "open";

/**
 * The answers that an amendment changes, and those that it leaves without a question. A new category or role may raise
 * questions that the person then must answer.
 * @throws DomainError `invalid-request` or `form-changed`, with an error at each answer
 */
export async function readChangedAnswers(
  table: Table,
  conference: Conference,
  before: Registration,
  body: GivenAnswers & { readonly category?: string | undefined; readonly role?: string | undefined },
  { actor, at, language }: { readonly actor: Actor; readonly at: string; readonly language: Language },
): Promise<ChangedAnswers> {
  const { category = before.category, role = before.role, answers: changes = {} } = body;
  const isSamePerson = category === before.category && role === before.role;
  const respondent = toRespondent(actor);
  if (body.answers === undefined && (isSamePerson || respondent === "staff")) return {};
  const askedAt = before.accreditation.state === "approved" ? "approved" : "registration";
  const person = { askedAt, respondent, now: at } as const;
  const sets = await loadShownQuestions(table, conference, body, person);
  const earlierContext = { ...person, category: before.category, role: before.role };
  const context = { ...person, category, role };
  const stored = readAnswerValues(before);
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== null)) as AnswerValues;
  const removed = Object.keys(changes).filter((key) => changes[key] === null);
  const existing = Object.fromEntries(Object.entries(stored).filter(([key]) => !(key in changes)));
  assertRemovable(sets.questions, removed, context);
  const { keys: sensitive, followed } = findSensitiveKeys(sets, before);
  const isUnread = (key: string) => respondent !== "person" && sensitive.has(key);
  const unread = new Set([...sensitive].filter((key) => isUnread(key) && !(key in changes)));
  const toKnown = (items: readonly Question[]) => ({
    existing,
    open: listOpenKeys(items, stored, earlierContext),
    hidden: listFollowingKeys(items, unread),
  });
  const values = checkAnswers(sets, body, given, toKnown, context);
  await assertAnswerFiles(table, before, listGivenFiles(sets, values, stored));
  const { items } = sets.questions;
  const pointless = listPointlessKeys(items, { before: stored, after: { ...existing, ...given } }, earlierContext);
  const isOfStaff = (key: string) =>
    before.staffAnswers?.[key] !== undefined || items.some((each) => each.key === key && each.staffOnly === true);
  // Only staff take an answer of staff away; until then it stays, though its question is not asked any more.
  const isTaken = (key: string) => respondent === "staff" || !isOfStaff(key);
  // What cannot be asked any more is taken away whether or not it was answered, so that the two look the same.
  const decisive = Object.entries(changes).filter(([key, to]) => isUnread(key) || isDifferent(to, stored[key] ?? null));
  const earlier = listRuledOutKeys(items, {}, earlierContext);
  const later = listRuledOutKeys(items, Object.fromEntries(decisive), earlierContext);
  const ruledOut = items.flatMap(({ key, type }) =>
    isUnread(key) && followed.has(key) && later.has(key) && !earlier.has(key) && type !== "section" ? [key] : [],
  );
  const taken = [...removed, ...pointless, ...ruledOut].filter(isTaken);
  const gone = Object.fromEntries(taken.map((key) => [key, null]));
  const groups = toAnswerGroups(sets, values, { language, at });
  const answers = { ...groups.answers, ...pickAnswers(gone, (key) => !isOfStaff(key)) };
  const staffAnswers = { ...groups.staffAnswers, ...pickAnswers(gone, isOfStaff) };
  assertFits(
    toAnswerFields(mergeAnswers(before.answers, answers), mergeAnswers(before.staffAnswers, staffAnswers)),
    Object.keys(values),
  );
  const free = listFreeKeys(items, Object.keys(answers), toReviewState(before));
  const isFree = (key: string) => respondent !== "staff" && free.has(key);
  const isRemoved = (key: string) => respondent === "staff" && !items.some((each) => each.key === key);
  const toPath = (key: string) => `${isOfStaff(key) ? "staffAnswers" : "answers"}.${key}`;
  const unseen = Object.fromEntries(
    Object.keys({ ...answers, ...staffAnswers })
      .filter((key) => isUnread(key) || isRemoved(key))
      .map((key) => [toPath(key), toPath(followed.get(key) ?? key)]),
  );
  const [freeAnswers, reviewed] = [pickAnswers(answers, isFree), pickAnswers(answers, (key) => !isFree(key))];
  return {
    ...(reviewed && { answers: reviewed }),
    ...(freeAnswers && { freeAnswers }),
    ...(Object.keys(staffAnswers).length > 0 && { staffAnswers }),
    ...(Object.keys(unseen).length > 0 && { unseen }),
  };
}

/**
 * The sensitive questions, answered or not, with the sensitive answers. A focal point may not read them; staff read them
 * with a reason, which is recorded.
 */
function findSensitiveKeys({ questions, older }: ShownQuestions, { answers = {}, staffAnswers = {} }: Registration) {
  const { keys, followed } = findSensitiveQuestions(questions, older);
  const stored = Object.entries({ ...answers, ...staffAnswers }).flatMap(([key, { sensitive }]) =>
    sensitive ? [key] : [],
  );
  return { keys: new Set([...keys, ...stored]), followed };
}

/** @throws DomainError `invalid-request` at each answer that this respondent may not take away */
function assertRemovable({ items }: QuestionSet, removed: readonly string[], context: AnswerContext): void {
  const errors = removed
    .filter(
      (key) =>
        !isRemovable(
          items.find((each) => each.key === key),
          context,
        ),
    )
    .map((key) => ({ path: `answers.${key}`, rule: "notAsked" }));
  if (errors.length > 0) throw new DomainError("invalid-request", errors);
}
