import { csvOf } from "./csv.ts";
import type { PrintedList } from "./document.ts";
import { docxOf } from "./docx.ts";
import { xlsxOf } from "./xlsx.ts";

/** The list as it is, for programs. */
const jsonOf = (list: PrintedList) => new TextEncoder().encode(JSON.stringify(list));

/** Every form in which the list is given out: its type, and what makes it. */
export const formats = {
  json: { type: "application/json", make: async (list: PrintedList): Promise<Uint8Array> => jsonOf(list) },
  csv: { type: "text/csv; charset=utf-8", make: async (list: PrintedList): Promise<Uint8Array> => csvOf(list) },
  xlsx: { type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", make: xlsxOf },
  docx: { type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", make: docxOf },
} as const;

export type Format = keyof typeof formats;
