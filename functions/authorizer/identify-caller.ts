import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerWithContextResult } from "aws-lambda";
import type { Caller } from "#shared/auth/caller.ts";
import type { OriginVerifier } from "#shared/auth/origin-verification.ts";
import { isStaffSessionEnded } from "#shared/auth/staff.repository.ts";
import { isStaffToken, type TokenIssuer, verifyStaffToken } from "#shared/auth/staff-token.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { findDelegateSession } from "#shared/sign-in/sign-in.repository.ts";

/**
 * Identifies the caller, and lets every request through the gateway. Each function authorizes the caller by the table of
 * routes, so that an error is a problem in the caller's language, not the fixed response of the gateway.
 */
export const identifyCaller =
  (table: Table, originVerifier: OriginVerifier, issuer: TokenIssuer) =>
  async (
    event: APIGatewayRequestAuthorizerEventV2,
  ): Promise<APIGatewaySimpleAuthorizerWithContextResult<{ caller: string }>> => {
    // A request that bypasses the distribution reads nothing from the table, and no token is verified.
    if (!originVerifier.isFromDistribution(event.headers ?? {}))
      return { isAuthorized: false, context: { caller: JSON.stringify(anonymousCaller) } };
    const token = /^Bearer\s+(\S+)$/i.exec(event.headers?.["authorization"] ?? "")?.[1];
    const caller = token === undefined ? anonymousCaller : await resolveCaller(table, issuer, token);
    return { isAuthorized: true, context: { caller: JSON.stringify(caller) } };
  };

const anonymousCaller: Caller = { kind: "anonymous" };

/** An ended session or sign-in is invalid from the next call on. */
async function resolveCaller(table: Table, issuer: TokenIssuer, token: string): Promise<Caller> {
  if (isStaffToken(token)) return (await resolveStaffCaller(table, issuer, token)) ?? anonymousCaller;
  const session = await findDelegateSession(table, token, Date.now());
  return session ? { kind: "delegate", ...session } : anonymousCaller;
}

async function resolveStaffCaller(table: Table, issuer: TokenIssuer, token: string): Promise<Caller | undefined> {
  const staffToken = await verifyStaffToken(issuer, token);
  if (!staffToken || (await isStaffSessionEnded(table, staffToken))) return undefined;
  const { id, email, groups } = staffToken;
  return { kind: "staff", id, email, groups };
}
