import type { Context } from "aws-lambda";
import { expect, test, vi } from "vitest";
import type { Caller } from "#shared/auth/caller.ts";
import type { AskAuthorizer } from "#shared/auth/public-caller.ts";
import { createHttpHandler } from "#shared/http/http-handler.ts";
import type { GatewayEvent } from "#shared/runtime/lambda.ts";
import { captureLogLines } from "../support/log-lines.ts";

captureLogLines();

const staff: Caller = { kind: "staff", id: "sub-1", email: "a@example.org", groups: ["secretariat"] };
const invalid: Caller = { kind: "anonymous", hasInvalidToken: true };

/** Requests a public route as the gateway passes it on, without an authorizer's answer. */
async function request(headers: Record<string, string>, askAuthorizer?: AskAuthorizer) {
  const event = {
    routeKey: "GET /v1/badge-keys",
    rawPath: "/v1/badge-keys",
    headers,
    requestContext: { requestId: "request-1", http: { method: "GET", sourceIp: "203.0.113.9" } },
    isBase64Encoded: false,
    body: "a body",
  } as unknown as GatewayEvent;
  const callers: Caller[] = [];
  const listBadgeKeys = async ({ caller }: { readonly caller: Caller }) => {
    callers.push(caller);
    return { items: [], next: null };
  };
  const handler = createHttpHandler({ listBadgeKeys }, askAuthorizer);
  const { statusCode } = await handler(event, { getRemainingTimeInMillis: () => 5_000 } as Context);
  return { statusCode, caller: callers[0] };
}

const answer = (caller: Caller) => vi.fn<AskAuthorizer>().mockResolvedValue(JSON.stringify(caller));

test("a request without a token on a public route asks no one", async () => {
  const ask = answer(staff);
  for (const headers of [{}, { authorization: "" }, { authorization: "  " }])
    expect(await request(headers, ask)).toEqual({ statusCode: 200, caller: { kind: "anonymous" } });
  expect(ask).not.toHaveBeenCalled();
});

test("a token on a public route is as good as the authorizer says", async () => {
  expect(await request({ authorization: "Bearer a.b.c" }, answer(staff))).toEqual({ statusCode: 200, caller: staff });
  expect(await request({ authorization: "Bearer a.b.c" }, answer(invalid))).toEqual({ statusCode: 401 });
});

test("without an answer of the authorizer, a token counts neither as valid nor as none", async () => {
  const failing = vi.fn<AskAuthorizer>().mockRejectedValue(new Error("throttled"));
  expect(await request({ authorization: "Bearer a.b.c" }, failing)).toEqual({ statusCode: 500 });
  expect(await request({ authorization: "Bearer a.b.c" })).toEqual({ statusCode: 500 });
});
