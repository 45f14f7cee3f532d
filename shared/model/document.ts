import type { Actor } from "./actor.ts";
import { DomainError } from "./domain-error.ts";
import { type AnswerFileType, answerFileTypes, type Question } from "./question.ts";

/** The kinds of uploaded documents. */
export const documentKinds = [
  "photo",
  "passport",
  "credential-letter",
  "answer",
  "import",
  "logo",
  "page-file",
] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** The accepted file types, by content, independent of the file name. */
export type FileType = "image/jpeg" | "image/png" | "application/pdf" | "text/csv" | XlsxMimeType;
type XlsxMimeType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** The types of the files that are kept: an image as JPEG, and the cells of a sheet as JSON. */
export const storedFileTypes = ["image/jpeg", "application/pdf", "application/json"] as const;
export type StoredFileType = (typeof storedFileTypes)[number];

export const xlsxMimeType: XlsxMimeType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Why a file is rejected. Each reason has a message in the namespace `file`. */
export const fileRejectionReasons = [
  "file-type-not-allowed",
  "file-is-not-what-it-says",
  "file-is-two-in-one",
  "file-broken",
  "file-empty",
  "file-too-large",
  "file-expands-too-much",
  "file-too-complex",
  "image-too-large",
  "image-too-narrow",
  "image-too-small",
  "pdf-has-active-content",
  "pdf-encrypted",
  "sheet-too-large",
  "wrong-encoding",
  "malware-found",
  "malware-not-ruled-out",
  "uploaded-too-often",
] as const;
export type FileRejectionReason = (typeof fileRejectionReasons)[number];

interface DocumentKindRules {
  readonly types: readonly FileType[];
  /** The maximum size, in bytes. */
  readonly maxBytes: number;
  /** Whether staff must give a reason to open it, and each access is logged. */
  readonly isSensitive: boolean;
}

const bytesPerMegabyte = 1_048_576;

/** The most megabytes of a file that answers a question. */
export const maxAnswerMegabytes = 10;

/** The file types and the maximum size of each kind of document. */
export const documentRules: Readonly<Record<DocumentKind, DocumentKindRules>> = {
  photo: { types: ["image/jpeg", "image/png"], maxBytes: 8 * bytesPerMegabyte, isSensitive: false },
  passport: {
    types: ["image/jpeg", "image/png", "application/pdf"],
    maxBytes: 10 * bytesPerMegabyte,
    isSensitive: true,
  },
  "credential-letter": {
    types: ["application/pdf", "image/jpeg", "image/png"],
    maxBytes: 10 * bytesPerMegabyte,
    isSensitive: true,
  },
  // Whether one is sensitive, its question says.
  answer: {
    types: ["application/pdf", "image/jpeg", "image/png"],
    maxBytes: maxAnswerMegabytes * bytesPerMegabyte,
    isSensitive: false,
  },
  import: { types: ["text/csv", xlsxMimeType], maxBytes: 10 * bytesPerMegabyte, isSensitive: true },
  "page-file": {
    types: ["application/pdf", "image/jpeg", "image/png"],
    maxBytes: 10 * bytesPerMegabyte,
    isSensitive: false,
  },
  logo: { types: ["image/png", "image/jpeg"], maxBytes: 4 * bytesPerMegabyte, isSensitive: false },
};

/** What a file may be: the content types, and the maximum size in bytes. */
export interface FileLimits {
  readonly types: readonly FileType[];
  readonly maxBytes: number;
}

/** The limits of a file that answers a question. */
export function getAnswerFileLimits({
  fileTypes = answerFileTypes,
  maxMegabytes = maxAnswerMegabytes,
}: Pick<Question, "fileTypes" | "maxMegabytes">): FileLimits {
  return {
    types: documentRules.answer.types.filter((type) => fileTypes.includes(toAnswerFileType(type))),
    maxBytes: maxMegabytes * bytesPerMegabyte,
  };
}

/** The type of a file as a question accepts it. */
export const toAnswerFileType = (type: FileType | StoredFileType): AnswerFileType =>
  type === "application/pdf" ? "pdf" : "image";

/**
 * The type of an announced file.
 * @param size in bytes
 * @throws DomainError `invalid-request` for a type or a size that is not allowed
 */
export function parseAnnouncedFileType({ types, maxBytes }: FileLimits, contentType: string, size: number): FileType {
  const type = types.find((each): each is FileType => each === contentType);
  if (!type) throw new DomainError("invalid-request", [{ path: "contentType", rule: "fileType" }]);
  if (size > maxBytes) {
    throw new DomainError("invalid-request", [
      { path: "size", rule: "fileSize", values: { megabytes: maxBytes / bytesPerMegabyte } },
    ]);
  }
  return type;
}

/** The owner of a document. A file that is uploaded before the submission has no owner yet. */
export type DocumentOwner =
  | { readonly registrationId: string }
  | { readonly delegationId: string }
  | { readonly jobId: string }
  | { readonly conferenceId: string };

/** The status of a document. Only a `checked` document can be opened. */
export type DocumentStatus =
  | { readonly state: "awaited" }
  | { readonly state: "checked"; readonly fileType: StoredFileType; readonly size: number }
  | { readonly state: "refused"; readonly rejection: FileRejectionReason };

/** A file that was uploaded, or whose upload was requested. */
export interface StoredDocument {
  readonly documentId: string;
  readonly conferenceId: string;
  readonly kind: DocumentKind;
  readonly owner?: DocumentOwner;
  readonly status: DocumentStatus;
  /** Who asked for the upload, where it has an owner from the start. */
  readonly uploader?: Actor;
  /** The question that a file of the kind `answer` answers. */
  readonly question?: string;
  /** When the upload was requested (RFC 3339, UTC). */
  readonly at: string;
}

/** The kinds of document of a registration, at most one of each. */
const registrationDocuments = ["photo", "passport", "credential-letter"] as const satisfies DocumentKind[];
export type RegistrationDocument = (typeof registrationDocuments)[number];

export const isRegistrationDocument = (kind: DocumentKind): kind is RegistrationDocument =>
  registrationDocuments.some((each) => each === kind);

/** The kinds that the secretariat uploads for the pages of a conference. */
export const pageDocuments = ["logo", "page-file"] as const satisfies DocumentKind[];

export const isPageDocument = (kind: DocumentKind): boolean => pageDocuments.some((each) => each === kind);

/** The documents of a registration, by kind. */
export type RegistrationDocuments = { readonly [Kind in RegistrationDocument]?: string };
