import { type IncomingHttpHeaders, request, type ServerResponse } from "node:http";
import type { ProxyCall } from "./call.ts";

/** A reason of a cancellation, as DynamoDB words it. */
export interface CancellationReason {
  readonly Code: string;
  readonly Message?: string;
}

const reasonMessages: Record<string, string> = {
  TransactionConflict: "Transaction is ongoing for the item",
  ThrottlingError: "Throughput exceeds the current capacity for one or more global secondary indexes or the table.",
};

export const createReason = (Code: string): CancellationReason => ({
  Code,
  ...(reasonMessages[Code] && { Message: reasonMessages[Code] }),
});

/** An error as DynamoDB answers it. */
export function createErrorAnswer(name: string, status = 400, more: object = {}): ProxyAnswer {
  const server = status >= 500 ? "com.amazon.coral.service" : "com.amazonaws.dynamodb.v20120810";
  const body = JSON.stringify({ __type: `${server}#${name}`, message: name, Message: name, ...more });
  return { status, headers: { "content-type": "application/x-amz-json-1.0" }, body: Buffer.from(body) };
}

/** A cancelled transaction: a reason for each of its items, in order. */
export function createCancelledAnswer(reasons: readonly CancellationReason[]): ProxyAnswer {
  const codes = reasons.map(({ Code }) => Code).join(", ");
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return createErrorAnswer("TransactionCanceledException", 400, {
    message,
    Message: message,
    CancellationReasons: reasons,
  });
}

/** An answer, of the table or of the proxy in its stead. */
export interface ProxyAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Brings a call to the table, as it arrived or with another body. */
export function forwardCall(
  target: string,
  call: Pick<ProxyCall, "method" | "url" | "headers" | "body">,
  body = call.body,
): Promise<ProxyAnswer> {
  const { hostname, port } = new URL(target);
  const headers = { ...call.headers, "content-length": String(body.length) };
  return new Promise((resolve, reject) => {
    const onward = request({ hostname, port, path: call.url, method: call.method, headers }, async (answer) => {
      try {
        const read = Buffer.concat(await Array.fromAsync(answer));
        resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: read });
      } catch (error) {
        reject(error);
      }
    });
    onward.on("error", reject);
    onward.end(body);
  });
}

function writeHead(outgoing: ServerResponse, { status, headers, body }: ProxyAnswer): void {
  const { "x-amz-crc32": _checksum, "transfer-encoding": _encoding, connection: _connection, ...kept } = headers;
  outgoing.writeHead(status, { ...kept, "content-length": String(body.length) });
}

export function sendAnswer(outgoing: ServerResponse, answer: ProxyAnswer): void {
  writeHead(outgoing, answer);
  outgoing.end(answer.body);
}

/** Announces the whole answer, gives half of it, and cuts the connection. */
export function sendHalfAnswer(outgoing: ServerResponse, answer: ProxyAnswer): void {
  writeHead(outgoing, answer);
  outgoing.write(answer.body.subarray(0, answer.body.length >> 1), () => outgoing.destroy());
}
