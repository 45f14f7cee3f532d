import { post } from "./documents.ts";
import { type Answer, asSecretariat, type Body, call } from "./system.ts";

/** What an import is announced with, beside its sheet. */
export interface Announced {
  readonly what?: "registrations" | "nominations";
  readonly delegation?: string;
  readonly dryRun?: boolean;
  readonly contentType?: string;
}

/** A row of a job as the officer reads it. */
export interface Row {
  readonly row: number;
  readonly outcome: string;
  readonly registrationId?: string;
  readonly waitingFor?: readonly string[];
  readonly problem?: { readonly code: string; readonly title: string };
  readonly errors?: readonly {
    readonly row: number;
    readonly column?: string;
    readonly path: string;
    readonly message: string;
  }[];
}

/** A job as the officer reads it. */
export interface JobBody {
  readonly state: string;
  readonly done: number;
  readonly total: number;
  readonly result?: Readonly<Record<string, number>>;
  readonly problem?: { readonly code: string; readonly title: string; readonly errors?: Row["errors"] };
}

export const announce = (conferenceId: string, { what = "registrations", ...more }: Announced, size: number) =>
  call(
    `/v1/conferences/${conferenceId}/imports`,
    asSecretariat({ body: { what, contentType: "text/csv", size, ...more } }),
  );

/** Announces a sheet and posts it. @returns the job */
export async function send(conferenceId: string, sheet: Uint8Array, how: Announced = {}): Promise<string> {
  const form = await announce(conferenceId, how, sheet.length);
  if (form.status !== 202) throw new Error(`no import: ${JSON.stringify(form.body)}`);
  if ((await post(form.body, sheet)) !== 204) throw new Error("the sheet wasn't taken");
  return (form.body as Body & { jobId: string }).jobId;
}

export const readJob = async (jobId: string, language = "en"): Promise<JobBody> => {
  const answer: Answer = await call(`/v1/jobs/${jobId}`, asSecretariat({ headers: { "accept-language": language } }));
  return answer.body as unknown as JobBody;
};

/** The job when it has ended, one way or the other. */
export async function ended(jobId: string, ms = 60_000, language = "en"): Promise<JobBody> {
  const until = Date.now() + ms;
  for (;;) {
    const job = await readJob(jobId, language);
    if (job.state === "done" || job.state === "failed") return job;
    if (Date.now() > until) throw new Error(`not within ${ms} ms: ${JSON.stringify(job)}`);
    // Seldom, for whoever asks takes from the time of whoever works.
    await new Promise((resolve) => setTimeout(resolve, job.total > 1_000 ? 1_000 : 100));
  }
}

/** All rows of a job, page by page. */
export async function rowsOf(jobId: string, query = "", language = "en"): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor = "";
  do {
    const path = `/v1/jobs/${jobId}/rows?limit=100${query}${cursor}`;
    const { body } = await call(path, asSecretariat({ headers: { "accept-language": language } }));
    rows.push(...(body.items as unknown as Row[]));
    cursor = body.next === null ? "" : `&cursor=${body.next}`;
  } while (cursor !== "");
  return rows;
}

export const sheet = (text: string): Uint8Array => new TextEncoder().encode(text);
