import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { readRequestBody } from "../../local/network.ts";
import { answerChallenge, type SignInStep, signInWithPassword } from "../../web/kit/session/cognito.ts";

/** A pool that knows its user by this name, as Cognito does with addresses as aliases. */
const username = "0f6d2c1e-6a4b-4a59-9d39-2a4b8d1f0c11";
const ChallengeParameters = { USER_ID_FOR_SRP: username };

let site: Server;
let answers: object[];
let calls: Record<string, unknown>[];
const browserFetch = globalThis.fetch;

beforeAll(async () => {
  site = createServer(async (request, response) => {
    const address = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    if (request.url === "/config.json") {
      response.end(JSON.stringify({ issuer: `${address}/pool`, clientId: "console" }));
      return;
    }
    calls.push(JSON.parse((await readRequestBody(request)).toString("utf8")));
    response.end(JSON.stringify(answers.shift() ?? {}));
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  site.closeAllConnections();
  site.close();
});
beforeEach(() => {
  calls = [];
  const address = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  // Only the address of the page is missing here.
  vi.stubGlobal("fetch", (url: string | URL, options?: RequestInit) => browserFetch(new URL(url, address), options));
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const tokens = { AuthenticationResult: { IdToken: "id", RefreshToken: "refresh", AccessToken: "access" } };
const signIn = () => signInWithPassword("Officer@example.org", "a password");

/** @throws Error if the step is the end of the sign-in */
function expectChallenge(step: SignInStep) {
  if (step.kind === "signed-in") throw new Error("there is no challenge");
  return step;
}

const listNames = () =>
  calls.flatMap(({ ChallengeResponses }) => (ChallengeResponses as { USERNAME?: string } | undefined)?.USERNAME ?? []);

test("a challenge is answered with the name that Cognito gives, not with the address", async () => {
  answers = [{ ChallengeName: "SOFTWARE_TOKEN_MFA", Session: "1", ChallengeParameters }, tokens];
  const step = expectChallenge(await signIn());
  await expect(answerChallenge(step, "123 456")).resolves.toMatchObject({ kind: "signed-in" });
  expect(listNames()).toEqual([username]);
  expect(step.email).toBe("Officer@example.org");
});

test("the name is kept when a later challenge does not repeat it", async () => {
  answers = [
    { ChallengeName: "NEW_PASSWORD_REQUIRED", Session: "1", ChallengeParameters },
    { ChallengeName: "MFA_SETUP", Session: "2" },
    { SecretCode: "KEY", Session: "3" },
    { Session: "4" },
    tokens,
  ];
  const setUp = expectChallenge(await answerChallenge(expectChallenge(await signIn()), "a new password"));
  expect(setUp).toMatchObject({ kind: "authenticator", key: "KEY" });
  await expect(answerChallenge(setUp, "123456")).resolves.toMatchObject({ kind: "signed-in" });
  expect(listNames()).toEqual([username, username]);
});

test("without a name the challenge is answered with the address", async () => {
  answers = [{ ChallengeName: "SOFTWARE_TOKEN_MFA", Session: "1" }, tokens];
  await answerChallenge(expectChallenge(await signIn()), "123456");
  expect(listNames()).toEqual(["Officer@example.org"]);
});
