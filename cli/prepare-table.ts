import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { runCommand, UsageError } from "./command.ts";
import { prepareTable } from "./prepare-table/prepare-table.ts";
import { printLines } from "./print.ts";

/**
 * Prepares a table for the stack, with the usual AWS credentials: one that was restored to a point in time, or with
 * `--create` a new one for a backup file. It prints the parameter with which the stack uses the table.
 */
await runCommand(
  {
    usage: "prepare-table -- --table NAME [--create]",
    options: {
      table: { type: "string", help: "the name of the table" },
      create: { type: "boolean", help: "create the table, empty, if it does not exist" },
    },
  },
  async ({ values: { table, create = false } }) => {
    if (!table) throw new UsageError("--table is missing.");
    const client = new DynamoDBClient();
    // The definition of the table takes seconds to synthesize.
    await client.config.region();
    const { streamArn, steps } = await prepareTable(client, table, create);
    printLines([
      ...(steps.length > 0 ? steps : ["nothing was left to do"]).map((step) => `${table}: ${step}`),
      `When its items are complete: npx cdk deploy Palais --parameters RestoredTableStreamArn=${streamArn} ` +
        "(of a trial stage, also: -c trial=true)",
    ]);
    return 0;
  },
);
