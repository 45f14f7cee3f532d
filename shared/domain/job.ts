import type { FileRefusal } from "./document.ts";
import type { Fault } from "./refusal.ts";

/** The kinds of long work. Each is run by a function of its own (`functions/<kind>-run`). */
export const jobKinds = ["import", "badge"] as const;
export type JobKind = (typeof jobKinds)[number];

/** The member of staff who asked for the work, as the authoriser knew them: they are asked for again when it is done. */
export interface OrderedBy {
  readonly kind: "staff";
  readonly id: string;
  readonly email: string;
  readonly groups: readonly ("secretariat" | "reviewer" | "entry-desk")[];
}

/** Why a job ended without a result. Each has its words in the catalogue: a refused file in `file`, else in `job`. */
export const jobFailures = ["gave-up", "not-allowed", "sheet-unreadable", "sheet-columns"] as const;
export type JobFailureCode = (typeof jobFailures)[number] | FileRefusal;

/** What is wrong at one place of a sheet. */
export interface CellFault extends Fault {
  /** As a spreadsheet counts: the headings are row 1. */
  readonly row: number;
  /** The heading over the cell as the file has it; absent where the row as a whole is meant. */
  readonly column?: string;
}

export interface JobFailure {
  readonly code: JobFailureCode;
  readonly faults?: readonly CellFault[];
}

/** `waiting` for something outside, such as an upload and its scan; then it runs, and ends in one of two ways. */
export type JobStanding =
  | { readonly state: "waiting" | "running" }
  | { readonly state: "done"; readonly result: JobResult }
  | { readonly state: "failed"; readonly failure: JobFailure };

/** What it came to: how many of each outcome, or where what was made is found. */
export type JobResult = Readonly<Record<string, number | string>>;

/** Work that takes longer than an answer may: done in chunks, each of which begins where the one before ended. */
export interface Job<Order = unknown, Cursor = unknown> {
  readonly jobId: string;
  readonly conferenceId: string;
  readonly kind: JobKind;
  /** When it was asked for (RFC 3339, UTC). */
  readonly at: string;
  /** What was asked for, in the words of its kind. */
  readonly order: Order;
  readonly standing: JobStanding;
  readonly done: number;
  /** How much there is to do; 0 while nobody has counted. */
  readonly total: number;
  /** Where the next chunk begins; none before the first. */
  readonly cursor?: Cursor;
  /** How often a chunk was begun since there was progress. */
  readonly attempts: number;
}

/** How far a chunk has come. */
export interface JobProgress<Cursor = unknown> {
  readonly done: number;
  readonly total: number;
  readonly cursor: Cursor;
}

/** Thrown by a kind for work that no further attempt would mend. */
export class JobFailed extends Error {
  readonly failure: JobFailure;

  constructor(code: JobFailureCode, faults: readonly CellFault[] = []) {
    super(code);
    this.name = "JobFailed";
    this.failure = { code, ...(faults.length > 0 && { faults }) };
  }
}
