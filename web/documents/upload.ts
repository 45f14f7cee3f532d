import type { FileRefusal } from "#shared/domain/document.ts";
import { call, Unreachable } from "../api/client.ts";

interface Form {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The check found something in a file; `title` says what, in the reader's language. */
export class FileRefused extends Error {
  readonly code: FileRefusal;

  constructor({ code, title }: { readonly code: FileRefusal; readonly title: string }) {
    super(title);
    this.name = "FileRefused";
    this.code = code;
  }
}

/** Posts a file by its signed form. @throws Unreachable */
export async function post({ url, fields }: Form, file: Blob): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set("file", file);
  const answer = await fetch(url, { method: "POST", body: form }).catch((cause: unknown) => {
    throw new Unreachable("the file did not arrive", { cause });
  });
  if (!answer.ok) throw new Unreachable(`the file was not taken: ${answer.status}`);
}

/** How long to wait between two looks at a document that is being checked, and how often, in ms. */
const pause = 700;
const looks = 90;

/**
 * Waits until a document has been checked.
 * @throws FileRefused with the reason in the reader's language
 */
export async function untilChecked(documentId: string, language: string, token?: string): Promise<void> {
  for (let look = 0; look < looks; look += 1) {
    const { state, refusal } = await call("readDocument", { params: { documentId }, language, token });
    if (state === "checked") return;
    if (refusal) throw new FileRefused(refusal);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  throw new Unreachable("the check takes too long");
}
