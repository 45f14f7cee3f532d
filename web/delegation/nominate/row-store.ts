import { emptyRow, type Row } from "./row.ts";

const prefix = "palais.nominate.";

/** Rows that aren't sent yet, kept in the tab. */
export function readRows(delegationId: string): Row[] {
  const rows = JSON.parse(sessionStorage.getItem(prefix + delegationId) ?? "null") as Row[] | null;
  return rows && rows.length > 0 ? rows : [emptyRow()];
}

export function keepRows(delegationId: string, rows: readonly Row[]): void {
  sessionStorage.setItem(prefix + delegationId, JSON.stringify(rows));
}

export function forgetRows(): void {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(prefix)) sessionStorage.removeItem(name);
}
