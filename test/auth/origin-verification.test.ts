import type { Context } from "aws-lambda";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { OriginSecret } from "#shared/auth/contract.ts";
import { createOriginVerifier, originSecretTtlMs } from "#shared/auth/origin-verification.ts";
import { createHttpHandler } from "#shared/http/http-handler.ts";
import { originVerifyHeader } from "#shared/model/access.ts";
import type { GatewayEvent } from "#shared/runtime/lambda.ts";
import { startTestSecrets, testSecretArn, toTestSecret } from "../support/origin-secret.ts";

const edge = "198.51.100.7";
const [now, next] = [toTestSecret("n"), toTestSecret("x")];
const environment = { ORIGIN_VERIFY_SECRET_ARN: testSecretArn };
const verifyWith = (read: () => OriginSecret) => createOriginVerifier(environment, async () => JSON.stringify(read()));
const entrance = verifyWith(() => ({ sent: now, next }));

/** What a function is handed of a request that the distribution was sent with these headers. */
const through = (client: string, sent: Record<string, string> = {}) => ({
  ...sent,
  "x-forwarded-for": [sent["x-forwarded-for"], client, edge].filter(Boolean).join(", "),
  [originVerifyHeader]: now,
});

afterEach(() => vi.useRealTimers());

describe("the API is entered through the site", () => {
  let started: Awaited<ReturnType<typeof startTestSecrets>>;
  beforeAll(async () => {
    started = await startTestSecrets({ sent: now, next });
  });
  afterAll(() => started.stop());

  const admits = (secret?: string, verifier = entrance) =>
    verifier.isFromDistribution(secret === undefined ? {} : { [originVerifyHeader]: secret });

  test("by the secret of today, by the next and the previous one while they are exchanged, and by nothing else", async () => {
    for (const accepted of [now, next]) expect(await admits(accepted)).toBe(true);
    const after = verifyWith(() => ({ sent: next, previous: now }));
    for (const accepted of [now, next]) expect(await admits(accepted, after)).toBe(true);
    const alone = verifyWith(() => ({ sent: next }));
    expect([await admits(now, alone), await admits(next, alone)]).toEqual([false, true]);
    for (const wrong of [undefined, "", "later", `${now},${next}`, `${now} `, now.slice(1), testSecretArn, "undefined"])
      expect(await admits(wrong), wrong ?? "none").toBe(false);
  });

  test("a secret that the vault changes is used after five minutes, and is read once until then", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    let [secret, reads]: [OriginSecret, number] = [{ sent: now }, 0];
    const verifier = verifyWith(() => {
      reads += 1;
      return secret;
    });
    expect(await Promise.all([admits(now, verifier), admits(now, verifier)])).toEqual([true, true]);
    secret = { sent: next };
    vi.setSystemTime(Date.now() + originSecretTtlMs - 1);
    expect([await admits(next, verifier), reads]).toEqual([false, 1]);
    vi.setSystemTime(Date.now() + 1);
    expect([await admits(next, verifier), await admits(now, verifier), reads]).toEqual([true, false, 2]);
  });

  test("a vault that doesn't answer opens nothing, and doesn't close what was open", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    let isBroken = true;
    const verifier = createOriginVerifier(environment, async () => {
      if (isBroken) throw new Error("no vault");
      return JSON.stringify({ sent: now });
    });
    await expect(admits(now, verifier)).rejects.toThrow("no vault");
    isBroken = false;
    expect(await admits(now, verifier)).toBe(true);
    isBroken = true;
    vi.setSystemTime(Date.now() + originSecretTtlMs);
    expect([await admits(now, verifier), await admits(next, verifier)]).toEqual([true, false]);
  });

  test.each(["", "{}", '{"sent":""}', '{"sent":"short"}', '{"sent":null}', "null", `{"sent":"${now}","more":"x"}`])(
    "a secret in another format opens nothing: %s",
    async (text) => {
      const verifier = createOriginVerifier(environment, async () => text);
      await expect(admits("", verifier)).rejects.toThrow();
    },
  );

  test("a function that wasn't told the secret doesn't start where it is deployed", () => {
    expect(() => createOriginVerifier({ AWS_LAMBDA_FUNCTION_NAME: "form" })).toThrow("ORIGIN_VERIFY_SECRET_ARN");
    expect(() => createOriginVerifier({ AWS_LAMBDA_FUNCTION_NAME: "form", ORIGIN_VERIFY_SECRET_ARN: "" })).toThrow(
      "ORIGIN_VERIFY_SECRET_ARN",
    );
  });

  test("a direct call of the gateway finds nothing, and no handler runs", async () => {
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
