import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { decodeJwt, SignJWT } from "jose";
import { newId } from "#shared/store/ids.ts";
import { running } from "./system.ts";

/** The key that every local Cognito signs with, for this machine alone. */
const { pem } = JSON.parse(readFileSync("node_modules/cognito-local/lib/keys/cognitoLocal.private.json", "utf8")) as {
  pem: string;
};
const poolKey = createPrivateKey(pem);

/** Whose an id token is. */
export interface Holder {
  readonly sub: string;
  readonly email: string;
  readonly groups: readonly string[];
}

/** An id token as the user pool gives it to a member of staff, of a sign-in of its own. @param seconds until it is over */
export async function idToken({ sub, email, groups }: Holder, key = poolKey, seconds = 3_600): Promise<string> {
  const { iss = "", aud = "" } = decodeJwt(running().tokens.secretariat);
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({ email, token_use: "id", "cognito:groups": groups, auth_time: now, jti: newId() })
    .setProtectedHeader({ alg: "RS256", kid: "CognitoLocal" })
    .setSubject(sub)
    .setIssuer(iss)
    .setAudience(aud)
    .setExpirationTime(now + seconds)
    .sign(key);
}

/** A member of the local staff signs in once more: whoever signs out ends that, and nobody else's. */
export function signedInAnew(group: keyof ReturnType<typeof running>["tokens"]): Promise<string> {
  const { sub = "", email } = decodeJwt<{ email: string }>(running().tokens[group]);
  return idToken({ sub, email, groups: [group] });
}
