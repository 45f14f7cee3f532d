import { runCommand, UsageError } from "./command.ts";
import { openOperatorTable } from "./target.ts";
import { type CounterReport, verifyCounters } from "./verify-counters/verify-counters.ts";

/**
 * Proves from the rows that every pool counts its holders. Works on the running local system, or with `--table` and the
 * usual AWS credentials on a deployed one. Exits with 1 on any difference.
 */
await runCommand(
  "verify-counters -- --conference ID [--table NAME]",
  { conference: { type: "string" }, table: { type: "string" } },
  async ({ values: { conference, table } }) => {
    if (!conference) throw new UsageError("--conference is missing.");
    const report = await verifyCounters(openOperatorTable(table), conference);
    printCounterReport(report);
    return report.differences.length === 0 ? 0 : 1;
  },
);

function printCounterReport(report: CounterReport): void {
  const { conferenceId, registrations, shards, seatsOverLimit, seatsFreeWhileWaiting, differences } = report;
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
    ...differences.map((difference) => `DIFFERENCE: ${difference}`),
    differences.length === 0 ? "no difference" : `${differences.length} differences`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}
