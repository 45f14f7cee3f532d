import { type Answer, type Body, type CallOptions, call, patience, within } from "./system.ts";

/** Posts a file to the form that an upload was answered with. @returns S3's status */
export async function post(
  form: Pick<Body, "url" | "fields">,
  bytes: Uint8Array,
  changed: Record<string, string> = {},
) {
  const data = new FormData();
  for (const [name, value] of Object.entries({ ...form.fields, ...changed })) data.append(name, value);
  data.append("file", new Blob([new Uint8Array(bytes)]), "file");
  const answer = await fetch(form.url, { method: "POST", body: data });
  await answer.arrayBuffer();
  return answer.status;
}

/** How a document stands, once it has been looked into. */
export const settled = (documentId: string, options?: CallOptions): Promise<Answer> =>
  within(
    patience,
    () => call(`/v1/documents/${documentId}`, options),
    ({ body }) => body.state !== "awaited",
  );

/** Announces a file before the submission, posts it, and waits until it has been looked into. */
export async function upload(conferenceId: string, kind: string, contentType: string, bytes: Uint8Array) {
  const size = Math.max(1, bytes.length);
  const form = await call(`/v1/conferences/${conferenceId}/uploads`, { body: { kind, contentType, size } });
  if (form.status !== 201) throw new Error(`no upload: ${JSON.stringify(form.body)}`);
  const posted = await post(form.body, bytes);
  return { uploadId: form.body.uploadId, posted };
}
