import type { Language } from "#shared/model/conference.ts";
import { formatCsvLine } from "#shared/text/csv.rules.ts";
import { LocalTimes } from "./local-times.ts";
import type { TableFile, WriteBytes } from "./table-file.ts";

/** Where the decimal separator is a comma, spreadsheets separate cells by semicolons. */
const separators: Readonly<Record<Language, "," | ";">> = { en: ",", zh: ",", fr: ";", es: ";", ru: ";", ar: ";" };

/** The number of rows that are encoded at a time. */
const rowsPerChunk = 500;

/**
 * Writes a table as CSV (RFC 4180), in UTF-8 with a byte order mark for Excel, with the separator of the language. Times
 * are `YYYY-MM-DD hh:mm` of the time zone.
 */
export async function writeCsv(table: TableFile, write: WriteBytes): Promise<void> {
  const { columns, rows, language, timeZone } = table;
  const encoder = new TextEncoder();
  const times = new LocalTimes(timeZone);
  const separator = separators[language];
  const toLine = (cells: readonly (string | number)[]) => `${formatCsvLine(cells, separator)}\r\n`;
  await write(encoder.encode(`\uFEFF${toLine(columns.map(({ heading }) => heading))}`));
  for (let start = 0; start < rows.length; start += rowsPerChunk) {
    const lines = rows.slice(start, start + rowsPerChunk).map((cells) =>
      toLine(
        columns.map(({ type }, index) => {
          const value = cells[index] ?? "";
          if (typeof value === "number") return value;
          return type === "time" ? times.format(String(value)) : String(value);
        }),
      ),
    );
    await write(encoder.encode(lines.join("")));
  }
}
