import type { Fonts } from "#shared/badge/text/fonts.ts";
import { csvOf } from "./csv.ts";
import type { PrintedList } from "./document.ts";

/** How a form of the list is made; the fonts are for what is printed as it is. */
type Make = (list: PrintedList, fonts: Fonts) => Promise<Uint8Array>;

/** Each brings a library of its own, and is loaded when a list is wanted in its form. */
const xlsx: Make = async (list) => (await import("./xlsx.ts")).xlsxOf(list);
const docx: Make = async (list) => (await import("./docx.ts")).docxOf(list);
const pdf: Make = async (list, fonts) => (await import("./pdf.ts")).pdfOf(list, fonts);

/** The list as it is, for programs. */
const jsonOf: Make = async (list) => new TextEncoder().encode(JSON.stringify(list));

/** Every form in which the list is given out: its type, and what makes it. */
export const formats = {
  json: { type: "application/json", make: jsonOf },
  csv: { type: "text/csv; charset=utf-8", make: async (list) => csvOf(list) },
  xlsx: { type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", make: xlsx },
  docx: { type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", make: docx },
  pdf: { type: "application/pdf", make: pdf },
} as const satisfies Record<string, { readonly type: string; readonly make: Make }>;

export type Format = keyof typeof formats;
