import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import { decodeJwt } from "jose";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { languagesInBrowser } from "../support/full-run.ts";
import { computeTotp } from "../support/totp.ts";
import { createIdToken } from "../system/support/id-token.ts";
import { callSystem, getSharedSystem } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, openVisitor, phone } from "./support/browser.ts";
import { signInAtDesk } from "./support/desk.ts";
import { savePicture } from "./support/picture.ts";
import { consoleTexts } from "./support/words.ts";

interface Accounts {
  readonly issuer: string;
  readonly clientId: string;
}

let accounts: Accounts;

beforeAll(async () => {
  accounts = (await (await fetch(`${getSharedSystem().api}/config.json`)).json()) as Accounts;
});

let people = 0;

/** Creates an account with a temporary password, as docs/operations.md describes it for the operator. */
async function createAccount(): Promise<string> {
  people += 1;
  const Username = `newcomer.${Date.now()}.${people}@example.org`;
  const { origin, pathname } = new URL(accounts.issuer);
  const client = new CognitoIdentityProviderClient({
    endpoint: origin,
    region: "local",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const UserPoolId = pathname.slice(1);
  const UserAttributes = [
    { Name: "email", Value: Username },
    { Name: "email_verified", Value: "true" },
  ];
  await client.send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username,
      UserAttributes,
      TemporaryPassword: "For-the-first-time-1",
      MessageAction: "SUPPRESS",
    }),
  );
  await client.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName: "secretariat" }));
  return Username;
}

/** Calls Cognito as an anonymous client, without the page. */
async function callCognito(target: string, body: object) {
  const answer = await fetch(new URL("/", accounts.issuer), {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSCognitoIdentityProviderService.${target}`,
    },
    body: JSON.stringify({ ClientId: accounts.clientId, ...body }),
  });
  return { status: answer.status, body: await answer.json() };
}

const en = consoleTexts.en;
const ownPassword = "One-of-my-own-2026!";

async function enterPassword(
  page: Page,
  language: keyof typeof consoleTexts,
  email: string,
  password: string,
): Promise<void> {
  const texts = consoleTexts[language];
  await page.goto(`/console?lang=${language}`);
  await page.getByLabel(texts.staff.email).fill(email);
  await page.getByLabel(texts.staff.password, { exact: true }).fill(password);
  await page.getByRole("button", { name: texts.staff.signIn, exact: true }).click();
}

async function answerQuestion(page: Page, label: string, typed: string): Promise<void> {
  await page.getByLabel(label).fill(typed);
  await page.getByRole("button", { name: en.staff.go, exact: true }).click();
}

/** Continues up to the question for a second factor. @returns its key */
async function continueToAuthenticator(page: Page, email: string): Promise<string> {
  await enterPassword(page, "en", email, "For-the-first-time-1");
  await answerQuestion(page, en.staff.newPassword, ownPassword);
  await page.getByRole("heading", { name: en.authenticator.title }).waitFor();
  const address = await page.getByRole("link", { name: en.authenticator.here }).getAttribute("href");
  const key = new URL(address ?? "").searchParams.get("secret") ?? "";
  expect(address).toBe(`otpauth://totp/Palais:${encodeURIComponent(email)}?secret=${key}&issuer=Palais`);
  expect((await page.locator("code").textContent())?.replaceAll(" ", "")).toBe(key);
  return key;
}

/** Simulates the passing of an hour: the page reads the expiry from the token. */
const expireToken = (page: Page) =>
  page.evaluate(() => {
    const tokens = JSON.parse(sessionStorage.getItem("palais.staff") ?? "{}");
    const [head, , signature] = tokens.idToken.split(".");
    const claims = btoa(
      JSON.stringify({ email: "secretariat@palais.local", exp: 1, "cognito:groups": ["secretariat"] }),
    );
    sessionStorage.setItem("palais.staff", JSON.stringify({ ...tokens, idToken: `${head}.${claims}.${signature}` }));
  });

describe("a new member of staff", () => {
  test("chooses a password, sets up an authenticator, and is asked for its code from then on", async () => {
    const email = await createAccount();
    const { page, complaints } = await openVisitor({ locale: "en" });
    const key = await continueToAuthenticator(page, email);
    await answerQuestion(page, en.authenticator.code, "000000");
    await page.getByText(en.staff.wrongCode).waitFor();
    await answerQuestion(page, en.authenticator.code, computeTotp(key, Date.now()));
    await page.getByRole("heading", { name: en.console.title }).waitFor();

    const kept = await page.evaluate(() => JSON.parse(sessionStorage.getItem("palais.staff") ?? "{}"));
    expect((await callSystem("/v1/conferences", { token: kept.idToken })).status).toBe(200);
    const revoked = page.waitForRequest((each) => each.headers()["x-amz-target"]?.endsWith("RevokeToken") ?? false);
    await page.getByRole("button", { name: en.frame.signOut, exact: true }).click();
    await page.getByRole("heading", { name: en.staff.title }).waitFor();
    expect((await revoked).postDataJSON()).toMatchObject({ Token: kept.refreshToken });
    // The language of the link that opened the tab stays, and nothing of the account.
    expect(await page.evaluate(() => ({ ...sessionStorage }))).toEqual({ "palais.link-language": "en" });
    const renewal = { AuthFlow: "REFRESH_TOKEN_AUTH", AuthParameters: { REFRESH_TOKEN: kept.refreshToken } };
    await expect.poll(async () => (await callCognito("InitiateAuth", renewal)).status).toBe(400);
    await expect.poll(async () => (await callSystem("/v1/conferences", { token: kept.idToken })).status).toBe(401);

    await enterPassword(page, "en", email, ownPassword);
    await answerQuestion(page, en.staff.code, computeTotp(key, Date.now()).replace(/^.../, "$& "));
    await page.getByRole("heading", { name: en.console.title }).waitFor();
    expect(complaints).toEqual([]);
  });

  test("gets no token for a password alone, nor for an unverified code", async () => {
    const email = await createAccount();
    const { page } = await openVisitor({ locale: "en" });
    await continueToAuthenticator(page, email);
    const parameters = { USERNAME: email, PASSWORD: ownPassword };
    const { body } = await callCognito("InitiateAuth", { AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: parameters });
    expect(body).toMatchObject({ ChallengeName: "MFA_SETUP" });
    expect(body).not.toHaveProperty("AuthenticationResult");
    const unchecked = { ChallengeName: "MFA_SETUP", Session: body.Session, ChallengeResponses: { USERNAME: email } };
    expect((await callCognito("RespondToAuthChallenge", unchecked)).status).toBe(400);
  });

  test("starts the sign-in again after a challenge has expired", async () => {
    const email = await createAccount();
    const { page } = await openVisitor({ locale: "en" });
    const key = await continueToAuthenticator(page, email);
    // Cognito's error for it, which the emulator never returns because its challenges don't expire.
    await page.route(accounts.issuer.replace(/[^/]*$/, ""), (route) =>
      route.fulfill({ status: 400, json: { __type: "NotAuthorizedException" } }),
    );
    await answerQuestion(page, en.authenticator.code, computeTotp(key, Date.now()));
    await page.getByText(en.staff.tookTooLong).waitFor();
    await page.getByLabel(en.staff.email).waitFor();
  });

  test("changes the password, and must know the former one", async () => {
    const email = await createAccount();
    const { page } = await openVisitor({ locale: "en" });
    const key = await continueToAuthenticator(page, email);
    await answerQuestion(page, en.authenticator.code, computeTotp(key, Date.now()));
    await page.getByRole("button", { name: en.account.change }).click();
    const dialog = page.getByRole("dialog");
    const change = async (before: string) => {
      await dialog.getByLabel(en.account.before).fill(before);
      await dialog.getByLabel(en.staff.newPassword).fill("Another-of-my-own-2027!");
      await dialog.getByRole("button", { name: en.account.change }).click();
    };
    await change("Not-what-it-was-1234");
    await dialog.getByText(en.account.wrong).waitFor();
    await expectNoViolations(page);
    await change(ownPassword);
    await dialog.getByText(en.account.done).waitFor();
    await expectNoViolations(page);
    const kept = await page.evaluate(() => JSON.parse(sessionStorage.getItem("palais.staff") ?? "{}"));
    await dialog.getByRole("button", { name: en.account.everywhere }).click();
    await page.getByRole("heading", { name: en.staff.title }).waitFor();
    await expect.poll(async () => (await callSystem("/v1/conferences", { token: kept.idToken })).status).toBe(401);
    await enterPassword(page, "en", email, ownPassword);
    await page.getByText(en.staff.wrong).waitFor();
    await enterPassword(page, "en", email, "Another-of-my-own-2027!");
    await page.getByLabel(en.staff.code).waitFor();
  });
});

test("sees why a sign-in fails: no network, too many attempts, a reset password", async () => {
  const { page } = await openVisitor({ locale: "en" });
  const cognito = accounts.issuer.replace(/[^/]*$/, "");
  await page.route(cognito, (route) => route.abort());
  await enterPassword(page, "en", "desk@palais.local", "whatever-it-is-123");
  await page.getByText(en.error.unreachable, { exact: true }).waitFor();
  for (const [__type, texts] of [
    ["TooManyRequestsException", en.staff.tooOften],
    ["PasswordResetRequiredException", en.staff.resetRequired],
  ]) {
    await page.unroute(cognito);
    await page.route(cognito, (route) => route.fulfill({ status: 400, json: { __type } }));
    await page.getByRole("button", { name: en.staff.signIn, exact: true }).click();
    await page.getByText(texts ?? "").waitFor();
  }
});

test("ends all sessions everywhere, also from a page that was idle", async () => {
  const email = await createAccount();
  const { page } = await openVisitor({ locale: "en" });
  const key = await continueToAuthenticator(page, email);
  await answerQuestion(page, en.authenticator.code, computeTotp(key, Date.now()));
  await page.getByRole("heading", { name: en.console.title }).waitFor();
  const copied = await page.evaluate(() => JSON.parse(sessionStorage.getItem("palais.staff") ?? "{}"));
  expect((await callSystem("/v1/conferences", { token: copied.idToken })).status).toBe(200);
  await expireToken(page);
  const { sub = "" } = decodeJwt(copied.idToken);
  const renewed = await createIdToken({ sub, email, groups: ["secretariat"] });
  // The emulator stores no refresh token of a sign-in with a challenge.
  await page.route(accounts.issuer.replace(/[^/]*$/, ""), (route) =>
    route.request().headers()["x-amz-target"]?.endsWith("InitiateAuth")
      ? route.fulfill({ json: { AuthenticationResult: { IdToken: renewed, AccessToken: "renewed" } } })
      : route.continue(),
  );
  await page.getByRole("button", { name: en.account.everywhere }).click();
  await page.getByRole("heading", { name: en.staff.title }).waitFor();
  await expect.poll(async () => (await callSystem("/v1/conferences", { token: copied.idToken })).status).toBe(401);
});

describe("an expired token", () => {
  async function signedIn(): Promise<Page> {
    const { page } = await openVisitor({ locale: "en" });
    await page.goto("/console?lang=en");
    await signInAtDesk(page, "en", "secretariat@palais.local");
    await page.getByRole("heading", { name: en.console.title }).waitFor();
    return page;
  }

  test("is refreshed by the page without a question", async () => {
    const page = await signedIn();
    await expireToken(page);
    await page.reload();
    await page.getByRole("heading", { name: en.console.title }).waitFor();
    const kept = await page.evaluate(() => JSON.parse(sessionStorage.getItem("palais.staff") ?? "{}"));
    expect((await callSystem("/v1/conferences", { token: kept.idToken })).status).toBe(200);
  });

  test("can't be refreshed after its revocation, and requires a sign-in", async () => {
    const page = await signedIn();
    const { refreshToken } = await page.evaluate(() => JSON.parse(sessionStorage.getItem("palais.staff") ?? "{}"));
    expect((await callCognito("RevokeToken", { Token: refreshToken })).status).toBe(200);
    await expireToken(page);
    await page.reload();
    await page.getByRole("heading", { name: en.staff.title }).waitFor();
  });

  test("is kept while the page is offline", async () => {
    const page = await signedIn();
    await expireToken(page);
    const cognito = accounts.issuer.replace(/[^/]*$/, "");
    await page.route(cognito, (route) => route.abort());
    await page.reload();
    await page.getByText(en.error.unreachable).waitFor();
    await page.unroute(cognito);
    await page.getByRole("button", { name: en.common.retry }).click();
    await page.getByRole("heading", { name: en.console.title }).waitFor();
  });
});

test.each(languagesInBrowser)(
  "%s: axe finds no violation in the set-up of an authenticator on a phone",
  async (language) => {
    const email = await createAccount();
    const texts = consoleTexts[language];
    const { page } = await openVisitor({ viewport: { ...phone, width: 320 } });
    await enterPassword(page, language, email, "For-the-first-time-1");
    await page.getByLabel(texts.staff.newPassword).fill(ownPassword);
    await expectNoViolations(page);
    await page.getByRole("button", { name: texts.staff.go, exact: true }).click();
    await page.getByRole("heading", { name: texts.authenticator.title }).waitFor();
    await page.getByRole("img", { name: texts.authenticator.alt }).waitFor();
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    await savePicture(page, "staff-authenticator", language, "phone");
  },
);
