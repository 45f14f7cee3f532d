import * as z from "zod/mini";
import { documentKinds, fileRejectionReasons, storedFileTypes } from "#shared/model/document.ts";

/** The order to inspect one upload: the version that was scanned, where to read it, and where to store what is kept. */
const inspectionOrder = z.strictObject({
  kind: z.enum(documentKinds),
  eTag: z.string(),
  source: z.url(),
  target: z.url(),
});
export type InspectionOrder = z.infer<typeof inspectionOrder>;

export const parseInspectionOrder = (event: unknown): InspectionOrder => z.parse(inspectionOrder, event);

/** `replaced`: the upload is another version than the one that was scanned. `size` is that of the stored file, in bytes. */
const inspectionVerdict = z.discriminatedUnion("state", [
  z.strictObject({ state: z.literal("checked"), fileType: z.enum(storedFileTypes), size: z.int() }),
  z.strictObject({ state: z.literal("refused"), rejection: z.enum(fileRejectionReasons) }),
  z.strictObject({ state: z.literal("replaced") }),
]);
export type InspectionVerdict = z.infer<typeof inspectionVerdict>;

/** Parses a verdict strictly, because it comes from code that has read hostile bytes. */
export const parseInspectionVerdict = (value: unknown): InspectionVerdict => z.parse(inspectionVerdict, value);
