import { deriveId, type Key, keys, openSessionPrefix } from "#shared/dynamodb/keys.ts";
import {
  batchGetItems,
  findItem,
  getNumber,
  getString,
  type Item,
  N,
  queryItems,
  S,
  type Table,
  toItemKey,
  updateItem,
} from "#shared/dynamodb/table.ts";
import { computeAddressDigest } from "#shared/email/suppressed-addresses.repository.ts";
import type { StaffGroup } from "#shared/model/access.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { toEpochSeconds } from "#shared/model/time.ts";

const hourMs = 3_600_000;

/** After how long without a request of the user a session ends, in ms. */
const idleMs = hourMs;

/** The same for accounts of the entry desk alone: the next person may arrive after hours, and must not wait. */
const deskIdleMs = 12 * hourMs;

export const getIdleMs = (groups: readonly StaffGroup[]): number =>
  groups.length > 0 && groups.every((group) => group === "entry-desk") ? deskIdleMs : idleMs;

/** The time after which a use is stored again, in ms, so that not every request writes. */
const usePeriodMs = 5 * 60_000;

/** How long the table stores a session after its last use, and an end, in ms: longer than tokens can be renewed. */
const storedMs = 26 * hourMs;

const toExpiry = (now: number) => N(toEpochSeconds(now + storedMs));

/** Whose sessions: a user of the pool, or an address at a conference. */
export type SessionOwner = string & { readonly __brand: "SessionOwner" };

export const toStaffOwner = (id: string) => `STAFF#${id}` as SessionOwner;

export const toDelegateOwner = (conferenceId: string, addressDigest: string) =>
  `DELEGATE#${conferenceId}#${addressDigest}` as SessionOwner;

export const toAddressOwner = (conferenceId: string, email: string) =>
  toDelegateOwner(conferenceId, computeAddressDigest(email));

/** The public identifier of a session, from its secret: the access token, or the sign-in that id tokens name. */
export const deriveSessionId = (secret: string): string => deriveId("session", secret);

export interface Session {
  readonly sessionId: string;
  /** In ms since 1970. */
  readonly begunAt: number;
  readonly usedAt: number;
  /** A session of staff that the table does not know yet. */
  readonly isNew?: true;
  /** Such as `Firefox, Windows`. */
  readonly browser?: string;
}

/** How a caller uses a session. */
export interface SessionUse {
  readonly now: number;
  readonly browser?: string | undefined;
  /** Whether the page sent the request by itself, without input of the user for some minutes. */
  readonly isAutomatic: boolean;
}

/** The keys by which `findOpenSession` decides. */
export const toSessionKeys = (owner: SessionOwner, sessionId: string) => ({
  session: keys.session(owner, sessionId),
  ended: keys.endedSessions(owner),
  allEnded: keys.allEndedSessions,
});

const endEntity = S("ended-sessions");

const toSessionId = (item: Item): string => getString(item, "SK").slice(openSessionPrefix.length);

/** Whether an end of many sessions ended one. */
function isCovered(end: Item | undefined, session: Item): boolean {
  if (!end) return false;
  const begunAt = getNumber(session, "begunAt");
  if (getNumber(end, "addressEndedUntil") >= begunAt) return true;
  return getNumber(end, "endedUntil") >= begunAt && end["keptSession"]?.S !== toSessionId(session);
}

/** The session of an item, if it is open at a time. */
function parseOpenSession(
  item: Item,
  { ended, allEnded }: { readonly ended: Item | undefined; readonly allEnded: Item | undefined },
  { now, idle }: { readonly now: number; readonly idle: number },
): Session | undefined {
  const [begunAt, usedAt] = [getNumber(item, "begunAt"), getNumber(item, "usedAt")];
  const isOver = item["validUntil"] !== undefined && getNumber(item, "validUntil") <= now;
  const isEnded = item["endedAt"] !== undefined || isCovered(allEnded, item) || isCovered(ended, item);
  if (isEnded || isOver || now - usedAt > idle) return undefined;
  return { sessionId: toSessionId(item), begunAt, usedAt, ...(item["browser"]?.S && { browser: item["browser"].S }) };
}

/**
 * Finds a session among the items of its keys, if it is open.
 * @param begunAt of a session that is not stored yet, in ms: only the token names it
 */
export function findOpenSession(
  items: readonly Item[],
  keysOfSession: ReturnType<typeof toSessionKeys>,
  { now, idle, begunAt }: { readonly now: number; readonly idle: number; readonly begunAt?: number },
): Session | undefined {
  const unstored =
    begunAt === undefined ? undefined : { SK: S(keysOfSession.session.SK), begunAt: N(begunAt), usedAt: N(begunAt) };
  const stored = findItem(items, keysOfSession.session);
  const item = stored ?? unstored;
  const ends = { ended: findItem(items, keysOfSession.ended), allEnded: findItem(items, keysOfSession.allEnded) };
  const session = item && parseOpenSession(item, ends, { now, idle });
  return session && !stored ? { ...session, isNew: true } : session;
}

/** Stores the use of a session, at most every five minutes. @param now in ms */
export async function recordUse(table: Table, owner: SessionOwner, session: Session, now: number): Promise<void> {
  if (session.isNew || now - session.usedAt >= usePeriodMs)
    await storeSession(table, owner, { ...session, usedAt: now });
}

/** @param validUntil the end of the session, in ms */
export async function storeSession(
  table: Table,
  owner: SessionOwner,
  { sessionId, begunAt, usedAt, browser }: Session,
  validUntil?: number,
): Promise<void> {
  const optional = [...(browser ? ["browser = :browser"] : []), ...(validUntil ? ["validUntil = :until"] : [])];
  const sets = ["entity = :e", "begunAt = :begun", "usedAt = :used", "expiresAt = :x", ...optional];
  await updateItem(table, keys.session(owner, sessionId), {
    expression: `SET ${sets.join(", ")}`,
    condition: "attribute_not_exists(endedAt)",
    values: {
      ":e": S("session"),
      ":begun": N(begunAt),
      ":used": N(usedAt),
      ":x": toExpiry(usedAt),
      ...(browser && { ":browser": S(browser) }),
      ...(validUntil && { ":until": N(validUntil) }),
    },
  });
}

/** Lists the open sessions of an owner, the latest first. @param now in ms */
export async function listOpenSessions(
  table: Table,
  owner: SessionOwner,
  { now, idle }: { readonly now: number; readonly idle: number },
): Promise<Session[]> {
  const { PK } = keys.endedSessions(owner);
  const [items, [allEnded]] = await Promise.all([
    Array.fromAsync(queryItems(table, { partition: PK })),
    batchGetItems(table, [keys.allEndedSessions]),
  ]);
  const ended = findItem(items, keys.endedSessions(owner));
  return items
    .filter(({ SK }) => SK?.S?.startsWith(openSessionPrefix))
    .flatMap((item) => parseOpenSession(item, { ended, allEnded }, { now, idle }) ?? [])
    .toSorted((a, b) => b.begunAt - a.begunAt);
}

/** Whether a session of an owner has begun since a time, in ms, open or ended. Sessions that expired are forgotten. */
export async function hasSessionSince(table: Table, owner: SessionOwner, since: number): Promise<boolean> {
  const { PK: partition, SK: prefix } = keys.session(owner, "");
  for await (const item of queryItems(table, { partition, prefix, isConsistent: true }))
    if (getNumber(item, "begunAt") >= since) return true;
  return false;
}

/** Ends one session, also one that is not stored yet. @param now in ms */
export async function endSession(table: Table, owner: SessionOwner, sessionId: string, now: number): Promise<void> {
  await updateItem(table, keys.session(owner, sessionId), {
    expression:
      "SET entity = :e, endedAt = :now, begunAt = if_not_exists(begunAt, :now), usedAt = if_not_exists(usedAt, :now), expiresAt = :x",
    values: { ":e": S("session"), ":now": N(now), ":x": toExpiry(now) },
  });
}

/** The update that ends all sessions of an owner up to a time, for a transaction. @param now in ms */
export const toEndUpdate = ({ name: TableName }: Table, owner: SessionOwner, now: number) => ({
  TableName,
  Key: toItemKey(keys.endedSessions(owner)),
  // A transaction can't read the time of another end. With an attribute of its own, it moves none back.
  UpdateExpression: "SET entity = :e, addressEndedUntil = :now, expiresAt = :x",
  ExpressionAttributeValues: { ":e": endEntity, ":now": N(now), ":x": toExpiry(now) },
});

/** Ends all sessions of an owner up to now, except one if it is open. @param now in ms */
export const endSessions = (table: Table, owner: SessionOwner, now: number, keptSession?: string): Promise<void> =>
  storeEnd(
    table,
    keys.endedSessions(owner),
    now,
    keptSession === undefined ? undefined : keys.session(owner, keptSession),
  );

/** Ends all sessions of staff and delegates up to now. @param now in ms */
export const endAllSessions = (table: Table, now: number): Promise<void> => storeEnd(table, keys.allEndedSessions, now);

/** How often an end is computed again because another one was stored at the same time. */
const maxEndAttempts = 10;

/**
 * Stores an end such that a session that an earlier call ended stays ended: the time never decreases, and a session is
 * kept only if each call keeps it or it began after the others.
 * @throws DomainError `too-busy` if other ends are stored all the time
 */
async function storeEnd(table: Table, endKey: Key, now: number, keptKey?: Key): Promise<void> {
  for (let attempt = 0; attempt < maxEndAttempts; attempt += 1) {
    const items = await batchGetItems(table, [endKey, ...(keptKey ? [keptKey] : [])]);
    const stored = findItem(items, endKey);
    const kept = keptKey && findItem(items, keptKey);
    const keptSession = kept && !isCovered(stored, kept) ? toSessionId(kept) : undefined;
    const until = Math.max(now, stored ? getNumber(stored, "endedUntil") : 0);
    if (await replaceEnd(table, endKey, stored, { until, keptSession })) return;
  }
  throw new DomainError("too-busy");
}

/** @returns `undefined` if another end was stored since this one was read */
function replaceEnd(
  table: Table,
  key: Key,
  stored: Item | undefined,
  { until, keptSession }: { readonly until: number; readonly keptSession: string | undefined },
): Promise<Item | undefined> {
  const [readUntil, readKept] = [stored?.["endedUntil"], stored?.["keptSession"]];
  const keptChange = keptSession === undefined ? "REMOVE keptSession" : ", keptSession = :kept";
  return updateItem(table, key, {
    expression: `SET entity = :e, endedUntil = :until, expiresAt = :x ${keptChange}`,
    condition: [
      readUntil ? "endedUntil = :readUntil" : "attribute_not_exists(endedUntil)",
      readKept ? "keptSession = :readKept" : "attribute_not_exists(keptSession)",
    ].join(" AND "),
    values: {
      ":e": endEntity,
      ":until": N(until),
      ":x": toExpiry(until),
      ...(keptSession !== undefined && { ":kept": S(keptSession) }),
      ...(readUntil && { ":readUntil": readUntil }),
      ...(readKept && { ":readKept": readKept }),
    },
  });
}
