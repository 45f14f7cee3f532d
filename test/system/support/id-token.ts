import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { decodeJwt, SignJWT } from "jose";
import { createId } from "#shared/dynamodb/keys.ts";
import { getSharedSystem } from "./system.ts";

/** The signing key of each local Cognito, for this machine alone. */
const { pem } = JSON.parse(readFileSync("node_modules/cognito-local/lib/keys/cognitoLocal.private.json", "utf8")) as {
  pem: string;
};
const poolKey = createPrivateKey(pem);

/** The claims of an id token. */
export interface TokenHolder {
  readonly sub: string;
  readonly email: string;
  readonly groups: readonly string[];
  /** By default the address is verified. */
  readonly email_verified?: boolean;
  /** When the token was issued, in seconds since 1970; by default now. */
  readonly issuedAt?: number;
}

/**
 * Creates an id token for a member of staff, as the user pool does for a new sign-in. @param seconds until it expires
 */
export async function createIdToken(
  { sub, email, groups, email_verified = true, issuedAt }: TokenHolder,
  key = poolKey,
  seconds = 3_600,
): Promise<string> {
  const { iss = "", aud = "" } = decodeJwt(getSharedSystem().tokens.secretariat);
  const now = Math.floor(Date.now() / 1_000);
  const claims = { email, email_verified, token_use: "id", auth_time: now, iat: issuedAt ?? now, jti: createId() };
  return new SignJWT({ ...claims, "cognito:groups": groups })
    .setProtectedHeader({ alg: "RS256", kid: "CognitoLocal" })
    .setSubject(sub)
    .setIssuer(iss)
    .setAudience(aud)
    .setExpirationTime(now + seconds)
    .sign(key);
}

/** Signs a member of the local staff in again, so that a sign-out ends this session and no other. */
export function createFreshSignIn(group: keyof ReturnType<typeof getSharedSystem>["tokens"]): Promise<string> {
  const { sub = "", email } = decodeJwt<{ email: string }>(getSharedSystem().tokens[group]);
  return createIdToken({ sub, email, groups: [group] });
}
