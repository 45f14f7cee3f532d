import { createId, feedKeys } from "#shared/dynamodb/keys.ts";
import {
  type Deadline,
  getItem,
  getNumber,
  getString,
  type Item,
  ifAbsent,
  ifEquals,
  N,
  pauseBeforeRetry,
  queryItems,
  queryPage,
  S,
  type Table,
  type TransactionWrite,
  toItemKey,
  writeTransaction,
} from "#shared/dynamodb/table.ts";
import { toEpochSeconds } from "#shared/model/time.ts";

/** The number of registrations that one entry names. */
const idsPerEntry = 200;

/** How long an entry is kept, in ms. A caller that has not read it by then loads everything. */
const entryLifeMs = 86_400_000;

/** A place in the log of a conference, behind the entry with this number and identifier. */
export interface FeedPlace {
  /** From 1, without gaps; 0 before the first entry. */
  readonly sequence: number;
  /** Random, so that a log that was restored from a backup does not pass for its continuation. */
  readonly entryId: string;
}

const emptyLog: FeedPlace = { sequence: 0, entryId: "" };

/** The registrations that have changed, by an entry of the log. */
export interface FeedEntry extends FeedPlace {
  readonly previousId: string;
  /** When it was written; RFC 3339, UTC. */
  readonly at: string;
  readonly registrationIds: readonly string[];
}

/**
 * Names registrations whose row in the feed may have changed. An entry is written only if the last entry is still the
 * one that was read. So the numbers have no gaps under concurrent writes, and a reader skips none. The same change may be
 * named twice.
 * @throws DomainError `too-busy` at the deadline
 */
export async function appendToFeed(
  table: Table,
  conferenceId: string,
  registrationIds: readonly string[],
  deadline: Deadline,
): Promise<void> {
  const ids = [...new Set(registrationIds)];
  for (let start = 0; start < ids.length; start += idsPerEntry)
    await appendEntry(table, conferenceId, ids.slice(start, start + idsPerEntry), deadline);
}

async function appendEntry(table: Table, conferenceId: string, ids: readonly string[], deadline: Deadline) {
  for (let attempt = 1; ; attempt += 1) {
    const last = await loadFeedEnd(table, conferenceId);
    const entry: FeedEntry = {
      sequence: last.sequence + 1,
      entryId: createId(),
      previousId: last.entryId,
      at: new Date().toISOString(),
      registrationIds: ids,
    };
    if (!(await writeTransaction(table, buildEntryWrites(table, conferenceId, entry), deadline))) return;
    await pauseBeforeRetry(attempt, deadline);
  }
}

function buildEntryWrites(
  { name: TableName }: Table,
  conferenceId: string,
  { sequence, entryId, previousId, at, registrationIds }: FeedEntry,
): TransactionWrite<"appended-meanwhile">[] {
  const place = { sequence: N(sequence), entryId: S(entryId) };
  const end = { ...toItemKey(feedKeys.end(conferenceId)), entity: S("feed-end"), ...place };
  const entry = {
    ...toItemKey(feedKeys.entry(conferenceId, sequence)),
    entity: S("feed-entry"),
    ...place,
    previousId: S(previousId),
    at: S(at),
    registrationIds: { L: registrationIds.map(S) },
    expiresAt: N(toEpochSeconds(Date.parse(at) + entryLifeMs)),
  };
  const ifUnchanged = sequence === 1 ? ifAbsent : ifEquals("entryId", S(previousId));
  return [
    { item: { Put: { TableName, Item: end, ...ifUnchanged } }, onConditionFailed: "appended-meanwhile" },
    { item: { Put: { TableName, Item: entry } }, onConditionFailed: "appended-meanwhile" },
  ];
}

/** The end of the log, read consistently. */
export async function loadFeedEnd(table: Table, conferenceId: string): Promise<FeedPlace> {
  const item = await getItem(table, feedKeys.end(conferenceId));
  return item ? { sequence: getNumber(item, "sequence"), entryId: getString(item, "entryId") } : emptyLog;
}

/** @throws Error for an item that is not an entry */
const parseFeedEntry = (item: Item): FeedEntry => ({
  sequence: getNumber(item, "sequence"),
  entryId: getString(item, "entryId"),
  previousId: getString(item, "previousId"),
  at: getString(item, "at"),
  registrationIds: (item["registrationIds"]?.L ?? []).flatMap(({ S: id }) => id ?? []),
});

/**
 * The place behind which all entries from a time on are. An index may not have a new registration yet although its
 * entry is in the log, so that a load by the index begins there.
 * @param from RFC 3339, UTC
 */
export async function findFeedPlace(table: Table, conferenceId: string, from: string): Promise<FeedPlace> {
  let place = await loadFeedEnd(table, conferenceId);
  const query = { partition: feedKeys.end(conferenceId).PK, prefix: feedKeys.entryPrefix } as const;
  for await (const item of queryItems(table, { ...query, limit: 25, isConsistent: true, isDescending: true })) {
    const entry = parseFeedEntry(item);
    if (entry.sequence > place.sequence) continue;
    if (entry.at < from || entry.entryId !== place.entryId) break;
    place = { sequence: entry.sequence - 1, entryId: entry.previousId };
  }
  return place;
}

/** The entries behind a place, in their order, and whether there are more. */
export interface FeedEntries {
  readonly entries: readonly FeedEntry[];
  readonly hasMore: boolean;
}

/**
 * The first entries behind a place, read consistently.
 * @returns `undefined` if they do not follow the place: some have expired, or the place is of another log
 */
export async function listFeedEntries(
  table: Table,
  conferenceId: string,
  place: FeedPlace,
  limit: number,
): Promise<FeedEntries | undefined> {
  const end = await loadFeedEnd(table, conferenceId);
  if (end.entryId === place.entryId) return { entries: [], hasMore: false };
  const page = await queryPage(table, {
    partition: feedKeys.end(conferenceId).PK,
    prefix: feedKeys.entryPrefix,
    after: toItemKey(feedKeys.entry(conferenceId, place.sequence)),
    limit,
    isConsistent: true,
  });
  const entries = page.items.map(parseFeedEntry);
  const isContinuous = entries.every(
    ({ sequence, previousId }, index) =>
      sequence === place.sequence + index + 1 && previousId === (entries[index - 1] ?? place).entryId,
  );
  const last = entries.at(-1);
  return last && isContinuous ? { entries, hasMore: last.sequence < end.sequence } : undefined;
}
