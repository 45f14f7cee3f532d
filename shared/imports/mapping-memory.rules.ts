import { normalizeForSearch } from "#shared/text/compare-text.ts";

/**
 * What officers of a conference have mapped headings and values to, the latest last. It outlives the sheets, so it holds
 * words of a sheet, and nothing of one person.
 */
export interface MappingMemory {
  readonly columns: readonly (readonly [heading: string, path: string | null])[];
  readonly values: readonly (readonly [path: string, cell: string, value: string | null])[];
}

export const emptyMemory: MappingMemory = { columns: [], values: [] };

/** The most that is remembered. An item of the table has room for it at the longest texts. */
const mostColumns = 200;
const mostValues = 500;

/** The longest cell that is remembered, in UTF-16 units. */
const longestCell = 60;

/** A value that an officer has mapped. */
export interface MappedValue {
  readonly path: string;
  readonly cell: string;
  readonly value: string | null;
  /** The number of rows with it. */
  readonly rows: number;
}

/** Whether a cell is a word of the sheet, and not the entry of one person: several rows have it, and it is no address. */
const isCommonWord = ({ cell, rows }: MappedValue): boolean =>
  rows > 1 && cell !== "" && cell.length <= longestCell && !cell.includes("@");

/** The memory with a mapping. What is mapped again takes the place of what was. */
export function rememberMapping(
  memory: MappingMemory,
  columns: Readonly<Record<string, string | null>>,
  values: readonly MappedValue[],
): MappingMemory {
  const headings = new Map(memory.columns);
  for (const [heading, path] of Object.entries(columns)) {
    const key = normalizeForSearch(heading);
    headings.delete(key);
    headings.set(key, path);
  }
  const cells = new Map(memory.values.map((each) => [toValueKey(each[0], each[1]), each]));
  for (const { path, cell, value } of values.filter(isCommonWord)) {
    const key = toValueKey(path, cell);
    cells.delete(key);
    cells.set(key, [path, normalizeForSearch(cell), value]);
  }
  return { columns: [...headings].slice(-mostColumns), values: [...cells.values()].slice(-mostValues) };
}

const toValueKey = (path: string, cell: string): string => JSON.stringify([path, normalizeForSearch(cell)]);

/** What a heading was mapped to; `undefined` if it never was. */
export function recallColumn({ columns }: MappingMemory, heading: string): string | null | undefined {
  const key = normalizeForSearch(heading);
  return columns.find(([each]) => each === key)?.[1];
}

/** What a value was mapped to; `undefined` if it never was. */
export function recallValue({ values }: MappingMemory, path: string, cell: string): string | null | undefined {
  const key = toValueKey(path, cell);
  return values.find(([each, text]) => toValueKey(each, text) === key)?.[2];
}
