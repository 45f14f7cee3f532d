import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { decodeJwt, SignJWT } from "jose";
import { digestOf, newId } from "#shared/store/ids.ts";
import { openSession } from "#shared/store/sign-in.ts";
import type { Table } from "#shared/store/table.ts";
import { clientOf } from "../../support/table.ts";
import { call, running } from "../system.ts";
import { addressOf, type RoleName, roles } from "./roles.ts";

/** The key that every local Cognito signs with, for this machine alone. */
const { pem } = JSON.parse(readFileSync("node_modules/cognito-local/lib/keys/cognitoLocal.private.json", "utf8")) as {
  pem: string;
};
const poolKey = createPrivateKey(pem);
const anotherKey = generateKeyPairSync("rsa", { modulusLength: 2_048 }).privateKey;

/** An id token as the user pool gives it to a member of staff. */
async function idToken(email: string, groups: readonly string[], key = poolKey, seconds = 3_600): Promise<string> {
  const { iss = "", aud = "" } = decodeJwt(running().tokens.secretariat);
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({ email, token_use: "id", "cognito:groups": groups, auth_time: now, jti: newId() })
    .setProtectedHeader({ alg: "RS256", kid: "CognitoLocal" })
    .setSubject(email)
    .setIssuer(iss)
    .setAudience(aud)
    .setExpirationTime(now + seconds)
    .sign(key);
}

export const table = (): Table => ({ client: clientOf(running().dynamodb), name: running().table });

/** A session as the mailed link of an address opens it. */
export async function aSession(
  conferenceId: string,
  email: string,
  registrationIds: readonly string[],
  openedAt = Date.now(),
): Promise<string> {
  const token = newId() + newId();
  await openSession(table(), token, { conferenceId, registrationIds, address: digestOf(email) }, openedAt);
  return token;
}

export const staffToken = (role: RoleName): Promise<string> => {
  const known = roles[role];
  return idToken(addressOf(role), known.is === "staff" ? known.groups : []);
};

async function signedOut(accessToken: string): Promise<string> {
  const { status } = await call("/v1/sign-outs", { body: { accessToken } });
  if (status !== 200) throw new Error(`signing out answered ${status}`);
  return accessToken;
}

/** The tokens that are good for nothing, each of the best caller there could be. */
export async function badTokens(
  conferenceId: string,
  registrationId: string,
): Promise<Partial<Record<RoleName, string>>> {
  const [secretariat, focalPoint] = [addressOf("the secretariat"), addressOf("a focal point")];
  const yesterday = Date.now() - 86_400_000;
  return {
    "a token that was made up": newId() + newId(),
    "an id token of another key": await idToken(secretariat, ["secretariat"], anotherKey),
    "an id token past its time": await idToken(secretariat, ["secretariat"], poolKey, -60),
    "an id token after signing out": await signedOut(await idToken(secretariat, ["secretariat"])),
    "a session past its time": await aSession(conferenceId, focalPoint, [registrationId], yesterday),
  };
}
