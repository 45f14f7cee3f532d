import type * as z from "zod/mini";
import { asStaff, toActor } from "#shared/auth/caller.ts";
import { toJournalItem } from "#shared/commands/journal.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { exportRequest } from "#shared/exports/contract.ts";
import type { ExportCursor } from "#shared/exports/export-cursor.ts";
import { canStartExport, findExportErrors, namesQuestions } from "#shared/exports/export-request.rules.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler, ApiRequest } from "#shared/http/request.ts";
import { listRequestedJobs, startJobOnce } from "#shared/jobs/jobs.repository.ts";
import { createConferenceChange } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { ExportRequest } from "#shared/model/job.ts";
import type { Question } from "#shared/model/question.ts";
import { listRetiredQuestions, loadQuestions } from "#shared/questions/questions.repository.ts";

type ExportBody = z.output<typeof exportRequest>;

/** Starts a job that exports data of people into a file. The journal records it with the job, before anyone is read. */
export const startExport =
  (table: Table): ApiHandler<"startExport"> =>
  async (request) => {
    const conference = await loadConferenceForStaff(table, request);
    const { jobId } = await startJobOnce(table, request, (id) => prepareExport(table, conference, request, id));
    return { jobId };
  };

/** @throws DomainError `invalid-request`; `too-many-exports` */
async function prepareExport(
  table: Table,
  conference: Conference,
  { body, caller: requester, now: at }: ApiRequest<"startExport">,
  jobId: string,
) {
  const { conferenceId } = conference;
  const caller = asStaff(requester);
  const errors = findExportErrors(body, await loadNamedQuestions(table, conference, body));
  if (errors.length > 0) throw new DomainError("invalid-request", errors);
  const recent = await listRequestedJobs<ExportRequest>(
    table,
    { conferenceId, kind: "export" },
    caller.id,
    maxListedExports,
  );
  if (!canStartExport(recent)) throw new DomainError("too-many-exports");
  const { what, format, language, columns, filter, changedSince, reason } = body;
  const change = createConferenceChange(conferenceId, `export-${what}`, { actor: toActor(caller), at });
  const exported: ExportRequest = { what, format, language, ...(columns && { columns }), requestedBy: caller };
  const cursor: ExportCursor = {
    attempts: 0,
    ...(filter && { filter }),
    ...(changedSince !== undefined && { changedSince }),
    ...(reason !== undefined && { reason }),
  };
  const job = { conferenceId, kind: "export", at, request: exported, cursor, listedFor: caller.id } as const;
  return { job, besides: [toJournalItem(change, jobId)] };
}

/** The questions that the form has or had, if the request names one. */
async function loadNamedQuestions(table: Table, conference: Conference, body: ExportBody): Promise<Question[]> {
  if (!namesQuestions(body)) return [];
  const { items } = await loadQuestions(table, conference);
  return [...items, ...(await listRetiredQuestions(table, conference.conferenceId))];
}

/** The most exports of a list. */
const maxListedExports = 20;

/** Lists the exports that the caller has requested at a conference, the latest first. */
export const listExports =
  (table: Table): ApiHandler<"listExports"> =>
  async (request) => {
    const { conferenceId } = await loadConferenceForStaff(table, request);
    const { id } = asStaff(request.caller);
    const jobs = await listRequestedJobs<ExportRequest>(table, { conferenceId, kind: "export" }, id, maxListedExports);
    return {
      items: jobs.map(({ jobId, at, status, request: { what, format } }) => ({
        ...{ jobId, what, format, at, state: status.state },
        ...(status.state === "done" && typeof status.result["until"] === "string" && { until: status.result["until"] }),
      })),
      next: null,
    };
  };
