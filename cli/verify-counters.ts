import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { runCommand } from "./command.ts";
import { printLines } from "./print.ts";
import { getLocalLocation, openOperatorTable, readLocalTable } from "./target.ts";
import { repairConference } from "./verify-counters/repair.ts";
import { type CounterReport, type TableReport, verifyItems, verifyTable } from "./verify-counters/verify-counters.ts";

/**
 * Proves from the rows that every pool counts its holders, and that everything else that follows from the rows agrees
 * with them. Works on the local system, running or not, or with `--table` and the usual AWS credentials on a deployed
 * one. `--repair` mends what can be mended, and needs a running system. Exits with 1 on any difference that is left.
 */
await runCommand(
  {
    usage: "verify-counters -- [--conference ID] [--repair] [--table NAME]",
    options: {
      conference: { type: "string", help: "the conference; without it, all of them" },
      repair: {
        type: "boolean",
        help: "mend the differences, with the rows as the truth; each mend joins the history",
      },
      table: {
        type: "string",
        help: "the table of a deployed system, the output TableName; without it, the local system",
      },
    },
  },
  async ({ values: { conference, repair, table } }) => {
    const report = await verify(conference, table);
    const chosen = report.conferences.filter(({ conferenceId }) => [conferenceId, undefined].includes(conference));
    if (conference !== undefined && chosen.length === 0)
      throw new Error(`There is no conference ${conference}, or it can't be read: ${listUnreadable(report)}`);
    for (const each of chosen) printCounterReport(each);
    printLines(report.unreadable.map(({ text, refusal }) => `UNREADABLE: ${text}: ${refusal}`));
    if (!repair) return report.unreadable.length + chosen.flatMap(({ findings }) => findings).length === 0 ? 0 : 1;
    let left = report.unreadable.length;
    for (const { conferenceId, findings } of chosen)
      if (findings.length > 0) left += await repairAndPrint(conferenceId, table);
    return left === 0 ? 0 : 1;
  },
);

function listUnreadable({ unreadable }: TableReport): string {
  return unreadable.map(({ text }) => text).join("; ") || "nothing was verified.";
}

/** The local table is read at one moment, so the system may run, or not. */
async function verify(conference: string | undefined, name: string | undefined): Promise<TableReport> {
  if (name === undefined) return verifyItems(readLocalTable(getLocalLocation().folder), Date.now());
  return verifyTable(await openOperatorTable(name), conference);
}

/** @returns the number of differences that are left */
async function repairAndPrint(conferenceId: string, name: string | undefined): Promise<number> {
  const results = await repairConference(toCommandStore(await openOperatorTable(name)), conferenceId);
  const lines = results.map(({ text, refusal }) =>
    refusal === undefined ? `MENDED: ${text}` : `REFUSED: ${text}: ${refusal}`,
  );
  printLines([`${conferenceId}:`, ...lines]);
  return results.filter(({ refusal }) => refusal !== undefined).length;
}

function printCounterReport(report: CounterReport): void {
  const { conferenceId, registrations, shards, seatsOverLimit, seatsFreeWhileWaiting, findings } = report;
  const formatRow = (pool: string, ...cells: readonly (string | number)[]) =>
    `  ${pool.padEnd(36)}${cells.map((cell) => String(cell).padStart(9)).join("")}`;
  const lines = [
    `${conferenceId}: ${registrations} registrations`,
    "",
    formatRow("pool", "shard", "limit", "taken", "holders"),
    ...shards.map(({ pool, shard, limit, taken, holders }) => formatRow(pool, shard, limit, taken, holders)),
    "",
    `${seatsOverLimit} seats over a limit, ${seatsFreeWhileWaiting} people on the waiting list who could be seated`,
    `${report.pendingStatistics} registrations not in the statistics yet`,
    ...findings.map(({ text, mend }) => `DIFFERENCE: ${text}${mend ? "" : " (can't be mended)"}`),
    findings.length === 0 ? "no difference" : `${findings.length} differences`,
  ];
  printLines(lines);
}
