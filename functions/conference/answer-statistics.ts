import { asStaff } from "#shared/auth/caller.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import type { Question } from "#shared/model/question.ts";
import { recordAccesses } from "#shared/privacy/access-log.repository.ts";
import { listRemovedQuestions } from "#shared/questions/question-changes.rules.ts";
import { listRetiredQuestions, loadQuestions } from "#shared/questions/questions.repository.ts";
import { loadAllRegistrations } from "#shared/registrations/registrations.repository.ts";
import {
  type ChoiceCounts,
  countChoices,
  listCountedQuestions,
  listOptionCounts,
  listSensitivelyCounted,
} from "#shared/statistics/answer-counts.rules.ts";

/**
 * Counts by option the answers to the questions with choices, also to removed ones. The sensitive ones are counted with
 * a reason alone, which the access log of each person records before the response.
 */
export const countAnswersByOption =
  (table: Table): ApiHandler<"countAnswersByOption"> =>
  async (request) => {
    const conference = await loadConferenceForStaff(table, request);
    const { body, now: at, deadline } = request;
    const caller = asStaff(request.caller);
    const { conferenceId } = conference;
    const { reason } = body;
    const withSensitive = reason !== undefined;
    const { items } = await loadQuestions(table, conference);
    const removed = listRemovedQuestions(await listRetiredQuestions(table, conferenceId), items);
    const present = listCountedQuestions(items, withSensitive);
    const former = listCountedQuestions(removed, withSensitive);
    const keys = new Set([...present, ...former].map(({ key }) => key));
    let counts: ChoiceCounts = new Map();
    for await (const page of loadAllRegistrations(table, conferenceId, deadline)) {
      counts = countChoices(page, { keys, withSensitive }, counts);
      if (reason === undefined) continue;
      await recordAccesses(table, listSensitivelyCounted(page, keys), { at, by: caller.id, reason, what: "answers" });
    }
    const toView = (question: Question) => toCountsView(question, counts);
    return {
      asOf: at,
      items: [...present.map(toView), ...former.map((each) => ({ ...toView(each), removed: true }))],
    };
  };

const toCountsView = (question: Question, counts: ChoiceCounts) => {
  const { key, label, sensitive, staffOnly } = question;
  return {
    ...{ key, label },
    ...(sensitive && { sensitive }),
    ...(staffOnly && { staffOnly }),
    ...listOptionCounts(question, counts),
  };
};
