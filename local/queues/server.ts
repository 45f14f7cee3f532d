import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import path from "node:path";
import * as z from "zod/mini";
import { readBody, start } from "../http.ts";
import { QueueFile } from "./queue-file.ts";

const md5 = (text: string) => createHash("md5").update(text).digest("hex");

const sending = z.object({ QueueUrl: z.string(), MessageBody: z.string() });
const receiving = z.object({ QueueUrl: z.string(), MaxNumberOfMessages: z._default(z.number(), 1) });
const deleting = z.object({ QueueUrl: z.string(), ReceiptHandle: z.string() });

/** The three operations of SQS that Palais uses, in SQS's JSON protocol; each queue of the template is a file. */
export function startQueues(port: number, queues: readonly string[], folder: string): Promise<Server> {
  const files = new Map(queues.map((name) => [name, new QueueFile(path.join(folder, `${name}.jsonl`))]));
  const queueAt = (url: string) => {
    const found = files.get(url.split("/").at(-1) ?? "");
    if (!found) throw new Error("no such queue");
    return found;
  };
  const operations: Readonly<Record<string, (input: unknown) => Promise<object>>> = {
    SendMessage: async (input) => {
      const { QueueUrl, MessageBody } = z.parse(sending, input);
      await queueAt(QueueUrl).send(MessageBody);
      return { MessageId: md5(MessageBody), MD5OfMessageBody: md5(MessageBody) };
    },
    ReceiveMessage: async (input) => {
      const { QueueUrl, MaxNumberOfMessages } = z.parse(receiving, input);
      const messages = await queueAt(QueueUrl).receive(MaxNumberOfMessages, Date.now());
      const Messages = messages.map(({ body, receipt }) => ({
        MessageId: receipt.slice(0, 32),
        ReceiptHandle: receipt,
        Body: body,
        MD5OfBody: md5(body),
      }));
      return Messages.length > 0 ? { Messages } : {};
    },
    DeleteMessage: async (input) => {
      const { QueueUrl, ReceiptHandle } = z.parse(deleting, input);
      await queueAt(QueueUrl).delete(ReceiptHandle);
      return {};
    },
  };
  const server = createServer(async (request, response) => {
    const [, name = ""] = String(request.headers["x-amz-target"]).split(".");
    const type = { "content-type": "application/x-amz-json-1.0" };
    try {
      const operation = operations[name];
      if (!operation) throw new Error(`${name} isn't known here`);
      const answer = await operation(JSON.parse((await readBody(request)).toString("utf8")));
      response.writeHead(200, type).end(JSON.stringify(answer));
    } catch (error) {
      const message = error instanceof Error ? error.message : "no";
      response.writeHead(400, type).end(JSON.stringify({ __type: "com.amazonaws.sqs#InvalidRequest", message }));
    }
  });
  return start(server, port);
}
