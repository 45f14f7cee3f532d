import { parseArgs } from "node:util";
import { deployedNames, here } from "./backup/arguments.ts";
import { backUp, backUpLocal } from "./backup/copy.ts";
import { deployedStores } from "./backup/stores.ts";

/**
 * `npm run backup -- --to FILE [--table NAME --bucket NAME]`: everything of a system in one file, for its owner alone. Of the
 * local system, running or stopped, with its keys and accounts; with the names and the usual AWS credentials, of a
 * deployed one, whose keys stay in KMS.
 */
const { values } = parseArgs({
  options: { to: { type: "string" }, table: { type: "string" }, bucket: { type: "string" } },
});

try {
  if (!values.to) throw new Error("Where to? npm run backup -- --to FILE");
  const names = deployedNames(values);
  const { items, objects } = names
    ? await backUp(deployedStores(names.table, names.bucket), values.to)
    : await backUpLocal(here(), values.to);
  process.stdout.write(`${items} items and ${objects} files are in ${values.to}\n`);
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : "The backup failed."}\n`);
  process.exit(1);
}
