import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { promiseAgain } from "#shared/store/outbox.ts";
import { region } from "./template/resolve.ts";

/**
 * `npm run redrive [-- --queue URL --table NAME]`: promises the mails again that were given up, once what kept them from
 * going out is mended; the next sweep sends them. Works on the running local system, or, with `--queue` (the stack's
 * output `GivenUpMailQueue`), `--table` and the usual AWS credentials, on a deployed one.
 */
const { values } = parseArgs({ options: { queue: { type: "string" }, table: { type: "string" } } });

function localParts() {
  const file = join(process.env["PALAIS_HOME"] ?? ".palais", "local.json");
  if (!existsSync(file))
    throw new Error("No local system is running (npm start); for a deployed one, name its --queue and --table.");
  const { dynamodb, table, givenUpMails } = JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new DynamoDBClient({ region, credentials, ...(dynamodb && { endpoint: dynamodb }) });
  return {
    table: { client, name: table ?? "" },
    queue: givenUpMails ?? "",
    sqs: new SQSClient({ region, credentials }),
  };
}

function deployedParts(queue: string, name: string) {
  return { table: { client: new DynamoDBClient(), name }, queue, sqs: new SQSClient() };
}

/** Takes every message out; what the promise says decides, so a message that comes twice does nothing twice. */
async function redrive({ table, queue, sqs }: ReturnType<typeof localParts>): Promise<number> {
  let again = 0;
  for (;;) {
    const wanted = { QueueUrl: queue, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 };
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(wanted));
    if (Messages.length === 0) return again;
    for (const { Body = "", ReceiptHandle } of Messages) {
      const { mailId = "", kind, error } = JSON.parse(Body) as Record<string, string>;
      const reason = await promiseAgain(table, mailId);
      again += reason ? 1 : 0;
      process.stdout.write(
        `${mailId} ${kind}: ${reason ? `${reason} ${error ?? ""}, promised again` : "nothing to do"}\n`,
      );
      await sqs.send(new DeleteMessageCommand({ QueueUrl: queue, ReceiptHandle }));
    }
  }
}

try {
  const { queue, table } = values;
  const again = await redrive(queue && table ? deployedParts(queue, table) : localParts());
  process.stdout.write(`${again} mails are promised again, and go out within a minute or two\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : "The redrive failed."}\n`);
  process.exitCode = 2;
}
