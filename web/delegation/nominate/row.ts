import type * as z from "zod/mini";
import type { nominations } from "#shared/contract/delegation.ts";
import { countries } from "#shared/domain/countries.ts";
import { countriesIn } from "../../i18n/countries.ts";

/** The columns of the grid, in the order in which a spreadsheet has them. */
export const columns = ["givenName", "familyName", "email", "nationality", "functionTitle"] as const;
export type Column = (typeof columns)[number];

export interface Row extends Readonly<Record<Column, string>> {
  readonly id: string;
}

export const emptyRow = (): Row => ({
  id: crypto.randomUUID(),
  givenName: "",
  familyName: "",
  email: "",
  nationality: "",
  functionTitle: "",
});

export const isEmpty = (row: Row): boolean => columns.every((column) => row[column].trim() === "");

/** The path of a cell in the person that is nominated. */
export const pathOf = (column: Column): string => (column === "functionTitle" ? column : `person.${column}`);

/** What a spreadsheet puts on the clipboard: a line for each row, a tab between cells; quoted where a cell has either. */
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

/** The rows with the pasted cells in them, from one cell on. */
export function pasted(rows: readonly Row[], at: number, column: Column, text: string): Row[] {
  const cells = parseCells(text);
  const filled = [...rows];
  for (const [down, line] of cells.entries()) {
    const changed = line.map((cell, across) => [columns[columns.indexOf(column) + across], cell] as const);
    const named = changed.filter((each): each is readonly [Column, string] => each[0] !== undefined);
    filled[at + down] = { ...(filled[at + down] ?? emptyRow()), ...Object.fromEntries(named) };
  }
  return filled;
}

/** A country by its code, or by its name in the reader's language or in English; else what was typed, which is refused. */
function countryOf(typed: string, language: string): string {
  const wanted = typed.trim();
  if (countries.has(wanted.toUpperCase())) return wanted.toUpperCase();
  const named = [...countriesIn(language), ...countriesIn("en")];
  return (
    named.find(({ label }) => label.localeCompare(wanted, language, { sensitivity: "base" }) === 0)?.value ?? wanted
  );
}

type Nominations = z.input<typeof nominations>;

/** What the contract takes. */
export const bodyOf = (rows: readonly Row[], language: string): Nominations => ({
  items: rows.map(({ functionTitle, givenName, familyName, email, nationality }) => ({
    person: {
      ...(givenName.trim() && { givenName }),
      ...(familyName.trim() && { familyName }),
      ...(email.trim() && { email }),
      ...(nationality.trim() && { nationality: countryOf(nationality, language) }),
    } as Nominations["items"][number]["person"],
    ...(functionTitle.trim() && { functionTitle }),
  })),
});
