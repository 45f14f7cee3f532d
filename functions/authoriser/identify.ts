import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerWithContextResult } from "aws-lambda";
import type { Caller } from "#shared/http/caller.ts";
import type { Entrance } from "#shared/http/entrance.ts";
import { type Issuer, isStaffToken, readStaffToken } from "#shared/http/staff-token.ts";
import { findSession } from "#shared/store/sign-in.ts";
import { isStaffSessionOver } from "#shared/store/staff-sessions.ts";
import type { Table } from "#shared/store/table.ts";

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

/** A sign-in that was ended opens nothing from the next call on, whichever of the two kinds it is. */
async function callerOf(table: Table, issuer: Issuer, token: string): Promise<Caller> {
  if (isStaffToken(token)) return (await staffOf(table, issuer, token)) ?? anonymous;
  const session = await findSession(table, token, Date.now());
  return session ? { kind: "delegate", ...session } : anonymous;
}

async function staffOf(table: Table, issuer: Issuer, token: string): Promise<Caller | undefined> {
  const found = await readStaffToken(issuer, token);
  if (!found || (await isStaffSessionOver(table, found))) return undefined;
  const { id, email, groups } = found;
  return { kind: "staff", id, email, groups };
}
