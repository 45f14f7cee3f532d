import { createBackup, createLocalBackup } from "./backup/copy.ts";
import { openDeployedStores } from "./backup/stores.ts";
import { runCommand, UsageError } from "./command.ts";
import { getLocalLocation, parseDeployedNames } from "./target.ts";

/**
 * Writes all data of a system into one file that only its owner can read. It contains the local system, running or
 * stopped, with its keys and accounts; or with the names and the usual AWS credentials a deployed system, whose keys
 * stay in KMS.
 */
await runCommand(
  "backup -- --to FILE [--table NAME --bucket NAME]",
  { to: { type: "string" }, table: { type: "string" }, bucket: { type: "string" } },
  async ({ values: { to, ...target } }) => {
    if (!to) throw new UsageError("--to is missing.");
    const names = parseDeployedNames(target);
    const { items, objects } = names
      ? await createBackup(openDeployedStores(names.table, names.bucket), to)
      : await createLocalBackup(getLocalLocation(), to);
    process.stdout.write(`${items} items and ${objects} files are in ${to}\n`);
    return 0;
  },
);
