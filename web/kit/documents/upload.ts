import type { FileRejectionReason } from "#shared/model/document.ts";
import type { Question } from "#shared/model/question.ts";
import { callApi, NetworkError } from "../api/client.ts";

interface UploadForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** A file that the check rejected. The message is the reason in the reader's language. */
export class FileCheckError extends Error {
  readonly code: FileRejectionReason;

  constructor({ code, title }: { readonly code: FileRejectionReason; readonly title: string }) {
    super(title);
    this.name = "FileCheckError";
    this.code = code;
  }
}

/** Posts a file by its signed form. @throws NetworkError */
export async function postFile({ url, fields }: UploadForm, file: Blob): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set("file", file);
  const answer = await fetch(url, { method: "POST", body: form }).catch((cause: unknown) => {
    throw new NetworkError("the file did not arrive", { cause });
  });
  if (!answer.ok) throw new NetworkError(`the file was not taken: ${answer.status}`);
}

/** The polling of a document that is being checked: the interval in ms, and the maximum number of polls. */
const pollIntervalMs = 700;
const maxPolls = 90;

/**
 * Waits until a document has been checked.
 * @throws FileCheckError with the reason in the reader's language
 */
async function waitUntilChecked(documentId: string, language: string, token?: string): Promise<void> {
  for (let look = 0; look < maxPolls; look += 1) {
    const { state, refusal } = await callApi("getDocument", { params: { documentId }, language, token });
    if (state === "checked") return;
    if (refusal) throw new FileCheckError(refusal);
    await new Promise((resolve) => setTimeout(resolve, pollIntervalMs));
  }
  throw new NetworkError("the check takes too long");
}

/**
 * Posts a file by its requested form, and waits until it is checked.
 * @throws FileCheckError, ApiError, NetworkError
 */
export async function uploadFile(
  file: Blob,
  { documentId, ...form }: UploadForm & { readonly documentId: string },
  language: string,
  token?: string,
): Promise<void> {
  await postFile(form, file);
  await waitUntilChecked(documentId, language, token);
}

interface FormUpload {
  readonly conferenceId: string;
  readonly language: string;
  /** Of staff. */
  readonly token?: string | undefined;
}

/** What a file before the submission is: a document, or the answer to a question. */
type FormFile =
  | { readonly kind: "photo" | "credential-letter" | "logo" | "page-file" }
  | { readonly kind: "answer"; readonly question: string };

/**
 * Uploads a file that a form will name, and waits until it is checked.
 * @returns the identifier of the upload
 * @throws FileCheckError, ApiError, NetworkError
 */
export async function uploadForForm(
  file: Blob,
  what: FormFile,
  { conferenceId, language, token }: FormUpload,
): Promise<string> {
  const body = { ...what, contentType: file.type, size: file.size };
  const { uploadId, ...form } = await callApi("requestUpload", { params: { conferenceId }, body, language, token });
  await uploadFile(file, { ...form, documentId: uploadId }, language, token);
  return uploadId;
}

/** Uploads a file that answers a question, and waits until it is checked. @returns the answer */
export type AnswerUploader = (question: Question, file: Blob) => Promise<string>;

/** The function by which the fields of a form upload the files that answer questions. @param getToken of staff */
export const createAnswerUploader =
  (form: Omit<FormUpload, "token">, getToken?: () => Promise<string | undefined>): AnswerUploader =>
  async ({ key }, file) =>
    uploadForForm(file, { kind: "answer", question: key }, { ...form, token: await getToken?.() });

interface DocumentUpload {
  readonly registrationId: string;
  readonly kind: "photo" | "passport";
  readonly file: Blob;
  readonly language: string;
  readonly token: string;
}

/**
 * Uploads a photo or a passport of a registered person, and waits until it is checked.
 * @throws FileCheckError, ApiError, NetworkError
 */
export async function uploadDocument({ registrationId, kind, file, language, token }: DocumentUpload): Promise<void> {
  const body = { kind, contentType: file.type, size: file.size };
  const params = { registrationId };
  await uploadFile(file, await callApi("requestDocumentUpload", { params, body, token, language }), language, token);
}
