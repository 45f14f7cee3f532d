import { parseArgs } from "node:util";
import { type Recount, recount } from "#shared/store/recount.ts";
import { operatorTable } from "./operator-table.ts";

/**
 * `npm run recount -- --conference ID [--table NAME]`: proves from the rows that every pool counts its holders.
 * Works on the running local system, or, with `--table` and the usual AWS credentials, on a deployed one. Exits 1 on any
 * difference.
 */
const { values } = parseArgs({ options: { conference: { type: "string" }, table: { type: "string" } } });

function print({
  conferenceId,
  registrations,
  shards,
  overhang,
  freeWhileWaiting,
  notYetCounted,
  differences,
}: Recount): void {
  process.stdout.write(`${conferenceId}: ${registrations} registrations\n\n`);
  const line = (cells: readonly string[]) =>
    `  ${(cells[0] ?? "").padEnd(36)}${cells
      .slice(1)
      .map((cell) => cell.padStart(9))
      .join("")}\n`;
  process.stdout.write(line(["pool", "shard", "limit", "taken", "holders"]));
  for (const { pool, shard, limit, taken, holders } of shards) {
    process.stdout.write(line([pool, ...[shard, limit, taken, holders].map(String)]));
  }
  process.stdout.write(`\n${overhang} seats over a limit, ${freeWhileWaiting} in line who would fit\n`);
  process.stdout.write(`${notYetCounted} registrations on their way to the statistics\n`);
  for (const difference of differences) process.stdout.write(`DIFFERENCE: ${difference}\n`);
  process.stdout.write(differences.length === 0 ? "recount equal\n" : `${differences.length} differences\n`);
}

if (!values.conference) {
  process.stderr.write("Which one? npm run recount -- --conference ID\n");
  process.exit(2);
}
try {
  const result = await recount(operatorTable(values.table), values.conference);
  print(result);
  process.exitCode = result.differences.length === 0 ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : "The recount failed."}\n`);
  process.exitCode = 2;
}
