import { type Documents, presignOpening } from "#shared/documents/bucket.ts";
import type { Language } from "#shared/domain/conference.ts";
import { type FileRefusal, fileRefusals } from "#shared/domain/document.ts";
import type { CellFault, JobFailure, JobFailureCode, JobResult } from "#shared/domain/job.ts";
import type { Handler } from "#shared/http/request.ts";
import { faultMessage, fileMessages } from "#shared/i18n/messages.ts";
import type { Table } from "#shared/store/table.ts";
import { ownJob } from "./own-job.ts";

/** How far a job has come, and what came of it. */
export const readJob =
  (table: Table, documents: Documents): Handler<"readJob"> =>
  async ({ params, caller, language, now }) => {
    const { jobId, conferenceId, kind, standing, done, total } = await ownJob(table, params.jobId, caller);
    return {
      jobId,
      conferenceId,
      kind,
      state: standing.state,
      done,
      total,
      ...(standing.state === "done" && { result: standing.result }),
      ...(standing.state === "done" && (await fileOf(documents, jobId, standing.result, now))),
      ...(standing.state === "failed" && { problem: problemOf(standing.failure, language) }),
    };
  };

/** How long the address of a file works, in seconds. */
const addressLife = 900;

/** Where the file that a job made is, for the quarter of an hour in which it may be fetched; none once it is forgotten. */
async function fileOf(documents: Documents, jobId: string, { until }: JobResult, now: string) {
  if (typeof until !== "string" || until <= now) return {};
  const url = await presignOpening(documents, jobId, "application/pdf", { name: "badges", seconds: addressLife });
  return { file: { url, expiresAt: new Date(Date.parse(now) + addressLife * 1_000).toISOString() } };
}

const isFileRefusal = (code: JobFailureCode): code is FileRefusal => fileRefusals.some((each) => each === code);

const titleOf = (code: JobFailureCode) => (isFileRefusal(code) ? (`file.${code}` as const) : (`job.${code}` as const));

const problemOf = ({ code, faults }: JobFailure, language: Language) => ({
  code,
  title: fileMessages.translate(language, titleOf(code)),
  ...(faults && { errors: faults.map((fault) => cellProblem(fault, language)) }),
});

/** What is wrong at one place of a sheet, in the reader's words. */
export const cellProblem = (fault: CellFault, language: Language) => ({
  row: fault.row,
  ...(fault.column !== undefined && { column: fault.column }),
  path: fault.path,
  message: faultMessage(language, fault),
});
