import { defuseFormulas } from "./formula.rules.ts";

/** A line of CSV (RFC 4180): numbers as they are, texts quoted and with an apostrophe before what would be calculated. */
export const formatCsvLine = (cells: readonly (string | number)[], separator: "," | ";"): string =>
  cells
    .map((value) =>
      typeof value === "number" ? String(value) : `"${defuseFormulas(value, separator).replaceAll('"', '""')}"`,
    )
    .join(separator);
