import type { Fonts } from "#shared/badge/text/fonts.ts";
import { csvOf } from "./csv.ts";
import type { PrintedList } from "./document.ts";
import { docxOf } from "./docx.ts";
import { pdfOf } from "./pdf.ts";
import { xlsxOf } from "./xlsx.ts";

/** How a form of the list is made; the fonts are for what is printed as it is. */
type Make = (list: PrintedList, fonts: Fonts) => Promise<Uint8Array>;

/** The list as it is, for programs. */
const jsonOf: Make = async (list) => new TextEncoder().encode(JSON.stringify(list));

/** Every form in which the list is given out: its type, and what makes it. */
export const formats = {
  json: { type: "application/json", make: jsonOf },
  csv: { type: "text/csv; charset=utf-8", make: async (list) => csvOf(list) },
  xlsx: { type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", make: xlsxOf },
  docx: { type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", make: docxOf },
  pdf: { type: "application/pdf", make: pdfOf },
} as const satisfies Record<string, { readonly type: string; readonly make: Make }>;

export type Format = keyof typeof formats;
