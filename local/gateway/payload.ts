import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { APIGatewayEventRequestContextV2, APIGatewayProxyEventV2 } from "aws-lambda";
import * as z from "zod/mini";
import { localAccount } from "../template/arn.ts";

export interface GatewayRequest {
  readonly routeKey: string;
  readonly pathParameters: Record<string, string> | undefined;
  readonly body: Buffer;
  readonly apiId: string;
}

/** Headers of the connection, and cookies, which the event contains in another field. */
const droppedHeaders = new Set(["connection", "keep-alive", "transfer-encoding", "cookie"]);

/** Content types whose bodies are text in the event. All others are base64. */
const textTypes = /^(?:text\/|application\/(?:json|javascript|xml|[\w.-]+\+(?:json|xml))(?:;|\s|$))/i;

const monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Converts a request to an event in payload format 2.0. */
export function toGatewayEvent(
  request: IncomingMessage,
  { routeKey, pathParameters, body, apiId }: GatewayRequest,
): APIGatewayProxyEventV2 {
  const [rawPath = "/", ...query] = (request.url ?? "/").split("?");
  const headers = toEventHeaders(request);
  const cookies = request.headers.cookie?.split(/;\s*/);
  const queryStringParameters = parseQueryString(query.join("?"));
  return {
    version: "2.0",
    routeKey,
    rawPath,
    rawQueryString: query.join("?"),
    ...(cookies && { cookies }),
    headers,
    ...(queryStringParameters && { queryStringParameters }),
    requestContext: createRequestContext(request, routeKey, rawPath, apiId),
    ...(pathParameters && { pathParameters }),
    ...encodeBody(body, headers["content-type"]),
  };
}

function toEventHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    if (values && !droppedHeaders.has(name)) headers[name] = values.join(",");
  }
  headers["x-forwarded-for"] = [headers["x-forwarded-for"], request.socket.remoteAddress].filter(Boolean).join(", ");
  headers["x-forwarded-port"] = String(request.socket.localPort);
  headers["x-forwarded-proto"] = "http";
  return headers;
}

/** Joins the values of a repeated name with commas. */
function parseQueryString(query: string): Record<string, string> | undefined {
  if (query === "") return undefined;
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    parameters[name] = name in parameters ? `${parameters[name]},${value}` : value;
  }
  return parameters;
}

function createRequestContext(
  request: IncomingMessage,
  routeKey: string,
  path: string,
  apiId: string,
): APIGatewayEventRequestContextV2 {
  const now = new Date();
  return {
    accountId: localAccount,
    apiId,
    domainName: request.headers.host ?? "localhost",
    domainPrefix: "localhost",
    http: {
      method: request.method ?? "GET",
      path,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: request.socket.remoteAddress ?? "",
      userAgent: request.headers["user-agent"] ?? "",
    },
    requestId: randomUUID(),
    routeKey,
    stage: "$default",
    time: formatCommonLogTime(now),
    timeEpoch: now.getTime(),
  };
}

/** `24/Nov/2026:01:38:22 +0000` */
function formatCommonLogTime(time: Date): string {
  const [year, month, day, clock] = time.toISOString().split(/[-T.]/);
  return `${day}/${monthNames[Number(month) - 1]}/${year}:${clock} +0000`;
}

function encodeBody(body: Buffer, type: string | undefined): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  const isText = type === undefined || textTypes.test(type);
  return { body: body.toString(isText ? "utf8" : "base64"), isBase64Encoded: !isText };
}

/** The gateway's response to a client. */
export interface GatewayResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Buffer;
}

const jsonContentType = "application/json";

/** A response of the gateway itself. */
export const createMessageResponse = (status: number, message: string): GatewayResponse => ({
  status,
  headers: { "content-type": jsonContentType },
  body: JSON.stringify({ message }),
});

const proxyResponseSchema = z.object({
  statusCode: z.pipe(z.transform(Number), z.int().check(z.minimum(100), z.maximum(599))),
  headers: z.nullish(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
  cookies: z.nullish(z.array(z.string())),
  body: z.nullish(z.string()),
  isBase64Encoded: z.nullish(z.boolean()),
});

/** Converts the answer of a function to a response. An answer without `statusCode` is the body. */
export function toGatewayResponse(result: unknown): GatewayResponse {
  if (typeof result === "string") return { status: 200, headers: { "content-type": jsonContentType }, body: result };
  if (typeof result !== "object" || result === null || !("statusCode" in result)) {
    return { status: 200, headers: { "content-type": jsonContentType }, body: JSON.stringify(result) };
  }
  const checked = z.safeParse(proxyResponseSchema, result);
  if (!checked.success) return createMessageResponse(500, "Internal Server Error");
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

export function sendResponse(
  response: ServerResponse,
  { status, headers, body }: GatewayResponse,
  requestId: string,
): void {
  const length = String(Buffer.byteLength(body));
  response.writeHead(status, { ...headers, "content-length": length, "apigw-requestid": requestId } as Record<
    string,
    string
  >);
  response.end(body);
}
