import { keys, staffDirectory } from "#shared/dynamodb/keys.ts";
import {
  batchGetItems,
  findItem,
  getString,
  N,
  queryItems,
  S,
  type Table,
  updateItem,
} from "#shared/dynamodb/table.ts";
import { toEpochSeconds } from "#shared/model/time.ts";
import {
  deriveSessionId,
  findOpenSession,
  getIdleMs,
  recordUse,
  type SessionUse,
  toSessionKeys,
  toStaffOwner,
} from "./sessions.repository.ts";
import { claimInvitations, toStaffInvitationKeys } from "./staff-invitations.repository.ts";
import type { StaffToken } from "./staff-token.ts";

/** A member of staff: the identifier in histories, and the address by which colleagues know the person. */
export interface StaffDirectoryEntry {
  readonly id: string;
  readonly email: string;
}

/** How long an address is kept after the last sign-in, in ms. Afterwards histories show the identifier alone. */
const staffEmailTtlMs = 400 * 86_400_000;

/** Stores the address of a member of staff. @param now RFC 3339 */
export async function saveStaffEmail(table: Table, { id, email }: StaffDirectoryEntry, now: string): Promise<void> {
  await updateItem(table, keys.staff(id), {
    expression: "SET entity = :e, email = :email, expiresAt = :x",
    values: { ":e": S("staff"), ":email": S(email), ":x": N(toEpochSeconds(Date.parse(now) + staffEmailTtlMs)) },
  });
}

/** Lists all members of staff with a stored address: as many as a secretariat employs. */
export async function listStaffDirectory(table: Table): Promise<StaffDirectoryEntry[]> {
  const rows = await Array.fromAsync(queryItems(table, { partition: staffDirectory }));
  return rows.map((row) => ({ id: getString(row, "SK"), email: getString(row, "email") }));
}

/** The time that binding an invitation may take, in ms. */
const claimTimeoutMs = 2_000;

/**
 * Opens the session of a token, and binds an open invitation of its address to the member of staff.
 * @returns `undefined` if the sign-in was ended, alone or with others, was idle for too long, or if another user has been
 * given the address after the token was issued
 */
export async function openStaffSession(
  table: Table,
  { id, email, groups, sessionId: signIn, signedInAt, issuedAt }: StaffToken,
  { now, browser, isAutomatic }: SessionUse,
): Promise<{ readonly invitations: readonly string[]; readonly sessionId: string } | undefined> {
  const { member, address } = toStaffInvitationKeys({ id, email });
  const [owner, sessionId] = [toStaffOwner(id), deriveSessionId(signIn)];
  const sessionKeys = toSessionKeys(owner, sessionId);
  const items = await batchGetItems(table, [...Object.values(sessionKeys), member, address]);
  const session = findOpenSession(items, sessionKeys, { now, idle: getIdleMs(groups), begunAt: signedInAt * 1_000 });
  if (!session) return undefined;
  if (!isAutomatic) await recordUse(table, owner, { ...session, ...(browser && { browser }) }, now);
  const stored = { memberItem: findItem(items, member), addressItem: findItem(items, address) };
  const invitations = await claimInvitations(table, { id, email, issuedAt }, stored, now + claimTimeoutMs);
  return invitations && { invitations, sessionId };
}
