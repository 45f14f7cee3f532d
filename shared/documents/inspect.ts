import { fileTypeFromBuffer } from "file-type";
import { type DocumentKind, documentRules, type FileType, sheetType } from "#shared/domain/document.ts";
import { remakeImage } from "./image.ts";
import { inspectPdf } from "./pdf.ts";
import { FileRefused } from "./refused.ts";
import { inspectCsv, inspectSheet } from "./sheet.ts";

/** A file that may be kept: what it contains, and the bytes to keep, which needn't be those that came. */
export interface Kept {
  readonly fileType: FileType;
  readonly bytes: Uint8Array;
}

/**
 * Looks into a file, whatever it is called: of the kinds that `documentRules` names, and nothing else in it. Images are
 * drawn anew, so that only their pixels are kept.
 * @param said the type that whoever uploads it named
 * @throws FileRefused
 */
export async function inspect(kind: DocumentKind, said: string, bytes: Uint8Array): Promise<Kept> {
  const { types, largest } = documentRules[kind];
  if (bytes.length === 0) throw new FileRefused("file-empty");
  if (bytes.length > largest) throw new FileRefused("file-too-large");
  const fileType = await typeOf(bytes, types);
  if (fileType !== said) throw new FileRefused("file-is-not-what-it-says");
  switch (fileType) {
    case "image/jpeg":
    case "image/png":
      return { fileType: "image/jpeg", bytes: await remakeImage(fileType, bytes, kind === "photo") };
    case "application/pdf":
      inspectPdf(bytes);
      return { fileType, bytes };
    case "text/csv":
      inspectCsv(bytes);
      return { fileType, bytes };
    case sheetType:
      inspectSheet(bytes);
      return { fileType, bytes };
  }
}

/** By the first bytes; a table of values has none that would tell, so it is what nothing else is. */
async function typeOf(bytes: Uint8Array, allowed: readonly FileType[]): Promise<FileType> {
  const found = await fileTypeFromBuffer(bytes);
  const mime = found?.mime ?? (allowed.includes("text/csv") && !startsAsMarkup(bytes) ? "text/csv" : undefined);
  const fileType = allowed.find((each) => each === mime || (each === sheetType && mime === "application/zip"));
  if (!fileType) throw new FileRefused("file-type-not-allowed");
  return fileType;
}

const startsAsMarkup = (bytes: Uint8Array) => /^\s*</.test(Buffer.from(bytes.subarray(0, 200)).toString("latin1"));
