import type { CellReader } from "#shared/imports/cell-readers.ts";
import type { SheetColumn } from "#shared/imports/contract.ts";
import type { ColumnProposal, SheetHeading } from "#shared/imports/import.rules.ts";
import { type MappingMemory, recallColumn } from "#shared/imports/mapping-memory.rules.ts";
import { parseSheetDate } from "#shared/imports/sheet-dates.rules.ts";

/** What the proposals for the columns of a sheet follow from. */
export interface ProposalContext {
  /** All columns that a sheet can have. */
  readonly columns: readonly SheetColumn[];
  readonly getReader: (column: SheetColumn) => CellReader;
  readonly memory: MappingMemory;
  /** The year of the import. */
  readonly year: number;
}

/** The number of cells of a column that are looked at, and the share of them that must agree. */
const sampledCells = 200;
const agreement = 0.9;

/**
 * Proposes what the headings without a match may stand for: as an officer mapped them in an earlier sheet; otherwise by the
 * cells below, if nearly all of them are values of one free field.
 * @param rows those of the people
 * @returns the proposals by the position of the column
 */
export function proposeColumns(
  headings: readonly SheetHeading[],
  rows: readonly (readonly string[])[],
  context: ProposalContext,
): ReadonlyMap<number, ColumnProposal> {
  const taken = new Set(headings.flatMap(({ path }) => path ?? []));
  const proposals = new Map<number, ColumnProposal>();
  const open = headings.flatMap(({ header, path, duplicates }, index) =>
    header === "" || path !== undefined || duplicates !== undefined ? [] : [{ header, index }],
  );
  for (const { header, index } of open) {
    const path = recallColumn(context.memory, header);
    const isKnown = path === null || context.columns.some((column) => column.path === path);
    if (path === undefined || !isKnown || (path !== null && taken.has(path))) continue;
    if (path !== null) taken.add(path);
    proposals.set(index, { path, by: "memory" });
  }
  for (const { index } of open) {
    if (proposals.has(index)) continue;
    const cells = rows.flatMap((row) => row[index]?.trim() || []).slice(0, sampledCells);
    const path = findFieldByContent(cells, taken, context);
    if (path === undefined) continue;
    taken.add(path);
    proposals.set(index, { path, by: "content" });
  }
  return proposals;
}

/** The field whose values nearly all cells are; `undefined` if there is none, or several kinds of fields. */
function findFieldByContent(
  cells: readonly string[],
  taken: ReadonlySet<string>,
  context: ProposalContext,
): string | undefined {
  if (cells.length === 0) return undefined;
  const kinds = listContentKinds(context).filter(
    ({ isOfKind }) => cells.filter(isOfKind).length >= agreement * cells.length,
  );
  const [kind, other] = kinds;
  return other ? undefined : kind?.listPaths(cells).find((path) => !taken.has(path) && isColumn(context, path));
}

const isColumn = ({ columns }: ProposalContext, path: string) => columns.some((column) => column.path === path);

/** A kind of content, and the fields that a column with it can be, the likeliest first. */
interface ContentKind {
  readonly isOfKind: (cell: string) => boolean;
  readonly listPaths: (cells: readonly string[]) => readonly string[];
}

const addressPattern = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** The age in years from which a date is rather a birthday than a date of the conference. */
const leastAge = 12;

function listContentKinds(context: ProposalContext): ContentKind[] {
  const { columns, getReader, year } = context;
  const isReadAs = (path: string) => {
    const column = columns.find((each) => each.path === path);
    const read = column && getReader(column);
    return (cell: string) => read !== undefined && !read(cell).isUnmatched;
  };
  const isGender = isReadAs("person.gender");
  const isFlag = isReadAs("needs.visaLetter");
  const isBirthday = (cell: string) =>
    parseSheetDate(cell).every((date) => Number(date.slice(0, 4)) <= year - leastAge);
  return [
    { isOfKind: (cell) => addressPattern.test(cell), listPaths: () => ["person.email"] },
    {
      isOfKind: (cell) => parseSheetDate(cell).length > 0,
      listPaths: (cells) =>
        cells.every(isBirthday)
          ? ["person.birthDate"]
          : listOnly(columns.filter(({ path, format }) => format === "date" && path.startsWith("answers."))),
    },
    { isOfKind: isReadAs("person.nationality"), listPaths: () => ["country", "person.nationality"] },
    { isOfKind: isReadAs("language"), listPaths: () => ["language"] },
    // "M" is left to the officer as a value, and says what the column is.
    { isOfKind: (cell) => /^m$/i.test(cell) || isGender(cell), listPaths: () => ["person.gender"] },
    { isOfKind: isReadAs("category"), listPaths: () => ["category"] },
    { isOfKind: isReadAs("role"), listPaths: () => ["role"] },
    {
      // A digit may be a number. Consent is never proposed.
      isOfKind: (cell) => !/^\d$/.test(cell) && isFlag(cell),
      listPaths: () => listOnly(columns.filter(({ path, kind }) => kind === "flag" && !path.startsWith("consent."))),
    },
  ];
}

/** The path of the only column; nothing of several. */
const listOnly = (columns: readonly SheetColumn[]): readonly string[] =>
  columns.length === 1 ? columns.map(({ path }) => path) : [];
