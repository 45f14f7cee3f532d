import { createId, keys } from "#shared/dynamodb/keys.ts";
import {
  batchGetItems,
  getItem,
  getNumber,
  getString,
  type Item,
  N,
  S,
  type Table,
  toItemKey,
  updateItem,
  writeTransaction,
} from "#shared/dynamodb/table.ts";
import { computeAddressDigest } from "#shared/email/suppressed-addresses.repository.ts";
import { toEpochSeconds } from "#shared/model/time.ts";

const toInvitationKey = (email: string) => keys.staffInvitation(computeAddressDigest(email));

/**
 * Invites an address to staff. Several lists share one invitation until it is bound; then the address gets a new one.
 * @returns the invitation, as a holder (`isHolder`)
 */
export async function inviteStaff(table: Table, email: string): Promise<string> {
  const written = await updateItem(table, toInvitationKey(email), {
    expression: "SET entity = :e, invitation = :new REMOVE boundTo",
    condition: "attribute_not_exists(invitation) OR attribute_exists(boundTo)",
    values: { ":e": S("staff-invitation"), ":new": S(createId()) },
  });
  const item = written ?? (await getItem(table, toInvitationKey(email)));
  // The invitation was bound in between.
  if (!item || (!written && item["boundTo"])) return inviteStaff(table, email);
  return getString(item, "invitation");
}

/** Whom an address stands for now: the last user who signed in with it, otherwise its invitation. */
export async function findAddressHolder(table: Table, email: string): Promise<string> {
  const bound = (await getItem(table, toInvitationKey(email)))?.["boundTo"]?.S;
  return bound ?? (await inviteStaff(table, email));
}

/**
 * Whether a user has signed in with the address, or as its holder.
 * @param holder whom the address stands for in a list of staff; `undefined` if the list does not have it yet
 */
export async function hasSignedIn(table: Table, email: string, holder: string | undefined): Promise<boolean> {
  const item = await getItem(table, toInvitationKey(email));
  if (item?.["holder"]) return true;
  // Another holder than the open invitation is a user, or was bound to one before.
  return holder !== undefined && item?.["invitation"]?.S !== holder;
}

/** The invitations that are bound to each of these users. */
export async function loadInvitations(
  table: Table,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const items = await batchGetItems(table, ids.map(keys.staffMember));
  return new Map(items.map((item) => [getString(item, "staffId"), item["invitations"]?.SS ?? []]));
}

/** What the table says of a member of staff and of the address in the token. */
export interface StaffInvitations {
  readonly memberItem: Item | undefined;
  readonly addressItem: Item | undefined;
}

/** The keys of the items of `StaffInvitations`. */
export const toStaffInvitationKeys = ({ id, email }: { readonly id: string; readonly email: string }) => ({
  member: keys.staffMember(id),
  address: toInvitationKey(email),
});

/** A user with a verified address, by a token. */
interface AddressClaim {
  readonly id: string;
  readonly email: string;
  /** When the token was issued, in s since 1970. */
  readonly issuedAt: number;
}

/**
 * Lists the invitations that are bound to a user, and binds an open one of the address. Of two users who sign in with the
 * same address at the same time, one gets the invitation.
 * @param deadline in ms
 * @returns `undefined` if another user has the address by a later token, or by one of the same second
 */
export async function claimInvitations(
  table: Table,
  staff: AddressClaim,
  { memberItem, addressItem }: StaffInvitations,
  deadline: number,
): Promise<readonly string[] | undefined> {
  const former = memberItem?.["invitations"]?.SS ?? [];
  const [invitation, boundTo] = [addressItem?.["invitation"]?.S, addressItem?.["boundTo"]?.S];
  const holder = addressItem?.["holder"]?.S;
  if (addressItem && holder !== undefined && holder !== staff.id && getNumber(addressItem, "heldAt") >= staff.issuedAt)
    return undefined;
  if (boundTo === staff.id) return invitation === undefined ? former : [...new Set([...former, invitation])];
  if (boundTo !== undefined) return (await moveAddress(table, staff, boundTo)) ? former : undefined;
  if (invitation === undefined) return former;
  return (await bindInvitation(table, staff, invitation, deadline))
    ? [...former, invitation]
    : rereadInvitations(table, staff);
}

/** The last user of the address stays in `holder` while a new invitation is open. */
const holdAddress = "boundTo = :id, holder = :id, heldAt = :at";

/** @returns whether the invitation was still open */
async function bindInvitation(
  table: Table,
  { id, email, issuedAt }: AddressClaim,
  invitation: string,
  deadline: number,
): Promise<boolean> {
  const bind = {
    TableName: table.name,
    Key: toItemKey(toInvitationKey(email)),
    UpdateExpression: `SET ${holdAddress}`,
    ConditionExpression: `invitation = :invitation AND attribute_not_exists(boundTo)
      AND (attribute_not_exists(holder) OR holder = :id OR heldAt < :at)`,
    ExpressionAttributeValues: { ":id": S(id), ":invitation": S(invitation), ":at": N(issuedAt) },
  };
  const note = {
    TableName: table.name,
    Key: toItemKey(keys.staffMember(id)),
    UpdateExpression: "SET entity = :e, staffId = :id ADD invitations :invitations",
    ExpressionAttributeValues: { ":e": S("staff-member"), ":id": S(id), ":invitations": { SS: [invitation] } },
  };
  const failure = await writeTransaction(
    table,
    [
      { item: { Update: bind }, onConditionFailed: "bound" as const },
      { item: { Update: note }, onConditionFailed: "bound" as const },
    ],
    deadline,
  );
  return failure === undefined;
}

/** Another call of the same user may have bound the invitation. */
async function rereadInvitations(table: Table, { id }: AddressClaim): Promise<readonly string[]> {
  const [memberItem] = await batchGetItems(table, [keys.staffMember(id)]);
  return memberItem?.["invitations"]?.SS ?? [];
}

/**
 * The address has another user now, who was given it in the user pool. What was bound stays with the former user; only what
 * is given to the address from now on is the new user's. A token that is older than that of the former user moves nothing:
 * its user has lost the address.
 * @returns whether the address is the user's now
 */
async function moveAddress(table: Table, { id, email, issuedAt }: AddressClaim, former: string): Promise<boolean> {
  const moved = await updateItem(table, toInvitationKey(email), {
    expression: `SET ${holdAddress} REMOVE invitation`,
    condition: "boundTo = :id OR (boundTo = :former AND heldAt < :at)",
    values: { ":id": S(id), ":former": S(former), ":at": N(issuedAt) },
  });
  return moved !== undefined;
}

/** How long a temporary password is valid (infra/data/identity.ts), in ms. */
const temporaryPasswordTtlMs = 3 * 86_400_000;

const toRenewalKey = (emailId: string) => keys.rate("password-renewal", emailId, "once");

/** Whether an attempt to send this invitation has renewed the temporary password of the account. */
export const hasRenewedPassword = async (table: Table, emailId: string): Promise<boolean> =>
  (await getItem(table, toRenewalKey(emailId))) !== undefined;

/** Records that the temporary password was renewed for this invitation, for as long as the password is valid. */
export async function recordPasswordRenewal(table: Table, emailId: string, now: number): Promise<void> {
  await updateItem(table, toRenewalKey(emailId), {
    expression: "SET entity = :entity, expiresAt = :expires",
    values: { ":entity": S("rate"), ":expires": N(toEpochSeconds(now + temporaryPasswordTtlMs)) },
  });
}
