import { Refusal } from "./refusal.ts";

/** What people hand in. */
export const documentKinds = ["photo", "passport", "credential-letter", "import"] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** The kinds of file that are taken, by what they contain, whatever they are called. */
export type FileType = "image/jpeg" | "image/png" | "application/pdf" | "text/csv" | SheetType;
type SheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export const sheetType: SheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Why a file isn't kept. Each has its words in the catalogue, section `file`. */
export const fileRefusals = [
  "file-type-not-allowed",
  "file-is-not-what-it-says",
  "file-is-two-in-one",
  "file-broken",
  "file-empty",
  "file-too-large",
  "file-expands-too-much",
  "image-too-large",
  "image-too-small",
  "pdf-has-active-content",
  "pdf-encrypted",
  "sheet-too-large",
  "wrong-encoding",
  "malware-found",
  "malware-not-ruled-out",
] as const;
export type FileRefusal = (typeof fileRefusals)[number];

interface KindRules {
  readonly types: readonly FileType[];
  /** The largest file, in bytes. */
  readonly largest: number;
  /** Whether each opening by staff needs a reason and is kept. */
  readonly sensitive: boolean;
}

const megabyte = 1_048_576;

/** What each kind may be. */
export const documentRules: Readonly<Record<DocumentKind, KindRules>> = {
  photo: { types: ["image/jpeg", "image/png"], largest: 8 * megabyte, sensitive: false },
  passport: { types: ["image/jpeg", "image/png", "application/pdf"], largest: 10 * megabyte, sensitive: true },
  "credential-letter": {
    types: ["application/pdf", "image/jpeg", "image/png"],
    largest: 10 * megabyte,
    sensitive: true,
  },
  import: { types: ["text/csv", sheetType], largest: 10 * megabyte, sensitive: true },
};

/**
 * The type of a file that somebody announces.
 * @throws Refusal `invalid-request` for a type or a size that its kind doesn't allow
 */
export function announced(kind: DocumentKind, contentType: string, size: number): FileType {
  const { types, largest } = documentRules[kind];
  const type = types.find((each): each is FileType => each === contentType);
  if (!type) throw new Refusal("invalid-request", [{ path: "contentType", rule: "fileType" }]);
  if (size > largest) {
    throw new Refusal("invalid-request", [
      { path: "size", rule: "fileSize", values: { megabytes: largest / megabyte } },
    ]);
  }
  return type;
}

/** Whose a document is; one that was uploaded before the submission belongs to nobody yet. */
export type DocumentOwner =
  | { readonly registrationId: string }
  | { readonly delegationId: string }
  | { readonly jobId: string };

/** How far it has come: nobody may open what isn't `checked`. */
export type DocumentState =
  | { readonly state: "awaited" }
  | { readonly state: "checked"; readonly fileType: FileType; readonly size: number }
  | { readonly state: "refused"; readonly refusal: FileRefusal };

/** A file that somebody handed in, or is about to. */
export interface StoredDocument {
  readonly documentId: string;
  readonly conferenceId: string;
  readonly kind: DocumentKind;
  readonly owner?: DocumentOwner;
  readonly standing: DocumentState;
  /** When the upload was asked for. */
  readonly at: string;
}

/** What is handed in with a registration: at most one of each. */
export type RegistrationDocument = Extract<DocumentKind, "photo" | "passport" | "credential-letter">;

/** The documents of a registration, by kind. */
export type Documents = { readonly [Kind in RegistrationDocument]?: string };
