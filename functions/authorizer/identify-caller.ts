import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerWithContextResult } from "aws-lambda";
import { formatBrowserName } from "#shared/auth/browser-name.ts";
import type { Caller } from "#shared/auth/caller.ts";
import type { OriginVerifier } from "#shared/auth/origin-verification.ts";
import type { SessionUse } from "#shared/auth/sessions.repository.ts";
import { openStaffSession } from "#shared/auth/staff.repository.ts";
import { isStaffToken, type TokenIssuer, verifyStaffToken } from "#shared/auth/staff-token.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { automaticRequestHeader } from "#shared/model/access.ts";
import { findDelegateSession } from "#shared/sign-in/sign-in.repository.ts";

/**
 * Identifies the caller, and lets every request through the gateway. Each function authorizes the caller by the table
 * of routes, so that an error is a problem in the caller's language, not the fixed response of the gateway.
 */
export const identifyCaller =
  (table: Table, originVerifier: OriginVerifier, issuer: TokenIssuer) =>
  async (
    event: APIGatewayRequestAuthorizerEventV2,
  ): Promise<APIGatewaySimpleAuthorizerWithContextResult<{ caller: string }>> => {
    // A request that bypasses the distribution reads nothing from the table, and no token is verified.
    if (!(await originVerifier.isFromDistribution(event.headers ?? {})))
      return { isAuthorized: false, context: { caller: JSON.stringify(anonymousCaller) } };
    const authorization = event.headers?.["authorization"]?.trim() ?? "";
    const caller =
      authorization === "" ? anonymousCaller : await resolveCaller(table, issuer, authorization, toSessionUse(event));
    return { isAuthorized: true, context: { caller: JSON.stringify(caller) } };
  };

const anonymousCaller: Caller = { kind: "anonymous" };

/** A caller whose token has expired must learn it, also on a public route, and not act as anonymous. */
const invalidCaller: Caller = { kind: "anonymous", hasInvalidToken: true };

/** An ended session or sign-in is invalid from the next call on. */
async function resolveCaller(
  table: Table,
  issuer: TokenIssuer,
  authorization: string,
  use: SessionUse,
): Promise<Caller> {
  const token = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1];
  if (token === undefined) return invalidCaller;
  if (isStaffToken(token)) return (await resolveStaffCaller(table, issuer, token, use)) ?? invalidCaller;
  const session = await findDelegateSession(table, token, use);
  return session ? { kind: "delegate", ...session } : invalidCaller;
}

const toSessionUse = ({ headers }: APIGatewayRequestAuthorizerEventV2): SessionUse => ({
  now: Date.now(),
  browser: formatBrowserName(headers?.["user-agent"]),
  isAutomatic: headers?.[automaticRequestHeader] !== undefined,
});

async function resolveStaffCaller(
  table: Table,
  issuer: TokenIssuer,
  token: string,
  use: SessionUse,
): Promise<Caller | undefined> {
  const staffToken = await verifyStaffToken(issuer, token);
  const session = staffToken && (await openStaffSession(table, staffToken, use));
  if (!session) return undefined;
  const { id, email, groups } = staffToken;
  return { kind: "staff", id, email, groups, ...session };
}
