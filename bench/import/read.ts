import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "csv-stringify/sync";
import writeSheets from "write-excel-file/node";
import { mostRows } from "#shared/domain/import.ts";
import { columnsOf } from "#shared/sheets/columns.ts";
import { headingOf } from "#shared/sheets/headings.ts";
import { allNames } from "../../test/badge/names.ts";
import type { SheetOrder, SheetReport } from "../lanes/sheet-lane.ts";
import { Helper } from "../support/child.ts";
import { invariant, type Section } from "../support/report.ts";
import type { Results } from "../support/results.ts";
import { figures } from "../support/statistics.ts";

/** In a process of its own, so that its peak memory is of this sheet alone. */
async function readSheet(order: SheetOrder): Promise<SheetReport> {
  const lane = Helper.start<SheetOrder, SheetReport>("sheet-lane.ts");
  return lane.ask(order).finally(() => lane.stop());
}

const kinds = ["csv", "xlsx"] as const;

/** What the function that imports has. */
const allowedMb = 2_048;

/** A sheet with something in every field. */
function tableOf(people: number): string[][] {
  const columns = columnsOf("registrations");
  const head = columns.map((column) => headingOf(column, "en"));
  const name = (at: number) => allNames[at % allNames.length]?.name ?? "";
  const rows = Array.from({ length: people }, (_, row) => columns.map((__, at) => `${name(row + at)} ${row}`));
  return [head, ...rows];
}

const write = {
  csv: async (table: string[][]) => Buffer.from(stringify(table, { bom: true })),
  xlsx: async (table: string[][]) => {
    const data = table.map((row) => row.map((value) => ({ value, type: String })));
    return writeSheets([{ data, sheet: "People" }]).toBuffer();
  },
};

/** Reads sheets of people as an import does, up to the largest that is taken. */
export async function measureReading(results: Results, quick: boolean): Promise<Section> {
  const folder = mkdtempSync(path.join(tmpdir(), "palais-bench-sheets-"));
  try {
    const found: (SheetReport & { readonly kind: string; readonly people: number; readonly bytes: number })[] = [];
    for (const people of quick ? [100, 1_000] : [1_000, mostRows]) {
      for (const kind of kinds) {
        const file = path.join(folder, `${people}.${kind}`);
        const cell = async () => {
          writeFileSync(file, await write[kind](tableOf(people)));
          return { ...(await readSheet({ file, kind })), bytes: statSync(file).size };
        };
        found.push({ kind, people, ...(await results.cell(`sheet, ${people} as ${kind}`, cell)) });
      }
    }
    return sectionOf(found);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const sectionOf = (found: readonly (SheetReport & { kind: string; people: number; bytes: number })[]): Section => ({
  title: "Imports: reading a sheet of people",
  notes: [
    `Every field filled in, names in 18 scripts; ${mostRows} rows is the largest that is taken.`,
    "Memory: the whole process, Node with it, before and at its highest.",
  ],
  head: ["", "rows", "MB of file", "s", "MB before", "peak MB"],
  rows: found.map(({ kind, people, bytes, ms, idleMb, peakMb }) => [
    kind.toUpperCase(),
    String(people),
    figures(bytes / 1e6),
    figures(ms / 1_000),
    figures(idleMb),
    figures(peakMb),
  ]),
  verdicts: [
    invariant(
      "every row is read, and the headings",
      found.every(({ rows, people }) => rows === people + 1),
    ),
    invariant(
      `every sheet within ${allowedMb} MB`,
      found.every(({ peakMb }) => peakMb <= allowedMb),
    ),
  ],
});
