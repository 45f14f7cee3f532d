import { type DocumentsBucket, findCheckedFile } from "#shared/documents/bucket.ts";
import { findDocument } from "#shared/documents/documents.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Job } from "#shared/model/job.ts";
import { nameOrders } from "#shared/model/registration.ts";
import { loadQuestions } from "#shared/questions/questions.repository.ts";
import { formatFullName } from "#shared/registrations/names.rules.ts";
import { truncateText } from "#shared/text/text-rules.ts";
import { createCellReaders } from "./cell-readers.ts";
import { type ColumnMatch, correctRows, type MatchedColumn, matchColumns } from "./headings.ts";
import type { ImportRequest, SheetCorrections } from "./import.rules.ts";
import { findSheet } from "./sheet.repository.ts";
import { parseSheetRows } from "./sheet-rows.contract.ts";

/** A column of a sheet that has a heading. */
export interface ShownColumn {
  /** The position in the file. */
  readonly index: number;
  readonly header: string;
  /** Absent for a column that is left out. */
  readonly path?: string;
  /** Whether its cells are shown with a reason only: it is sensitive, or left out, so that no one knows what it holds. */
  readonly isHidden: boolean;
}

/** A sheet as staff see it: the cells of the file, with the corrections in their place. */
export interface SheetView {
  readonly columns: readonly ShownColumn[];
  /** The headings are the first row. */
  readonly rows: readonly (readonly string[])[];
  readonly corrections: SheetCorrections;
  /** The name of the person in a row; `undefined` without one. */
  readonly getName: (cells: readonly string[]) => string | undefined;
}

/** The sensitive fields of the form (docs/privacy.md). */
const sensitivePaths: ReadonlySet<string> = new Set([
  "person.passportNumber",
  "guardian.name",
  "guardian.contact",
  "needs.accessibility",
  "needs.diet",
]);

/** The sheet of an import as its next run would read it; `undefined` once it is erased, or if it could not be read. */
export async function loadSheetView(
  table: Table,
  documents: DocumentsBucket,
  { jobId, request: { documentId, what } }: Job<ImportRequest>,
  conference: Conference,
): Promise<SheetView | undefined> {
  const [document, { mapping }, questions] = await Promise.all([
    findDocument(table, documentId),
    findSheet(table, jobId),
    loadQuestions(table, conference),
  ]);
  const file = document && (await findCheckedFile(documents, documentId));
  const { rows: cells } = file ? parseSheetRows(file) : {};
  if (!cells) return undefined;
  const corrections = mapping?.cells ?? {};
  const rows = correctRows(cells, corrections);
  const { columns, headings } = matchColumns(what, rows[0] ?? [], mapping, questions.items);
  // A heading of a sensitive field hides its cells, whatever an officer maps the column to.
  const named = matchColumns(what, rows[0] ?? [], undefined, questions.items).columns.map(hasSensitiveCells);
  return {
    columns: headings.flatMap(({ header }, index) =>
      header === "" ? [] : [{ index, header, ...toShownColumn(columns[index], named[index] === true) }],
    ),
    rows,
    corrections,
    getName: createNameReader(
      conference,
      columns.map((column, index) => (named[index] ? undefined : column)),
    ),
  };
}

const hasSensitiveCells = (column: ColumnMatch): boolean =>
  typeof column === "object" && (column.isSensitive === true || sensitivePaths.has(column.path));

const toShownColumn = (column: ColumnMatch, isNamedSensitive: boolean): Pick<ShownColumn, "path" | "isHidden"> =>
  typeof column === "object"
    ? { path: column.path, isHidden: isNamedSensitive || hasSensitiveCells(column) }
    : { isHidden: true };

/** Creates a function that writes the name of the person in a row, in the order of the name; the address without one. */
function createNameReader(conference: Conference, columns: readonly ColumnMatch[]): SheetView["getName"] {
  const getReader = createCellReaders(conference);
  const read = (cells: readonly string[], path: string): string | undefined => {
    const index = columns.findIndex((column) => typeof column === "object" && column.path === path);
    const cell = cells[index]?.trim() ?? "";
    return cell === "" ? undefined : String(getReader(columns[index] as MatchedColumn)(cell).value);
  };
  return (cells) => {
    const order = read(cells, "nameOrder");
    const name = formatFullName({
      person: {
        givenName: read(cells, "person.givenName"),
        familyName: read(cells, "person.familyName"),
        nationality: read(cells, "person.nationality") ?? read(cells, "country"),
      },
      nameOrder: nameOrders.find((each) => each === order),
    });
    const text = name || read(cells, "person.email");
    return text === undefined ? undefined : truncateText(text, maxShownLength);
  };
}

/** The most of a cell that a list shows, in UTF-16 units: a correction can be as long. */
const maxShownLength = 2_000;

/** A cell of a row as a list shows it. */
interface ShownCell {
  readonly column: string;
  readonly path?: string;
  readonly value?: string;
  readonly isCorrected?: true;
}

/** What a list shows of a row: the name, and the cells with a heading. */
export function toShownRow(
  { columns, rows, corrections, getName }: SheetView,
  row: number,
): { name?: string; cells?: ShownCell[] } {
  const cells = rows[row - 1];
  if (!cells) return {};
  const name = getName(cells);
  const corrected = corrections[row] ?? {};
  return {
    ...(name !== undefined && { name }),
    cells: columns.map(({ index, header, path, isHidden }) => ({
      column: header,
      ...(path !== undefined && { path }),
      ...(!isHidden && { value: truncateText(cells[index] ?? "", maxShownLength) }),
      ...(Object.hasOwn(corrected, header) && { isCorrected: true as const }),
    })),
  };
}
