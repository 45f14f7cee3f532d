import { defuseFormulas } from "#shared/text/formula.rules.ts";

/** A cell: a number as it is, a text quoted and with an apostrophe before what would be calculated. */
const toCsvCell = (value: string | number) =>
  typeof value === "number" ? String(value) : `"${defuseFormulas(value).replaceAll('"', '""')}"`;

/** Rows as CSV (RFC 4180), in UTF-8 with a byte order mark for Excel. */
export function renderCsv(rows: readonly (readonly (string | number)[])[]): Uint8Array {
  const lines = rows.map((row) => row.map(toCsvCell).join(","));
  return new TextEncoder().encode(`\uFEFF${lines.join("\r\n")}\r\n`);
}
