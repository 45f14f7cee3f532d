import { fileTypeFromBuffer } from "file-type";
import type { SheetRows } from "#shared/imports/sheet-rows.contract.ts";
import {
  type DocumentKind,
  documentRules,
  type FileType,
  type StoredFileType,
  xlsxMimeType,
} from "#shared/model/document.ts";
import { FileRejectedError } from "./file-rejected-error.ts";
import type { ImageUse } from "./image.ts";

/** What is kept of an accepted file. */
export interface InspectedFile {
  readonly fileType: StoredFileType;
  readonly bytes: Uint8Array;
}

/**
 * Accepts a file whose content has a type that `documentRules` allows, and contains nothing else. No uploaded byte is
 * kept: pixels become a new JPEG, pages a new PDF, and the cells of a sheet texts.
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
  return readers[fileType](kind, bytes);
}

/** The reader of each type is loaded when it is needed, because a process inspects one file. */
const readers: Readonly<Record<FileType, (kind: DocumentKind, bytes: Uint8Array) => Promise<InspectedFile>>> = {
  "image/jpeg": (kind, bytes) => readImage("image/jpeg", kind, bytes),
  "image/png": (kind, bytes) => readImage("image/png", kind, bytes),
  "application/pdf": async (_kind, bytes) => {
    const { rewritePdf } = await import("./pdf.ts");
    return { fileType: "application/pdf", bytes: await rewritePdf(bytes) };
  },
  "text/csv": async (_kind, bytes) => {
    const { readCsv } = await import("./read-rows.ts");
    return toSheet(await readCsv(bytes));
  },
  [xlsxMimeType]: async (_kind, bytes) => {
    const { readXlsx } = await import("./read-rows.ts");
    return toSheet(await readXlsx(bytes));
  },
};

const imageUses: Partial<Record<DocumentKind, ImageUse>> = { photo: "photo", logo: "logo" };

async function readImage(type: "image/jpeg" | "image/png", kind: DocumentKind, bytes: Uint8Array) {
  const { reencodeImage } = await import("./image.ts");
  return { fileType: "image/jpeg", bytes: await reencodeImage(type, bytes, imageUses[kind] ?? "page") } as const;
}

/** The largest stored sheet, in bytes: three times the largest file, because texts in UTF-8 may be longer. */
const maxSheetBytes = 30 * 1_048_576;

function toSheet(sheet: SheetRows): InspectedFile {
  const bytes = new TextEncoder().encode(JSON.stringify(sheet));
  if (bytes.length > maxSheetBytes) throw new FileRejectedError("file-expands-too-much");
  return { fileType: "application/json", bytes };
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
