import type * as z from "zod/mini";
import type { nominationsRequest } from "#shared/delegations/contract.ts";

/** The columns of the grid, in the order of a pasted spreadsheet. */
export const nominationColumns = ["givenName", "familyName", "email", "nationality", "functionTitle"] as const;
export type NominationColumn = (typeof nominationColumns)[number];

export interface NominationRow extends Readonly<Record<NominationColumn, string>> {
  readonly id: string;
}

export const createNominationRow = (): NominationRow => ({
  id: crypto.randomUUID(),
  givenName: "",
  familyName: "",
  email: "",
  nationality: "",
  functionTitle: "",
});

export const isEmptyRow = (row: NominationRow): boolean =>
  nominationColumns.every((column) => row[column].trim() === "");

/** The path of a column in a nomination. */
export const toNominationPath = (column: NominationColumn): string =>
  column === "functionTitle" ? column : `person.${column}`;

/** Parses clipboard text of a spreadsheet: one line per row, tabs between cells, quoted if necessary. */
function parseCells(text: string): string[][] {
  const rows = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n");
  return rows.map((row) =>
    row.split("\t").map((cell) =>
      cell
        .replace(/^"(.*)"$/, "$1")
        .replaceAll('""', '"')
        .trim(),
    ),
  );
}

/** The rows with the pasted cells filled in, starting at one cell. */
export function pasteCells(
  rows: readonly NominationRow[],
  at: number,
  column: NominationColumn,
  text: string,
): NominationRow[] {
  const cells = parseCells(text);
  const filled = [...rows];
  for (const [down, cellsOfRow] of cells.entries()) {
    const changed = cellsOfRow.map(
      (cell, across) => [nominationColumns[nominationColumns.indexOf(column) + across], cell] as const,
    );
    const named = changed.filter((each): each is readonly [NominationColumn, string] => each[0] !== undefined);
    filled[at + down] = { ...(filled[at + down] ?? createNominationRow()), ...Object.fromEntries(named) };
  }
  return filled;
}

type NominationsBody = z.input<typeof nominationsRequest>;

/**
 * The request body for the contract.
 * @param parseNationality returns the code of a typed nationality, or the text itself
 */
export const toNominationsBody = (
  rows: readonly NominationRow[],
  parseNationality: (text: string) => string,
): NominationsBody => ({
  items: rows.map(({ functionTitle, givenName, familyName, email, nationality }) => ({
    person: {
      ...(givenName.trim() && { givenName }),
      ...(familyName.trim() && { familyName }),
      ...(email.trim() && { email }),
      ...(nationality.trim() && { nationality: parseNationality(nationality.trim()) }),
    } as NominationsBody["items"][number]["person"],
    ...(functionTitle.trim() && { functionTitle }),
  })),
});
