import { readFileSync } from "node:fs";
import { inspectCsv, inspectSheet } from "#shared/documents/sheet.ts";
import { readCsv } from "#shared/sheets/read-csv.ts";
import { readXlsx } from "#shared/sheets/read-xlsx.ts";
import { carryOutOrders } from "../support/child.ts";

export interface SheetOrder {
  readonly file: string;
  readonly kind: "csv" | "xlsx";
}

export interface SheetReport {
  readonly ms: number;
  readonly rows: number;
  /** What the whole process held before, and the most that it held. */
  readonly idleMb: number;
  readonly peakMb: number;
}

const readers = {
  csv: { inspect: inspectCsv, read: readCsv },
  xlsx: { inspect: inspectSheet, read: readXlsx },
};

/** As the import does it: looks whether the file may be read at all, then takes it row by row. */
carryOutOrders(async ({ file, kind }: SheetOrder): Promise<SheetReport> => {
  const { inspect, read } = readers[kind];
  const idleMb = process.memoryUsage().rss / 2 ** 20;
  const began = performance.now();
  const bytes = readFileSync(file);
  inspect(bytes);
  let rows = 0;
  for await (const _ of read(bytes)) rows += 1;
  return { ms: performance.now() - began, rows, idleMb, peakMb: process.resourceUsage().maxRSS / 1_024 };
});
