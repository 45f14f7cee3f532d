import type { Language } from "#shared/domain/conference.ts";
import { fileRefusals } from "#shared/domain/document.ts";
import type { CellFault, JobFailure, JobFailureCode } from "#shared/domain/job.ts";
import type { Handler } from "#shared/http/request.ts";
import type { Answers, KeyOf } from "#shared/messages/catalogue.ts";
import { message } from "#shared/messages/message.ts";
import type { Table } from "#shared/store/table.ts";
import { ownJob } from "./own-job.ts";

/** How far a job has come, and what came of it. */
export const readJob =
  (table: Table): Handler<"readJob"> =>
  async ({ params, caller, access, language }) => {
    const { jobId, conferenceId, kind, standing, done, total } = await ownJob(table, params.jobId, { caller, access });
    return {
      jobId,
      conferenceId,
      kind,
      state: standing.state,
      done,
      total,
      ...(standing.state === "done" && { result: standing.result }),
      ...(standing.state === "failed" && { problem: problemOf(standing.failure, language) }),
    };
  };

const isFileRefusal = (code: JobFailureCode) => fileRefusals.some((each) => each === code);

const titleOf = (code: JobFailureCode) => `${isFileRefusal(code) ? "file" : "job"}.${code}` as KeyOf<Answers>;

const problemOf = ({ code, faults }: JobFailure, language: Language) => ({
  code,
  title: message(language, titleOf(code)),
  ...(faults && { errors: faults.map((fault) => cellProblem(fault, language)) }),
});

/** What is wrong at one place of a sheet, in the reader's words. */
export const cellProblem = ({ row, column, path, rule, values }: CellFault, language: Language) => ({
  row,
  ...(column !== undefined && { column }),
  path,
  message: message(language, `fault.${rule}`, values),
});
