import type { Context } from "aws-lambda";
import { describe, expect, test } from "vitest";
import { createHttpHandler } from "#shared/http/http-handler.ts";
import { routes } from "#shared/http/routes.ts";
import type { GatewayEvent } from "#shared/runtime/lambda.ts";

/** The limit of Lambda for the JSON of an answer, in bytes. */
const lambdaLimit = 6_291_556;

/** Asks for a calendar of this text, as the gateway does. */
async function answer(text: string) {
  const handler = createHttpHandler({ getCalendar: async () => text });
  const { method, path } = routes.getCalendar;
  const caller = { kind: "staff", id: "s", email: "s@example.org", groups: ["secretariat"] };
  const event = {
    version: "2.0",
    routeKey: `${method} ${path}`,
    rawPath: path.replace("{registrationId}", "a".repeat(26)),
    rawQueryString: "",
    headers: {},
    pathParameters: { registrationId: "a".repeat(26) },
    requestContext: { http: { sourceIp: "127.0.0.1" }, authorizer: { lambda: { caller: JSON.stringify(caller) } } },
    isBase64Encoded: false,
  } as unknown as GatewayEvent;
  return handler(event, { getRemainingTimeInMillis: () => 10_000 } as Context);
}

describe("an answer", () => {
  test.each([
    ["letters", "a", 6_270_000],
    ["quotes, of which each is two bytes", '"', 3_130_000],
    ["characters of three bytes", "会", 2_090_000],
    ["control characters, of which each is six bytes", "\u0001", 1_045_000],
  ])("of %s is returned up to the limit of Lambda, and refused above it", async (_, unit, count) => {
    const largest = await answer(unit.repeat(count));
    expect(largest.statusCode).toBe(200);
    expect(Buffer.byteLength(JSON.stringify(largest))).toBeLessThanOrEqual(lambdaLimit);
    const refused = await answer(unit.repeat(count + 16_384));
    expect([refused.statusCode, JSON.parse(refused.body ?? "").code]).toEqual([409, "answer-too-large"]);
  });
});
