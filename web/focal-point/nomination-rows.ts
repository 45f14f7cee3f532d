import type * as z from "zod/mini";
import type { nominationsRequest } from "#shared/delegations/contract.ts";
import type { FieldError } from "#shared/model/domain-error.ts";
import { isNonLatin } from "#shared/registrations/names.rules.ts";
import {
  type CategoryRequirements,
  findGuardianErrors,
  findMissingFields,
  isBelowMinimumAge,
  listRequiredPaths,
  type RequirableForm,
} from "#shared/registrations/requirements.rules.ts";
import { guardianPaths, toNestedBody } from "../kit/form/form-values.ts";
import type { OwnDelegation } from "./own-delegation.ts";

/** The columns of every nomination, by the path of their field. */
const usualColumns = [
  "person.givenName",
  "person.familyName",
  "person.email",
  "person.nationality",
  "functionTitle",
  "role",
];
const latinColumns = ["latinName.givenName", "latinName.familyName"];

/** The category of the delegation, as far as the grid needs it. */
type NominationCategory = CategoryRequirements | undefined;

/** The fields that a nomination takes from the delegation unless it has its own. */
const toGivenFields = ({ country }: Pick<OwnDelegation, "country">) => ({
  organization: "-",
  ...(country !== undefined && { country }),
});

/**
 * All columns of the grid, in the order of a pasted spreadsheet: those of every nomination, then what the category also
 * requires and the delegation does not give, then the name in Latin letters.
 */
export function listNominationColumns(
  category: NominationCategory,
  delegation: Pick<OwnDelegation, "country">,
  isHybrid = false,
): readonly string[] {
  const given = Object.keys(toGivenFields(delegation));
  const known = [...usualColumns, ...given];
  const required = category ? listRequiredPaths(category).filter((path) => !known.includes(path)) : [];
  const guardian = category?.minimumAge === undefined ? [] : guardianPaths;
  const participation = isHybrid ? ["participation"] : [];
  return [...usualColumns, ...participation, ...required, ...guardian, ...latinColumns];
}

/** A person of the grid, with the typed text of each column that is not empty. */
export interface NominationRow {
  readonly id: string;
  readonly cells: Readonly<Record<string, string>>;
}

export const createNominationRow = (): NominationRow => ({ id: crypto.randomUUID(), cells: {} });

export const getCell = ({ cells }: NominationRow, column: string): string => cells[column] ?? "";

export const setCell = (row: NominationRow, column: string, text: string): NominationRow => ({
  ...row,
  cells: { ...row.cells, [column]: text },
});

/** A role or a way to take part alone is no person. */
export const isEmptyRow = ({ cells }: NominationRow): boolean =>
  Object.entries(cells).every(([column, text]) => ["role", "participation"].includes(column) || text.trim() === "");

const needsLatinName = (row: NominationRow) =>
  isNonLatin(getCell(row, "person.givenName") + getCell(row, "person.familyName")) ||
  latinColumns.some((column) => getCell(row, column) !== "");

/** Whether a person of the grid is below the minimum age of the category, or has a guardian already. */
const hasGuardian = (category: NominationCategory, startsOn: string) => (row: NominationRow) =>
  isBelowMinimumAge(category ?? {}, getCell(row, "person.birthDate"), startsOn) ||
  guardianPaths.some((column) => getCell(row, column) !== "");

/**
 * The columns to show: those of the name in Latin letters if a name is in another script, and those of a guardian if a
 * person is below the minimum age.
 */
export function selectShownColumns(
  columns: readonly string[],
  rows: readonly NominationRow[],
  fieldErrors: object,
  category: NominationCategory,
  startsOn: string,
): readonly string[] {
  const isFaulty = (group: string) => Object.keys(fieldErrors).some((path) => path.includes(group));
  const isLatin = rows.some(needsLatinName) || isFaulty("latinName");
  const isGuarded = rows.some(hasGuardian(category, startsOn)) || isFaulty("guardian");
  const isShown = (column: string) =>
    column.startsWith("guardian.") ? isGuarded : isLatin || !latinColumns.includes(column);
  return columns.filter(isShown);
}

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

/**
 * The columns that the first line of a sheet names, or `undefined` if it has no headings.
 * @param headings the label of each column
 */
function findHeadings(cells: readonly string[], headings: ReadonlyMap<string, string>) {
  const named = cells.map((cell) =>
    [...headings].find(([, label]) => cell !== "" && label.toLowerCase() === cell.toLowerCase())?.at(0),
  );
  return named.filter((column) => column !== undefined).length >= 2 ? named : undefined;
}

/**
 * The rows with the pasted cells filled in, starting at one cell. A first line with headings names the columns.
 * @param headings the label of each column, in the order of the grid
 */
export function pasteCells(
  rows: readonly NominationRow[],
  at: number,
  column: string,
  text: string,
  headings: ReadonlyMap<string, string>,
): NominationRow[] {
  const lines = parseCells(text);
  const columns = [...headings.keys()];
  const named = findHeadings(lines[0] ?? [], headings);
  const targets = named ?? columns.slice(columns.indexOf(column));
  const filled = [...rows];
  for (const [down, cells] of (named ? lines.slice(1) : lines).entries()) {
    const row = filled[at + down] ?? createNominationRow();
    filled[at + down] = cells.reduce((changed, cell, across) => {
      const target = targets[across];
      return target === undefined ? changed : setCell(changed, target, cell);
    }, row);
  }
  return filled;
}

/** Returns the value that a typed text means, or the text itself, by column. */
export type CellParsers = Readonly<Record<string, (text: string) => string>>;

type NominationsBody = z.input<typeof nominationsRequest>;

/**
 * The request body for the contract. A person without a role has the one that the empty cell shows.
 * @param parsers of the columns whose values are codes; that of the role returns the default role for no text
 */
export const toNominationsBody = (rows: readonly NominationRow[], parsers: CellParsers): NominationsBody => ({
  items: rows.map(({ cells }) => {
    const values = Object.entries(cells).map(([column, text]) => {
      const parse = text.trim() === "" ? undefined : parsers[column];
      return [column, parse ? parse(text.trim()) : text];
    });
    const usual = { role: parsers["role"]?.("") ?? "" };
    return { person: {}, ...toNestedBody(usual), ...toNestedBody(Object.fromEntries(values)) };
  }) as unknown as NominationsBody["items"],
});

/** An error at each cell that the category requires and that is empty. */
export const findMissingCells = (
  { items }: NominationsBody,
  category: NominationCategory,
  delegation: Pick<OwnDelegation, "country">,
  startsOn: string,
): FieldError[] =>
  items.flatMap((item, index) => {
    const form = { ...toGivenFields(delegation), ...item } as RequirableForm;
    const errors = [...findMissingFields(category, form), ...findGuardianErrors(category, startsOn, form)];
    return errors.map((error) => ({ ...error, path: `items.${index}.${error.path}` }));
  });
