import type { KMSClient } from "@aws-sdk/client-kms";
import { endAllStaffSessions, endStaffSession } from "#shared/auth/staff.repository.ts";
import { isStaffToken, type TokenIssuer, verifyStaffToken } from "#shared/auth/staff-token.ts";
import { confirmAddress } from "#shared/capacity/seats.rules.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { executeIfNeeded } from "#shared/commands/execute-command.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import {
  createDelegateSession,
  createSignInLink,
  endDelegateSession,
  findSignInScope,
  loadDelegateSession,
  redeemSignInLink,
} from "#shared/sign-in/sign-in.repository.ts";
import { verifySignInToken } from "#shared/sign-in/sign-in-token.ts";

/** Sends a sign-in link to a registered person or a focal point. The response is the same for every address. */
export const requestSignInLink =
  (table: Table): ApiHandler<"requestSignInLink"> =>
  async ({ body: { email, conferenceId }, now, deadline }) => {
    await createSignInLink(table, conferenceId, await findSignInScope(table, conferenceId, email), now, deadline);
    return {};
  };

/** Redeems a sign-in link, and creates a session. */
export const signIn =
  (table: CommandStore, kms: KMSClient, linkKey: string): ApiHandler<"signIn"> =>
  async ({ body: { token }, now, deadline }) => {
    const linkId = await verifySignInToken(kms, linkKey, token);
    const draft = linkId === undefined ? undefined : await redeemSignInLink(table, linkId, Date.parse(now));
    if (!draft) throw new DomainError("link-used-or-expired");
    for (const id of draft.registrationIds) await confirmAddressIfNeeded(table, draft.conferenceId, id, now, deadline);
    const accessToken = createId() + createId();
    const expiresAt = await createDelegateSession(table, accessToken, draft, Date.parse(now));
    const { registrationIds, delegationIds } = await loadDelegateSession(table, draft);
    return { accessToken, expiresAt, registrations: [...registrationIds], delegations: [...delegationIds] };
  };

/** A sign-in confirms the address. The change is written only if the conference expires unconfirmed seats. */
async function confirmAddressIfNeeded(
  table: CommandStore,
  conferenceId: string,
  registrationId: string,
  at: string,
  deadline: number,
) {
  const { confirmWithinHours } = await loadConference(table, conferenceId);
  if (confirmWithinHours === 0) return;
  const context = { actor: { kind: "delegate", id: registrationId } as const, at };
  await executeIfNeeded(table, conferenceId, deadline, async () =>
    confirmAddress(await loadRegistration(table, registrationId), context),
  );
}

/**
 * Invalidates the token of a delegate; for staff all tokens of the sign-in or, with `everywhere`, of all sign-ins of the
 * member of staff up to now.
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
    if (session && everywhere) await endAllStaffSessions(table, session.id, at);
    else if (session) await endStaffSession(table, session, at);
    return {};
  };
