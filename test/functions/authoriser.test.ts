import type { APIGatewayRequestAuthorizerEventV2 } from "aws-lambda";
import { generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { entranceHeader } from "#shared/contract/routes.ts";
import { entranceOf } from "#shared/http/entrance.ts";
import { openSession } from "#shared/store/sign-in.ts";
import { identify } from "../../functions/authoriser/identify.ts";
import { startTable, type TestTable } from "../support/table.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

const issued = { issuer: "https://pool.example", audience: "palais" };
const keyPair = generateKeyPair("RS256");

async function staffToken(): Promise<string> {
  const claims = { email: "officer@example.org", token_use: "id", "cognito:groups": ["secretariat"] };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: "RS256" })
    .setSubject("officer")
    .setIssuer(issued.issuer)
    .setAudience(issued.audience)
    .setExpirationTime("5m")
    .sign((await keyPair).privateKey);
}

/** What the authoriser says, and whether it asked for the pool's keys. */
async function ask(headers: Record<string, string>) {
  let keysAsked = 0;
  const keys = async () => {
    keysAsked += 1;
    return (await keyPair).publicKey;
  };
  const authorise = identify(started.table, entranceOf({ ENTRANCE_SECRETS: "now" }), { ...issued, keys });
  const answer = await authorise({ headers } as unknown as APIGatewayRequestAuthorizerEventV2);
  return { ...answer, caller: JSON.parse(answer.context.caller), keysAsked };
}

const throughTheSite = { [entranceHeader]: "now" };

test("whoever comes past the site is nobody, whatever token they have, and no token is tried for them", async () => {
  await openSession(
    started.table,
    "a-session",
    { conferenceId: "c", registrationIds: ["r"], address: "a" },
    Date.now(),
  );
  for (const token of [await staffToken(), "a-session"]) {
    const authorization = `Bearer ${token}`;
    for (const past of [{}, { [entranceHeader]: "guessed" }]) {
      const answer = await ask({ ...past, authorization });
      expect(answer).toMatchObject({ isAuthorized: false, caller: { kind: "anonymous" }, keysAsked: 0 });
    }
    const { isAuthorized, caller } = await ask({ ...throughTheSite, authorization });
    expect([isAuthorized, caller.kind]).toEqual([true, token === "a-session" ? "delegate" : "staff"]);
  }
});

test("through the site everybody is let on, as who their token says they are, or as nobody", async () => {
  const { isAuthorized, caller } = await ask(throughTheSite);
  expect([isAuthorized, caller]).toEqual([true, { kind: "anonymous" }]);
  const other = (await generateKeyPair("RS256")).privateKey;
  const forged = await new SignJWT({ email: "e", token_use: "id" }).setProtectedHeader({ alg: "RS256" }).sign(other);
  expect((await ask({ ...throughTheSite, authorization: `Bearer ${forged}` })).caller).toEqual({ kind: "anonymous" });
});
