import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Table } from "#shared/dynamodb/table.ts";
import { type VerifiedBackup, verifyBackup } from "./backup/backup-verification.ts";
import { createBackup, createLocalBackup } from "./backup/copy.ts";
import { removeLeftovers } from "./backup/leftovers.ts";
import { recordBackup } from "./backup/restore-marker.repository.ts";
import { openDeployedStores } from "./backup/stores.ts";
import { runCommand, runInterruptible, UsageError } from "./command.ts";
import { printLines } from "./print.ts";
import { findLocalDescription, getLocalLocation, openLocalTable, parseDeployedNames } from "./target.ts";

/**
 * Writes all data of a system into one file that only its owner can read. It contains the local system, running,
 * stopped or crashed, with its keys and accounts; or with the names and the usual AWS credentials a deployed system,
 * whose keys stay in KMS. `--verify` verifies a file that was written before.
 */
await runCommand(
  {
    usage: "backup -- --to FILE [--table NAME --bucket NAME] | --verify FILE",
    options: {
      to: { type: "string", help: "the file to write; it must not exist" },
      table: {
        type: "string",
        help: "the table of a deployed system, the output TableName; without it, the local system in PALAIS_HOME",
      },
      bucket: { type: "string", help: "its documents bucket, the output DocumentsBucket" },
      verify: { type: "string", help: "verify this backup, and write none" },
    },
  },
  async ({ values: { to, verify, ...target } }) => {
    if (verify !== undefined) {
      if ([to, target.table, target.bucket].some((each) => each !== undefined))
        throw new UsageError("--verify verifies a file that was written before: give it alone.");
      return verifyFile(verify);
    }
    if (!to) throw new UsageError("--to is missing.");
    const names = parseDeployedNames(target);
    const removed = await removeLeftovers(names ? undefined : getLocalLocation().folder, to);
    printLines(removed.map((each) => `removed ${each}, which a killed backup left`));
    const { items, objects, differences, missing } = await runInterruptible((signal) =>
      names
        ? createBackup(openDeployedStores(names.table, names.bucket), to, signal)
        : createLocalBackup(getLocalLocation(), to, signal),
    );
    const table = names ? { client: new DynamoDBClient(), name: names.table } : findRunningTable();
    // A stopped system is not written to. That a backup exists is true without the record, too.
    if (table) await recordBackup(table, new Date()).catch(() => {});
    process.stdout.write(`${items} items and ${objects} files are in ${to}\n`);
    return printOutcome({ differences, missing });
  },
);

function findRunningTable(): Table | undefined {
  const description = findLocalDescription(getLocalLocation().folder);
  return description && openLocalTable(description);
}

async function verifyFile(file: string): Promise<number> {
  const { items, conferences, ...outcome } = await verifyBackup(file);
  printLines([`${items} items, ${conferences.length} conferences`]);
  return printOutcome(outcome);
}

/** @returns the exit code */
function printOutcome({ differences, missing }: Pick<VerifiedBackup, "differences" | "missing">): number {
  printLines(missing.map((fault) => `NOT IN THE BACKUP: ${fault}`));
  return Math.max(printDifferences(differences), missing.length === 0 ? 0 : 1);
}

/** @returns the exit code */
function printDifferences(differences: readonly string[]): number {
  const lines = [
    ...differences.map((difference) => `DIFFERENCE: ${difference}`),
    differences.length === 0
      ? "verified: all counters equal the rows, and every history is whole"
      : `${differences.length} differences: the backup is complete, but the system itself is wrong: ` +
        "npm run verify-counters says what to do about each",
  ];
  printLines(lines);
  return differences.length === 0 ? 0 : 1;
}
