import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Random } from "../random.ts";

/** How the proxy makes an idle emulator behave like DynamoDB under load. Rates are shares of the calls, 0 to 1. */
export interface Faults {
  /** How long a transaction holds its items, in ms; whoever meets one that is held gets TransactionConflict. */
  readonly holdMs: number;
  /** Transactions cancelled with TransactionConflict though nobody is in their way. */
  readonly conflict: number;
  /** Transactions that are committed, and whose answer is lost: the connection is cut. */
  readonly dropAnswer: number;
  /** Calls answered with 500 before they reach the table. */
  readonly serverError: number;
  readonly seed: number;
}

const none: Faults = { holdMs: 0, conflict: 0, dropAnswer: 0, serverError: 0, seed: 1 };

/** What the proxy did, to tell a test that its faults really happened. */
export interface Tally {
  transactions: number;
  conflicts: number;
  dropped: number;
  serverErrors: number;
}

export interface FaultyProxy {
  readonly endpoint: string;
  readonly tally: Tally;
  close(): Promise<void>;
}

type Item = { readonly [action: string]: { readonly Key?: object; readonly Item?: { PK?: object; SK?: object } } };

/** The keys a transaction writes or checks, one text each. */
function keysOf(body: string): string[] {
  const { TransactItems } = JSON.parse(body) as { TransactItems: Item[] };
  return TransactItems.map((item) => {
    const [action] = Object.values(item);
    return JSON.stringify(action?.Key ?? { PK: action?.Item?.PK, SK: action?.Item?.SK });
  });
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Starts a proxy before a DynamoDB endpoint, on a free port of the loopback. */
export async function startProxy(target: string, faults: Partial<Faults> = {}): Promise<FaultyProxy> {
  const { holdMs, conflict, dropAnswer, serverError, seed } = { ...none, ...faults };
  const random = new Random(seed);
  const held = new Set<string>();
  const tally: Tally = { transactions: 0, conflicts: 0, dropped: 0, serverErrors: 0 };

  const forward = (incoming: IncomingMessage, body: Buffer) =>
    new Promise<{ status: number; headers: IncomingMessage["headers"]; body: Buffer }>((resolve, reject) => {
      const { hostname, port } = new URL(target);
      const headers = { ...incoming.headers, "content-length": String(body.length) };
      const call = httpRequest(
        { hostname, port, path: incoming.url, method: incoming.method, headers },
        async (answer) =>
          resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: await readAll(answer) }),
      );
      call.on("error", reject);
      call.end(body);
    });

  async function transact(incoming: IncomingMessage, outgoing: ServerResponse, body: Buffer) {
    tally.transactions += 1;
    const keys = keysOf(body.toString());
    const met = keys.map((key) => held.has(key));
    if (met.includes(true) || random.chance(conflict)) {
      tally.conflicts += 1;
      return cancel(outgoing, met.includes(true) ? met : met.map((_, index) => index === 0));
    }
    for (const key of keys) held.add(key);
    try {
      const [answer] = await Promise.all([forward(incoming, body), sleep(holdMs)]);
      if (answer.status === 200 && random.chance(dropAnswer)) {
        tally.dropped += 1;
        return outgoing.destroy();
      }
      return send(outgoing, answer.status, answer.body, answer.headers);
    } finally {
      for (const key of keys) held.delete(key);
    }
  }

  const server = createServer(async (incoming, outgoing) => {
    try {
      const body = await readAll(incoming);
      if (random.chance(serverError)) {
        tally.serverErrors += 1;
        return send(outgoing, 500, problem("InternalServerError"));
      }
      const action = String(incoming.headers["x-amz-target"]).split(".")[1];
      if (action === "TransactWriteItems") return await transact(incoming, outgoing, body);
      const answer = await forward(incoming, body);
      return send(outgoing, answer.status, answer.body, answer.headers);
    } catch {
      return outgoing.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tally,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const problem = (name: string, more = {}) =>
  Buffer.from(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: name, ...more }));

function cancel(outgoing: ServerResponse, met: readonly boolean[]): void {
  const CancellationReasons = met.map((conflicts) => ({ Code: conflicts ? "TransactionConflict" : "None" }));
  send(outgoing, 400, problem("TransactionCanceledException", { CancellationReasons }));
}

function send(outgoing: ServerResponse, status: number, body: Buffer, headers: IncomingMessage["headers"] = {}): void {
  const { "x-amz-crc32": _checksum, "transfer-encoding": _encoding, connection: _connection, ...kept } = headers;
  outgoing.writeHead(status, {
    "content-type": "application/x-amz-json-1.0",
    ...kept,
    "content-length": String(body.length),
  });
  outgoing.end(body);
}
