import { waitFor } from "../../support/wait-for.ts";
import {
  type ApiResponse,
  type ApiResponseBody,
  asSecretariat,
  callSystem,
  type RequestOptions,
  waitTimeoutMs,
} from "./system.ts";

/** Posts a file to the form of an upload. @returns S3's status */
export async function postTestFile(
  form: Pick<ApiResponseBody, "url" | "fields">,
  bytes: Uint8Array,
  changed: Record<string, string> = {},
) {
  const data = new FormData();
  for (const [name, value] of Object.entries({ ...form.fields, ...changed })) data.append(name, value);
  data.append("file", new Blob([new Uint8Array(bytes)]), "file");
  const post = () => fetch(form.url, { method: "POST", body: data });
  const answer = await post().catch((error: unknown) => {
    if (isClosedConnection(error)) return post();
    throw error;
  });
  await answer.arrayBuffer();
  return answer.status;
}

/** The emulator of S3 closes an idle connection, also at the moment at which the next request takes it. */
const isClosedConnection = (error: unknown) =>
  error instanceof TypeError && (error.cause as { readonly code?: string } | undefined)?.code === "UND_ERR_SOCKET";

/** The state of a document once it has been checked. */
export const waitUntilInspected = (documentId: string, options?: RequestOptions): Promise<ApiResponse> =>
  waitFor(
    waitTimeoutMs,
    () => callSystem(`/v1/documents/${documentId}`, options),
    ({ body }) => body.state !== "awaited",
  );

/**
 * Waits until a checked document is attached to its owner, which follows the check.
 * @param owner the path of the registration or delegation
 */
export const waitUntilAttached = (owner: string, documentId: string): Promise<ApiResponse> =>
  waitFor(
    waitTimeoutMs,
    () => callSystem(owner, asSecretariat()),
    ({ body }) => JSON.stringify(body).includes(documentId),
  );

/** Requests an upload before the submission, posts the file, and waits until it has been checked. */
export async function uploadBeforeSubmission(
  conferenceId: string,
  kind: string,
  contentType: string,
  bytes: Uint8Array,
) {
  const size = Math.max(1, bytes.length);
  const form = await callSystem(`/v1/conferences/${conferenceId}/uploads`, { body: { kind, contentType, size } });
  if (form.status !== 201) throw new Error(`no upload: ${JSON.stringify(form.body)}`);
  const posted = await postTestFile(form.body, bytes);
  return { uploadId: form.body.uploadId, posted };
}
