import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { type Recount, recount } from "#shared/store/recount.ts";

/**
 * `npm run recount -- --conference ID [--table NAME]`: proves from the rows that every pool counts its holders.
 * Works on the running local system, or, with `--table` and the usual AWS credentials, on a deployed one. Exits 1 on any
 * difference.
 */
const { values } = parseArgs({ options: { conference: { type: "string" }, table: { type: "string" } } });

function localTable() {
  const file = join(process.env["PALAIS_HOME"] ?? ".palais", "local.json");
  if (!existsSync(file))
    throw new Error("No local system is running (npm start); for a deployed one, name its --table.");
  const { dynamodb, table } = JSON.parse(readFileSync(file, "utf8")) as { dynamodb: string; table: string };
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  return { client: new DynamoDBClient({ endpoint: dynamodb, region: "eu-central-1", credentials }), name: table };
}

function print({ conferenceId, registrations, shards, overhang, freeWhileWaiting, differences }: Recount): void {
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
  for (const difference of differences) process.stdout.write(`DIFFERENCE: ${difference}\n`);
  process.stdout.write(differences.length === 0 ? "recount equal\n" : `${differences.length} differences\n`);
}

if (!values.conference) {
  process.stderr.write("Which one? npm run recount -- --conference ID\n");
  process.exit(2);
}
try {
  const result = await recount(
    values.table ? { client: new DynamoDBClient(), name: values.table } : localTable(),
    values.conference,
  );
  print(result);
  process.exitCode = result.differences.length === 0 ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : "The recount failed."}\n`);
  process.exitCode = 2;
}
