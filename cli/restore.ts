import { restoreBackup, restoreLocalBackup } from "./backup/copy.ts";
import { openDeployedStores } from "./backup/stores.ts";
import { runCommand, runInterruptible, UsageError } from "./command.ts";
import { printLines, printProgress } from "./print.ts";
import { restoreItem } from "./restore-item/restore-item.ts";
import { getLocalLocation, type OperatorTarget, openOperatorTable, parseDeployedNames } from "./target.ts";
import { printUpgrade } from "./upgrade/print-upgrade.ts";
import { readOperatorTable } from "./verify-counters/operator-rows.ts";

/**
 * Restores a backup in PALAIS_HOME, which must contain no system, or in an empty table and a bucket of a deployed system,
 * whose stream consumers must be disabled (docs/operations.md). An incomplete file restores nothing. A restore that was
 * interrupted is repeated with the same command. A backup in an older form is upgraded. With `--item` it writes one damaged
 * or missing item of a table in use (docs/operations.md, "Repair").
 */
await runCommand(
  {
    usage: "restore -- --from FILE [--table NAME --bucket NAME] | --from FILE --item KEY [--table NAME]",
    options: {
      from: { type: "string", help: "the backup" },
      table: {
        type: "string",
        help: "an empty table of a deployed system, the output TableName; without it, PALAIS_HOME is restored",
      },
      bucket: { type: "string", help: "its documents bucket, the output DocumentsBucket" },
      item: {
        type: "string",
        help: "write this damaged or missing item alone, of a table in use or of the running local system",
      },
    },
  },
  async ({ values: { from, item, ...target } }) => {
    if (!from) throw new UsageError("--from is missing.");
    if (item !== undefined) return restoreOne(from, item, target);
    const names = parseDeployedNames(target);
    const { items, objects, upgrade } = names
      ? await restoreBackup(openDeployedStores(names.table, names.bucket), from, printProgress)
      : await runInterruptible((signal) => restoreLocalBackup(getLocalLocation(), from, signal, printProgress));
    process.stdout.write(`${items} items and ${objects} files are restored\n`);
    const code = upgrade ? printUpgrade(upgrade) : 0;
    printLines([names ? describeNext(names.table) : `Next: npm start, with PALAIS_HOME=${getLocalLocation().folder}`]);
    return code;
  },
);

/** @returns the exit code */
async function restoreOne(file: string, printed: string, { table: name, bucket }: OperatorTarget): Promise<number> {
  if (bucket !== undefined) throw new UsageError("--item writes no files: leave --bucket away.");
  const table = await openOperatorTable(name);
  const { mendable } = await restoreItem(table, await readOperatorTable(table, name), file, printed);
  printLines([
    `item ${printed} is as it was`,
    ...(mendable === 0 ? [] : [`Next: npm run verify-counters -- --repair (${mendable} differences)`]),
  ]);
  return 0;
}

function describeNext(table: string): string {
  return `Next: npm run verify-counters -- --table ${table}, then the steps after it in docs/operations.md ("Restore on AWS")`;
}
