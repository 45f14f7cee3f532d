import { asStaff, toActor } from "#shared/auth/caller.ts";
import { toJournalItem } from "#shared/commands/journal.ts";
import { saveMadeFile, toFileOfAllId } from "#shared/documents/made-files.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { putItem, type Table } from "#shared/dynamodb/table.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler, ApiRequest } from "#shared/http/request.ts";
import { saveCompletedJob } from "#shared/jobs/jobs.repository.ts";
import { createConferenceChange } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { exportMediaTypes } from "#shared/model/job.ts";
import type { Question } from "#shared/model/question.ts";
import { recordAccesses } from "#shared/privacy/access-log.repository.ts";
import { makeWithoutErased } from "#shared/privacy/erasure-count.repository.ts";
import { listRetiredQuestions, loadQuestions } from "#shared/questions/questions.repository.ts";
import { countProtections } from "#shared/registrations/protections.repository.ts";
import { loadAllRegistrations } from "#shared/registrations/registrations.repository.ts";
import { createAnswerTable, listSensitiveRows } from "./answer-table.rules.ts";
import { renderAnswerTable } from "./formats/answer-file.ts";
import type { ListExportContext } from "./list-export.ts";

/** How long a job names its file, in ms. The bucket deletes the file later. */
const fileTtlMs = 900_000;

/**
 * Exports the answers of all registrations of a conference. Nothing is disclosed before it is recorded: that there is
 * an export, in the journal; that sensitive answers were opened, in the access log of each person.
 */
export const exportAnswers =
  ({ table, documents }: Pick<ListExportContext, "table" | "documents">): ApiHandler<"exportAnswers"> =>
  async (request) => {
    const conference = await loadConferenceForStaff(table, request);
    const { conferenceId } = conference;
    const { body, now: at, deadline } = request;
    const caller = asStaff(request.caller);
    const { what, format, language, columns, reason } = body;
    const { present, retired } = await loadExportedQuestions(table, conference, body);
    const choice = { columns, withSensitive: reason !== undefined };
    const jobId = createId();
    const protections = await countProtections(table, conferenceId);
    const change = createConferenceChange(conferenceId, "export-answers", { actor: toActor(caller), at });
    await putItem(table, toJournalItem(change, jobId));
    const recorded = new Set<string>();
    const make = async () => {
      const registrations = (await Array.fromAsync(loadAllRegistrations(table, conferenceId, deadline))).flat();
      const answers = createAnswerTable(present, retired, registrations, choice);
      // Another attempt, after an erasure, discloses the same answers to the same person.
      const ids = listSensitiveRows(answers).filter((id) => !recorded.has(id));
      await recordAccesses(table, ids, { at, by: caller.id, reason: reason ?? "", what: "answers" });
      for (const id of ids) recorded.add(id);
      const bytes = await renderAnswerTable(format, conference, answers, language, at);
      await saveMadeFile(documents, conferenceId, toFileOfAllId(jobId), { bytes, type: exportMediaTypes[format] });
      return { registrations: answers.rows.length, questions: answers.columns.length };
    };
    const count = await makeWithoutErased(table, conferenceId, make, undefined, "all");
    const until = new Date(Date.parse(at) + fileTtlMs).toISOString();
    const job = { jobId, conferenceId, kind: "export", at, request: { what, format, requestedBy: caller } } as const;
    await saveCompletedJob(table, { ...job, protections }, { ...count, until });
    return { jobId };
  };

/** @throws DomainError `invalid-request` for a sensitive column without a reason */
async function loadExportedQuestions(
  table: Table,
  conference: Conference,
  { columns, reason }: ApiRequest<"exportAnswers">["body"],
): Promise<{ readonly present: readonly Question[]; readonly retired: readonly Question[] }> {
  const { items: present } = await loadQuestions(table, conference);
  const retired = await listRetiredQuestions(table, conference.conferenceId);
  const isNamed = ({ key, sensitive }: Question) => sensitive && columns?.includes(`answers.${key}`);
  if (reason === undefined && [...present, ...retired].some(isNamed))
    throw new DomainError("invalid-request", [{ path: "reason", rule: "required" }]);
  return { present, retired };
}
