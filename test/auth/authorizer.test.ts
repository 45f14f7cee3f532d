import type { APIGatewayRequestAuthorizerEventV2 } from "aws-lambda";
import { generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createOriginVerifier } from "#shared/auth/origin-verification.ts";
import type { TokenIssuer } from "#shared/auth/staff-token.ts";
import { originVerifyHeader } from "#shared/model/access.ts";
import { createDelegateSession } from "#shared/sign-in/sign-in.repository.ts";
import { identifyCaller } from "../../functions/authorizer/identify-caller.ts";
import { signOut } from "../../functions/sign-in/sign-in.ts";
import { testSecretArn, toTestSecret } from "../support/origin-secret.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { createTestUserPool } from "../support/user-pool.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

const pool = createTestUserPool();
const staffToken = async (...how: Parameters<Awaited<typeof pool>["token"]>) => (await pool).token(...how);

const originVerifier = createOriginVerifier({ ORIGIN_VERIFY_SECRET_ARN: testSecretArn }, async () =>
  JSON.stringify({ sent: toTestSecret("n") }),
);

/** What the authoriser says, and whether it asked for the pool's keys. */
async function ask(headers: Record<string, string>) {
  let keysAsked = 0;
  const { issuer } = await pool;
  const keys: TokenIssuer["keys"] = (...of) => {
    keysAsked += 1;
    return issuer.keys(...of);
  };
  const authorise = identifyCaller(started.table, originVerifier, {
    ...issuer,
    keys,
  });
  const answer = await authorise({ headers } as unknown as APIGatewayRequestAuthorizerEventV2);
  return { ...answer, caller: JSON.parse(answer.context.caller), keysAsked };
}

const throughTheSite = { [originVerifyHeader]: toTestSecret("n") };

test("a request that bypasses the site is anonymous whatever its token, and no token is verified", async () => {
  await createDelegateSession(
    started.table,
    "a-session",
    { conferenceId: "c", registrationIds: ["r"], addressDigest: "a" },
    Date.now(),
  );
  for (const token of [await staffToken(), "a-session"]) {
    const authorization = `Bearer ${token}`;
    for (const past of [{}, { [originVerifyHeader]: "guessed" }]) {
      const answer = await ask({ ...past, authorization });
      expect(answer).toMatchObject({ isAuthorized: false, caller: { kind: "anonymous" }, keysAsked: 0 });
    }
    const { isAuthorized, caller } = await ask({ ...throughTheSite, authorization });
    expect([isAuthorized, caller.kind]).toEqual([true, token === "a-session" ? "delegate" : "staff"]);
  }
});

test("through the site every request is allowed: as the caller of its token, as anonymous, or as one whose token is invalid", async () => {
  const { isAuthorized, caller } = await ask(throughTheSite);
  expect([isAuthorized, caller]).toEqual([true, { kind: "anonymous" }]);
  const other = (await generateKeyPair("RS256")).privateKey;
  const forged = await new SignJWT({ email: "e", token_use: "id" }).setProtectedHeader({ alg: "RS256" }).sign(other);
  for (const authorization of [`Bearer ${forged}`, "Bearer", "Bearer a b", "Basic YTpi"])
    expect((await ask({ ...throughTheSite, authorization })).caller).toEqual({
      kind: "anonymous",
      hasInvalidToken: true,
    });
  expect((await ask({ ...throughTheSite, authorization: " " })).caller).toEqual({ kind: "anonymous" });
});

describe("a sign-in of the staff that was ended", () => {
  const ends = async (accessToken: string, everywhere?: boolean) =>
    signOut(
      started.table,
      (await pool).issuer,
    )({
      body: { accessToken, ...(everywhere !== undefined && { everywhere }) },
      now: new Date().toISOString(),
    } as unknown as Parameters<ReturnType<typeof signOut>>[0]);
  const kindOf = async (token: string) =>
    (await ask({ ...throughTheSite, authorization: `Bearer ${token}` })).caller.kind;

  test("opens nothing from the next call on, by whichever of its tokens; the others go on", async () => {
    const token = await staffToken({ origin_jti: "first" });
    const renewed = await staffToken({ origin_jti: "first", jti: "another-token" });
    const elsewhere = await staffToken({ origin_jti: "second" });
    expect([await kindOf(token), await kindOf(renewed), await kindOf(elsewhere)]).toEqual(["staff", "staff", "staff"]);
    await ends(token, false);
    expect([await kindOf(token), await kindOf(renewed)]).toEqual(["anonymous", "anonymous"]);
    expect(await kindOf(elsewhere)).toBe("staff");
  });

  test("everywhere: every earlier sign-in of that person ends, no other person's does; the next sign-in is valid", async () => {
    const [here, elsewhere] = [await staffToken({ origin_jti: "third" }), await staffToken({ origin_jti: "fourth" })];
    const colleague = await staffToken({ origin_jti: "fifth" }, "colleague");
    await ends(here, true);
    expect([await kindOf(here), await kindOf(elsewhere)]).toEqual(["anonymous", "anonymous"]);
    expect(await kindOf(colleague)).toBe("staff");
    const later = await staffToken({ origin_jti: "sixth", auth_time: Math.floor(Date.now() / 1_000) + 1 });
    expect(await kindOf(later)).toBe("staff");
  });

  test("by a token that isn't the pool's: nothing is written, and the answer is the same", async () => {
    const other = (await generateKeyPair("RS256")).privateKey;
    const forged = await staffToken({ origin_jti: "seventh" }, "officer", other);
    expect(await ends(forged, true)).toEqual({});
    expect(await ends("a.b.c")).toEqual({});
    const later = await staffToken({ origin_jti: "seventh", auth_time: Math.floor(Date.now() / 1_000) + 1 });
    expect(await kindOf(later)).toBe("staff");
  });
});
