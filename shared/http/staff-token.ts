import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import * as z from "zod/mini";
import type { StaffGroup } from "#shared/contract/routes.ts";
import type { StaffSession } from "#shared/store/staff-sessions.ts";
import { variable } from "./environment.ts";
import { errorKind, log } from "./log.ts";

/** The user pool whose id tokens are believed. */
export interface Issuer {
  readonly keys: JWTVerifyGetKey;
  readonly issuer: string;
  readonly audience: string;
}

export const issuerEnvironment = { TOKEN_ISSUER: variable, TOKEN_AUDIENCE: variable };

/** The pool's keys are asked for when the first token comes, and kept. */
export const issuerOf = (environment: { readonly TOKEN_ISSUER: string; readonly TOKEN_AUDIENCE: string }): Issuer => ({
  keys: createRemoteJWKSet(new URL(`${environment.TOKEN_ISSUER}/.well-known/jwks.json`)),
  issuer: environment.TOKEN_ISSUER,
  audience: environment.TOKEN_AUDIENCE,
});

/** A member of staff as their token has them, with the sign-in that it came of. */
export interface StaffToken extends StaffSession {
  readonly email: string;
  readonly groups: readonly StaffGroup[];
}

const staffClaims = z.object({
  sub: z.string(),
  email: z.string(),
  token_use: z.literal("id"),
  "cognito:groups": z._default(z.array(z.string()), []),
  auth_time: z.number(),
  jti: z.string().check(z.minLength(1)),
  // One for all tokens of a sign-in, however often they are renewed; Cognito's, where tokens can be revoked.
  origin_jti: z.optional(z.string()),
});

const groups = ["secretariat", "reviewer", "entry-desk"] as const;

/** A token with two dots is a staff member's; any other an access token of a mailed link. */
export const isStaffToken = (token: string): boolean => token.split(".").length === 3;

/**
 * @returns none for a token that isn't the pool's, or not any more
 * @throws Error when the keys can't be had: then nobody is refused for a token that may be good
 */
export async function readStaffToken(
  { keys, issuer, audience }: Issuer,
  token: string,
): Promise<StaffToken | undefined> {
  try {
    const { payload } = await jwtVerify(token, keys, { issuer, audience, algorithms: ["RS256"] });
    const claims = z.parse(staffClaims, payload);
    return {
      id: claims.sub,
      email: claims.email,
      groups: groups.filter((group) => claims["cognito:groups"].includes(group)),
      session: claims.origin_jti ?? claims.jti,
      since: claims.auth_time,
    };
  } catch (error) {
    if (error instanceof errors.JWKSTimeout) throw error;
    log("token.refused", errorKind(error), "warn");
    return undefined;
  }
}
