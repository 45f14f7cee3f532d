import { setTimeout as sleep } from "node:timers/promises";
import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import { type StaffGroup, staffGroups } from "#shared/model/access.ts";
import { log, requiredVariable, toErrorFields } from "#shared/runtime/lambda.ts";
import { parseStaffClaims } from "./contract.ts";

/** The user pool that issues the accepted id tokens. */
export interface TokenIssuer {
  readonly keys: JWTVerifyGetKey;
  readonly issuer: string;
  readonly audience: string;
}

export const tokenIssuerEnvironment = { TOKEN_ISSUER: requiredVariable, TOKEN_AUDIENCE: requiredVariable };

/** Loads the keys of the pool with the first token, and caches them. */
export const createTokenIssuer = ({
  TOKEN_ISSUER: issuer,
  TOKEN_AUDIENCE: audience,
}: Record<keyof typeof tokenIssuerEnvironment, string>): TokenIssuer => ({
  keys: retryLoading(createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`), { timeoutDuration: 2_000 })),
  issuer,
  audience,
});

/** The keys of the pool could not be loaded, so nothing is known about a token. */
class KeysUnavailableError extends Error {
  override readonly name = "KeysUnavailableError";
}

/** Whether the keys are loaded, and the token names none of them. */
const isFaultOfToken = (error: unknown) =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;

/** The pauses before the keys are requested again, in ms. The gateway waits ten seconds for the authorizer. */
const loadingPausesMs = [100, 400];

/** Requests the keys again after a fault of the network or of Cognito. The SDK of tokens does not. */
function retryLoading(load: JWTVerifyGetKey): JWTVerifyGetKey {
  return async (...token) => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await load(...token);
      } catch (error) {
        if (isFaultOfToken(error)) throw error;
        log("token.keys-unavailable", toErrorFields(error), "warn");
        const pause = loadingPausesMs[attempt];
        if (pause === undefined) throw new KeysUnavailableError("the keys of the user pool", { cause: error });
        await sleep(pause);
      }
    }
  };
}

/** A member of staff and the sign-in, as the token names them. */
export interface StaffToken {
  /** The member of staff. */
  readonly id: string;
  /** The same in all tokens of the sign-in. */
  readonly sessionId: string;
  /** In s since 1970. */
  readonly signedInAt: number;
  /** When the address was the user's, in s since 1970. */
  readonly issuedAt: number;
  readonly email: string;
  readonly groups: readonly StaffGroup[];
}

/** A token with two dots is an id token of staff. Any other token is the access token of a delegate. */
export const isStaffToken = (token: string): boolean => token.split(".").length === 3;

/**
 * @returns `undefined` for a token that is invalid or has expired
 * @throws Error if the keys cannot be loaded, so that no valid token is rejected
 */
export async function verifyStaffToken(
  { keys, issuer, audience }: TokenIssuer,
  token: string,
): Promise<StaffToken | undefined> {
  try {
    const { payload } = await jwtVerify(token, keys, { issuer, audience, algorithms: ["RS256"] });
    const claims = parseStaffClaims(payload);
    return {
      id: claims.sub,
      email: claims.email,
      groups: staffGroups.filter((group) => claims["cognito:groups"].includes(group)),
      sessionId: claims.origin_jti ?? claims.jti,
      signedInAt: claims.auth_time,
      issuedAt: claims.iat,
    };
  } catch (error) {
    if (error instanceof KeysUnavailableError) throw error;
    log("token.rejected", toErrorFields(error), "warn");
    return undefined;
  }
}
