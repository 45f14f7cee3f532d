import type { MiddlewareObj } from "@middy/core";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { Refusal } from "#shared/domain/refusal.ts";
import { preferredLanguage } from "#shared/i18n/preferred-language.ts";
import { actorOf, callerOf } from "./caller.ts";
import type { Event } from "./event.ts";
import { errorKind, type Fields, log } from "./log.ts";

type Middleware = MiddlewareObj<Event, APIGatewayProxyStructuredResultV2>;

/** What every answer says: it is kept nowhere, and is what its type says. */
export const guarded = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

/** When each request under way came in, in ms. */
const startedAt = new WeakMap<Event, number>();

/** Every "no" leaves as problem+json in the reader's language; what nobody foresaw as a 500 that says nothing. */
export function problems(): Middleware {
  return {
    onError: async (request) => {
      // The words of six languages are a third of the code: they are loaded for the first who is refused.
      const { internalProblem, problemOf } = await import("./problem.ts");
      const language = preferredLanguage(request.event.headers?.["accept-language"]);
      const problem = request.error instanceof Refusal ? problemOf(request.error, language) : internalProblem(language);
      request.response = {
        statusCode: problem.status,
        headers: {
          "content-type": "application/problem+json",
          "content-language": language,
          ...guarded,
          ...(problem.status === 503 && { "retry-after": "1" }),
          ...(problem.status === 401 && { "www-authenticate": "Bearer" }),
        },
        body: JSON.stringify(problem),
      };
    },
  };
}

/**
 * One line for each request: its route, its status, how long it took, by whom, as in the history; for a broken one, the
 * kind of error. By the gateway's own number for it, the line stands beside the gateway's.
 */
export function logging(): Middleware {
  return {
    before: ({ event }) => {
      startedAt.set(event, Date.now());
    },
    after: ({ event, response }) => line(event, response?.statusCode),
    onError: ({ error, event, response }) => {
      const refused = error instanceof Refusal;
      if (!refused) log("request.broke", { route: event.routeKey, ...errorKind(error) }, "error");
      line(event, response?.statusCode, refused ? error.code : undefined);
    },
  };
}

function line(event: Event, status: number | undefined, code?: string): void {
  const ms = Date.now() - (startedAt.get(event) ?? Date.now());
  const { routeKey: route, requestContext } = event;
  log("request.answered", {
    route,
    status,
    ms,
    refusal: code,
    ...whoCalls(event),
    requestId: requestContext.requestId,
  });
}

/** The kind of caller and an identifier: never an address. */
function whoCalls(event: Event): Fields {
  const caller = callerOf(event);
  const { kind, ...known } = actorOf(caller, caller.kind === "delegate" ? caller.registrationIds[0] : undefined);
  return { by: kind, ...("id" in known && { byId: known.id }) };
}
