import { toFieldKey } from "#shared/i18n/message.ts";
import { sheetMessages } from "#shared/i18n/messages.ts";
import { type Language, languages } from "#shared/model/conference.ts";
import type { FieldError } from "#shared/model/domain-error.ts";
import { type CellError, JobFailedError } from "#shared/model/job.ts";
import { truncateText } from "#shared/text/text-rules.ts";
import { listSheetColumns, type SheetColumn } from "./contract.ts";
import type { ImportKind } from "./import.rules.ts";

/** A column of a file, with its heading. */
export interface MatchedColumn extends SheetColumn {
  readonly heading: string;
}

/** The heading of a column in a language. */
export const formatHeading = ({ path }: SheetColumn, language: Language): string =>
  sheetMessages.translate(language, toFieldKey(path) as "field.category");

/** The lower-case letters and digits of a heading, so that case, stars and dashes make no difference. */
const normalizeHeading = (text: string) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, "");

/** The columns by every heading: the path of the field, and its name in each language. */
function indexHeadings(columns: readonly SheetColumn[]): Map<string, SheetColumn> {
  return new Map(
    columns.flatMap((column) => [
      [normalizeHeading(column.path), column] as const,
      ...languages.map((language) => [normalizeHeading(formatHeading(column, language)), column] as const),
    ]),
  );
}

/**
 * Matches the headings of a file, in any of the six languages or as paths of fields. An empty heading has no column.
 * @throws JobFailedError `sheet-columns` with each unknown, duplicate or missing heading
 */
export function matchColumns(what: ImportKind, headings: readonly string[]): readonly (MatchedColumn | undefined)[] {
  const columns = listSheetColumns(what);
  const index = indexHeadings(columns);
  const matched = headings.map((heading) => {
    const column = index.get(normalizeHeading(heading));
    return column && { ...column, heading: heading.trim() };
  });
  const errors = findHeadingErrors(columns, headings, matched);
  if (errors.length > 0) throw new JobFailedError("sheet-columns", errors);
  return matched;
}

function findHeadingErrors(
  columns: readonly SheetColumn[],
  headings: readonly string[],
  matched: readonly (MatchedColumn | undefined)[],
): CellError[] {
  if (!matched.some(Boolean)) return [{ row: 1, path: "", rule: "noHeadings" }];
  const paths = matched.map((column) => column?.path);
  const invalid = headings.flatMap((heading, index): CellError[] => {
    const [column, path] = [truncateText(heading.trim(), 100), paths[index]];
    if (column === "") return [];
    if (path === undefined) return [{ row: 1, column, path: "", rule: "unknownColumn" }];
    return paths.indexOf(path) < index ? [{ row: 1, column, path, rule: "duplicateColumn" }] : [];
  });
  const missing = columns
    .filter(({ path, isRequired }) => isRequired && !paths.includes(path))
    .map(({ path }): CellError => ({ row: 1, path, rule: "missingColumn" }));
  return [...invalid, ...missing];
}

/** The most errors that are reported for one row. */
const maxErrorsPerRow = 10;

/** The errors of a row, each with the heading of its column. */
export function toCellErrors(
  columns: readonly (MatchedColumn | undefined)[],
  row: number,
  errors: readonly (FieldError & { readonly column?: string })[],
): CellError[] {
  return errors.slice(0, maxErrorsPerRow).map((error) => {
    const column = error.column ?? columns.find((each) => each && isErrorInColumn(each, error.path))?.heading;
    return { ...error, row, ...(column !== undefined && { column }) };
  });
}

/** Whether an error is in this column: at its field, in a list of it, or at the group that it belongs to. */
const isErrorInColumn = (column: SheetColumn, path: string) =>
  path !== "" && (column.path === path || path.startsWith(`${column.path}.`) || column.path.startsWith(`${path}.`));
