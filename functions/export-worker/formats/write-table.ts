import type { TableFormat } from "#shared/model/job.ts";
import { writeCsv } from "./csv.ts";
import { writeJson } from "./json.ts";
import type { TableFile, WriteBytes } from "./table-file.ts";
import { writeXlsx } from "./xlsx.ts";

const writers: Readonly<Record<TableFormat, (table: TableFile, write: WriteBytes) => Promise<void>>> = {
  xlsx: writeXlsx,
  csv: writeCsv,
  json: writeJson,
};

/** Writes a table part by part, so that the file is never whole in memory. */
export const writeTable = (format: TableFormat, table: TableFile, write: WriteBytes): Promise<void> =>
  writers[format](table, write);
