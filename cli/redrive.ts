import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Table } from "#shared/dynamodb/table.ts";
import { requeueEmail } from "#shared/email/outbox.repository.ts";
import { toClientConfig } from "../local/context.ts";
import { runCommand, UsageError } from "./command.ts";
import { printLines } from "./print.ts";
import { parseFailedEmail } from "./redrive/contract.ts";
import { loadLocalDescription, openLocalTable, openOperatorTable } from "./target.ts";

/**
 * Queues the emails again that failed permanently, after their reason was fixed. The next sweep sends them. Works on
 * the running local system, or with `--queue` (the stack's output `EmailDlqUrl`), `--table` and the usual AWS
 * credentials on a deployed one.
 */
await runCommand(
  {
    usage: "redrive -- [--queue URL --table NAME]",
    options: {
      queue: { type: "string", help: "the queue of a deployed system, the output EmailDlqUrl" },
      table: { type: "string", help: "its table, the output TableName; without both, the running local system" },
    },
  },
  async ({ values: { queue, table } }) => {
    if ((queue === undefined) !== (table === undefined))
      throw new UsageError("A deployed system needs --queue and --table.");
    const { queued, malformed } = await redriveEmails(
      queue && table ? await openDeployedQueue(queue, table) : openLocalQueue(),
    );
    printLines([
      `${queued} emails are queued again and will be sent within two minutes`,
      ...(malformed > 0 ? [`${malformed} messages are of another form and stay in the queue`] : []),
    ]);
    return malformed > 0 ? 1 : 0;
  },
);

interface EmailDlq {
  readonly table: Table;
  readonly url: string;
  readonly sqs: SQSClient;
}

function openLocalQueue(): EmailDlq {
  const description = loadLocalDescription();
  const { origin } = new URL(description.emailDlqUrl);
  return {
    table: openLocalTable(description),
    url: description.emailDlqUrl,
    sqs: new SQSClient(toClientConfig(origin)),
  };
}

async function openDeployedQueue(url: string, name: string): Promise<EmailDlq> {
  return { table: await openOperatorTable(name), url, sqs: new SQSClient() };
}

/** Receives every message. The status of the email decides, so a repeated message has no effect. */
async function redriveEmails({ table, url, sqs }: EmailDlq): Promise<{ queued: number; malformed: number }> {
  let [queued, malformed] = [0, 0];
  for (;;) {
    const request = { QueueUrl: url, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 };
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(request));
    if (Messages.length === 0) return { queued, malformed };
    for (const { Body = "", MessageId = "", ReceiptHandle } of Messages) {
      const message = parseFailedEmail(Body);
      if (!message) {
        malformed += 1;
        printLines([`MALFORMED: the message ${MessageId} names no email`]);
        continue;
      }
      const reason = await requeueEmail(table, message.emailId);
      queued += reason ? 1 : 0;
      const result = reason ? `${reason} ${message.error}, queued again` : "nothing to do";
      printLines([`${message.emailId} ${message.kind}: ${result}`]);
      await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
    }
  }
}
