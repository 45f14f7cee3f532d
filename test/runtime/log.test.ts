import type { Context } from "aws-lambda";
import { expect, test } from "vitest";
import type { Caller } from "#shared/auth/caller.ts";
import { createHttpHandler } from "#shared/http/http-handler.ts";
import { type GatewayEvent, toErrorFields } from "#shared/runtime/lambda.ts";
import { captureLogLines } from "../support/log-lines.ts";

const lines = captureLogLines();

async function ask(caller: Caller | undefined) {
  const lambda = caller && { caller: JSON.stringify(caller) };
  const event = {
    routeKey: "GET /v1/conferences",
    headers: {},
    requestContext: { requestId: "request-1", http: { sourceIp: "203.0.113.9" }, authorizer: { lambda } },
  } as unknown as GatewayEvent;
  const handler = createHttpHandler({
    listConferences: () => Promise.reject(new Error("Ada Lovelace, ada@example.org")),
  });
  const answer = await handler(event, { getRemainingTimeInMillis: () => 5_000 } as Context);
  return { answer, line: lines.at(-1) };
}

const staff: Caller = { kind: "staff", id: "sub-1", email: "ada@example.org", groups: ["secretariat"] };
const delegate = (registrationIds: string[], delegationIds: string[]): Caller => ({
  kind: "delegate",
  conferenceId: "idm-2015",
  addressDigest: "digest",
  registrationIds,
  delegationIds,
});

test.each([
  [undefined, { by: "public", refusal: "not-signed-in" }],
  [staff, { by: "staff", byId: "sub-1", status: 500 }],
  [delegate(["r1"], ["d1"]), { by: "delegate", byId: "r1", refusal: "not-allowed" }],
  [delegate([], ["d1"]), { by: "focal-point", byId: "d1", refusal: "not-allowed" }],
])("a request's line says when, what, by whom, and its number at the gateway", async (caller, said) => {
  const before = new Date().toISOString();
  const { line } = await ask(caller);
  expect(line).toMatchObject({ code: "request.answered", requestId: "request-1", ...said });
  expect(line?.["at"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(String(line?.["at"]) >= before).toBe(true);
});

test("an error reveals no personal data: no log line and no answer contains a name or an address", async () => {
  const { answer } = await ask(staff);
  expect(answer).toMatchObject({ statusCode: 500, body: expect.stringContaining('"code":"internal-error"') });
  expect(JSON.stringify(answer)).not.toMatch(/ada|lovelace|\.ts/i);
  expect(lines.map(({ code }) => code)).toEqual(["request.failed", "request.answered"]);
  expect(JSON.stringify(lines)).not.toMatch(/ada|lovelace/i);
});

test("names the position of an error, and no line of a message that looks like a frame", () => {
  const error = new RangeError("not taken:\n    at Ada Lovelace (ada@example.org:1:1)");
  expect(toErrorFields(error)).toEqual({
    error: "RangeError",
    where: expect.stringMatching(/^at .*log\.test\.ts:\d+:\d+\)?$/),
  });
});
