import type { KMSClient } from "@aws-sdk/client-kms";
import { Refusal } from "#shared/domain/refusal.ts";
import type { Handler } from "#shared/http/request.ts";
import { readSignInToken } from "#shared/mail/sign-in-token.ts";
import { newId } from "#shared/store/ids.ts";
import { openSession, redeemLink } from "#shared/store/sign-in.ts";
import type { Table } from "#shared/store/table.ts";

/** A mailed link is used up, and opens a session on what it was mailed for. */
export const signIn =
  (table: Table, kms: KMSClient, linkKey: string): Handler<"signIn"> =>
  async ({ body: { token }, now }) => {
    const linkId = await readSignInToken(kms, linkKey, token);
    const opens = linkId === undefined ? undefined : await redeemLink(table, linkId, Date.parse(now));
    if (!opens) throw new Refusal("link-used-or-expired");
    const accessToken = newId() + newId();
    const expiresAt = await openSession(table, accessToken, opens, Date.parse(now));
    return { accessToken, expiresAt, registrations: [...opens.registrationIds], delegations: [] };
  };
