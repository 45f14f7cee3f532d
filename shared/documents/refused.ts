import type { FileRefusal } from "#shared/domain/document.ts";

/** A file isn't kept; `refusal` says why. */
export class FileRefused extends Error {
  readonly refusal: FileRefusal;

  constructor(refusal: FileRefusal) {
    super(refusal);
    this.name = "FileRefused";
    this.refusal = refusal;
  }
}
