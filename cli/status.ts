import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { scanItems } from "#shared/dynamodb/table.ts";
import { hasLocalState } from "../local/home.ts";
import { runCommand, UsageError } from "./command.ts";
import { findStack, getOutput } from "./existing-stack.ts";
import { printLines } from "./print.ts";
import { assessHome, assessRestore } from "./status/assess-home.ts";
import { assessTable, type StatusLine } from "./status/assess-table.ts";
import { getLocalLocation, openOperatorTable, readLocalTable } from "./target.ts";

/**
 * Shows in one screen what is late, stuck or wrong: rows, counters, histories, waiting lists, emails, jobs, erasures,
 * dead letters and the last backup. Exits with 1 if something needs a person. Works on the local system, running or
 * not, or with the usual AWS credentials on a deployed one: `--stack` reads the names of its table and of all its
 * queues from the outputs, `--table` and `--queue` name them.
 */
await runCommand(
  {
    usage: "status -- [--stack NAME | --table NAME [--queue URL]...]",
    options: {
      stack: {
        type: "string",
        help: "a deployed system: the stack whose outputs name its table and all its dead-letter queues",
      },
      table: {
        type: "string",
        help: "the table of a deployed system, the output TableName; without it, the local system",
      },
      queue: {
        type: "string",
        multiple: true,
        help: "the URL of a dead-letter queue of a deployed system, an output that ends with DlqUrl; may be repeated",
      },
    },
  },
  async ({ values: { stack, table: name, queue = [] } }) => {
    if (queue.length > 0 && name === undefined)
      throw new UsageError("--queue needs --table: the queues of the local system are shown in any case.");
    if (stack !== undefined && name !== undefined)
      throw new UsageError("--stack stands for --table and --queue: give one of them.");
    const { table, queues } = stack === undefined ? { table: name, queues: queue } : await loadStackTarget(stack);
    const now = Date.now();
    const { folder } = getLocalLocation();
    const restore = table === undefined && !hasLocalState(folder) ? assessRestore(folder) : [];
    if (restore.length > 0) return printStatus(restore);
    const items =
      table === undefined
        ? [...readLocalTable(folder)]
        : await Array.fromAsync(scanItems(await openOperatorTable(table)));
    const around = table === undefined ? await assessHome(folder) : await Promise.all(queues.map(assessQueue));
    return printStatus([...around, ...assessTable(items, now, table)]);
  },
);

/** @returns the exit code */
function printStatus(lines: readonly StatusLine[]): number {
  const width = Math.max(...lines.map(({ subject }) => subject.length));
  const open = lines.filter(({ state }) => state === "attention").length;
  printLines([
    ...lines.map(({ subject, state, text }) => `${state === "ok" ? "   " : " ! "} ${subject.padEnd(width)}  ${text}`),
    "",
    open === 0 ? "all is well" : `${open} ${open === 1 ? "needs" : "need"} a person: docs/operations.md, docs/runbooks`,
  ]);
  return open === 0 ? 0 : 1;
}

/** The table and the dead-letter queues of a deployed system. @throws Error if there is no such stack */
async function loadStackTarget(name: string): Promise<{ table: string; queues: string[] }> {
  // The stack with the queue of alarm emails that could not be delivered is always there (infra/monitoring-stack.ts).
  const monitoringStack = findStack("us-east-1", `${name}Monitoring`);
  const [stack, monitoring] = await Promise.all([findStack(undefined, name), monitoringStack]);
  if (stack === undefined) throw new Error(`This account and region have no stack ${name}.`);
  const outputs = [...stack.outputs, ...(monitoring?.outputs ?? [])];
  const queues = outputs.filter(([output]) => output.endsWith("DlqUrl")).map(([, url]) => url);
  return { table: getOutput(stack, "TableName"), queues };
}

async function assessQueue(url: string): Promise<StatusLine> {
  const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["ApproximateNumberOfMessages"] });
  const [, region] = /^https:\/\/sqs\.([\w-]+)\./.exec(url) ?? [];
  const client = new SQSClient({ useQueueUrlAsEndpoint: false, ...(region !== undefined && { region }) });
  const { Attributes } = await client.send(command);
  const count = Number(Attributes?.["ApproximateNumberOfMessages"] ?? 0);
  const name = url.split("/").at(-1);
  return { subject: "dead letters", state: count === 0 ? "ok" : "attention", text: `${count} in ${name}` };
}
