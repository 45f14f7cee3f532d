import type * as z from "zod/mini";
import { parseInput } from "#shared/contracts/validate.ts";
import { createCellReaders, type SheetConference } from "#shared/imports/cell-readers.ts";
import { listSheetColumns, rowSchemas } from "#shared/imports/contract.ts";
import { type ColumnMatch, matchColumns, toCellErrors } from "#shared/imports/headings.ts";
import {
  fillablePaths,
  type ImportKind,
  type ImportRequest,
  maxUnmatchedValues,
  type SheetMapping,
  type SheetSummary,
  type UnmatchedValue,
} from "#shared/imports/import.rules.ts";
import { type MappingMemory, recallValue } from "#shared/imports/mapping-memory.rules.ts";
import type { SheetRows } from "#shared/imports/sheet-rows.contract.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { type CellError, JobFailedError } from "#shared/model/job.ts";
import type { Question } from "#shared/model/question.ts";
import { findDefaultRole, listRoles } from "#shared/registrations/roles.rules.ts";
import { proposeColumns } from "./propose-columns.ts";
import { numberRows, type ParsedRow, parseSheetRow, type SheetFormat, type SheetRow } from "./read-sheet.ts";

export type ImportRowBody<What extends ImportKind> = z.output<(typeof rowSchemas)[What]>;

/** A row of the sheet with its person, or with its errors. */
export interface SheetPerson {
  readonly row: number;
  readonly columns: readonly ColumnMatch[];
  readonly body?: ImportRowBody<ImportKind>;
  readonly errors?: readonly CellError[];
}

/** The people of a sheet, and what an officer must map before they can be imported. */
export interface SheetPeople {
  readonly people: readonly SheetPerson[];
  readonly summary: SheetSummary;
  /** Whether each heading has a field or is left out, and no required field is missing. */
  readonly isMapped: boolean;
}

interface ReadOptions {
  readonly request: Pick<ImportRequest, "what">;
  readonly conference: SheetConference;
  /** Those of the conference. */
  readonly questions: readonly Question[];
  readonly mapping: SheetMapping | undefined;
  /** What officers of the conference have mapped before. */
  readonly memory: MappingMemory;
  /** The year of the import. */
  readonly year: number;
  /** Derives the key of a row's person. Two rows with the same key are the same person. */
  readonly identify: (body: ImportRowBody<ImportKind>) => string;
}

/**
 * Reads the people of a sheet, in order, each by the schema of the form. Empty rows are left out. The second row of a
 * person is an error.
 * @throws JobFailedError `sheet-columns` for a sheet of which no heading is known; for a sheet that cannot be read
 */
export function readSheetPeople(
  sheet: SheetRows,
  { request: { what }, conference, questions, mapping, memory, year, identify }: ReadOptions,
): SheetPeople {
  const [head, ...rows] = numberRows(sheet, mapping?.cells);
  const getReader = createCellReaders(conference);
  const matched = matchColumns(what, head?.cells ?? [], mapping, questions);
  const proposals = proposeColumns(
    matched.headings,
    rows.map(({ cells }) => cells),
    { columns: listSheetColumns(what, questions), getReader, memory, year },
  );
  const noHeadings = matched.errors.find(({ rule }) => rule === "noHeadings");
  if (noHeadings && ![...proposals.values()].some(({ by }) => by === "memory"))
    throw new JobFailedError("sheet-columns", [noHeadings]);
  const { errors } = matched;
  const headings = matched.headings.map((heading, index) => {
    const proposal = proposals.get(index);
    return proposal ? { ...heading, proposal } : heading;
  });
  // Values are listed as if the proposals were accepted, so that an officer maps both at once.
  const proposed = headings.flatMap(({ header, proposal }) => (proposal ? [[header, proposal.path] as const] : []));
  const accepted = { columns: { ...mapping?.columns, ...Object.fromEntries(proposed) } };
  const { columns } = proposed.length > 0 ? matchColumns(what, head?.cells ?? [], accepted, questions) : matched;
  const unmatched = createUnmatchedValues(memory);
  const format: SheetFormat = {
    columns,
    absentColumns: listFillableColumns(what, columns),
    getReader,
    values: mapping?.values ?? {},
    addUnmatched: unmatched.add,
  };
  const defaultRole = findDefaultRole(listRoles(conference));
  const readRow = (cells: readonly string[]) =>
    parseRowBody(what, completeRole(parseSheetRow(format, cells), defaultRole));
  const rowsByPerson = new Map<string, number>();
  const people = rows
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ""))
    .map((row) => readSheetPerson(columns, row, readRow, identify, rowsByPerson));
  const missing = errors.filter(({ rule }) => rule === "missingColumn").map(({ path }) => path);
  return {
    people,
    summary: {
      lastRow: rows.at(-1)?.row ?? 1,
      ...(sheet.encoding !== undefined && { encoding: sheet.encoding }),
      headings,
      missing,
      ...unmatched.list(),
    },
    isMapped: errors.length === 0,
  };
}

/** The required fields without a column whose value can be chosen for all rows. */
function listFillableColumns(what: ImportKind, columns: readonly ColumnMatch[]) {
  const paths = new Set(columns.map((column) => (typeof column === "object" ? column.path : undefined)));
  return listSheetColumns(what).filter(
    ({ path, isRequired }) => isRequired && fillablePaths.has(path) && !paths.has(path),
  );
}

/** Counts the rows of each value that is none of its field, up to a number of different values, with what it was before. */
function createUnmatchedValues(memory: MappingMemory) {
  const values = new Map<string, UnmatchedValue>();
  let hasMoreValues = false;
  return {
    add: (path: string, value: string): void => {
      const key = JSON.stringify([path, value]);
      const rows = values.get(key)?.rows ?? 0;
      if (rows === 0 && values.size >= maxUnmatchedValues) hasMoreValues = true;
      else values.set(key, { path, value, rows: rows + 1 });
    },
    list: () => ({
      unmatchedValues: [...values.values()].map((unmatched) => {
        const proposal = recallValue(memory, unmatched.path, unmatched.value);
        return proposal === undefined ? unmatched : { ...unmatched, proposal };
      }),
      hasMoreValues,
    }),
  };
}

function readSheetPerson(
  columns: readonly ColumnMatch[],
  { row, cells }: SheetRow,
  readRow: (cells: readonly string[]) => ImportRowBody<ImportKind>,
  identify: ReadOptions["identify"],
  rowsByPerson: Map<string, number>,
): SheetPerson {
  try {
    const body = readRow(cells);
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

/** A person without a role has the conference's default role, as in the form. */
const completeRole = ({ body, errors }: ParsedRow, role: string | undefined): ParsedRow => ({
  body: role === undefined ? body : { role, ...body },
  errors,
});

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
