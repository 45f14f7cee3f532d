import type * as z from "zod/mini";
import { asStaff, toActor } from "#shared/auth/caller.ts";
import { toJournalItem } from "#shared/commands/journal.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { putItem, type Table } from "#shared/dynamodb/table.ts";
import type { exportRequest } from "#shared/exports/contract.ts";
import { findExportColumn, findQuestionKey } from "#shared/exports/export-columns.rules.ts";
import type { ExportCursor } from "#shared/exports/export-cursor.ts";
import { toAnswerColumn } from "#shared/feed/feed-columns.rules.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { createJob, listRequestedJobs } from "#shared/jobs/jobs.repository.ts";
import { createConferenceChange } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { ExportRequest } from "#shared/model/job.ts";
import { listRetiredQuestions, loadQuestions } from "#shared/questions/questions.repository.ts";

type ExportBody = z.output<typeof exportRequest>;

/** The exports of one member of staff that are made at a time: each reads the whole conference. */
const maxExportsUnderWay = 5;

/** Starts a job that exports data of people into a file. The journal records it before anyone is read. */
export const startExport =
  (table: Table): ApiHandler<"startExport"> =>
  async (request) => {
    const conference = await loadConferenceForStaff(table, request);
    const { conferenceId } = conference;
    const { body, now: at } = request;
    const caller = asStaff(request.caller);
    await assertQuestionsExportable(table, conference, body);
    const recent = await listRequestedJobs<ExportRequest>(
      table,
      { conferenceId, kind: "export" },
      caller.id,
      maxListedExports,
    );
    const underWay = recent.filter(({ status }) => status.state !== "done" && status.state !== "failed");
    if (underWay.length >= maxExportsUnderWay) throw new DomainError("too-many-exports");
    const { what, format, language, columns, filter, changedSince, reason } = body;
    const jobId = createId();
    const change = createConferenceChange(conferenceId, `export-${what}`, { actor: toActor(caller), at });
    await putItem(table, toJournalItem(change, jobId));
    const exported: ExportRequest = { what, format, language, ...(columns && { columns }), requestedBy: caller };
    const cursor: ExportCursor = {
      attempts: 0,
      ...(filter && { filter }),
      ...(changedSince !== undefined && { changedSince }),
      ...(reason !== undefined && { reason }),
    };
    const job = { jobId, conferenceId, kind: "export", at, request: exported, cursor, listedFor: caller.id } as const;
    await createJob(table, job, "running");
    return { jobId };
  };

/**
 * Asserts that the questions of the request exist, that a sensitive column has a reason, and that no filter tells who has
 * given a sensitive answer.
 * @throws DomainError `invalid-request`
 */
async function assertQuestionsExportable(table: Table, conference: Conference, body: ExportBody): Promise<void> {
  const { columns = [], filter: { answers: filtered = {} } = {}, reason } = body;
  const keys = columns.flatMap((path) => findQuestionKey(path) ?? []);
  const isAsked = keys.length > 0 || Object.keys(filtered).length > 0;
  const present = isAsked ? (await loadQuestions(table, conference)).items : [];
  const retired = isAsked ? await listRetiredQuestions(table, conference.conferenceId) : [];
  const find = (key: string) => [...present, ...retired].find((each) => each.key === key && each.type !== "section");
  const unknown = keys.filter((key) => !find(key));
  const refused = Object.keys(filtered).filter((key) => find(key)?.sensitive ?? !find(key));
  const isSensitive =
    columns.some((path) => findExportColumn(path)?.isSensitive) || keys.some((key) => find(key)?.sensitive);
  const errors = [
    ...unknown.map((key) => ({ path: `columns.${columns.indexOf(toAnswerColumn(key))}`, rule: "notOneOf" })),
    ...refused.map((key) => ({ path: `filter.answers.${key}`, rule: "notOneOf" })),
    ...(isSensitive && reason === undefined ? [{ path: "reason", rule: "required" }] : []),
  ];
  if (errors.length > 0) throw new DomainError("invalid-request", errors);
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
