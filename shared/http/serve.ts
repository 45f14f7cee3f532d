import middy from "@middy/core";
import type { APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import * as z from "zod/mini";
import { onSeatConflict } from "#shared/capacity/seat-conflict-events.ts";
import type { Operation } from "#shared/contract/operations/operation.ts";
import { type Operations, operations } from "#shared/contract/operations.ts";
import { type OperationId, type Route, routes } from "#shared/contract/routes.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { preferredLanguage } from "#shared/i18n/preferred-language.ts";
import { digestOf } from "#shared/store/ids.ts";
import { allowed } from "./authorise.ts";
import { callerOf } from "./caller.ts";
import { type Entrance, entranceOf } from "./entrance.ts";
import type { Event } from "./event.ts";
import { log } from "./log.ts";
import { guarded, logging, problems } from "./middlewares.ts";
import { parse } from "./parse.ts";
import { readBody, readIdentifiers, readKey, readVersion } from "./read.ts";
import type { Handler, Request } from "./request.ts";

/** The handlers of one function, by operation; and one for addresses that nothing answers. */
export type Handlers<Ids extends OperationId> = { readonly [Id in Ids]: Handler<Id> };

/** Left for the answer to travel back before the gateway gives up, in ms. */
const margin = 1_000;

const byRouteKey = new Map(
  Object.entries(routes).map(([id, { method, path }]) => [`${method} ${path}`, id as OperationId]),
);

onSeatConflict((conflict) => log("seat.conflict", { ...conflict }));

/** The stack every HTTP function wears: log, problem+json, authorise, parse, answer. */
export function serve<Ids extends OperationId>(handlers: Handlers<Ids>) {
  const entrance = entranceOf(process.env);
  return middy<Event, APIGatewayProxyStructuredResultV2>()
    .use(logging())
    .use(problems())
    .handler((event, context) => dispatch(handlers, entrance, event, context));
}

async function dispatch<Ids extends OperationId>(
  handlers: Handlers<Ids>,
  entrance: Entrance,
  event: Event,
  context: Context,
) {
  // Beside the site there is no API.
  if (!entrance.admits(event.headers)) throw new Refusal("not-found");
  const id = byRouteKey.get(event.routeKey);
  if (id === undefined || !(id in handlers)) throw new Refusal("not-found");
  const operation: Operation = operations[id];
  const request = {
    ...readRequest(id, operation, event, context),
    source: digestOf(entrance.sourceOf(event.headers, event.requestContext.http.sourceIp)),
  };
  const handler = handlers[id as Ids] as (request: unknown) => Promise<unknown>;
  return answer(operation, await handler(request));
}

/** Refuses before anything is read: first who, then what. */
function readRequest(
  id: OperationId,
  operation: Operation,
  event: Event,
  context: Context,
): Omit<Request<keyof Operations>, "source"> {
  const caller = callerOf(event);
  allowed(routes[id] as Route, caller);
  const params = readIdentifiers(event.pathParameters);
  const text = readBody(operation, event);
  return {
    params,
    query: parse(operation.query, event.queryStringParameters ?? {}, "?") as never,
    body: operation.body && parse(operation.body, text),
    caller,
    access: routes[id].access,
    language: preferredLanguage(event.headers["accept-language"]),
    now: new Date().toISOString(),
    deadline: Date.now() + context.getRemainingTimeInMillis() - margin,
    version: readVersion(operation, event.headers["if-match"]),
    idempotency: operation.repeatable && readKey(event, caller, text),
  } as Omit<Request<keyof Operations>, "source">;
}

/** Only what the contract names leaves: a new attribute never reaches the public by accident. */
function answer(operation: Operation, value: unknown): APIGatewayProxyStructuredResultV2 {
  const body = z.parse(operation.answer, value);
  if (body instanceof Uint8Array) return fileAnswer(operation, body);
  const [type, text] =
    typeof body === "string"
      ? [`${operation.contentType ?? "text/html"}; charset=utf-8`, body]
      : ["application/json", JSON.stringify(body)];
  const headers = { "content-type": type, ...guarded, ...(operation.success === 303 && locationOf(body)) };
  return { statusCode: operation.success, headers, body: text };
}

/** The gateway takes bytes as base64 only. */
function fileAnswer({ success, file }: Operation, bytes: Uint8Array): APIGatewayProxyStructuredResultV2 {
  if (!file) throw new Error("bytes that the contract doesn't name");
  const headers = { "content-type": file.type, "content-disposition": `attachment; filename="${file.name}"` };
  const body = Buffer.from(bytes).toString("base64");
  return { statusCode: success, headers: { ...headers, ...guarded }, body, isBase64Encoded: true };
}

/** Where the answer says that what was asked for lies: a browser goes there, a program may read it. */
const locationOf = (body: unknown) => ({ location: z.parse(z.object({ url: z.string() }), body).url });
