import * as z from "zod/mini";
import { badgeRowOutcomes } from "#shared/badges/badge-batch.rules.ts";
import { id, page } from "#shared/contracts/fields.ts";
import { memberOutcomes } from "#shared/delegations/member-job.rules.ts";
import { importSteps, keptReasons, rowOutcomes } from "#shared/imports/import.rules.ts";
import { jobKinds } from "#shared/model/job.ts";
import { pageQuery } from "#shared/registrations/contract.ts";
import { visaLetterOutcomes } from "#shared/visa-letters/visa-letter-job.rules.ts";

/** An error in a sheet, in the reader's language. */
const cellErrorResponse = z.object({
  /** As a spreadsheet counts: the headings are row 1. */
  row: z.int(),
  /** The heading of the column, as the file has it. */
  column: z.optional(z.string()),
  /** The field of the form that the column stands for. */
  path: z.string(),
  message: z.string(),
});

/** The work continues after the response. */
export const jobStartedResponse = z.object({ jobId: id });

/** The progress of a job, and its result. */
export const jobResponse = z.object({
  jobId: id,
  conferenceId: z.string(),
  kind: z.enum(jobKinds),
  state: z.enum(["waiting", "running", "done", "failed"]),
  done: z.int(),
  /** `0` until the total is known. */
  total: z.int(),
  result: z.optional(z.record(z.string(), z.union([z.number(), z.string()]))),
  /** The file that the job made, while it is kept. Each response has another URL, valid for 15 minutes. */
  file: z.optional(z.object({ url: z.string(), expiresAt: z.string() })),
  /** Of an import: the last step that it has completed. */
  step: z.optional(z.enum(importSteps)),
  /** Of an import: the version of its mapping and choices, for `If-Match` of the request that imports. */
  version: z.optional(z.int()),
  /** Whether what an import has made can be taken back. */
  canUndo: z.optional(z.boolean()),
  /** Whether an import waits until an officer has mapped the headings of its sheet. */
  needsMapping: z.optional(z.boolean()),
  /** Why it failed. */
  problem: z.optional(
    z.object({ code: z.string(), title: z.string(), errors: z.optional(z.array(cellErrorResponse)) }),
  ),
});

/**
 * The outcome of a row of a sheet, of a badge that a batch left out or printed without some characters, of a person whose
 * visa letter is issued, sent again or revoked, or of a member of a delegation.
 */
const rowOutcome = z.enum([
  ...new Set([...rowOutcomes, ...badgeRowOutcomes, ...visaLetterOutcomes, ...memberOutcomes]),
]);

export const jobRowsQuery = z.extend(pageQuery, {
  outcome: z.optional(rowOutcome),
  /** `true` for the rows that the import has left out, or with which something is wrong. */
  remarks: z.optional(z.enum(["true"])),
});

/** A cell of a row that has a heading. */
const sheetCellResponse = z.object({
  /** The heading of the column, as the file has it. */
  column: z.string(),
  /** The field of the form; absent for a column that is left out. */
  path: z.optional(z.string()),
  /** Absent for a sensitive column and for one that is left out. */
  value: z.optional(z.string()),
  /** Whether an officer has corrected it. */
  isCorrected: z.optional(z.boolean()),
});

/** The outcome of each row of a sheet (in a dry run: the expected one), or the badges that a batch left out or altered. */
export const jobRowsResponse = page(
  z.object({
    row: z.int(),
    outcome: rowOutcome,
    registrationId: z.optional(id),
    waitingFor: z.optional(z.array(z.string())),
    /** Why the undo of an import has kept the registration. */
    kept: z.optional(z.enum(keptReasons)),
    /** The domain error of a rejected row. */
    problem: z.optional(z.object({ code: z.string(), title: z.string() })),
    errors: z.optional(z.array(cellErrorResponse)),
    /** Of an import whose sheet is kept: the name of the person, and the cells of the row. */
    name: z.optional(z.string()),
    cells: z.optional(z.array(sheetCellResponse)),
  }),
);
