import type { FileRejectionReason } from "#shared/model/document.ts";

/** The inspection refuses a file. */
export class FileRejectedError extends Error {
  readonly reason: FileRejectionReason;

  constructor(reason: FileRejectionReason) {
    super(reason);
    this.name = "FileRejectedError";
    this.reason = reason;
  }
}
