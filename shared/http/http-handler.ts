import middy, { type MiddlewareObj } from "@middy/core";
import type { APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import * as z from "zod/mini";
import {
  type ActionSubject,
  assertRouteAccess,
  type Caller,
  identifyPublicCaller,
  parseCaller,
  toActor,
} from "#shared/auth/caller.ts";
import { createOriginVerifier, type OriginVerifier } from "#shared/auth/origin-verification.ts";
import type { AskAuthorizer } from "#shared/auth/public-caller.ts";
import { onSeatConflict } from "#shared/commands/seat-conflict.ts";
import { parseInput } from "#shared/contracts/validate.ts";
import { computeDigest } from "#shared/dynamodb/keys.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { type GatewayEvent, type LogFields, log, toErrorFields } from "#shared/runtime/lambda.ts";
import type { Operation } from "./operation.ts";
import type { Operations } from "./operations.ts";
import { registrationOperations } from "./registration-operations.ts";
import {
  type ApiHandler,
  type ApiRequest,
  createListTag,
  getPreferredLanguage,
  openListCursor,
  parseBody,
  parseIdempotencyKey,
  parseIdentifiers,
  parseIfMatch,
  sealListCursor,
} from "./request.ts";
import { listAllowedMethods, type OperationId, type Route, routes } from "./routes.ts";

/** The handlers of one function, by operation. */
export type ApiHandlers<Ids extends OperationId> = { readonly [Id in Ids]: ApiHandler<Id> };

type HttpMiddleware = MiddlewareObj<GatewayEvent, APIGatewayProxyStructuredResultV2>;

/** The time that the response needs to reach the gateway before its time-out, in ms. */
const shutdownBufferMs = 1_000;

/** The headers of every response: no cache stores it unless its operation says so, and no browser guesses its content type. */
const securityHeaders = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

const toCacheHeader = ({ maxAgeSeconds }: Operation) =>
  maxAgeSeconds === undefined ? {} : { "cache-control": `public, max-age=${maxAgeSeconds}` };

const operationIdsByRouteKey = new Map(
  Object.entries(routes).map(([id, { method, path }]) => [`${method} ${path}`, id as OperationId]),
);

const emptyQuery = z.strictObject({});

onSeatConflict((conflict) => log("seat.conflict", { ...conflict }));

/** A function without public routes receives the caller from the gateway. */
const rejectEveryToken: AskAuthorizer = () => Promise.reject(new Error("no authorizer to verify the token"));

/**
 * The Lambda handler of an HTTP function: it logs, authorizes, parses, calls the operation and answers with problem+json.
 * @param askAuthorizer for a function with public routes
 */
export function createHttpHandler<Ids extends OperationId>(
  handlers: ApiHandlers<Ids>,
  askAuthorizer: AskAuthorizer = rejectEveryToken,
) {
  const callers = { originVerifier: createOriginVerifier(process.env), askAuthorizer };
  return middy<GatewayEvent, APIGatewayProxyStructuredResultV2>()
    .use(createLoggingMiddleware())
    .use(createProblemMiddleware())
    .handler((event, context) => dispatchRequest(handlers, callers, event, context));
}

interface CallerVerifiers {
  readonly originVerifier: OriginVerifier;
  readonly askAuthorizer: AskAuthorizer;
}

async function dispatchRequest<Ids extends OperationId>(
  handlers: ApiHandlers<Ids>,
  { originVerifier, askAuthorizer }: CallerVerifiers,
  event: GatewayEvent,
  context: Context,
) {
  // The API does not exist outside the distribution.
  if (!(await originVerifier.isFromDistribution(event.headers))) throw new DomainError("not-found");
  const id = operationIdsByRouteKey.get(event.routeKey);
  if (id === undefined || !(id in handlers))
    throw new DomainError(listAllowedMethods(event.rawPath).length > 0 ? "method-not-allowed" : "not-found");
  await identifyPublicCaller(event, routes[id], askAuthorizer);
  const operation = await loadOperation(id);
  const network = originVerifier.getSourceNetwork(event.headers, event.requestContext.http.sourceIp);
  const { request, listTag } = parseRequest(id, operation, event, context, computeDigest(network));
  const handler = handlers[id as Ids] as (request: unknown) => Promise<unknown>;
  return assertFitsAnswer(toHttpResponse(operation, await handler(request), listTag));
}

/**
 * The contracts of an operation. Those that a conference has beside its registrations are loaded with the first request for
 * one, so that the form's function starts without them.
 */
async function loadOperation(id: OperationId): Promise<Operation> {
  const first: OperationContracts = registrationOperations;
  const found =
    first[id] ?? ((await import("./conference-operations.ts")).conferenceOperations as OperationContracts)[id];
  if (!found) throw new Error(`an operation without contracts: ${id}`);
  return found;
}

type OperationContracts = Partial<Record<OperationId, Operation>>;

/** The most bytes that Lambda returns, less what the headers need. It answers for a function that returns more, with 500. */
const maxAnswerBytes = 6_291_556 - 16_384;

/** No shorter text has more bytes than Lambda returns: each code unit is at most six bytes in its JSON. */
const lengthToMeasure = maxAnswerBytes / 6;

/** @throws DomainError `answer-too-large` for a body that Lambda does not return, as a text in its JSON */
function assertFitsAnswer(response: APIGatewayProxyStructuredResultV2): APIGatewayProxyStructuredResultV2 {
  const { body = "" } = response;
  if (body.length > lengthToMeasure && Buffer.byteLength(JSON.stringify(body)) > maxAnswerBytes)
    throw new DomainError("answer-too-large");
  return response;
}

/**
 * Checks the caller before anything else, so that an unauthorized caller learns nothing about the input.
 * @returns the request, and the tag of its list for the cursor of the response
 */
function parseRequest(
  id: OperationId,
  operation: Operation,
  event: GatewayEvent,
  context: Context,
  sourceDigest: string,
): { readonly request: ApiRequest<keyof Operations>; readonly listTag: string } {
  const caller = parseCaller(event);
  const { access }: Route = routes[id];
  assertRouteAccess({ access, caller });
  const params = parseIdentifiers(event.pathParameters);
  const body = parseBody(operation, event);
  const query = parseInput(operation.query ?? emptyQuery, event.queryStringParameters ?? {}, "?") as object;
  const listTag = createListTag(id, params, { ...query });
  const request = {
    params,
    query: openListCursor(query, listTag),
    body: operation.body && parseInput(operation.body, body),
    caller,
    access,
    language: getPreferredLanguage(event.headers["accept-language"]),
    userAgent: event.headers["user-agent"],
    now: new Date().toISOString(),
    deadline: Date.now() + context.getRemainingTimeInMillis() - shutdownBufferMs,
    version: parseIfMatch(operation, event.headers["if-match"]),
    idempotency: operation.repeatable && parseIdempotencyKey(event, { caller, sourceDigest }, body),
    sourceDigest,
  } as ApiRequest<keyof Operations>;
  return { request, listTag };
}

/** Parses the result with the contract, so that a new attribute never reaches the public by accident. */
function toHttpResponse(operation: Operation, value: unknown, listTag: string): APIGatewayProxyStructuredResultV2 {
  const { success: statusCode = 200, contentType = "text/html" } = operation;
  const result = z.parse(operation.response, value);
  if (result instanceof Uint8Array) return toFileResponse(operation, result);
  const [type, body] =
    typeof result === "string"
      ? [`${contentType}; charset=utf-8`, result]
      : ["application/json", JSON.stringify(sealListCursor(result as object, listTag))];
  const headers = {
    "content-type": type,
    ...securityHeaders,
    ...toCacheHeader(operation),
    ...toEntityTag(result),
    ...(statusCode === 303 && toLocationHeader(result)),
  };
  return { statusCode, headers, body };
}

/** The version of a versioned resource as its entity tag, which `If-Match` accepts. */
const toEntityTag = (result: unknown) => {
  const { success, data } = z.safeParse(versionedResult, result);
  return success ? { etag: `"${data.version}"` } : {};
};

const versionedResult = z.object({ version: z.int() });

/** The gateway accepts bytes in base64 only. */
function toFileResponse(operation: Operation, bytes: Uint8Array): APIGatewayProxyStructuredResultV2 {
  const { success: statusCode = 200, file } = operation;
  if (!file) throw new Error("a file response without a content type in the contract");
  const disposition = `${file.isInline ? "inline" : "attachment"}; filename="${file.name}"`;
  const headers = { "content-type": file.type, "content-disposition": disposition };
  const body = Buffer.from(bytes).toString("base64");
  return {
    statusCode,
    headers: { ...headers, ...securityHeaders, ...toCacheHeader(operation) },
    body,
    isBase64Encoded: true,
  };
}

const toLocationHeader = (result: unknown) => ({ location: z.parse(z.object({ url: z.string() }), result).url });

/** Answers a domain error with its problem in the caller's language, and any other error with 500 and no details. */
export function createProblemMiddleware(): HttpMiddleware {
  return {
    onError: async (request) => {
      // The texts of six languages are a third of the code, so the first error loads them.
      const { createInternalProblem, toProblem } = await import("./problem.ts");
      const language = getPreferredLanguage(request.event.headers?.["accept-language"]);
      const { error } = request;
      const problem = error instanceof DomainError ? toProblem(error, language) : createInternalProblem(language);
      request.response = {
        statusCode: problem.status,
        headers: {
          "content-type": "application/problem+json",
          "content-language": language,
          ...securityHeaders,
          ...(problem.status === 405 && { allow: listAllowedMethods(request.event.rawPath).join(", ") }),
          ...(problem.status === 503 && { "retry-after": "1" }),
          ...(problem.status === 401 && { "www-authenticate": "Bearer" }),
        },
        body: JSON.stringify(problem),
      };
    },
  };
}

/** The start of each request in progress, in ms of `Date.now()`. */
const requestStartTimes = new WeakMap<GatewayEvent, number>();

/**
 * Logs one line for each request: route, status, duration and actor. `requestId` is the gateway's own, so that the line
 * can be joined with the gateway's access log.
 */
function createLoggingMiddleware(): HttpMiddleware {
  return {
    before: ({ event }) => {
      requestStartTimes.set(event, Date.now());
    },
    after: ({ event, response }) => logRequest(event, response?.statusCode),
    onError: ({ error, event, response }) => {
      const isDomainError = error instanceof DomainError;
      if (!isDomainError) logFailure(event, error);
      logRequest(event, response?.statusCode, isDomainError ? error.code : undefined);
    },
  };
}

/** The alarm of a release counts these lines by the version of the function (infra/site/release.ts). */
function logFailure({ routeKey: route }: GatewayEvent, error: unknown): void {
  const version = process.env["AWS_LAMBDA_FUNCTION_VERSION"];
  log("request.failed", { route, version, ...toErrorFields(error) }, "error");
}

function logRequest(event: GatewayEvent, status: number | undefined, code?: string): void {
  const ms = Date.now() - (requestStartTimes.get(event) ?? Date.now());
  const { routeKey: route, requestContext } = event;
  const { requestId } = requestContext;
  log("request.answered", { route, status, ms, refusal: code, ...toCallerFields(event), requestId });
}

/** The first registration of a person, or the first delegation of a focal point who has none. */
function findFirstSubject(caller: Caller): ActionSubject {
  if (caller.kind !== "delegate") return {};
  const [[registrationId], [delegationId]] = [caller.registrationIds, caller.delegationIds];
  return {
    ...(registrationId !== undefined && { registrationId }),
    ...(delegationId !== undefined && { delegationId }),
  };
}

/** The kind of caller and an identifier, never an address. */
function toCallerFields(event: GatewayEvent): LogFields {
  const caller = parseCaller(event);
  const { kind, ...identity } = toActor(caller, findFirstSubject(caller));
  return { by: kind, ...("id" in identity && { byId: identity.id }) };
}
