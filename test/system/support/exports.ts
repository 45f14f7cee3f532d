import { asSecretariat, callSuccessfully, type RequestOptions } from "./system.ts";

/** The answers of an export in JSON. */
export interface ExportedAnswers {
  readonly questions: readonly { readonly key: string }[];
  readonly items: readonly {
    readonly registrationId: string;
    readonly name: string;
    readonly answers: Readonly<Record<string, unknown>>;
  }[];
}

type JobWithFile = { readonly state: string; readonly file?: { readonly url: string } };

/** Requests an export of answers. @returns the URL of the file, if the job names one */
export async function requestAnswerExport(
  conferenceId: string,
  body: object,
  as: (options: RequestOptions) => RequestOptions = asSecretariat,
): Promise<string | undefined> {
  const path = `/v1/conferences/${conferenceId}/exports`;
  const { jobId } = await callSuccessfully(path, as({ body: { what: "answers", ...body } }));
  const job = (await callSuccessfully(`/v1/jobs/${jobId}`, as({}))) as unknown as JobWithFile;
  if (job.state !== "done") throw new Error(JSON.stringify(job));
  return job.file?.url;
}

/** The text of an exported file. */
export const exportAnswers = async (conferenceId: string, body: object): Promise<string> =>
  (await fetch((await requestAnswerExport(conferenceId, body)) ?? "")).text();

/** The cells of a file whose texts are quoted and contain no line break. */
export const parseCsv = (text: string): string[][] =>
  text
    .replace("\uFEFF", "")
    .trimEnd()
    .split("\r\n")
    .map((line) =>
      [...line.matchAll(/"((?:[^"]|"")*)"|([^,"]+)/g)].map(([, quoted, bare]) =>
        (quoted ?? bare ?? "").replaceAll('""', '"'),
      ),
    );
