import { getStaffGroups, toActor } from "#shared/auth/caller.ts";
import { toJournalItem } from "#shared/commands/journal.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { createId, deriveId } from "#shared/dynamodb/keys.ts";
import { putItem, putItemIfAbsent, type Table } from "#shared/dynamodb/table.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler, ApiRequest } from "#shared/http/request.ts";
import { createConferenceChange } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Question, QuestionSet } from "#shared/model/question.ts";
import type { Registration } from "#shared/model/registration.ts";
import { toLocalDay } from "#shared/model/time.ts";
import {
  addAnswerUse,
  createNextVersion,
  findUsedErrors,
  listPublicQuestions,
  listRemovedQuestions,
  markSensitive,
  noAnswerUse,
  takesAway,
} from "#shared/questions/question-changes.rules.ts";
import {
  findQuestionSet,
  listRetiredQuestions,
  loadQuestions,
  toQuestionsItem,
  toRetiredQuestionItem,
} from "#shared/questions/questions.repository.ts";
import { findForeignNames } from "#shared/questions/questions.rules.ts";
import { canReadName } from "#shared/registrations/protected-identity.rules.ts";
import { loadAllRegistrations } from "#shared/registrations/registrations.repository.ts";
import { getDefaultRole, listRoles } from "#shared/registrations/roles.rules.ts";
import { writeConference } from "./save-conference.ts";

/** Returns the questions of a conference: those of people to everyone, those of staff and the removed ones to staff. */
export const getQuestions =
  (table: Table): ApiHandler<"getQuestions"> =>
  async ({ params: { conferenceId }, query, caller }) => {
    const conference = await loadConference(table, conferenceId);
    const version = query.version === undefined ? (conference.questionsVersion ?? 0) : Number(query.version);
    const questions = await findQuestionSet(table, conferenceId, version);
    if (!questions) throw new DomainError("not-found");
    if (getStaffGroups(conference, caller).length > 0)
      return toQuestionsView(questions, await listRetiredQuestions(table, conferenceId));
    const later = version === conference.questionsVersion ? [] : await listLastQuestions(table, conference);
    return toQuestionsView({ ...questions, items: listPublicQuestions(questions.items, later) });
  };

/** The present questions, and the removed ones as they were at last. */
async function listLastQuestions(table: Table, conference: Conference): Promise<Question[]> {
  const { items } = await loadQuestions(table, conference);
  return [...listRemovedQuestions(await listRetiredQuestions(table, conference.conferenceId), items), ...items];
}

const toQuestionView = ({ categories, roles, when, options, fileTypes, ...question }: Question) => ({
  ...question,
  ...(categories && { categories: [...categories] }),
  ...(roles && { roles: [...roles] }),
  ...(when && { when: { ...when, in: [...when.in] } }),
  ...(options && { options: [...options] }),
  ...(fileTypes && { fileTypes: [...fileTypes] }),
});

const toQuestionsView = ({ version, items }: QuestionSet, retired?: readonly Question[]) => ({
  version,
  items: items.map(toQuestionView),
  ...(retired && { retired: listRemovedQuestions(retired, items).map(toQuestionView) }),
});

/** Replaces the questions of a conference by a new version. */
export const putQuestions =
  (table: Table): ApiHandler<"putQuestions"> =>
  async (request) => {
    const changeId = createId();
    while (Date.now() < request.deadline) {
      const view = await tryReplaceQuestions(table, request, changeId);
      if (view) return view;
    }
    throw new DomainError("too-busy");
  };

/** @returns `undefined` if the conference has changed meanwhile */
async function tryReplaceQuestions(table: Table, request: ApiRequest<"putQuestions">, changeId: string) {
  const { params, caller, version, now: at, deadline } = request;
  const { conferenceId } = params;
  const items = request.body.items as readonly Question[];
  const conference = await loadConferenceForStaff(table, request);
  const before = await loadQuestions(table, conference);
  if (version !== undefined && version !== before.version) throw new DomainError("changed-meanwhile");
  const foreign = findForeignNames(listKnownNames(conference), items);
  if (foreign.length > 0) throw new DomainError("invalid-request", foreign);
  const retired = await listRetiredQuestions(table, conferenceId);
  const after = createNextVersion(before, items, at);
  const sets = { current: before.items, retired, items: after.items };
  const newlyRetired = await checkUse(table, conference, sets, request);
  // Before the version that lacks them: the item of a question that is still asked means nothing.
  for (const question of newlyRetired) await putItem(table, toRetiredQuestionItem(conferenceId, question));
  const change = createConferenceChange(conferenceId, "update-questions", { actor: toActor(caller), at });
  const saved = { ...conference, version: conference.version + 1, questionsVersion: after.version };
  const journal = toJournalItem(change, changeId);
  const besides = [toQuestionsItem(conferenceId, after)];
  const isSaved = await writeConference(table, conference, saved, journal, deadline, besides);
  return isSaved ? toQuestionsView(after, [...retired, ...newlyRetired]) : undefined;
}

/**
 * Queues a reminder to everyone who must answer a question and has not. Its identifier follows from the day at the
 * venue, so that no person gets two on a day.
 */
export const remindOfQuestions =
  (table: Table): ApiHandler<"remindOfQuestions"> =>
  async (request) => {
    const { caller, now: at } = request;
    const { conferenceId, timeZone } = await loadConferenceForStaff(table, request);
    const change = {
      ...createConferenceChange(conferenceId, "remind-of-questions", { actor: toActor(caller), at }),
      announcement: { kind: "answers-due" },
    } as const;
    const changeId = deriveId("answers-due", conferenceId, toLocalDay(at, timeZone));
    return { queued: await putItemIfAbsent(table, toJournalItem(change, changeId)) };
  };

const listKnownNames = (conference: Conference) => ({
  categories: conference.categories.map(({ category }) => category),
  roles: [getDefaultRole(conference), ...listRoles(conference).map(({ role }) => role)],
});

/**
 * Asserts that no answer loses its question's type or its option.
 * @returns the removed questions, which people have answered or may answer in a form that was opened before
 * @throws DomainError `question-in-use`; `too-busy` if the conference has too many registrations for the time that is
 *   left
 */
async function checkUse(
  table: Table,
  { conferenceId }: Conference,
  { current, retired, items }: Record<"current" | "retired" | "items", readonly Question[]>,
  { caller, deadline }: Pick<ApiRequest<"putQuestions">, "caller" | "deadline">,
): Promise<Question[]> {
  // A removed question that is added again must suit the answers from before.
  const added = retired.filter(({ key }) => isListed(items, key) && !isListed(current, key));
  // What only follows from a sensitive question does not become sensitive by this change.
  const before = markSensitive([...current, ...added]);
  if (!takesAway(before, items)) return [];
  let use = noAnswerUse;
  const isReadable = (each: Registration) => caller.kind === "staff" && canReadName(each, caller);
  for await (const page of loadAllRegistrations(table, conferenceId, deadline))
    use = addAnswerUse(use, page, isReadable);
  const errors = findUsedErrors(before, items, use);
  if (errors.length > 0) throw new DomainError("question-in-use", errors);
  return listRemovedQuestions(current, items);
}

const isListed = (questions: readonly Question[], key: string) => questions.some((each) => each.key === key);
