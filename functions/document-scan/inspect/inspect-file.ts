import { fileTypeFromBuffer } from "file-type";
import { type DocumentKind, documentRules, type FileType, xlsxMimeType } from "#shared/model/document.ts";
import { decodeCsv } from "./decode-csv.ts";
import { FileRejectedError } from "./file-rejected-error.ts";
import { reencodeImage } from "./image.ts";
import { inspectPdf } from "./pdf.ts";
import { inspectSpreadsheet } from "./spreadsheet.ts";

/** An accepted file. Its bytes may differ from the uploaded ones. */
export interface InspectedFile {
  readonly fileType: FileType;
  readonly bytes: Uint8Array;
}

/**
 * Accepts a file whose content has a type that `documentRules` allows, and contains nothing else. Images are encoded
 * again, so that only their pixels are stored, and CSV in UTF-8.
 * @param announcedType the content type that the client announced
 * @throws FileRejectedError
 */
export async function inspectFile(
  kind: DocumentKind,
  announcedType: string,
  bytes: Uint8Array,
): Promise<InspectedFile> {
  const { types, maxBytes } = documentRules[kind];
  if (bytes.length === 0) throw new FileRejectedError("file-empty");
  if (bytes.length > maxBytes) throw new FileRejectedError("file-too-large");
  const fileType = await detectFileType(bytes, types);
  if (fileType !== announcedType) throw new FileRejectedError("file-is-not-what-it-says");
  switch (fileType) {
    case "image/jpeg":
    case "image/png":
      return { fileType: "image/jpeg", bytes: await reencodeImage(fileType, bytes, kind === "photo") };
    case "application/pdf":
      inspectPdf(bytes);
      return { fileType, bytes };
    case "text/csv":
      return { fileType, bytes: new TextEncoder().encode(decodeCsv(bytes)) };
    case xlsxMimeType:
      inspectSpreadsheet(bytes);
      return { fileType, bytes };
  }
}

/** Detects the type by the first bytes. CSV has no signature, so it is the type of a file that is no other. */
async function detectFileType(bytes: Uint8Array, allowed: readonly FileType[]): Promise<FileType> {
  const detected = await fileTypeFromBuffer(bytes);
  const mime = detected?.mime ?? (allowed.includes("text/csv") && !isMarkup(bytes) ? "text/csv" : undefined);
  const fileType = allowed.find((type) => type === mime || (type === xlsxMimeType && mime === "application/zip"));
  if (!fileType) throw new FileRejectedError("file-type-not-allowed");
  return fileType;
}

const isMarkup = (bytes: Uint8Array) => /^\s*</.test(Buffer.from(bytes.subarray(0, 200)).toString("latin1"));
