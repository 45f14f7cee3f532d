import * as z from "zod/mini";
import { id, multiLine, page, uniqueItems } from "#shared/contracts/fields.ts";
import { loggedAccesses } from "#shared/model/access.ts";
import { fileRejectionReasons, pageDocuments } from "#shared/model/document.ts";

const fileFields = {
  /** The content type of the file. A file with other content is refused. */
  contentType: z.string().check(z.maxLength(100)),
  /** In bytes. */
  size: z.int().check(z.minimum(1)),
};

/** An upload before the submission. It expires after a day unless a submission names it. */
export const uploadRequest = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.enum(["photo", "credential-letter", ...pageDocuments]), ...fileFields }),
  /** `question`: the key of the question that the file answers. */
  z.strictObject({ kind: z.literal("answer"), question: z.string().check(z.maxLength(40)), ...fileFields }),
]);

export const documentRequest = z.strictObject({ kind: z.enum(["photo", "passport"]), ...fileFields });

export const letterRequest = z.strictObject({ kind: z.literal("credential-letter"), ...fileFields });

/** A form to post: all fields, then the file as `file`. */
export const uploadFormFields = {
  url: z.string(),
  fields: z.record(z.string(), z.string()),
  expiresAt: z.string(),
};

export const uploadResponse = z.object({ uploadId: id, ...uploadFormFields });

export const documentUploadResponse = z.object({ documentId: id, ...uploadFormFields });

/** The state of a document, and the reason if it was refused. */
export const documentResponse = z.object({
  documentId: id,
  kind: z.string(),
  state: z.enum(["awaited", "checked", "refused"]),
  fileType: z.optional(z.string()),
  refusal: z.optional(z.object({ code: z.enum(fileRejectionReasons), title: z.string() })),
});

/** Staff give a reason to open a passport or a credential letter. */
export const documentAccessRequest = z.strictObject({ reason: z.optional(multiLine(500)) });

export const documentAccessResponse = z.object({ url: z.string(), expiresAt: z.string() });

export const accessLogResponse = page(
  z.object({
    at: z.string(),
    by: z.string(),
    /** Of a protected person, for the readers of the identity: it may name the person. */
    reason: z.optional(z.string()),
    /** What else than a name or a file was opened, or done. */
    what: z.optional(z.enum(loggedAccesses)),
  }),
);

/** The members that the latest credential letter names. */
export const credentialReviewRequest = z.strictObject({
  version: z.int().check(z.minimum(1)),
  registrationIds: z.array(id).check(z.maxLength(500), uniqueItems()),
});
