import { type Language, languages } from "#shared/domain/conference.ts";
import type { ImportKind } from "#shared/domain/import.ts";
import { type CellFault, JobFailed } from "#shared/domain/job.ts";
import type { Fault } from "#shared/domain/refusal.ts";
import { fieldKey } from "#shared/i18n/message.ts";
import { sheetMessages } from "#shared/i18n/messages.ts";
import { type Column, columnsOf } from "./columns.ts";

/** A column as it stands in a file: which field, and what its heading says. */
export interface PlacedColumn extends Column {
  readonly heading: string;
}

/** A column's heading in a reader's words. */
export const headingOf = ({ path }: Column, language: Language): string =>
  sheetMessages.translate(language, fieldKey(path) as "field.category");

/** Two spellings of a heading are one: small letters and digits alone, so that neither case nor a star or dash counts. */
const plain = (text: string) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, "");

/** Every spelling of every heading: the field's path, and its name in each language. */
function spellings(columns: readonly Column[]): Map<string, Column> {
  return new Map(
    columns.flatMap((column) => [
      [plain(column.path), column] as const,
      ...languages.map((language) => [plain(headingOf(column, language)), column] as const),
    ]),
  );
}

/**
 * The columns of a file by its first row, in any of the six languages or by the fields' own names; none where a heading
 * is empty.
 * @throws JobFailed `sheet-columns` at each heading that isn't known, stands twice or is missing
 */
export function placeColumns(what: ImportKind, headings: readonly string[]): readonly (PlacedColumn | undefined)[] {
  const columns = columnsOf(what);
  const known = spellings(columns);
  const placed = headings.map((heading) => {
    const column = known.get(plain(heading));
    return column && { ...column, heading: heading.trim() };
  });
  const faults = faultsOf(columns, headings, placed);
  if (faults.length > 0) throw new JobFailed("sheet-columns", faults);
  return placed;
}

function faultsOf(
  columns: readonly Column[],
  headings: readonly string[],
  placed: readonly (PlacedColumn | undefined)[],
): CellFault[] {
  if (!placed.some(Boolean)) return [{ row: 1, path: "", rule: "noHeadings" }];
  const paths = placed.map((column) => column?.path);
  const wrong = headings.flatMap((heading, index): CellFault[] => {
    const [column, path] = [heading.trim().slice(0, 100), paths[index]];
    if (column === "") return [];
    if (path === undefined) return [{ row: 1, column, path: "", rule: "unknownColumn" }];
    return paths.indexOf(path) < index ? [{ row: 1, column, path, rule: "duplicateColumn" }] : [];
  });
  const missing = columns
    .filter(({ path, required }) => required && !paths.includes(path))
    .map(({ path }): CellFault => ({ row: 1, path, rule: "missingColumn" }));
  return [...wrong, ...missing];
}

/** The most that is said of one row. */
const mostFaults = 10;

/** What is wrong with a row, each at the heading over its cell. */
export function atCells(
  columns: readonly (PlacedColumn | undefined)[],
  row: number,
  faults: readonly (Fault & { readonly column?: string })[],
): CellFault[] {
  return faults.slice(0, mostFaults).map((fault) => {
    const column = fault.column ?? columns.find((each) => each && isAt(each, fault.path))?.heading;
    return { ...fault, row, ...(column !== undefined && { column }) };
  });
}

/** Whether a fault is in this column: at its field, in a list of it, or at the group that it belongs to. */
const isAt = (column: Column, path: string) =>
  path !== "" && (column.path === path || path.startsWith(`${column.path}.`) || column.path.startsWith(`${path}.`));
