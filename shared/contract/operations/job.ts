import { jobAnswer, jobRows, rowsQuery } from "../job.ts";
import { nothing, type OperationsOf } from "./operation.ts";

export const jobOperations = {
  readJob: {
    summary: "How far a job has come, and what came of it",
    query: nothing,
    success: 200,
    answer: jobAnswer,
    refusals: ["not-found"],
  },
  listJobRows: {
    summary: "What became of each row of a job's sheet, or would, in a dry run",
    query: rowsQuery,
    success: 200,
    answer: jobRows,
    refusals: ["not-found", "bad-cursor"],
  },
} as const satisfies OperationsOf<"job">;
