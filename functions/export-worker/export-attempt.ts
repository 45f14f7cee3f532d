import type { DocumentsBucket } from "#shared/documents/bucket.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { ExportCursor } from "#shared/exports/export-cursor.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { ExportRequest, Job, JobResult } from "#shared/model/job.ts";
import type { ErasureCounter } from "#shared/privacy/erasure-count.repository.ts";
import type { WriteBytes } from "./formats/table-file.ts";

export interface ExportSources {
  readonly table: Table;
  readonly documents: DocumentsBucket;
  readonly fontsFolder: string;
  /** The URL of the site, without a slash at the end. */
  readonly siteUrl: string;
}

type ExportJob = Job<ExportRequest, ExportCursor>;

/** What one attempt makes a file of. */
export interface Attempt {
  readonly job: ExportJob;
  readonly cursor: ExportCursor;
  readonly conference: Conference;
  /** Writes the progress, at most every few seconds; without numbers, that of before, which keeps the lease. */
  readonly report: (done?: number, total?: number) => Promise<void>;
  /** Begins the upload, once everyone who is in the file is read, and every access is recorded. */
  readonly upload: (people: readonly FilePerson[], write: (writeBytes: WriteBytes) => Promise<void>) => Promise<void>;
}

/** A person in a file. */
export interface FilePerson {
  /** Whether the person was ever confirmed. */
  readonly wasConfirmed: boolean;
}

/** The result of an attempt, and the people whose erasure the file must not miss. */
export interface MadeFile {
  readonly result: JobResult;
  readonly counter: ErasureCounter;
}
