/** Inspects one file: reads it from standard input, and writes the verdict and what is kept to standard output. */
import { writeSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import type { InspectionVerdict } from "#shared/documents/inspection.contract.ts";
import { documentKinds } from "#shared/model/document.ts";
import { FileRejectedError } from "./inspect/file-rejected-error.ts";
import { inspectFile } from "./inspect/inspect-file.ts";

const [kindArgument, announcedType = ""] = process.argv.slice(2);
const kind = documentKinds.find((each) => each === kindArgument);
if (!kind) throw new Error("no kind of document");

/** Standard output is a pipe, which may take less than it is given. */
function writeToParent(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSome(bytes.subarray(at));
}

function writeSome(bytes: Uint8Array): number {
  try {
    return writeSync(1, bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return 0;
    throw error;
  }
}

function answer(verdict: InspectionVerdict, bytes: Uint8Array = new Uint8Array()): void {
  writeToParent(Buffer.from(`${JSON.stringify(verdict)}\n`));
  writeToParent(bytes);
}

try {
  const file = await inspectFile(kind, announcedType, new Uint8Array(await buffer(process.stdin)));
  answer({ state: "checked", fileType: file.fileType, size: file.bytes.length }, file.bytes);
} catch (error) {
  if (!(error instanceof FileRejectedError)) throw error;
  answer({ state: "refused", rejection: error.reason });
}
