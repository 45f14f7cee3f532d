import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { LocalFunction } from "../functions/local-function.ts";
import { FunctionTimeout } from "../functions/sandbox.ts";
import { readBody } from "../http.ts";
import { arn } from "../template/resolve.ts";
import { type Answer, answerOf, said, send } from "./answer.ts";
import { eventOf } from "./event.ts";
import type { RouteTable } from "./route-table.ts";

/** Who answers a route, and who says who calls. */
export interface Target {
  readonly integration: LocalFunction;
  readonly authoriser: LocalFunction | undefined;
}

export interface Gateway {
  readonly apiId: string;
  readonly routes: RouteTable<Target>;
}

/** The largest body that an HTTP API takes, in bytes, and the most for request line and headers. */
const bodyLimit = 10 * 1024 * 1024;
export const headerLimit = 10_240;

/** An HTTP API as the template describes it. */
export function gatewayFor(gateway: Gateway): RequestListener {
  return async (request, response) => {
    try {
      await answer(request, response, gateway);
    } catch {
      // The client went away while it was sending.
      response.destroy();
    }
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, { apiId, routes }: Gateway): Promise<void> {
  const body = await readBody(request, bodyLimit);
  const match = routes.match(request.method ?? "GET", request.url?.split("?")[0] ?? "/");
  if (body.length > bodyLimit) return refuse(response, 413, "Request Entity Too Large");
  if (!match) return refuse(response, 404, "Not Found");
  const pathParameters = attempt(match.pathParameters);
  if (pathParameters === "malformed") return refuse(response, 400, "Bad Request");
  const event = eventOf(request, { routeKey: match.routeKey, pathParameters, body, apiId });
  send(response, await handOn(match.target, event), event.requestContext.requestId);
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.shouldKeepAlive = status !== 413;
  send(response, said(status, message), "-");
}

function attempt<T>(read: () => T): T | "malformed" {
  try {
    return read();
  } catch {
    return "malformed";
  }
}

async function handOn({ integration, authoriser }: Target, event: APIGatewayProxyEventV2): Promise<Answer> {
  if (!authoriser) return integrate(integration, event);
  const verdict = await authorise(authoriser, event);
  if (verdict === undefined) return said(500, "Internal Server Error");
  if (verdict.isAuthorized !== true) return said(403, "Forbidden");
  const requestContext = { ...event.requestContext, authorizer: { lambda: verdict.context ?? null } };
  return integrate(integration, { ...event, requestContext });
}

interface Verdict {
  readonly isAuthorized?: boolean;
  readonly context?: object;
}

async function authorise(authoriser: LocalFunction, event: APIGatewayProxyEventV2): Promise<Verdict | undefined> {
  const { body: _body, isBase64Encoded: _encoded, ...asked } = event;
  const { apiId, stage, http } = event.requestContext;
  const routeArn = arn("execute-api", `${apiId}/${stage}/${http.method}${event.rawPath}`);
  try {
    return (await authoriser.invoke({ ...asked, type: "REQUEST", routeArn, identitySource: null })) as Verdict;
  } catch {
    return undefined;
  }
}

async function integrate(integration: LocalFunction, event: object): Promise<Answer> {
  try {
    return answerOf(await integration.invoke(event));
  } catch (error) {
    return error instanceof FunctionTimeout ? said(503, "Service Unavailable") : said(500, "Internal Server Error");
  }
}
