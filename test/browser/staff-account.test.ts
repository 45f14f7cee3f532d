import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import { decodeJwt } from "jose";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { languagesInBrowser } from "../support/full-run.ts";
import { totp } from "../support/totp.ts";
import { idToken } from "../system/id-token.ts";
import { call, running } from "../system/system.ts";
import { expectNoViolations } from "./axe.ts";
import { expectNoSidewaysScroll, phone, somebody } from "./browser.ts";
import { signIn } from "./desk.ts";
import { picture } from "./picture.ts";
import { office } from "./words.ts";

interface Accounts {
  readonly issuer: string;
  readonly clientId: string;
}

let accounts: Accounts;

beforeAll(async () => {
  accounts = (await (await fetch(`${running().api}/config.json`)).json()) as Accounts;
});

let people = 0;

/** Somebody new, as docs/operations.md has whoever runs Palais make an account: with a password for the first time. */
async function newcomer(): Promise<string> {
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

/** Asks Cognito as anybody can, without the page. */
async function ask(target: string, body: object) {
  const answer = await fetch(new URL("/", accounts.issuer), {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSCognitoIdentityProviderService.${target}`,
    },
    body: JSON.stringify({ ClientId: accounts.clientId, ...body }),
  });
  return { status: answer.status, said: await answer.json() };
}

const en = office.en;
const own = "One-of-my-own-2026!";

async function enter(page: Page, language: keyof typeof office, email: string, password: string): Promise<void> {
  const said = office[language];
  await page.goto(`/console?lang=${language}`);
  await page.getByLabel(said.staff.email).fill(email);
  await page.getByLabel(said.staff.password, { exact: true }).fill(password);
  await page.getByRole("button", { name: said.staff.signIn, exact: true }).click();
}

async function reply(page: Page, label: string, typed: string): Promise<void> {
  await page.getByLabel(label).fill(typed);
  await page.getByRole("button", { name: en.staff.go, exact: true }).click();
}

/** As far as the question for a second factor. @returns its key */
async function asFarAsTheAuthenticator(page: Page, email: string): Promise<string> {
  await enter(page, "en", email, "For-the-first-time-1");
  await reply(page, en.staff.newPassword, own);
  await page.getByRole("heading", { name: en.authenticator.title }).waitFor();
  const address = await page.getByRole("link", { name: en.authenticator.here }).getAttribute("href");
  const key = new URL(address ?? "").searchParams.get("secret") ?? "";
  expect(address).toBe(`otpauth://totp/Palais:${encodeURIComponent(email)}?secret=${key}&issuer=Palais`);
  expect((await page.locator("code").textContent())?.replaceAll(" ", "")).toBe(key);
  return key;
}

/** As an hour passes: the page believes the token's own word for when it ends. */
const age = (page: Page) =>
  page.evaluate(() => {
    const tokens = JSON.parse(sessionStorage.getItem("palais.staff") ?? "{}");
    const [head, , signature] = tokens.idToken.split(".");
    const claims = btoa(
      JSON.stringify({ email: "secretariat@palais.local", exp: 1, "cognito:groups": ["secretariat"] }),
    );
    sessionStorage.setItem("palais.staff", JSON.stringify({ ...tokens, idToken: `${head}.${claims}.${signature}` }));
  });

describe("somebody new among the staff", () => {
  test("chooses a password, sets up an authenticator and is asked for its code from then on", async () => {
    const email = await newcomer();
    const { page, complaints } = await somebody({ locale: "en" });
    const key = await asFarAsTheAuthenticator(page, email);
    await reply(page, en.authenticator.code, "000000");
    await page.getByText(en.staff.wrongCode).waitFor();
    await reply(page, en.authenticator.code, totp(key, Date.now()));
    await page.getByRole("heading", { name: en.console.title }).waitFor();

    const kept = await page.evaluate(() => JSON.parse(sessionStorage.getItem("palais.staff") ?? "{}"));
    expect((await call("/v1/conferences", { token: kept.idToken })).status).toBe(200);
    const revoked = page.waitForRequest((each) => each.headers()["x-amz-target"]?.endsWith("RevokeToken") ?? false);
    await page.getByRole("button", { name: en.frame.signOut, exact: true }).click();
    await page.getByRole("heading", { name: en.staff.title }).waitFor();
    expect((await revoked).postDataJSON()).toMatchObject({ Token: kept.refreshToken });
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    const renewal = { AuthFlow: "REFRESH_TOKEN_AUTH", AuthParameters: { REFRESH_TOKEN: kept.refreshToken } };
    await expect.poll(async () => (await ask("InitiateAuth", renewal)).status).toBe(400);
    await expect.poll(async () => (await call("/v1/conferences", { token: kept.idToken })).status).toBe(401);

    await enter(page, "en", email, own);
    await reply(page, en.staff.code, totp(key, Date.now()).replace(/^.../, "$& "));
    await page.getByRole("heading", { name: en.console.title }).waitFor();
    expect(complaints).toEqual([]);
  });

  test("gets no token for a password alone, nor for a code that nobody checked", async () => {
    const email = await newcomer();
    const { page } = await somebody({ locale: "en" });
    await asFarAsTheAuthenticator(page, email);
    const parameters = { USERNAME: email, PASSWORD: own };
    const { said } = await ask("InitiateAuth", { AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: parameters });
    expect(said).toMatchObject({ ChallengeName: "MFA_SETUP" });
    expect(said).not.toHaveProperty("AuthenticationResult");
    const unchecked = { ChallengeName: "MFA_SETUP", Session: said.Session, ChallengeResponses: { USERNAME: email } };
    expect((await ask("RespondToAuthChallenge", unchecked)).status).toBe(400);
  });

  test("begins anew where a question is too old", async () => {
    const email = await newcomer();
    const { page } = await somebody({ locale: "en" });
    const key = await asFarAsTheAuthenticator(page, email);
    // Cognito's word for it, which the emulator, whose questions last, never says.
    await page.route(accounts.issuer.replace(/[^/]*$/, ""), (route) =>
      route.fulfill({ status: 400, json: { __type: "NotAuthorizedException" } }),
    );
    await reply(page, en.authenticator.code, totp(key, Date.now()));
    await page.getByText(en.staff.tookTooLong).waitFor();
    await page.getByLabel(en.staff.email).waitFor();
  });

  test("changes the password, knowing the one before", async () => {
    const email = await newcomer();
    const { page } = await somebody({ locale: "en" });
    const key = await asFarAsTheAuthenticator(page, email);
    await reply(page, en.authenticator.code, totp(key, Date.now()));
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
    await change(own);
    await dialog.getByText(en.account.done).waitFor();
    await expectNoViolations(page);
    const kept = await page.evaluate(() => JSON.parse(sessionStorage.getItem("palais.staff") ?? "{}"));
    await dialog.getByRole("button", { name: en.account.everywhere }).click();
    await page.getByRole("heading", { name: en.staff.title }).waitFor();
    await expect.poll(async () => (await call("/v1/conferences", { token: kept.idToken })).status).toBe(401);
    await enter(page, "en", email, own);
    await page.getByText(en.staff.wrong).waitFor();
    await enter(page, "en", email, "Another-of-my-own-2027!");
    await page.getByLabel(en.staff.code).waitFor();
  });
});

test("why nobody is let in is said in words: no network, too many attempts, a password that was reset", async () => {
  const { page } = await somebody({ locale: "en" });
  const cognito = accounts.issuer.replace(/[^/]*$/, "");
  await page.route(cognito, (route) => route.abort());
  await enter(page, "en", "desk@palais.local", "whatever-it-is-123");
  await page.getByText(en.error.unreachable, { exact: true }).waitFor();
  for (const [__type, said] of [
    ["TooManyRequestsException", en.staff.tooOften],
    ["PasswordResetRequiredException", en.staff.resetRequired],
  ]) {
    await page.unroute(cognito);
    await page.route(cognito, (route) => route.fulfill({ status: 400, json: { __type } }));
    await page.getByRole("button", { name: en.staff.signIn, exact: true }).click();
    await page.getByText(said ?? "").waitFor();
  }
});

test("from a page that lay idle, too, everything is ended everywhere", async () => {
  const email = await newcomer();
  const { page } = await somebody({ locale: "en" });
  const key = await asFarAsTheAuthenticator(page, email);
  await reply(page, en.authenticator.code, totp(key, Date.now()));
  await page.getByRole("heading", { name: en.console.title }).waitFor();
  const copied = await page.evaluate(() => JSON.parse(sessionStorage.getItem("palais.staff") ?? "{}"));
  expect((await call("/v1/conferences", { token: copied.idToken })).status).toBe(200);
  await age(page);
  const { sub = "" } = decodeJwt(copied.idToken);
  const renewed = await idToken({ sub, email, groups: ["secretariat"] });
  // The emulator keeps no refresh token of a sign-in that had to answer a question.
  await page.route(accounts.issuer.replace(/[^/]*$/, ""), (route) =>
    route.request().headers()["x-amz-target"]?.endsWith("InitiateAuth")
      ? route.fulfill({ json: { AuthenticationResult: { IdToken: renewed, AccessToken: "renewed" } } })
      : route.continue(),
  );
  await page.getByRole("button", { name: en.account.everywhere }).click();
  await page.getByRole("heading", { name: en.staff.title }).waitFor();
  await expect.poll(async () => (await call("/v1/conferences", { token: copied.idToken })).status).toBe(401);
});

describe("a token that has ended", () => {
  async function signedIn(): Promise<Page> {
    const { page } = await somebody({ locale: "en" });
    await page.goto("/console?lang=en");
    await signIn(page, "en", "secretariat@palais.local");
    await page.getByRole("heading", { name: en.console.title }).waitFor();
    return page;
  }

  test("is renewed by the page, which asks nobody", async () => {
    const page = await signedIn();
    await age(page);
    await page.reload();
    await page.getByRole("heading", { name: en.console.title }).waitFor();
    const kept = await page.evaluate(() => JSON.parse(sessionStorage.getItem("palais.staff") ?? "{}"));
    expect((await call("/v1/conferences", { token: kept.idToken })).status).toBe(200);
  });

  test("can't be renewed once it was revoked: then one signs in again", async () => {
    const page = await signedIn();
    const { refreshToken } = await page.evaluate(() => JSON.parse(sessionStorage.getItem("palais.staff") ?? "{}"));
    expect((await ask("RevokeToken", { Token: refreshToken })).status).toBe(200);
    await age(page);
    await page.reload();
    await page.getByRole("heading", { name: en.staff.title }).waitFor();
  });

  test("without a network is kept for when there is one again", async () => {
    const page = await signedIn();
    await age(page);
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
  "%s: axe finds nothing where an authenticator is set up, on a telephone",
  async (language) => {
    const email = await newcomer();
    const said = office[language];
    const { page } = await somebody({ viewport: { ...phone, width: 320 } });
    await enter(page, language, email, "For-the-first-time-1");
    await page.getByLabel(said.staff.newPassword).fill(own);
    await expectNoViolations(page);
    await page.getByRole("button", { name: said.staff.go, exact: true }).click();
    await page.getByRole("heading", { name: said.authenticator.title }).waitFor();
    await page.getByRole("img", { name: said.authenticator.alt }).waitFor();
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    await picture(page, "staff-authenticator", language, "phone");
  },
);
