import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { assertNotRestoring } from "./backup/restore-marker.repository.ts";
import { runCommand } from "./command.ts";
import { printProgress } from "./print.ts";
import { getLocalLocation } from "./target.ts";
import { printUpgrade } from "./upgrade/print-upgrade.ts";
import { upgradeLocalSystem } from "./upgrade/upgrade-local.ts";
import { upgradeTable } from "./upgrade/upgrade-table.ts";

/**
 * Brings the stored form of a table to that of this release: of the local system, which must be stopped; or with
 * `--table` and the usual AWS credentials of a deployed one. An upgrade that was interrupted is repeated with the same
 * command. Exits with 1 if something in the table needs a person.
 */
await runCommand(
  {
    usage: "upgrade -- [--table NAME]",
    options: {
      table: {
        type: "string",
        help: "the table of a deployed system, the output TableName; without it, the stopped local system",
      },
    },
  },
  async ({ values: { table: name } }) => {
    if (name === undefined) return printUpgrade(await upgradeLocalSystem(getLocalLocation(), printProgress));
    const table = { client: new DynamoDBClient(), name };
    await assertNotRestoring(table);
    return printUpgrade(await upgradeTable(toCommandStore(table)));
  },
);
