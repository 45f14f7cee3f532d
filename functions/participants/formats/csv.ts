import { formatCsvLine } from "#shared/text/csv.rules.ts";

/** Rows as CSV (RFC 4180), in UTF-8 with a byte order mark for Excel. */
export function renderCsv(rows: readonly (readonly (string | number)[])[]): Uint8Array {
  const lines = rows.map((row) => formatCsvLine(row, ","));
  return new TextEncoder().encode(`\uFEFF${lines.join("\r\n")}\r\n`);
}
