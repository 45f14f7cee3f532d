import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { LocalContext } from "../context.ts";
import { StartError } from "../errors.ts";
import { FunctionTimeout, type LocalFunction } from "../functions/local-function.ts";
import type { LocalFunctions } from "../functions/local-functions.ts";
import { readRequestBody } from "../network.ts";
import { toArn } from "../template/arn.ts";
import { listResources } from "../template/resources.ts";
import {
  createMessageResponse,
  type GatewayResponse,
  sendResponse,
  toGatewayEvent,
  toGatewayResponse,
} from "./payload.ts";
import { RouteTable } from "./route-table.ts";

export interface RunningGateway {
  readonly listener: RequestListener;
  readonly routes: RouteTable<RouteTarget>;
}

/** The HTTP API of the template. */
export function runGateway({ stack: { template }, scope }: LocalContext, functions: LocalFunctions): RunningGateway {
  const [api, ...others] = listResources("AWS::ApiGatewayV2::Api", template, scope);
  if (!api || others.length > 0) throw new StartError("The local system runs exactly one HTTP API.");
  const index = <P>(resources: readonly { logicalId: string; properties: P }[], getTarget: (properties: P) => string) =>
    new Map(resources.map(({ logicalId, properties }) => [logicalId, functions.find(getTarget(properties))]));
  const integrations = index(
    listResources("AWS::ApiGatewayV2::Integration", template, scope),
    ({ IntegrationUri }) => IntegrationUri,
  );
  const authorizers = index(
    listResources("AWS::ApiGatewayV2::Authorizer", template, scope),
    ({ AuthorizerUri }) => AuthorizerUri,
  );
  const routes = new RouteTable<RouteTarget>();
  for (const { logicalId, properties } of listResources("AWS::ApiGatewayV2::Route", template, scope)) {
    const { Target, AuthorizationType, AuthorizerId = "", RouteKey } = properties;
    const isAuthorized = AuthorizationType === "CUSTOM";
    const integration = integrations.get(Target.replace("integrations/", ""));
    const authorizer = isAuthorized ? authorizers.get(AuthorizerId) : undefined;
    if (!integration || (isAuthorized && !authorizer))
      throw new StartError(`${logicalId} refers to a function that the template does not have.`);
    routes.add(RouteKey, { integration, authorizer });
  }
  return { routes, listener: createGatewayListener({ apiId: api.logicalId, routes }) };
}

/** The functions of a route. */
export interface RouteTarget {
  readonly integration: LocalFunction;
  readonly authorizer: LocalFunction | undefined;
}

export interface GatewaySettings {
  readonly apiId: string;
  readonly routes: RouteTable<RouteTarget>;
}

/** The limits of an HTTP API for the body, and for request line and headers, in bytes. */
const maxBodyBytes = 10 * 1024 * 1024;
export const maxHeaderBytes = 10_240;

function createGatewayListener(gateway: GatewaySettings): RequestListener {
  return async (request, response) => {
    try {
      await handleRequest(request, response, gateway);
    } catch {
      // The client closed the connection while it was sending.
      response.destroy();
    }
  };
}

async function handleRequest(
  request: IncomingMessage,
  response: ServerResponse,
  { apiId, routes }: GatewaySettings,
): Promise<void> {
  const body = await readRequestBody(request, maxBodyBytes);
  const match = routes.match(request.method ?? "GET", request.url?.split("?")[0] ?? "/");
  if (body.length > maxBodyBytes) return sendErrorMessage(response, 413, "Request Entity Too Large");
  if (!match) return sendErrorMessage(response, 404, "Not Found");
  const pathParameters = decodeOrMalformed(match.pathParameters);
  if (pathParameters === "malformed") return sendErrorMessage(response, 400, "Bad Request");
  const event = toGatewayEvent(request, { routeKey: match.routeKey, pathParameters, body, apiId });
  sendResponse(response, await invokeTarget(match.target, event), event.requestContext.requestId);
}

function sendErrorMessage(response: ServerResponse, status: number, message: string): void {
  response.shouldKeepAlive = status !== 413;
  sendResponse(response, createMessageResponse(status, message), "-");
}

function decodeOrMalformed<T>(read: () => T): T | "malformed" {
  try {
    return read();
  } catch {
    return "malformed";
  }
}

async function invokeTarget(
  { integration, authorizer }: RouteTarget,
  event: APIGatewayProxyEventV2,
): Promise<GatewayResponse> {
  if (!authorizer) return invokeIntegration(integration, event);
  const decision = await invokeAuthorizer(authorizer, event);
  if (decision === undefined) return createMessageResponse(500, "Internal Server Error");
  if (decision.isAuthorized !== true) return createMessageResponse(403, "Forbidden");
  const requestContext = { ...event.requestContext, authorizer: { lambda: decision.context ?? null } };
  return invokeIntegration(integration, { ...event, requestContext });
}

interface AuthorizerDecision {
  readonly isAuthorized?: boolean;
  readonly context?: object;
}

async function invokeAuthorizer(
  authorizer: LocalFunction,
  event: APIGatewayProxyEventV2,
): Promise<AuthorizerDecision | undefined> {
  const { body: _body, isBase64Encoded: _encoded, ...request } = event;
  const { apiId, stage, http } = event.requestContext;
  const routeArn = toArn("execute-api", `${apiId}/${stage}/${http.method}${event.rawPath}`);
  try {
    const input = { ...request, type: "REQUEST", routeArn, identitySource: null };
    return (await authorizer.invoke(input)) as AuthorizerDecision;
  } catch {
    return undefined;
  }
}

async function invokeIntegration(integration: LocalFunction, event: object): Promise<GatewayResponse> {
  try {
    return toGatewayResponse(await integration.invoke(event));
  } catch (error) {
    return error instanceof FunctionTimeout
      ? createMessageResponse(503, "Service Unavailable")
      : createMessageResponse(500, "Internal Server Error");
  }
}
