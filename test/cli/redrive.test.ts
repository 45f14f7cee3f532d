import { mkdtemp, rm } from "node:fs/promises";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseJournalEntry } from "#shared/commands/journal.ts";
import { scanItems } from "#shared/dynamodb/table.ts";
import { settleEmail } from "#shared/email/outbox.repository.ts";
import { findFreePort } from "../../local/network.ts";
import { startSqsServer } from "../../local/queues.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { applyToConference, openHall } from "../support/test-commands.ts";
import { localAws, runCli } from "./support/run-cli.ts";

let started: TestTable;
let folder: string;
let server: Server;
let endpoint: string;
beforeAll(async () => {
  started = await startTable();
  folder = await mkdtemp(path.join(tmpdir(), "palais-redrive-"));
  const port = await findFreePort();
  server = await startSqsServer(port, ["EmailDlq"], folder);
  endpoint = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
  server.close();
  await Promise.all([started.stop(), rm(folder, { recursive: true, force: true })]);
});

async function failEmail(): Promise<string> {
  const { table } = started;
  await applyToConference(table, await openHall(table, 5));
  const items = (await Array.fromAsync(scanItems(table))).filter(({ entity }) => entity?.S === "journal");
  const [email] = items.flatMap((item) => parseJournalEntry(item).emails);
  if (!email) throw new Error("no email");
  await settleEmail(table, email, {
    state: "failed",
    at: new Date().toISOString(),
    reason: "poison",
    error: "TypeError",
  });
  return email.emailId;
}

test("messages that name no email are reported, and those behind them are queued again", async () => {
  const emailId = await failEmail();
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const sqs = new SQSClient({ region: "eu-central-1", credentials, endpoint });
  const QueueUrl = `${endpoint}/000000000000/EmailDlq`;
  const messages = [null, "text", { emailId: {} }, { emailId: "x".repeat(3_000), kind: "received" }];
  const failed = { emailId, kind: "received\u001b[2J", error: "TypeError\u001b]0;x\u0007" };
  for (const message of [...messages, failed])
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(message) }));
  const { printed, code } = await runCli("redrive", ["--queue", QueueUrl, "--table", started.table.name], {
    ...localAws,
    AWS_ENDPOINT_URL_SQS: endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: started.endpoint,
  });
  expect(printed.match(/^MALFORMED: the message \w+ names no email$/gm)).toHaveLength(messages.length);
  expect(printed).toContain(`${emailId} received\ufffd[2J: poison TypeError\ufffd]0;x\ufffd, queued again`);
  expect(printed).toContain("1 emails are queued again");
  expect(printed).toContain("4 messages are of another form and stay in the queue");
  expect(code).toBe(1);
});
