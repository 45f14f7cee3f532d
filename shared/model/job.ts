import type { Language } from "./conference.ts";
import { type FileRejectionReason, xlsxMimeType } from "./document.ts";
import type { FieldError } from "./domain-error.ts";

/** The kinds of jobs. `functions/<kind>-worker` runs each; `import-worker` also runs `visa-letters` and `members`. */
export const jobKinds = ["import", "badge", "export", "visa-letters", "members"] as const;
export type JobKind = (typeof jobKinds)[number];

/** The member of staff who requested the job, as the authorizer identified them. Their access is checked again in the run. */
export interface JobRequester {
  readonly kind: "staff";
  readonly id: string;
  readonly email: string;
  readonly groups: readonly ("secretariat" | "reviewer" | "entry-desk")[];
}

/** Why a job failed. Each code has a message: a rejected file in the namespace `file`, the others in `job`. */
export const jobFailureCodes = [
  "attempts-exhausted",
  "not-allowed",
  "sheet-unreadable",
  "sheet-columns",
  "sheet-erased",
  "export-too-large",
  "certificates-none",
] as const;
export type JobFailureCode = (typeof jobFailureCodes)[number] | FileRejectionReason;

/** An error in one cell of a spreadsheet. */
export interface CellError extends FieldError {
  /** The row number in the spreadsheet; the headings are row 1. */
  readonly row: number;
  /** The heading of the column as in the file; absent for an error of the whole row. */
  readonly column?: string;
}

export interface JobFailure {
  readonly code: JobFailureCode;
  readonly cellErrors?: readonly CellError[];
}

/** `waiting` for the malware scan of an upload, or for the mapping of a sheet; then `running`; then `done` or `failed`. */
export type JobStatus =
  | { readonly state: "waiting"; readonly waitsForMapping?: boolean }
  | { readonly state: "running" }
  | { readonly state: "done"; readonly result: JobResult }
  | { readonly state: "failed"; readonly failure: JobFailure };

/** The result: the number of each outcome, or the location of the created file. */
export type JobResult = Readonly<Record<string, number | string>>;

/** Work that takes longer than one request: it runs in chunks, and each chunk continues where the last one ended. */
export interface Job<Order = unknown, Cursor = unknown> {
  readonly jobId: string;
  readonly conferenceId: string;
  readonly kind: JobKind;
  /** When it was requested (RFC 3339, UTC). */
  readonly at: string;
  /** The parameters, in the format of its kind. */
  readonly request: Order;
  readonly status: JobStatus;
  readonly done: number;
  /** The total amount of work; 0 while it is unknown. */
  readonly total: number;
  /** The position at which the next chunk starts; absent before the first one. */
  readonly cursor?: Cursor;
  /** The number of chunks started since the last progress. */
  readonly attempts: number;
  /** The number of protections that had begun at the conference at the request, before any person was read. */
  readonly protections?: number;
}

/** How long a job, its result, and what belongs to it are kept, in ms from its request. */
export const jobTtlMs = 30 * 86_400_000;

/** The progress of a chunk. */
export interface JobProgress<Cursor = unknown> {
  readonly done: number;
  readonly total: number;
  readonly cursor: Cursor;
}

/** A job fails, because another attempt would fail in the same way. */
export class JobFailedError extends Error {
  readonly failure: JobFailure;

  constructor(code: JobFailureCode, cellErrors: readonly CellError[] = []) {
    super(code);
    this.name = "JobFailed";
    this.failure = { code, ...(cellErrors.length > 0 && { cellErrors }) };
  }
}

/** What an export contains. */
export const exportSubjects = [
  "registrations",
  "answers",
  "attendance",
  "visa-letters",
  "photos",
  "certificates",
] as const;
export type ExportSubject = (typeof exportSubjects)[number];

export const tableFormats = ["xlsx", "csv", "json"] as const;
export type TableFormat = (typeof tableFormats)[number];

/** The formats of an export: `zip` of photos, `pdf` of certificates, the others of tables. */
export const exportFormats = [...tableFormats, "zip", "pdf"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** The formats in which each of them can be exported. */
export const formatsBySubject: Readonly<Record<ExportSubject, readonly ExportFormat[]>> = {
  registrations: tableFormats,
  answers: tableFormats,
  attendance: tableFormats,
  "visa-letters": tableFormats,
  photos: ["zip"],
  certificates: ["pdf"],
};

/** The media type of a file in each format. */
export const exportMediaTypes = {
  xlsx: xlsxMimeType,
  csv: "text/csv; charset=utf-8",
  json: "application/json",
  zip: "application/zip",
  pdf: "application/pdf",
} as const satisfies Record<ExportFormat, string>;

/** What an export contains, and its format. What chooses the people, and the reason, are not kept once it has ended. */
export interface ExportRequest {
  readonly what: ExportSubject;
  readonly format: ExportFormat;
  readonly language: Language;
  /** Paths, in their order; the usual ones by default. */
  readonly columns?: readonly string[];
  readonly requestedBy: JobRequester;
}
