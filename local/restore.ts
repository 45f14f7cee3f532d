import { parseArgs } from "node:util";
import { deployedNames, here } from "./backup/arguments.ts";
import { restore, restoreLocal } from "./backup/copy.ts";
import { deployedStores } from "./backup/stores.ts";

/**
 * `npm run restore -- --from FILE [--table NAME --bucket NAME]`: makes a system from a backup: in PALAIS_HOME, where none may
 * be; or in an empty table and a bucket of a deployed one, whose consumers of the stream must be off meanwhile
 * (docs/operations.md). A file that isn't whole restores nothing.
 */
const { values } = parseArgs({
  options: { from: { type: "string" }, table: { type: "string" }, bucket: { type: "string" } },
});

try {
  if (!values.from) throw new Error("From what? npm run restore -- --from FILE");
  const names = deployedNames(values);
  const { items, objects } = names
    ? await restore(deployedStores(names.table, names.bucket), values.from)
    : await restoreLocal(here(), values.from);
  process.stdout.write(`${items} items and ${objects} files are back\n`);
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : "The restore failed."}\n`);
  process.exit(1);
}
