import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { APIGatewayEventRequestContextV2, APIGatewayProxyEventV2 } from "aws-lambda";
import { account } from "../template/resolve.ts";

export interface Asked {
  readonly routeKey: string;
  readonly pathParameters: Record<string, string> | undefined;
  readonly body: Buffer;
  readonly apiId: string;
}

/** Between client and gateway only, or passed on elsewhere in the event. */
const notPassedOn = new Set(["connection", "keep-alive", "transfer-encoding", "cookie"]);

/** Types whose bodies travel as text; any other in base64. */
const textTypes = /^(?:text\/|application\/(?:json|javascript|xml|[\w.-]+\+(?:json|xml))(?:;|\s|$))/i;

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The event that the gateway makes of a request, in payload format 2.0. */
export function eventOf(
  request: IncomingMessage,
  { routeKey, pathParameters, body, apiId }: Asked,
): APIGatewayProxyEventV2 {
  const [rawPath = "/", ...query] = (request.url ?? "/").split("?");
  const headers = headersOf(request);
  const cookies = request.headers.cookie?.split(/;\s*/);
  const queryStringParameters = queryOf(query.join("?"));
  return {
    version: "2.0",
    routeKey,
    rawPath,
    rawQueryString: query.join("?"),
    ...(cookies && { cookies }),
    headers,
    ...(queryStringParameters && { queryStringParameters }),
    requestContext: contextOf(request, routeKey, rawPath, apiId),
    ...(pathParameters && { pathParameters }),
    ...bodyOf(body, headers["content-type"]),
  };
}

function headersOf(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    if (values && !notPassedOn.has(name)) headers[name] = values.join(",");
  }
  headers["x-forwarded-for"] = [headers["x-forwarded-for"], request.socket.remoteAddress].filter(Boolean).join(", ");
  headers["x-forwarded-port"] = String(request.socket.localPort);
  headers["x-forwarded-proto"] = "http";
  return headers;
}

/** A name that is given more than once has its values joined by commas. */
function queryOf(query: string): Record<string, string> | undefined {
  if (query === "") return undefined;
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    parameters[name] = name in parameters ? `${parameters[name]},${value}` : value;
  }
  return parameters;
}

function contextOf(
  request: IncomingMessage,
  routeKey: string,
  path: string,
  apiId: string,
): APIGatewayEventRequestContextV2 {
  const now = new Date();
  return {
    accountId: account,
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
    time: commonLogTime(now),
    timeEpoch: now.getTime(),
  };
}

/** `24/Nov/2026:01:38:22 +0000` */
function commonLogTime(time: Date): string {
  const [year, month, day, clock] = time.toISOString().split(/[-T.]/);
  return `${day}/${months[Number(month) - 1]}/${year}:${clock} +0000`;
}

function bodyOf(body: Buffer, type: string | undefined): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  const isText = type === undefined || textTypes.test(type);
  return { body: body.toString(isText ? "utf8" : "base64"), isBase64Encoded: !isText };
}
