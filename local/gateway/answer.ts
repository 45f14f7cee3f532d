import type { ServerResponse } from "node:http";
import * as z from "zod/mini";

/** What the gateway answers a client. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Buffer;
}

const json = "application/json";

/** The gateway's own words, when no function's reach the client. */
export const said = (status: number, message: string): Answer => ({
  status,
  headers: { "content-type": json },
  body: JSON.stringify({ message }),
});

const structured = z.object({
  statusCode: z.pipe(z.transform(Number), z.int().check(z.minimum(100), z.maximum(599))),
  headers: z.nullish(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
  cookies: z.nullish(z.array(z.string())),
  body: z.nullish(z.string()),
  isBase64Encoded: z.nullish(z.boolean()),
});

/** What the gateway makes of a function's answer: one without `statusCode` is the body itself. */
export function answerOf(result: unknown): Answer {
  if (typeof result === "string") return { status: 200, headers: { "content-type": json }, body: result };
  if (typeof result !== "object" || result === null || !("statusCode" in result)) {
    return { status: 200, headers: { "content-type": json }, body: JSON.stringify(result) };
  }
  const checked = z.safeParse(structured, result);
  if (!checked.success) return said(500, "Internal Server Error");
  const { statusCode, headers, cookies, body, isBase64Encoded } = checked.data;
  const named = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    status: statusCode,
    headers: {
      "content-type": "text/plain; charset=utf-8",
      ...Object.fromEntries(named),
      ...(cookies && cookies.length > 0 && { "set-cookie": cookies }),
    },
    body: Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8"),
  };
}

export function send(response: ServerResponse, { status, headers, body }: Answer, requestId: string): void {
  const length = String(Buffer.byteLength(body));
  response.writeHead(status, { ...headers, "content-length": length, "apigw-requestid": requestId } as Record<
    string,
    string
  >);
  response.end(body);
}
