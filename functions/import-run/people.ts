import type * as z from "zod/mini";
import type { ImportKind, ImportOrder } from "#shared/domain/import.ts";
import { type CellFault, JobFailed } from "#shared/domain/job.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { parse } from "#shared/http/parse.ts";
import { rowSchemas } from "#shared/sheets/columns.ts";
import { atCells, type PlacedColumn, placeColumns } from "#shared/sheets/headings.ts";
import { readCsv } from "#shared/sheets/read-csv.ts";
import { readXlsx } from "#shared/sheets/read-xlsx.ts";
import { bodyOf, type RowBody } from "#shared/sheets/row.ts";

export type Body<What extends ImportKind> = z.output<(typeof rowSchemas)[What]>;

export type Columns = readonly (PlacedColumn | undefined)[];

/** A row of the sheet that says who somebody is, or what is wrong with it. */
export interface SheetPerson {
  readonly row: number;
  readonly columns: Columns;
  readonly body?: Body<ImportKind>;
  readonly faults?: readonly CellFault[];
}

/** Which person a row means: two rows with the same answer are one person twice. */
export type Identify = (body: Body<ImportKind>) => string;

/**
 * Everybody in a sheet, in order, each read by the form's own schema; empty rows are left out. Of a person who stands
 * there twice the second is wrong.
 * @throws JobFailed for a sheet that can't be read, or has other headings
 */
export async function readPeople(bytes: Uint8Array, order: ImportOrder, identify: Identify): Promise<SheetPerson[]> {
  const { what, fileType } = order;
  const people: SheetPerson[] = [];
  const rows = fileType === "text/csv" ? readCsv(bytes) : readXlsx(bytes);
  const seen = new Map<string, number>();
  let columns: Columns | undefined;
  for await (const { row, cells } of rows) {
    if (!columns) columns = placeColumns(what, cells);
    else if (cells.some((cell) => cell.trim() !== ""))
      people.push(readPerson(what, row, columns, cells, identify, seen));
  }
  if (!columns) throw new JobFailed("sheet-columns", [{ row: 1, path: "", rule: "noHeadings" }]);
  return people;
}

function readPerson(
  what: ImportKind,
  row: number,
  columns: Columns,
  cells: readonly string[],
  identify: Identify,
  seen: Map<string, number>,
): SheetPerson {
  const found = bodyOf(columns, cells);
  try {
    const body = bodyBy(what, found);
    const person = identify(body);
    const first = seen.get(person);
    if (first !== undefined) throw new Refusal("invalid-request", [twice(body, first)]);
    seen.set(person, row);
    return { row, columns, body };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { row, columns, faults: atCells(columns, row, error.faults) };
  }
}

/** The body by its schema. @throws Refusal `invalid-request` with all that is wrong: in the cells, then by the schema */
function bodyBy(what: ImportKind, { body, faults }: RowBody): Body<ImportKind> {
  try {
    const parsed = parse(rowSchemas[what], body) as Body<ImportKind>;
    if (faults.length === 0) return parsed;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const others = error.faults.filter(({ path }) => !faults.some((each) => each.path === path));
    throw new Refusal("invalid-request", [...faults, ...others]);
  }
  throw new Refusal("invalid-request", faults);
}

const twice = ({ person }: Body<ImportKind>, row: number) => ({
  path: person.email === undefined ? "person.familyName" : "person.email",
  rule: "duplicateRow",
  values: { row },
});
