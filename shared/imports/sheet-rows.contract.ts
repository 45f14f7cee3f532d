import * as z from "zod/mini";

/**
 * A sheet as the inspection stores it: the cells of each row as text. The headings are the first row. Without rows the
 * sheet cannot be read, at `brokenRow` if that is known, which counts from 1.
 */
const sheetRows = z.strictObject({
  rows: z.optional(z.array(z.array(z.string()))),
  brokenRow: z.optional(z.int()),
  /** Of a CSV file, as the Encoding Standard names it. */
  encoding: z.optional(z.string()),
});
export type SheetRows = z.infer<typeof sheetRows>;

export const encodeSheetRows = (sheet: SheetRows): Uint8Array => new TextEncoder().encode(JSON.stringify(sheet));

export const parseSheetRows = (bytes: Uint8Array): SheetRows =>
  z.parse(sheetRows, JSON.parse(new TextDecoder().decode(bytes)));
