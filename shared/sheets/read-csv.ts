import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { mostColumns, mostRows } from "#shared/domain/import.ts";
import { JobFailed } from "#shared/domain/job.ts";
import type { SheetRow } from "./row.ts";

/** How much of the file the parser is given at a time, in bytes. */
const piece = 65_536;

/** The longest row, in characters: every field at its longest is half of it. */
const longestRow = 100_000;

/**
 * The rows of a table of values in UTF-8, one after the other, separated by whatever separates its headings.
 * @throws JobFailed `sheet-unreadable` at a row that is no row; `sheet-too-large`
 */
export async function* readCsv(bytes: Uint8Array): AsyncGenerator<SheetRow> {
  const { from, delimiter } = startOf(bytes);
  const parser = Readable.from(pieces(bytes, from)).pipe(
    parse({ bom: true, delimiter, relax_column_count: true, max_record_size: longestRow }),
  );
  let row = 0;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      row += 1;
      if (row > mostRows + 1 || cells.length > mostColumns) throw new JobFailed("sheet-too-large");
      yield { row, cells };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // By its own count: rows that it has read and not yet handed on are lost with the error.
    const at = Number(error["records"] ?? row) + 1;
    throw new JobFailed("sheet-unreadable", [{ row: at, path: "", rule: "brokenRow" }]);
  }
}

function* pieces(bytes: Uint8Array, from: number): Generator<Uint8Array> {
  for (let at = from; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
}

const separators = [",", ";", "\t"] as const;

/** Where the headings begin, and what separates them. Excel names the separator in a line of its own: `sep=;`. */
function startOf(bytes: Uint8Array): { from: number; delimiter: string } {
  const head = Buffer.from(bytes.subarray(0, piece))
    .toString("utf8")
    .replace(/^\uFEFF/, "");
  const named = /^sep=([,;\t])\r?\n/.exec(head);
  const bom = bytes[0] === 0xef ? 3 : 0;
  if (named?.[1]) return { from: bom + named[0].length, delimiter: named[1] };
  const headings = (/^[^\r\n]*/.exec(head)?.[0] ?? "").replaceAll(/"[^"]*"/g, "");
  const counted = separators.map((separator) => ({ separator, count: headings.split(separator).length }));
  return { from: 0, delimiter: counted.toSorted((a, b) => b.count - a.count)[0]?.separator ?? "," };
}
