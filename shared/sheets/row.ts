import { languages } from "#shared/domain/conference.ts";
import type { Fault } from "#shared/domain/refusal.ts";
import { sheetMessages } from "#shared/i18n/messages.ts";
import type { PlacedColumn } from "./headings.ts";

/** One row of a file, its cells as text. `row` counts as a spreadsheet does: the headings are row 1. */
export interface SheetRow {
  readonly row: number;
  readonly cells: readonly string[];
}

/** What a row says, as the form would send it; and what in it no schema can tell. */
export interface RowBody {
  readonly body: Readonly<Record<string, unknown>>;
  readonly faults: readonly RowFault[];
}

/** `column` is a letter, where no heading stands over the cell. */
export type RowFault = Fault & { readonly column?: string };

/**
 * What a spreadsheet would take for a formula, or for a command of an older one (OWASP, "CSV Injection"). No field
 * begins so, and what is stored may be opened in a spreadsheet again: such a cell is refused, never rewritten.
 */
const formula = /^[=+\-@\t\r]/;

/** The row as the form's body: an empty cell is an absent field. */
export function bodyOf(columns: readonly (PlacedColumn | undefined)[], cells: readonly string[]): RowBody {
  const body: Record<string, unknown> = {};
  const faults: RowFault[] = [];
  for (const [index, cell] of cells.entries()) {
    const column = columns[index];
    if (cell.trim() === "") continue;
    if (!column) faults.push({ path: "", rule: "surplusCell", column: letterOf(index) });
    else if (formula.test(cell)) faults.push({ path: column.path, rule: "formula" });
    else set(body, column.path.split("."), fieldValue(column, cell.trim(), faults));
  }
  return { body, faults };
}

/** As a spreadsheet names its columns: A to Z, then AA. */
function letterOf(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last;
}

function set(body: Record<string, unknown>, [name = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    body[name] = value;
    return;
  }
  const inner = (body[name] ?? {}) as Record<string, unknown>;
  body[name] = inner;
  set(inner, rest, value);
}

function fieldValue({ path, kind, values }: PlacedColumn, cell: string, faults: RowFault[]): unknown {
  if (kind === "list") return cell.split(/[\s,;]+/).filter(Boolean);
  if (kind === "text") return values ? cell.toLowerCase() : cell;
  const said = flags.get(cell.normalize("NFKC").toLowerCase());
  if (said === undefined) faults.push({ path, rule: "notYesOrNo" });
  return said ?? false;
}

/** Yes and no in each language, and as spreadsheets and programs write them. */
const flags = new Map<string, boolean>([
  ...[true, false].flatMap((value) => [[String(value), value] as const, [value ? "1" : "0", value] as const]),
  ...languages.flatMap((language) => [
    [sheetMessages.translate(language, "sheet.yes"), true] as const,
    [sheetMessages.translate(language, "sheet.no"), false] as const,
  ]),
]);
