import * as z from "zod/mini";
import { rowOutcomes } from "#shared/domain/import.ts";
import { jobKinds } from "#shared/domain/job.ts";
import { id } from "./fields.ts";
import { pageQuery } from "./registration.ts";

/** What is wrong at one place of a sheet, in the reader's words. */
const cellProblem = z.object({
  /** As a spreadsheet counts: the headings are row 1. */
  row: z.int(),
  /** The heading over the cell, as the file has it. */
  column: z.optional(z.string()),
  /** The field of the form that the column stands for. */
  path: z.string(),
  message: z.string(),
});

/** The work goes on after the answer. */
export const jobStarted = z.object({ jobId: id });

/** How far a job has come, and what came of it. */
export const jobAnswer = z.object({
  jobId: id,
  conferenceId: z.string(),
  kind: z.enum(jobKinds),
  state: z.enum(["waiting", "running", "done", "failed"]),
  done: z.int(),
  /** 0 while nobody has counted. */
  total: z.int(),
  result: z.optional(z.record(z.string(), z.union([z.number(), z.string()]))),
  /** The file that it made, as long as it is kept; each answer has another address, for a quarter of an hour. */
  file: z.optional(z.object({ url: z.string(), expiresAt: z.string() })),
  /** Why it failed. */
  problem: z.optional(z.object({ code: z.string(), title: z.string(), errors: z.optional(z.array(cellProblem)) })),
});

/** Of a row of a sheet; or of a badge that a batch left out. */
const outcome = z.enum([...rowOutcomes, "left-out"]);

export const rowsQuery = z.extend(pageQuery, { outcome: z.optional(outcome) });

/** What became of each row of a sheet, in a dry run what would; or the badges that a batch left out, by their number in it. */
export const jobRows = z.object({
  items: z.array(
    z.object({
      row: z.int(),
      outcome,
      registrationId: z.optional(id),
      waitingFor: z.optional(z.array(z.string())),
      /** Why the rules refused it. */
      problem: z.optional(z.object({ code: z.string(), title: z.string() })),
      errors: z.optional(z.array(cellProblem)),
    }),
  ),
  next: z.nullable(z.string()),
});
