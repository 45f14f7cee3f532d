import * as z from "zod/mini";
import { fileRefusals } from "#shared/domain/document.ts";
import { id, lines } from "./fields.ts";

const file = {
  /** What it is, by its content: what says one thing and contains another is refused. */
  contentType: z.string().check(z.maxLength(100)),
  /** In bytes. */
  size: z.int().check(z.minimum(1)),
};

/** Before the submission; whatever isn't named in one is gone within a day. */
export const uploadRequest = z.strictObject({ kind: z.enum(["photo", "credential-letter"]), ...file });

export const documentRequest = z.strictObject({ kind: z.enum(["photo", "passport"]), ...file });

export const letterRequest = z.strictObject({ kind: z.literal("credential-letter"), ...file });

/** A form to post the file to: all fields, then the file as `file`. */
export const uploadForm = {
  url: z.string(),
  fields: z.record(z.string(), z.string()),
  expiresAt: z.string(),
};

export const uploadAnswer = z.object({ uploadId: id, ...uploadForm });

export const documentUploadAnswer = z.object({ documentId: id, ...uploadForm });

/** How far a document has come, and why it isn't kept if it isn't. */
export const documentAnswer = z.object({
  documentId: id,
  kind: z.string(),
  state: z.enum(["awaited", "checked", "refused"]),
  fileType: z.optional(z.string()),
  refusal: z.optional(z.object({ code: z.enum(fileRefusals), title: z.string() })),
});

/** Staff say why they open a passport or a letter. */
export const openingRequest = z.strictObject({ reason: z.optional(lines(500)) });

export const openingAnswer = z.object({ url: z.string(), expiresAt: z.string() });

export const openingList = z.object({
  items: z.array(z.object({ at: z.string(), by: z.string(), reason: z.string() })),
  next: z.nullable(z.string()),
});

/** Whom the latest letter names. */
export const letterReading = z.strictObject({
  version: z.int().check(z.minimum(1)),
  registrationIds: z.array(id).check(
    z.maxLength(500),
    z.refine((ids) => new Set(ids).size === ids.length, { error: "duplicate" }),
  ),
});
