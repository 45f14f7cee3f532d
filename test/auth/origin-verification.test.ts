import type { Context } from "aws-lambda";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createOriginVerifier } from "#shared/auth/origin-verification.ts";
import { createHttpHandler } from "#shared/http/http-handler.ts";
import { originVerifyHeader } from "#shared/model/access.ts";
import type { GatewayEvent } from "#shared/runtime/lambda.ts";

const edge = "198.51.100.7";
const entrance = createOriginVerifier({ ORIGIN_VERIFY_SECRETS: "now,next" });

/** What a function is handed of a request that the distribution was sent with these headers. */
const through = (client: string, sent: Record<string, string> = {}) => ({
  ...sent,
  "x-forwarded-for": [sent["x-forwarded-for"], client, edge].filter(Boolean).join(", "),
  [originVerifyHeader]: "now",
});

afterEach(() => vi.unstubAllEnvs());

describe("the API is entered through the site", () => {
  test("by the secret of today, and by the next one while they are exchanged, and by nothing else", () => {
    const admits = (secret?: string) =>
      entrance.isFromDistribution(secret === undefined ? {} : { [originVerifyHeader]: secret });
    expect(["now", "next"].map(admits)).toEqual([true, true]);
    expect([undefined, "", "later", "now,next", "now "].map(admits)).toEqual([false, false, false, false, false]);
  });

  test("a function that wasn't told the secret doesn't start where it is deployed", () => {
    expect(() => createOriginVerifier({ AWS_LAMBDA_FUNCTION_NAME: "form" })).toThrow("ORIGIN_VERIFY_SECRETS");
    expect(() => createOriginVerifier({ AWS_LAMBDA_FUNCTION_NAME: "form", ORIGIN_VERIFY_SECRETS: "" })).toThrow(
      "ORIGIN_VERIFY_SECRETS",
    );
  });

  test("a direct call of the gateway finds nothing, and no handler runs", async () => {
    vi.stubEnv("ORIGIN_VERIFY_SECRETS", "now,next");
    const listBadgeKeys = vi.fn(async () => ({ items: [], next: null }));
    const handler = createHttpHandler({ listBadgeKeys });
    const ask = (headers: Record<string, string>) => {
      const http = { sourceIp: edge };
      const event = { routeKey: "GET /v1/badge-keys", headers, requestContext: { http } } as unknown as GatewayEvent;
      return handler(event, { getRemainingTimeInMillis: () => 5_000 } as Context);
    };
    expect(await ask({ "x-forwarded-for": edge })).toMatchObject({ statusCode: 404 });
    expect(listBadgeKeys).not.toHaveBeenCalled();
    expect(await ask(through("203.0.113.9"))).toMatchObject({ statusCode: 200 });
    expect(listBadgeKeys).toHaveBeenCalledOnce();
  });

  test("an answer and a refusal are kept nowhere, and are what their type says", async () => {
    vi.stubEnv("ORIGIN_VERIFY_SECRETS", "now,next");
    const handler = createHttpHandler({ listBadgeKeys: async () => ({ items: [], next: null }) });
    const http = { sourceIp: edge };
    for (const [routeKey, statusCode, type] of [
      ["GET /v1/badge-keys", 200, "application/json"],
      ["GET /v1/nothing", 404, "application/problem+json"],
    ] as const) {
      const event = { routeKey, headers: through("203.0.113.9"), requestContext: { http } } as unknown as GatewayEvent;
      const headers = { "content-type": type, "cache-control": "no-store", "x-content-type-options": "nosniff" };
      expect(await handler(event, { getRemainingTimeInMillis: () => 5_000 } as Context)).toMatchObject({
        statusCode,
        headers,
      });
    }
  });
});

describe("what limits one address counts", () => {
  const sourceOf = (client: string, sent?: Record<string, string>) =>
    entrance.getSourceNetwork(through(client, sent), edge);

  test("the client's, and not the edge's, which thousands share", () => {
    expect(sourceOf("203.0.113.9")).toBe("203.0.113.9");
    expect(sourceOf("203.0.113.10")).not.toBe(sourceOf("203.0.113.9"));
  });

  test("whatever the client says of where it comes from", () => {
    for (const claimed of ["192.0.2.1", "192.0.2.1, 192.0.2.2", ",", "", "unknown"])
      expect(sourceOf("203.0.113.9", { "x-forwarded-for": claimed })).toBe("203.0.113.9");
  });

  test("a network of version 6 as one, for its owner has 2^64 addresses in it", () => {
    const one = sourceOf("2001:db8:0:1::1");
    expect(one).toBe("2001:db8:0:1::/64");
    expect(sourceOf("2001:0db8:0000:0001:ffff:ffff:ffff:ffff")).toBe(one);
    expect(sourceOf("2001:db8:0:2::1")).not.toBe(one);
    expect(sourceOf("::1")).toBe("0:0:0:0::/64");
  });

  test("who spoke to us, where there is no distribution", () => {
    const bare = createOriginVerifier({});
    expect(bare.getSourceNetwork({ "x-forwarded-for": "192.0.2.1, 192.0.2.2" }, "127.0.0.1")).toBe("127.0.0.1");
  });
});
