import * as z from "zod/mini";
import { importKinds } from "#shared/domain/import.ts";
import { uploadForm } from "./document.ts";
import { id } from "./fields.ts";

/** Announces a sheet. Nominations name the delegation; registrations may, row by row. */
export const importRequest = z.strictObject({
  what: z.enum(importKinds),
  delegation: z.optional(z.string().check(z.maxLength(64))),
  /** `text/csv`, or a workbook of Excel. */
  contentType: z.string().check(z.maxLength(100)),
  /** In bytes. */
  size: z.int().check(z.minimum(1)),
  /** Says what would happen, and changes nothing. */
  dryRun: z._default(z.boolean(), false),
});

/** The form to post the sheet to; the job begins when it has been found clean. */
export const importAnswer = z.object({ jobId: id, documentId: id, ...uploadForm });

export const templateQuery = z.strictObject({ what: z._default(z.enum(importKinds), "registrations") });
