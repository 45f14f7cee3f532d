import { keys, retiredQuestionPrefix } from "#shared/dynamodb/keys.ts";
import { getItem, type Item, N, parseData, queryItems, S, type Table, toItemKey } from "#shared/dynamodb/table.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Question, QuestionSet } from "#shared/model/question.ts";

/** The questions of a conference that has none. */
const noQuestions: QuestionSet = { version: 0, savedAt: "", items: [], superseded: [] };

/** A version of the questions never changes, so this process reads each once. The oldest are forgotten first. */
const cache = new Map<string, QuestionSet>();
const maxCachedSets = 40;

/** A version of a conference's questions, or `undefined`. */
export async function findQuestionSet(
  table: Table,
  conferenceId: string,
  version: number,
): Promise<QuestionSet | undefined> {
  if (version === 0) return noQuestions;
  const { PK, SK } = keys.questions(conferenceId, version);
  const name = `${PK} ${SK}`;
  const cached = cache.get(name);
  if (cached) return cached;
  const item = await getItem(table, { PK, SK });
  if (!item) return undefined;
  const questions = parseData<QuestionSet>(item);
  cache.set(name, questions);
  for (const oldest of [...cache.keys()].slice(0, -maxCachedSets)) cache.delete(oldest);
  return questions;
}

/**
 * The present questions of a conference. Where it has none, nothing is read.
 * @throws DomainError `damaged-record` for a conference that names questions which do not exist
 */
export async function loadQuestions(
  table: Table,
  { conferenceId, questionsVersion = 0 }: Pick<Conference, "conferenceId" | "questionsVersion">,
): Promise<QuestionSet> {
  const questions = await findQuestionSet(table, conferenceId, questionsVersion);
  if (!questions) throw new DomainError("damaged-record");
  return questions;
}

/** The item of a version. */
export const toQuestionsItem = (conferenceId: string, questions: QuestionSet): Item => ({
  ...toItemKey(keys.questions(conferenceId, questions.version)),
  entity: S("questions"),
  version: N(questions.version),
  data: S(JSON.stringify(questions)),
});

/** The item of a removed question. */
export const toRetiredQuestionItem = (conferenceId: string, question: Question): Item => ({
  ...toItemKey(keys.retiredQuestion(conferenceId, question.key)),
  entity: S("retired-question"),
  data: S(JSON.stringify(question)),
});

/** The removed questions. One of them may have been added again since. */
export async function listRetiredQuestions(table: Table, conferenceId: string): Promise<Question[]> {
  const { PK: partition } = keys.retiredQuestion(conferenceId, "");
  const items = queryItems(table, { partition, prefix: retiredQuestionPrefix, isConsistent: true });
  return Array.fromAsync(items, (item) => parseData<Question>(item));
}
