import { createHash, randomUUID } from "node:crypto";
import { appendFile, readFile, rename, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import path from "node:path";
import type { DynamoDBRecord } from "aws-lambda";
import * as z from "zod/mini";
import type { LocalContext } from "./context.ts";
import { describeError } from "./errors.ts";
import { readRequestBody, startServer } from "./network.ts";
import type { DiscardedRecords } from "./streams/consume-batch.ts";
import { getSequenceNumber } from "./streams/stream-consumer.ts";
import { toQueueUrl } from "./template/name-resources.ts";
import { listResources } from "./template/resources.ts";

/** A received message. Its receipt does not change while the message is in the queue. */
interface QueueMessage {
  readonly body: string;
  readonly receipt: string;
}

/** A received message is hidden from other receivers for this time, in ms. */
const visibilityTimeoutMs = 30_000;

const readLines = async (file: string) => {
  try {
    return (await readFile(file, "utf8")).split("\n").filter((line) => line !== "");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
};

const computeReceipt = (line: string) => createHash("sha256").update(line).digest("hex");

/** A queue is a readable file with one JSON message a line. */
class QueueFile {
  readonly #file: string;
  readonly #hiddenUntil = new Map<string, number>();
  #lastOperation: Promise<unknown> = Promise.resolve();

  constructor(file: string) {
    this.#file = file;
  }

  /** @param body JSON */
  send(body: string): Promise<void> {
    return this.#runExclusive(() => appendMessage(this.#file, JSON.parse(body)));
  }

  receive(limit: number, now: number): Promise<QueueMessage[]> {
    return this.#runExclusive(async () => {
      const all = (await readLines(this.#file)).map((body) => ({ body, receipt: computeReceipt(body) }));
      const visible = all.filter(({ receipt }) => (this.#hiddenUntil.get(receipt) ?? 0) <= now).slice(0, limit);
      for (const { receipt } of visible) this.#hiddenUntil.set(receipt, now + visibilityTimeoutMs);
      return visible;
    });
  }

  delete(receipt: string): Promise<void> {
    return this.#runExclusive(async () => {
      const lines = await readLines(this.#file);
      const index = lines.findIndex((line) => computeReceipt(line) === receipt);
      if (index < 0) return;
      lines.splice(index, 1);
      await writeFile(`${this.#file}.part`, lines.map((line) => `${line}\n`).join(""), { mode: 0o600 });
      await rename(`${this.#file}.part`, this.#file);
      this.#hiddenUntil.delete(receipt);
    });
  }

  #runExclusive<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#lastOperation.then(work, work);
    this.#lastOperation = result.catch(() => {});
    return result;
  }
}

export const appendMessage = (file: string, message: unknown): Promise<void> =>
  appendFile(file, `${JSON.stringify(message)}\n`, { mode: 0o600 });

export interface StreamSource {
  readonly functionArn: string;
  readonly streamArn: string;
  readonly shardId: string;
}

const formatRecordTime = (record: DynamoDBRecord | undefined) =>
  new Date((record?.dynamodb?.ApproximateCreationDateTime ?? 0) * 1000).toISOString();

/** The message that Lambda sends to an on-failure queue. It contains the positions of the records, not the records. */
export function createFailureMessage(
  { functionArn, streamArn, shardId }: StreamSource,
  { records, condition, attempts }: DiscardedRecords<DynamoDBRecord>,
) {
  const [first, last] = [records[0], records.at(-1)];
  return {
    requestContext: { requestId: randomUUID(), functionArn, condition, approximateInvokeCount: attempts },
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    version: "1.0",
    timestamp: new Date().toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: first && getSequenceNumber(first),
      endSequenceNumber: last && getSequenceNumber(last),
      approximateArrivalOfFirstRecord: formatRecordTime(first),
      approximateArrivalOfLastRecord: formatRecordTime(last),
      batchSize: records.length,
      streamArn,
    },
  };
}

/** Starts SQS with the queues of the template. @returns also the URL of the queue of failed emails */
export async function runQueues({ stack, scope, ports, runner }: LocalContext) {
  const names = listResources("AWS::SQS::Queue", stack.template, scope).map(({ logicalId }) => logicalId);
  const server = await startSqsServer(ports.queues, names, runner.home.queues);
  return { server, emailDlqUrl: toQueueUrl(ports.queues, names.find((name) => name.startsWith("EmailDlq")) ?? "") };
}

const sendMessageSchema = z.object({ QueueUrl: z.string(), MessageBody: z.string() });
const receiveMessageSchema = z.object({ QueueUrl: z.string(), MaxNumberOfMessages: z._default(z.number(), 1) });
const deleteMessageSchema = z.object({ QueueUrl: z.string(), ReceiptHandle: z.string() });

const computeMd5 = (text: string) => createHash("md5").update(text).digest("hex");

/** Implements the three operations of SQS that Palais uses, in the JSON protocol of SQS. */
export function startSqsServer(port: number, queues: readonly string[], folder: string): Promise<Server> {
  const files = new Map(queues.map((name) => [name, new QueueFile(path.join(folder, `${name}.jsonl`))]));
  const getQueue = (url: string) => {
    const queue = files.get(url.split("/").at(-1) ?? "");
    if (!queue) throw new Error("no such queue");
    return queue;
  };
  const operations: Readonly<Record<string, (input: unknown) => Promise<object>>> = {
    SendMessage: async (input) => {
      const { QueueUrl, MessageBody } = z.parse(sendMessageSchema, input);
      await getQueue(QueueUrl).send(MessageBody);
      return { MessageId: computeMd5(MessageBody), MD5OfMessageBody: computeMd5(MessageBody) };
    },
    ReceiveMessage: async (input) => {
      const { QueueUrl, MaxNumberOfMessages } = z.parse(receiveMessageSchema, input);
      const messages = await getQueue(QueueUrl).receive(MaxNumberOfMessages, Date.now());
      const Messages = messages.map(({ body, receipt }) => ({
        MessageId: receipt.slice(0, 32),
        ReceiptHandle: receipt,
        Body: body,
        MD5OfBody: computeMd5(body),
      }));
      return Messages.length > 0 ? { Messages } : {};
    },
    DeleteMessage: async (input) => {
      const { QueueUrl, ReceiptHandle } = z.parse(deleteMessageSchema, input);
      await getQueue(QueueUrl).delete(ReceiptHandle);
      return {};
    },
  };
  const server = createServer(async (request, response) => {
    const [, name = ""] = String(request.headers["x-amz-target"]).split(".");
    const headers = { "content-type": "application/x-amz-json-1.0" };
    try {
      const execute = operations[name];
      if (!execute) throw new Error(`the operation ${name} is not supported`);
      const output = await execute(JSON.parse((await readRequestBody(request)).toString("utf8")));
      response.writeHead(200, headers).end(JSON.stringify(output));
    } catch (error) {
      const fault = { __type: "com.amazonaws.sqs#InvalidRequest", message: describeError(error) };
      response.writeHead(400, headers).end(JSON.stringify(fault));
    }
  });
  return startServer(server, port);
}
