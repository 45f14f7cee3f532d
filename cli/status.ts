import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { scanItems } from "#shared/dynamodb/table.ts";
import { runCommand, UsageError } from "./command.ts";
import { printLines } from "./print.ts";
import { assessHome } from "./status/assess-home.ts";
import { assessTable, type StatusLine } from "./status/assess-table.ts";
import { getLocalLocation, openOperatorTable, readLocalTable } from "./target.ts";

/**
 * Shows in one screen what is late, stuck or wrong: rows, counters, histories, waiting lists, emails, jobs, erasures,
 * dead letters and the last backup. Exits with 1 if something needs a person. Works on the local system, running or
 * not, or with `--table` and the usual AWS credentials on a deployed one.
 */
await runCommand(
  {
    usage: "status -- [--table NAME [--queue URL]...]",
    options: {
      table: {
        type: "string",
        help: "the table of a deployed system, the output TableName; without it, the local system",
      },
      queue: {
        type: "string",
        multiple: true,
        help: "the URL of a dead-letter queue of a deployed system; may be repeated",
      },
    },
  },
  async ({ values: { table, queue = [] } }) => {
    if (queue.length > 0 && table === undefined)
      throw new UsageError("--queue needs --table: the queues of the local system are shown in any case.");
    const now = Date.now();
    const { folder } = getLocalLocation();
    const items =
      table === undefined
        ? [...readLocalTable(folder)]
        : await Array.fromAsync(scanItems(await openOperatorTable(table)));
    const around = table === undefined ? assessHome(folder) : await Promise.all(queue.map(assessQueue));
    const lines = [...around, ...assessTable(items, now)];
    const width = Math.max(...lines.map(({ subject }) => subject.length));
    const open = lines.filter(({ state }) => state === "attention").length;
    printLines([
      ...lines.map(({ subject, state, text }) => `${state === "ok" ? "   " : " ! "} ${subject.padEnd(width)}  ${text}`),
      "",
      open === 0 ? "all is well" : `${open} need a person: docs/operations.md, docs/runbooks`,
    ]);
    return open === 0 ? 0 : 1;
  },
);

async function assessQueue(url: string): Promise<StatusLine> {
  const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["ApproximateNumberOfMessages"] });
  const { Attributes } = await new SQSClient().send(command);
  const count = Number(Attributes?.["ApproximateNumberOfMessages"] ?? 0);
  const name = url.split("/").at(-1);
  return { subject: "dead letters", state: count === 0 ? "ok" : "attention", text: `${count} in ${name}` };
}
