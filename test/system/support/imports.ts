import { postTestFile } from "./documents.ts";
import { type ApiResponse, type ApiResponseBody, asSecretariat, callSystem } from "./system.ts";

/** The request of an import, besides its sheet. */
export interface ImportOptionsBody {
  readonly what?: "registrations" | "nominations";
  readonly delegation?: string;
  readonly dryRun?: boolean;
  readonly reopen?: boolean;
  readonly sendMails?: boolean;
  readonly approve?: boolean;
  readonly contentType?: string;
}

/** A row of a job as the API returns it. */
export interface ImportJobRow {
  readonly row: number;
  readonly outcome: string;
  readonly registrationId?: string;
  readonly waitingFor?: readonly string[];
  readonly kept?: string;
  readonly problem?: { readonly code: string; readonly title: string };
  readonly errors?: readonly {
    readonly row: number;
    readonly column?: string;
    readonly path: string;
    readonly message: string;
  }[];
  readonly name?: string;
  readonly cells?: readonly {
    readonly column: string;
    readonly path?: string;
    readonly value?: string;
    readonly isCorrected?: boolean;
  }[];
}

/** A job as the API returns it. */
export interface JobBody {
  readonly state: string;
  readonly step?: string;
  readonly version?: number;
  readonly needsMapping?: boolean;
  readonly canUndo?: boolean;
  readonly done: number;
  readonly total: number;
  readonly result?: Readonly<Record<string, number>>;
  readonly problem?: { readonly code: string; readonly title: string; readonly errors?: ImportJobRow["errors"] };
}

export const announceImport = (
  conferenceId: string,
  { what = "registrations", ...more }: ImportOptionsBody,
  size: number,
) =>
  callSystem(
    `/v1/conferences/${conferenceId}/imports`,
    asSecretariat({ body: { what, contentType: "text/csv", size, ...more } }),
  );

/** Starts an import and posts its sheet. @returns the job */
export async function uploadSheet(
  conferenceId: string,
  sheet: Uint8Array,
  how: ImportOptionsBody = {},
): Promise<string> {
  const form = await announceImport(conferenceId, how, sheet.length);
  if (form.status !== 202) throw new Error(`no import: ${JSON.stringify(form.body)}`);
  if ((await postTestFile(form.body, sheet)) !== 204) throw new Error("S3 refused the sheet");
  return (form.body as ApiResponseBody & { jobId: string }).jobId;
}

export const readImportJob = async (jobId: string, language = "en"): Promise<JobBody> => {
  const answer: ApiResponse = await callSystem(
    `/v1/jobs/${jobId}`,
    asSecretariat({ headers: { "accept-language": language } }),
  );
  return answer.body as unknown as JobBody;
};

/** Waits until the job has ended, successfully or not, or needs a mapping. */
export async function waitForJob(jobId: string, ms = 60_000, language = "en"): Promise<JobBody> {
  const until = Date.now() + ms;
  for (;;) {
    const job = await readImportJob(jobId, language);
    if (job.state === "done" || job.state === "failed" || job.needsMapping) return job;
    if (Date.now() > until) throw new Error(`not within ${ms} ms: ${JSON.stringify(job)}`);
    // Polls rarely, because each request slows the import down.
    await new Promise((resolve) => setTimeout(resolve, job.total > 1_000 ? 1_000 : 100));
  }
}

/** All rows of a job. */
export async function readJobRows(jobId: string, query = "", language = "en"): Promise<ImportJobRow[]> {
  const rows: ImportJobRow[] = [];
  let cursor = "";
  do {
    const path = `/v1/jobs/${jobId}/rows?limit=100${query}${cursor}`;
    const { body } = await callSystem(path, asSecretariat({ headers: { "accept-language": language } }));
    rows.push(...(body.items as unknown as ImportJobRow[]));
    cursor = body.next === null ? "" : `&cursor=${body.next}`;
  } while (cursor !== "");
  return rows;
}

/** The headings and values of a sheet, and what they are mapped to. */
export interface SheetMappingBody {
  readonly step: string;
  readonly columns: Readonly<Record<string, string | null>>;
  readonly unmatchedColumns: readonly string[];
  readonly proposals: Readonly<Record<string, { readonly path: string | null; readonly by: string }>>;
  readonly encoding?: string;
  readonly missing: readonly string[];
  readonly unmatchedValues: readonly { readonly path: string; readonly value: string; readonly rows: number }[];
}

export const readSheetMapping = async (jobId: string): Promise<SheetMappingBody> =>
  (await callSystem(`/v1/jobs/${jobId}/mapping`, asSecretariat())).body as unknown as SheetMappingBody;

/** Maps a sheet, without e-mails and without approval unless said otherwise. */
export const mapSheet = (jobId: string, mapping: object) =>
  callSystem(
    `/v1/jobs/${jobId}/mapping`,
    asSecretariat({ method: "PUT", body: { columns: {}, sendMails: false, approve: false, ...mapping } }),
  );

/** Imports the rows of a sheet after its dry run, at the version that was checked. */
export async function importCheckedSheet(jobId: string, version?: number) {
  const checked = version ?? (await readImportJob(jobId)).version;
  return callSystem(
    `/v1/jobs/${jobId}/import`,
    asSecretariat({ method: "POST", headers: { "if-match": String(checked) } }),
  );
}

export const encodeSheet = (text: string): Uint8Array => new TextEncoder().encode(text);
