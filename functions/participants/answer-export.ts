import { toActor } from "#shared/auth/caller.ts";
import { toJournalItem } from "#shared/commands/journal.ts";
import { saveMadeFile, toFileOfAllId } from "#shared/documents/made-files.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { putItem, type Table } from "#shared/dynamodb/table.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler, ApiRequest } from "#shared/http/request.ts";
import { saveCompletedJob } from "#shared/jobs/jobs.repository.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { exportFiles } from "#shared/model/job.ts";
import { recordSensitiveAccess } from "#shared/privacy/access-log.repository.ts";
import { makeWithoutErased } from "#shared/privacy/erasure-count.repository.ts";
import { listRetiredQuestions, loadQuestions } from "#shared/questions/questions.repository.ts";
import { countProtections } from "#shared/registrations/protections.repository.ts";
import { loadAllRegistrations } from "#shared/registrations/registrations.repository.ts";
import { type AnswerTable, createAnswerTable, listSensitiveRows } from "./answer-table.rules.ts";
import { renderAnswerTable } from "./formats/answer-file.ts";
import type { ListExportContext } from "./list-export.ts";

/** How long a job names its file, in ms. The bucket deletes the file later. */
const fileTtlMs = 900_000;

/**
 * Exports the answers of all registrations of a conference. Nothing is disclosed before it is recorded: that there is an
 * export, in the journal; that sensitive answers were opened, in the access log of each person.
 */
export const exportAnswers =
  ({ table, documents }: Pick<ListExportContext, "table" | "documents">): ApiHandler<"exportAnswers"> =>
  async (request) => {
    const conference = await loadConferenceForStaff(table, request);
    const { conferenceId } = conference;
    const { body, caller, now: at } = request;
    if (caller.kind !== "staff") throw new DomainError("not-allowed");
    const { what, format, language } = body;
    const jobId = createId();
    const protections = await countProtections(table, conferenceId);
    await putItem(table, toJournalItem(toExportChange(request), jobId));
    const recorded = new Set<string>();
    const make = async () => {
      const answers = await loadAnswerTable(table, conference, request);
      // Another attempt, after an erasure, discloses the same answers to the same person.
      const ids = listSensitiveRows(answers).filter((id) => !recorded.has(id));
      await recordSensitiveAccess(table, ids, { at, by: caller.id, reason: body.reason ?? "" });
      for (const id of ids) recorded.add(id);
      const bytes = await renderAnswerTable(format, conference, answers, language, at);
      await saveMadeFile(documents, conferenceId, toFileOfAllId(jobId), { bytes, type: exportFiles[format] });
      return { registrations: answers.rows.length, questions: answers.columns.length };
    };
    const count = await makeWithoutErased(table, conferenceId, make, undefined, "all");
    const until = new Date(Date.parse(at) + fileTtlMs).toISOString();
    const job = { jobId, conferenceId, kind: "export", at, request: { what, format, requestedBy: caller } } as const;
    await saveCompletedJob(table, { ...job, protections }, { ...count, until });
    return { jobId };
  };

const toExportChange = ({ params: { conferenceId }, caller, now: at }: ApiRequest<"exportAnswers">) =>
  ({
    conferenceId,
    at,
    actor: toActor(caller),
    action: "export-answers",
    registrations: [],
    emails: [],
    admission: "public",
  }) as const;

/** @throws DomainError `invalid-request` for a sensitive column without a reason; `too-busy` at the deadline */
async function loadAnswerTable(
  table: Table,
  conference: Conference,
  { body: { columns, reason }, deadline }: ApiRequest<"exportAnswers">,
): Promise<AnswerTable> {
  const { conferenceId } = conference;
  const { items } = await loadQuestions(table, conference);
  const retired = await listRetiredQuestions(table, conferenceId);
  const isNamed = ({ key, sensitive }: (typeof items)[number]) => sensitive && columns?.includes(`answers.${key}`);
  if (reason === undefined && [...items, ...retired].some(isNamed))
    throw new DomainError("invalid-request", [{ path: "reason", rule: "required" }]);
  const registrations = (await Array.fromAsync(loadAllRegistrations(table, conferenceId, deadline))).flat();
  return createAnswerTable(items, retired, registrations, { columns, withSensitive: reason !== undefined });
}
