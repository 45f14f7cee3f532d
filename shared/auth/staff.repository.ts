import { computeDigest, type Key, keys, staffDirectory } from "#shared/dynamodb/keys.ts";
import {
  batchGetItems,
  getNumber,
  getString,
  N,
  queryItems,
  S,
  type Table,
  updateItem,
} from "#shared/dynamodb/table.ts";
import { toEpochSeconds } from "#shared/model/time.ts";
import { claimInvitations, toStaffInvitationKeys } from "./staff-invitations.repository.ts";

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

/** A sign-in of a member of staff, as its tokens name it. */
export interface StaffTokenSession {
  /** The member of staff. */
  readonly id: string;
  /** The same in all tokens of the sign-in. */
  readonly sessionId: string;
  /** In s since 1970. */
  readonly signedInAt: number;
}

/** How long an ended sign-in is stored, in ms: its tokens can be renewed for a day, and are valid for an hour. */
const endedSessionTtlMs = 26 * 3_600_000;

const toEndedSessionKey = ({ sessionId }: StaffTokenSession) => keys.endedStaffSession(computeDigest(sessionId));

/** Invalidates the tokens of one sign-in. @param now in ms */
export async function endStaffSession(table: Table, session: StaffTokenSession, now: number): Promise<void> {
  await updateItem(table, toEndedSessionKey(session), {
    expression: "SET entity = :e, expiresAt = :x",
    values: { ":e": S("ended-staff-session"), ":x": N(toEpochSeconds(now + endedSessionTtlMs)) },
  });
}

/** Invalidates the tokens of all sign-ins of a member of staff up to now. @param now in ms */
export async function endAllStaffSessions(table: Table, id: string, now: number): Promise<void> {
  const [endedUntil, expiresAt] = [toEpochSeconds(now), toEpochSeconds(now + endedSessionTtlMs)];
  await updateItem(table, keys.endedStaffSessions(id), {
    expression: "SET entity = :e, endedUntil = :now, expiresAt = :x",
    values: { ":e": S("ended-staff-sessions"), ":now": N(endedUntil), ":x": N(expiresAt) },
  });
}

/** The time that binding an invitation may take, in ms. */
const claimTimeoutMs = 2_000;

/**
 * Opens the session of a token, and binds an open invitation of its address to the member of staff.
 * @param now in ms
 * @returns `undefined` if the sign-in was ended, alone or with all others of its owner
 */
export async function openStaffSession(
  table: Table,
  session: StaffTokenSession & { readonly email: string },
  now: number,
): Promise<{ readonly invitations: readonly string[] } | undefined> {
  const { member, address } = toStaffInvitationKeys(session);
  const ends = [toEndedSessionKey(session), keys.endedStaffSessions(session.id)];
  const items = await batchGetItems(table, [...ends, member, address]);
  const find = (key: Key) => items.find(({ PK, SK }) => PK?.S === key.PK && SK?.S === key.SK);
  const [one, all] = ends.map(find);
  if (one || (all && getNumber(all, "endedUntil") >= session.signedInAt)) return undefined;
  const stored = { memberItem: find(member), addressItem: find(address) };
  return { invitations: await claimInvitations(table, session, stored, now + claimTimeoutMs) };
}
