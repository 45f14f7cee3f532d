import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { expect, test } from "vitest";
import { createId } from "#shared/dynamodb/keys.ts";
import { createIdToken } from "../../system/support/id-token.ts";
import { registerPerson } from "../../system/support/people.ts";
import { asSecretariat, callSystem, createConference, getSharedSystem } from "../../system/support/system.ts";

const me = "secretariat@palais.local";
const newName = (who: string) => `${who}.${createId().slice(0, 8)}`;
const toAddress = (name: string) => `${name}@example.org`;

let issued = Math.floor(Date.now() / 1_000);

/** Each token is issued a second after the one before: an earlier one could not claim an address from a later one. */
const createToken = (sub: string, email = toAddress(sub), email_verified = true) => {
  issued += 1;
  return createIdToken({ sub, email, groups: ["secretariat", "reviewer"], email_verified, issuedAt: issued });
};

/** A conference whose staff are the secretariat and these addresses. */
const createStaffedConference = (...emails: readonly string[]) =>
  createConference(5, {
    staff: [me, ...emails].map((email) => ({ email, groups: ["secretariat"] })),
  });

const readQueue = async (conferenceId: string, token: string) => {
  const { status, body } = await callSystem(`/v1/conferences/${conferenceId}/registrations`, { token });
  return body.code ?? status;
};

test("a user who takes the address of another member of staff gets no access to that person's conference", async () => {
  const [victim, attacker] = [newName("victim"), newName("attacker")];
  const conferenceId = await createStaffedConference(toAddress(victim));
  const own = await createStaffedConference(toAddress(attacker));
  expect(await readQueue(conferenceId, await createToken(victim))).toBe(200);
  expect(await readQueue(own, await createToken(attacker))).toBe(200);
  expect(await readQueue(conferenceId, await createToken(attacker, toAddress(victim)))).toBe("unknown-conference");
  expect(await readQueue(own, await createToken(attacker, toAddress(victim)))).toBe(200);
  expect(await readQueue(conferenceId, await createToken(victim, toAddress(newName("renamed"))))).toBe(200);
});

test("an address that is not verified, or equal only in full Unicode casing, gives no access", async () => {
  const name = newName("kay");
  const conferenceId = await createStaffedConference(toAddress(name));
  expect(await readQueue(conferenceId, await createToken(name, toAddress(name), false))).toBe("not-signed-in");
  const kelvin = toAddress(name.replace("k", "\u212A"));
  expect(await readQueue(conferenceId, await createToken(newName("other"), kelvin))).toBe("unknown-conference");
  expect(await readQueue(conferenceId, await createToken(name))).toBe(200);
});

test("a user who takes the address of a reader does not read the protected name", async () => {
  const [reader, attacker] = [newName("reader"), newName("attacker")];
  for (const conferenceId of [
    await createConference(5),
    await createStaffedConference(toAddress(reader), toAddress(attacker)),
  ]) {
    for (const name of [reader, attacker]) await readQueue(conferenceId, await createToken(name));
    const registrationId = await registerPerson(conferenceId);
    const path = `/v1/registrations/${registrationId}`;
    const alias = { nameOnBadge: "Speaker" };
    const body = { alias, readers: [toAddress(reader)] };
    expect((await callSystem(`${path}/protection`, asSecretariat({ method: "PUT", body }))).status).toBe(200);
    const reveal = async (token: string) =>
      (await callSystem(`${path}/identity-access`, { token, body: { reason: "visa" } })).status;
    const stolen = await createToken(attacker, toAddress(reader));
    expect(await reveal(stolen)).toBe(403);
    const added = { alias, readers: [toAddress(reader), toAddress(attacker)] };
    const protect = await callSystem(`${path}/protection`, { token: stolen, method: "PUT", body: added });
    expect([protect.status, protect.body.code]).toEqual([403, "name-protected"]);
    expect(await reveal(await createToken(reader, toAddress(newName("renamed"))))).toBe(200);
  }
});

test("users cannot change their address in the user pool", async () => {
  const { users } = JSON.parse(await readFile(join(getSharedSystem().home, "local.json"), "utf8")) as {
    users: { email: string; password: string }[];
  };
  const { iss = "", aud } = decodeJwt(getSharedSystem().tokens.reviewer);
  const callCognito = async (target: string, body: object) => {
    const headers = {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSCognitoIdentityProviderService.${target}`,
    };
    const response = await fetch(new URL("/", iss), { method: "POST", headers, body: JSON.stringify(body) });
    return {
      status: response.status,
      body: (await response.json()) as { AuthenticationResult: { AccessToken: string } },
    };
  };
  const { email: USERNAME = "", password: PASSWORD = "" } =
    users.find(({ email }) => email === "reviewer@palais.local") ?? {};
  const { body } = await callCognito("InitiateAuth", {
    ClientId: aud,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME, PASSWORD },
  });
  const { AccessToken } = body.AuthenticationResult;
  const UserAttributes = [{ Name: "email", Value: me }];
  expect(await callCognito("UpdateUserAttributes", { AccessToken, UserAttributes })).toMatchObject({
    status: 400,
    body: { __type: "NotAuthorizedException" },
  });
});
