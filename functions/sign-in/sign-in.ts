import type { KMSClient } from "@aws-sdk/client-kms";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { executeIfNeeded } from "#shared/commands/execute-command.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { confirmAddress } from "#shared/domain/seat-expiry.ts";
import type { Handler } from "#shared/http/request.ts";
import { readSignInToken } from "#shared/mail/sign-in-token.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { newId } from "#shared/store/ids.ts";
import { loadRegistration } from "#shared/store/registrations.ts";
import { openSession, redeemLink, sessionOf } from "#shared/store/sign-in.ts";

/** A mailed link is used up, and opens a session on what it was mailed for. */
export const signIn =
  (table: CommandStore, kms: KMSClient, linkKey: string): Handler<"signIn"> =>
  async ({ body: { token }, now, deadline }) => {
    const linkId = await readSignInToken(kms, linkKey, token);
    const opens = linkId === undefined ? undefined : await redeemLink(table, linkId, Date.parse(now));
    if (!opens) throw new Refusal("link-used-or-expired");
    for (const id of opens.registrationIds) await confirm(table, opens.conferenceId, id, now, deadline);
    const accessToken = newId() + newId();
    const expiresAt = await openSession(table, accessToken, opens, Date.parse(now));
    const { registrationIds, delegationIds } = await sessionOf(table, opens);
    return { accessToken, expiresAt, registrations: [...registrationIds], delegations: [...delegationIds] };
  };

/** Who opens a mailed link shows that the address is theirs; worth a change only where a seat depends on it. */
async function confirm(
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
