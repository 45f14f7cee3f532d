import { type PrintedList, tableOf } from "./document.ts";

/**
 * What a spreadsheet would take for the beginning of a formula, in ASCII or full width, be there white space before it
 * or not (OWASP, "CSV Injection").
 */
const formula = /^\s*[=+\-@＝＋－＠]/u;

/** A cell that is text and nothing else: quoted, and with an apostrophe before what would be calculated. */
const cell = (text: string) => `"${(formula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

/** The list as CSV (RFC 4180), in UTF-8 with a mark that tells Excel so. */
export function csvOf(list: PrintedList): Uint8Array {
  const lines = tableOf(list).map((line) => line.map(cell).join(","));
  return new TextEncoder().encode(`\uFEFF${lines.join("\r\n")}\r\n`);
}
