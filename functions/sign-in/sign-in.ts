import type { KMSClient } from "@aws-sdk/client-kms";
import { formatBrowserName } from "#shared/auth/browser-name.ts";
import { isOwnedBy } from "#shared/auth/caller.ts";
import { deriveSessionId, endSession, endSessions, toStaffOwner } from "#shared/auth/sessions.repository.ts";
import { isStaffToken, type TokenIssuer, verifyStaffToken } from "#shared/auth/staff-token.ts";
import { confirmAddress, needsConfirmedAddress } from "#shared/capacity/seats.rules.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { executeIfNeeded } from "#shared/commands/execute-command.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { loadRegistration, loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import {
  createDelegateSession,
  createSignInLink,
  type DelegateSessionDraft,
  endDelegateSession,
  findSignInScope,
  loadDelegateSession,
  redeemSignInLink,
} from "#shared/sign-in/sign-in.repository.ts";
import { takeSignInLink } from "#shared/sign-in/sign-in-allowance.repository.ts";
import { verifySignInToken } from "#shared/sign-in/sign-in-token.ts";

/**
 * Sends a sign-in link to a registered person or a focal point. The response depends on the requests of the
 * network and for the address alone, never on whether the address is registered.
 */
export const requestSignInLink =
  (table: Table): ApiHandler<"requestSignInLink"> =>
  async ({ body: { email, conferenceId }, sourceDigest: requester, now, deadline }) => {
    const nextAt = await takeSignInLink(table, { conferenceId, email, requester }, now);
    if (nextAt !== undefined) return { nextAt };
    await createSignInLink(table, conferenceId, await findSignInScope(table, conferenceId, email), now, deadline);
    return {};
  };

/** Redeems a sign-in link, and creates a session. */
export const signIn =
  (table: CommandStore, kms: KMSClient, linkKey: string): ApiHandler<"signIn"> =>
  async ({ body: { token }, userAgent, now, deadline }) => {
    const linkId = await verifySignInToken(kms, linkKey, token);
    const redeemed = linkId === undefined ? undefined : await redeemSignInLink(table, linkId, Date.parse(now));
    if (!redeemed) throw new DomainError("link-used-or-expired");
    const draft = await dropFormerRegistrations(table, redeemed);
    const { registrationIds, delegationIds } = await loadDelegateSession(table, draft);
    if (registrationIds.length + delegationIds.length === 0) throw new DomainError("link-used-or-expired");
    await confirmAddresses(table, draft.conferenceId, registrationIds, now, deadline);
    const accessToken = createId() + createId();
    const expiresAt = await createDelegateSession(
      table,
      accessToken,
      draft,
      Date.parse(now),
      formatBrowserName(userAgent),
    );
    return {
      conferenceId: draft.conferenceId,
      accessToken,
      expiresAt,
      registrations: [...registrationIds],
      delegations: [...delegationIds],
    };
  };

/**
 * A link that was sent before the address of a registration was corrected does not open the registration any more.
 * After an erasure no address can be compared, so that no link opens a registration whose address was ever corrected.
 */
async function dropFormerRegistrations(table: Table, redeemed: DelegateSessionDraft): Promise<DelegateSessionDraft> {
  const registrations = await loadRegistrations(table, redeemed.registrationIds);
  const registrationIds = redeemed.registrationIds.filter((id) => {
    const registration = registrations.get(id);
    if (!registration || (registration.erasure && registration.isAddressReplaced)) return false;
    return isOwnedBy(registration, redeemed);
  });
  return { ...redeemed, registrationIds };
}

/** A sign-in confirms the address. The change is written only where something depends on it. */
async function confirmAddresses(
  table: CommandStore,
  conferenceId: string,
  registrationIds: readonly string[],
  at: string,
  deadline: number,
) {
  const conference = await loadConference(table, conferenceId);
  const registrations = await loadRegistrations(table, registrationIds);
  for (const [registrationId, registration] of registrations) {
    if (!needsConfirmedAddress(conference, registration)) continue;
    const context = { actor: { kind: "delegate", id: registrationId } as const, at };
    await executeIfNeeded(table, conferenceId, deadline, async () =>
      confirmAddress(await loadRegistration(table, registrationId), context),
    );
  }
}

/**
 * Invalidates the token of a delegate; for staff all tokens of the sign-in or, with `everywhere`, of all sign-ins of
 * the member of staff up to now.
 */
export const signOut =
  (table: Table, issuer: TokenIssuer): ApiHandler<"signOut"> =>
  async ({ body: { accessToken, everywhere }, now }) => {
    const at = Date.parse(now);
    if (!isStaffToken(accessToken)) {
      await endDelegateSession(table, accessToken, at);
      return {};
    }
    const session = await verifyStaffToken(issuer, accessToken);
    if (!session) return {};
    const owner = toStaffOwner(session.id);
    if (everywhere) await endSessions(table, owner, at);
    else await endSession(table, owner, deriveSessionId(session.sessionId), at);
    return {};
  };
