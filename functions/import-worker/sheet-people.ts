import type * as z from "zod/mini";
import { parseInput } from "#shared/contracts/validate.ts";
import { rowSchemas } from "#shared/imports/contract.ts";
import { type MatchedColumn, matchColumns, toCellErrors } from "#shared/imports/headings.ts";
import type { ImportKind, ImportRequest } from "#shared/imports/import.rules.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { type CellError, JobFailedError } from "#shared/model/job.ts";
import { type ParsedRow, parseSheetRow, readCsv, readXlsx, type SheetRow } from "./read-sheet.ts";

export type ImportRowBody<What extends ImportKind> = z.output<(typeof rowSchemas)[What]>;

type SheetColumns = readonly (MatchedColumn | undefined)[];

/** A row of the sheet with its person, or with its errors. */
export interface SheetPerson {
  readonly row: number;
  readonly columns: SheetColumns;
  readonly body?: ImportRowBody<ImportKind>;
  readonly errors?: readonly CellError[];
}

/** Derives the key of a row's person. Two rows with the same key are the same person. */
export type IdentifyPerson = (body: ImportRowBody<ImportKind>) => string;

/**
 * Reads the people of a sheet, in order, each by the schema of the form. Empty rows are left out. The second row of a
 * person is an error.
 * @throws JobFailedError for a sheet that cannot be read or has other headings
 */
export async function readSheetPeople(
  bytes: Uint8Array,
  { what, fileType }: ImportRequest,
  identify: IdentifyPerson,
): Promise<SheetPerson[]> {
  const people: SheetPerson[] = [];
  const rowsByPerson = new Map<string, number>();
  let columns: SheetColumns | undefined;
  for await (const sheetRow of fileType === "text/csv" ? readCsv(bytes) : readXlsx(bytes)) {
    if (!columns) columns = matchColumns(what, sheetRow.cells);
    else if (sheetRow.cells.some((cell) => cell.trim() !== ""))
      people.push(readSheetPerson(what, columns, sheetRow, identify, rowsByPerson));
  }
  if (!columns) throw new JobFailedError("sheet-columns", [{ row: 1, path: "", rule: "noHeadings" }]);
  return people;
}

function readSheetPerson(
  what: ImportKind,
  columns: SheetColumns,
  { row, cells }: SheetRow,
  identify: IdentifyPerson,
  rowsByPerson: Map<string, number>,
): SheetPerson {
  try {
    const body = parseRowBody(what, parseSheetRow(columns, cells));
    const person = identify(body);
    const first = rowsByPerson.get(person);
    if (first !== undefined) throw new DomainError("invalid-request", [toDuplicateRowError(body, first)]);
    rowsByPerson.set(person, row);
    return { row, columns, body };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { row, columns, errors: toCellErrors(columns, row, error.fieldErrors) };
  }
}

/** @throws DomainError `invalid-request` with all errors: those of the cells, then those of the schema */
function parseRowBody(what: ImportKind, { body, errors }: ParsedRow): ImportRowBody<ImportKind> {
  try {
    const parsed = parseInput(rowSchemas[what], body) as ImportRowBody<ImportKind>;
    if (errors.length === 0) return parsed;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const others = error.fieldErrors.filter(({ path }) => !errors.some((each) => each.path === path));
    throw new DomainError("invalid-request", [...errors, ...others]);
  }
  throw new DomainError("invalid-request", errors);
}

const toDuplicateRowError = ({ person }: ImportRowBody<ImportKind>, row: number) => ({
  path: person.email === undefined ? "person.familyName" : "person.email",
  rule: "duplicateRow",
  values: { row },
});
