import { type IncomingHttpHeaders, request, type ServerResponse } from "node:http";
import type { Call } from "./call.ts";

/** An answer, of the table or of the proxy in its stead. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Brings a call to the table, as it arrived or with another body. */
export function forward(
  target: string,
  call: Pick<Call, "method" | "url" | "headers" | "body">,
  body = call.body,
): Promise<Answer> {
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

function begin(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  const { "x-amz-crc32": _checksum, "transfer-encoding": _encoding, connection: _connection, ...kept } = headers;
  outgoing.writeHead(status, { ...kept, "content-length": String(body.length) });
}

export function send(outgoing: ServerResponse, answer: Answer): void {
  begin(outgoing, answer);
  outgoing.end(answer.body);
}

/** Announces the whole answer, gives half of it, and cuts the connection. */
export function sendHalf(outgoing: ServerResponse, answer: Answer): void {
  begin(outgoing, answer);
  outgoing.write(answer.body.subarray(0, answer.body.length >> 1), () => outgoing.destroy());
}
