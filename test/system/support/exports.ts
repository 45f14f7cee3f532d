import { asSecretariat, callSuccessfully, type RequestOptions } from "./system.ts";

/** A row of an export in JSON: the values by path. */
export type ExportedRow = Readonly<Record<string, unknown>> & { readonly registrationId: string };

interface ExportJob {
  readonly state: string;
  readonly done: number;
  readonly total: number;
  readonly result?: Readonly<Record<string, number | string>>;
  readonly file?: { readonly url: string; readonly expiresAt: string };
  readonly problem?: { readonly code: string; readonly title: string };
}

type As = (options: RequestOptions) => RequestOptions;

/** Requests an export of registrations in JSON, unless said otherwise. @returns the job */
const requestExport = async (conferenceId: string, body: object = {}, as: As = asSecretariat): Promise<string> => {
  const path = `/v1/conferences/${conferenceId}/exports`;
  return (await callSuccessfully(path, as({ body: { what: "registrations", format: "json", ...body } }))).jobId;
};

const readExportJob = async (jobId: string, as: As = asSecretariat): Promise<ExportJob> =>
  (await callSuccessfully(`/v1/jobs/${jobId}`, as({}))) as unknown as ExportJob;

/** Waits until an export has ended. */
async function waitForExport(jobId: string, as: As = asSecretariat): Promise<ExportJob> {
  for (const until = Date.now() + 120_000; ; ) {
    const job = await readExportJob(jobId, as);
    if (job.state === "done" || job.state === "failed") return job;
    if (Date.now() > until) throw new Error(`not in time: ${JSON.stringify(job)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Exports, and waits for it. @returns the URL of the file, if the job names one */
export async function makeExport(
  conferenceId: string,
  body: object = {},
  as: As = asSecretariat,
): Promise<string | undefined> {
  const job = await waitForExport(await requestExport(conferenceId, body, as), as);
  if (job.state !== "done") throw new Error(JSON.stringify(job));
  return job.file?.url;
}

/** The bytes of an exported file. */
export const downloadExport = async (conferenceId: string, body: object = {}, as: As = asSecretariat) =>
  Buffer.from(await (await fetch((await makeExport(conferenceId, body, as)) ?? "")).arrayBuffer());

/** The rows of an export in JSON. */
export const exportRows = async (conferenceId: string, body: object = {}, as: As = asSecretariat) =>
  JSON.parse((await downloadExport(conferenceId, body, as)).toString()) as ExportedRow[];

/** The answers of a row of an export in JSON, by question. */
export const pickAnswers = (row: ExportedRow | undefined): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row ?? {}).flatMap(([path, value]) => (path.startsWith("answers.") ? [[path.slice(8), value]] : [])),
  );

/** The cells of a file whose texts are quoted and contain no line break. */
export const parseCsv = (text: string, separator = ","): string[][] =>
  text
    .replace("\uFEFF", "")
    .trimEnd()
    .split("\r\n")
    .map((line) =>
      [...line.matchAll(new RegExp(`"((?:[^"]|"")*)"|([^"${separator}]+)`, "g"))].map(([, quoted, bare]) =>
        (quoted ?? bare ?? "").replaceAll('""', '"'),
      ),
    );
