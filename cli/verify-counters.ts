import type { Table } from "#shared/dynamodb/table.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { runCommand, UsageError } from "./command.ts";
import { printLines } from "./print.ts";
import { getLocalLocation, openOperatorTable, readLocalTable } from "./target.ts";
import { readOperatorTable, setAsideWhileRunning } from "./verify-counters/operator-rows.ts";
import { removeRow } from "./verify-counters/remove-row.ts";
import { repairConference } from "./verify-counters/repair.ts";
import { type CounterReport, type TableReport, verifyItems, verifyTable } from "./verify-counters/verify-counters.ts";

/**
 * Proves from the rows that every pool counts its holders, and that everything else that follows from the rows agrees
 * with them. Works on the local system, running or not, or with `--table` and the usual AWS credentials on a deployed
 * one. `--repair` mends what can be mended, and needs a running system. Exits with 1 on any difference that is left,
 * and as long as anyone is seated above a limit.
 */
await runCommand(
  {
    usage: "verify-counters -- [--conference ID] [--repair | --remove KEY] [--table NAME]",
    options: {
      conference: { type: "string", help: "the conference; without it, all of them" },
      repair: {
        type: "boolean",
        help: "mend the differences, with the rows as the truth; each mend joins the history",
      },
      remove: {
        type: "string",
        help: "remove an item that no function needs, by the key that this command prints",
      },
      table: {
        type: "string",
        help: "the table of a deployed system, the output TableName; without it, the local system",
      },
    },
  },
  async ({ values: { conference, repair, remove, table } }) => {
    const hasOthers = repair !== undefined || conference !== undefined;
    if (remove !== undefined && hasOthers) throw new UsageError("--remove removes one item: give it alone.");
    if (remove !== undefined) return removeOne(remove, table);
    return repair ? repairChosen(conference, table) : verifyAndPrint(conference, table);
  },
);

/** @returns the exit code */
async function verifyAndPrint(conference: string | undefined, table: string | undefined): Promise<number> {
  const report = await verifyChosen(conference, table);
  for (const each of report.conferences) printCounterReport(each);
  printUnreadable(report);
  return isInOrder(report) ? 0 : 1;
}

/** @returns the exit code */
async function repairChosen(conference: string | undefined, table: string | undefined): Promise<number> {
  // A stopped system can't be repaired, so nothing else is said of it.
  const opened = await openOperatorTable(table);
  const report = await verifyChosen(conference, table);
  for (const each of report.conferences) printCounterReport(each);
  if (table === undefined) await setAsideWhileRunning(opened);
  let refused = 0;
  for (const { conferenceId, findings } of report.conferences)
    if (findings.length > 0 || report.unreadable.length > 0) refused += await repairAndPrint(opened, conferenceId);
  const left = await verifyChosen(conference, table);
  printLines(left.conferences.flatMap(describeOverLimits));
  printUnreadable(left);
  return refused === 0 && isInOrder(left) ? 0 : 1;
}

/** @returns the exit code */
async function removeOne(printed: string, name: string | undefined): Promise<number> {
  const table = await openOperatorTable(name);
  await removeRow(table, await readOperatorTable(table, name), printed);
  printLines([`removed: item ${printed}`]);
  return 0;
}

/** No difference, and no one who is seated beyond a limit. */
function isInOrder({ conferences, unreadable }: TableReport): boolean {
  const isRight = ({ findings, seatsOverLimit }: CounterReport) => findings.length === 0 && seatsOverLimit === 0;
  return unreadable.length === 0 && conferences.every(isRight);
}

function printUnreadable({ unreadable }: TableReport): void {
  printLines(unreadable.map(({ text, refusal }) => `UNREADABLE: ${text}: ${refusal}`));
}

/** @throws Error if the conference does not exist or can't be read */
async function verifyChosen(conference: string | undefined, table: string | undefined): Promise<TableReport> {
  const report = await verify(conference, table);
  const conferences = report.conferences.filter(({ conferenceId }) => [conferenceId, undefined].includes(conference));
  if (conference !== undefined && conferences.length === 0)
    throw new Error(`There is no conference ${conference}, or it can't be read: ${listUnreadable(report)}`);
  return { ...report, conferences };
}

function listUnreadable({ unreadable }: TableReport): string {
  return unreadable.map(({ text }) => text).join("; ") || "nothing was verified.";
}

/** The local table is read at one moment, so the system may run, or not. */
async function verify(conference: string | undefined, name: string | undefined): Promise<TableReport> {
  if (name === undefined) return verifyItems(readLocalTable(getLocalLocation().folder), Date.now());
  return verifyTable(await openOperatorTable(name), conference);
}

/** @returns the number of differences that are left */
async function repairAndPrint(table: Table, conferenceId: string): Promise<number> {
  const results = await repairConference(toCommandStore(table), conferenceId);
  const lines = results.map(({ text, refusal }) =>
    refusal === undefined ? `MENDED: ${text}` : `REFUSED: ${text}: ${refusal}`,
  );
  printLines([`${conferenceId}:`, ...lines]);
  return results.filter(({ refusal }) => refusal !== undefined).length;
}

/** Who is seated over a limit, by registration, and what the secretariat can do. */
function describeOverLimits({ conferenceId, poolsOverLimit }: CounterReport): string[] {
  return poolsOverLimit.map(
    ({ pool, limit, holders, registrationIds }) =>
      `OVER LIMIT: ${conferenceId}: ${holders} people hold a seat in ${pool}, whose limit is ${limit}. Seated last: ` +
      `${registrationIds.join(", ")}. No repair takes a seat from a person: in the console, the secretariat raises the ` +
      "limit, or withdraws or rejects registrations. Until then the pool gives no seat.",
  );
}

function printCounterReport(report: CounterReport): void {
  const { conferenceId, registrations, shards, seatsOverLimit, seatsFreeWhileWaiting, findings } = report;
  const formatCell = (cell: string | number) => (cell === Number.POSITIVE_INFINITY ? "none" : String(cell)).padStart(9);
  const formatRow = (pool: string, ...cells: readonly (string | number)[]) =>
    `  ${pool.padEnd(36)}${cells.map(formatCell).join("")}`;
  const lines = [
    `${conferenceId}: ${registrations} registrations`,
    "",
    formatRow("pool", "shard", "limit", "taken", "holders"),
    ...shards.map(({ pool, shard, limit, taken, holders }) => formatRow(pool, shard, limit, taken, holders)),
    "",
    `${report.hasUnknownSeats ? "at least " : ""}${seatsOverLimit} seats over a limit, ` +
      `${seatsFreeWhileWaiting} people on the waiting list who could be seated`,
    ...describeOverLimits(report),
    `${report.pendingStatistics} registrations not in the statistics yet`,
    ...findings.map(({ text, mend, refusal }) => `DIFFERENCE: ${text}${mend ? "" : ` (can't be mended: ${refusal})`}`),
    findings.length === 0 ? "no difference" : `${findings.length} differences`,
  ];
  printLines(lines);
}
