import type { OtherNames } from "#shared/countries/country-options.rules.ts";
import { toFieldKey } from "#shared/i18n/message.ts";
import { sheetMessages } from "#shared/i18n/messages.ts";
import { getTextInLanguage, type Language, languages } from "#shared/model/conference.ts";
import type { FieldError } from "#shared/model/domain-error.ts";
import type { CellError } from "#shared/model/job.ts";
import type { Question } from "#shared/model/question.ts";
import { createNameFinder } from "#shared/text/name-finder.ts";
import { truncateText } from "#shared/text/text-rules.ts";
import { listSheetColumns, type SheetColumn } from "./contract.ts";
import {
  fillablePaths,
  type ImportKind,
  type SheetCorrections,
  type SheetHeading,
  type SheetMapping,
} from "./import.rules.ts";
import otherHeadings from "./other-headings.json" with { type: "json" };

/** A column of a file, with its heading. */
export interface MatchedColumn extends SheetColumn {
  readonly heading: string;
}

/** The heading of a column in a language. */
export const formatHeading = ({ path, label }: SheetColumn, language: Language): string =>
  label ? getTextInLanguage(label, language) : sheetMessages.translate(language, toFieldKey(path) as "field.category");

/** What becomes of the cells below a heading. `undefined`: there is no heading, or no field for it yet. */
export type ColumnMatch = MatchedColumn | "left-out" | undefined;

/** The headings of a file, matched with the fields of the form. */
export interface MatchedHeadings {
  /** By the position in the file. */
  readonly columns: readonly ColumnMatch[];
  readonly headings: readonly SheetHeading[];
  /** Each unknown, duplicate or missing heading. */
  readonly errors: readonly CellError[];
}

/** The headings with the field of each, by every name of it: the path, its names in each language, and other usual ones. */
function createHeadingFinder(columns: readonly SheetColumn[]): (heading: string) => SheetColumn | undefined {
  const { findExact } = createNameFinder(
    columns.map((column) => ({
      value: column.path,
      label: column.path,
      otherNames: [
        ...languages.map((language) => formatHeading(column, language)),
        ...(column.key === undefined ? [] : [column.key]),
        ...((otherHeadings as OtherNames)[column.path]?.split("; ") ?? []),
      ],
      column,
    })),
  );
  const find = (heading: string) => {
    const found = findExact(heading);
    // A question may have the name of a field, which the heading then means.
    const fields = found.filter(({ column }) => column.key === undefined);
    const named = fields.length > 0 ? fields : found;
    return named.length === 1 ? named[0]?.column : undefined;
  };
  // A heading may end with a remark in brackets, such as "(required)".
  return (heading) => find(heading) ?? find(heading.replace(/[(（[].*$/su, ""));
}

/** The longest heading that is stored, in UTF-16 units. */
const maxHeadingLength = 100;

/** The texts by which the headings are told apart: a repeated one has its number. */
function toHeaders(headings: readonly string[]): string[] {
  const counts = new Map<string, number>();
  return headings.map((heading) => {
    const text = truncateText(heading.trim(), maxHeadingLength);
    const count = (counts.get(text) ?? 0) + 1;
    counts.set(text, count);
    return count === 1 || text === "" ? text : `${text} (${count})`;
  });
}

/** The headings of the column that Palais adds to a sheet with its remarks, which is left out when the sheet comes back. */
const remarksHeadings: ReadonlySet<string> = new Set(
  languages.map((language) => sheetMessages.translate(language, "sheet.remarks")),
);

/** The rows of a file, the headings first, with the corrections of an officer in place of its cells. */
export function correctRows(
  rows: readonly (readonly string[])[],
  corrections: SheetCorrections,
): readonly (readonly string[])[] {
  const headers = toHeaders(rows[0] ?? []);
  return rows.map((cells, index) => {
    const corrected = index === 0 ? undefined : corrections[index + 1];
    if (!corrected) return cells;
    return Array.from({ length: Math.max(headers.length, cells.length) }, (_, column) => {
      const header = headers[column] ?? "";
      return (Object.hasOwn(corrected, header) ? corrected[header] : cells[column]) ?? "";
    });
  });
}

/**
 * Matches the headings of a file with the fields of the form: as the officer has mapped them, otherwise by their names in
 * any of the six languages or the paths of fields; a question by its label or key.
 */
export function matchColumns(
  what: ImportKind,
  headings: readonly string[],
  mapping: Pick<SheetMapping, "columns"> = { columns: {} },
  questions: readonly Question[] = [],
): MatchedHeadings {
  const columns = listSheetColumns(what, questions);
  const findColumn = createHeadingFinder(columns);
  const headers = toHeaders(headings);
  const mapped = headers.map((header) =>
    Object.hasOwn(mapping.columns, header) ? mapping.columns[header] : undefined,
  );
  const taken = new Set(mapped.filter((path) => typeof path === "string"));
  const matched: SheetHeading[] = headers.map((header, index) => {
    const own = mapped[index];
    const path = own === undefined && remarksHeadings.has(header) ? null : own;
    if (header === "") return { header };
    if (path !== undefined) return { header, path };
    const found = findColumn(truncateText(headings[index]?.trim() ?? "", maxHeadingLength))?.path;
    if (found === undefined) return { header };
    if (taken.has(found)) return { header, duplicates: found };
    taken.add(found);
    return { header, path: found };
  });
  return {
    columns: matched.map(({ header, path }): ColumnMatch => {
      if (path === null) return "left-out";
      const column = columns.find((each) => each.path === path);
      return column && { ...column, heading: header };
    }),
    headings: matched,
    errors: findHeadingErrors(columns, matched, taken),
  };
}

function findHeadingErrors(
  columns: readonly SheetColumn[],
  headings: readonly SheetHeading[],
  taken: ReadonlySet<string>,
): CellError[] {
  if (taken.size === 0) return [{ row: 1, path: "", rule: "noHeadings" }];
  const unmatched = headings.flatMap(({ header, path, duplicates = "" }): CellError[] => {
    if (header === "" || path !== undefined) return [];
    return [{ row: 1, column: header, path: duplicates, rule: duplicates ? "duplicateColumn" : "unknownColumn" }];
  });
  const missing = columns
    .filter(({ path, isRequired }) => isRequired && !fillablePaths.has(path) && !taken.has(path))
    .map(({ path }): CellError => ({ row: 1, path, rule: "missingColumn" }));
  return [...unmatched, ...missing];
}

/** The most errors that are reported for one row. */
const maxErrorsPerRow = 10;

/** The errors of a row, each with the heading of its column. */
export function toCellErrors(
  columns: readonly ColumnMatch[],
  row: number,
  errors: readonly (FieldError & { readonly column?: string })[],
): CellError[] {
  return errors.slice(0, maxErrorsPerRow).map((error) => {
    const column = error.column ?? findHeading(columns, error.path);
    return { ...error, row, ...(column !== undefined && { column }) };
  });
}

const findHeading = (columns: readonly ColumnMatch[], path: string): string | undefined =>
  columns.filter((each) => typeof each === "object").find((each) => isErrorInColumn(each, path))?.heading;

/** Whether an error is in this column: at its field, in a list of it, or at the group that it belongs to. */
const isErrorInColumn = (column: SheetColumn, path: string) =>
  path !== "" && (column.path === path || path.startsWith(`${column.path}.`) || column.path.startsWith(`${path}.`));
