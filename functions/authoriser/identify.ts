import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerWithContextResult } from "aws-lambda";
import { errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import * as z from "zod/mini";
import type { Caller } from "#shared/http/caller.ts";
import type { Entrance } from "#shared/http/entrance.ts";
import { errorKind, log } from "#shared/http/log.ts";
import { findSession } from "#shared/store/sign-in.ts";
import type { Table } from "#shared/store/table.ts";

/** The user pool whose id tokens are believed. */
export interface Issuer {
  readonly keys: JWTVerifyGetKey;
  readonly issuer: string;
  readonly audience: string;
}

const staffClaims = z.object({
  sub: z.string(),
  email: z.string(),
  token_use: z.literal("id"),
  "cognito:groups": z._default(z.array(z.string()), []),
});

const groups = ["secretariat", "reviewer", "entry-desk"] as const;

/**
 * Says who calls, and lets everyone on: what the caller may do, each function decides by the table of routes, so
 * that a refusal is a problem in the caller's language and not the gateway's one word.
 */
export const identify =
  (table: Table, entrance: Entrance, issuer: Issuer) =>
  async (
    event: APIGatewayRequestAuthorizerEventV2,
  ): Promise<APIGatewaySimpleAuthorizerWithContextResult<{ caller: string }>> => {
    // Who comes past the site has nothing read for them, and no token tried.
    if (!entrance.admits(event.headers ?? {}))
      return { isAuthorized: false, context: { caller: JSON.stringify(anonymous) } };
    const token = /^Bearer\s+(\S+)$/i.exec(event.headers?.["authorization"] ?? "")?.[1];
    const caller = token === undefined ? anonymous : await callerOf(table, issuer, token);
    return { isAuthorized: true, context: { caller: JSON.stringify(caller) } };
  };

const anonymous: Caller = { kind: "anonymous" };

/** A token with two dots is a staff member's; any other an access token of a mailed link. */
async function callerOf(table: Table, issuer: Issuer, token: string): Promise<Caller> {
  if (token.split(".").length === 3) return (await staff(issuer, token)) ?? anonymous;
  const session = await findSession(table, token, Date.now());
  return session ? { kind: "delegate", ...session } : anonymous;
}

/** @throws Error when the keys can't be had: then nobody is refused for a token that may be good */
async function staff({ keys, issuer, audience }: Issuer, token: string): Promise<Caller | undefined> {
  try {
    const { payload } = await jwtVerify(token, keys, { issuer, audience, algorithms: ["RS256"] });
    const claims = z.parse(staffClaims, payload);
    const theirs = groups.filter((group) => claims["cognito:groups"].includes(group));
    return { kind: "staff", id: claims.sub, email: claims.email, groups: theirs };
  } catch (error) {
    if (error instanceof errors.JWKSTimeout) throw error;
    log("token.refused", errorKind(error), "warn");
    return undefined;
  }
}
