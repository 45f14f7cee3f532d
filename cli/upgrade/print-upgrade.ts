import { printLines } from "../print.ts";
import type { UpgradeReport } from "./upgrade-table.ts";

/** @returns the exit code: 1 if something needs a person */
export function printUpgrade(report: UpgradeReport | undefined): number {
  if (!report) {
    printLines(["nothing to upgrade"]);
    return 0;
  }
  const { from, to, items, results, unreadable } = report;
  const refused = results.filter(({ refusal }) => refusal !== undefined);
  printLines([
    `upgraded from form ${from} to form ${to}: ${items} rows written, ` +
      `${results.length - refused.length} corrections of what follows from them`,
    ...unreadable.map(({ text, refusal }) => `UNREADABLE: ${text}: ${refusal}`),
    ...refused.map(({ text, refusal }) => `REFUSED: ${text}: ${refusal}`),
  ]);
  return refused.length + unreadable.length === 0 ? 0 : 1;
}
