import { indexes, keys, lists } from "#shared/dynamodb/keys.ts";
import {
  BOOL,
  type Deadline,
  getNumber,
  getString,
  hasItemsInBuckets,
  type Item,
  N,
  queryBuckets,
  S,
  type Table,
  toItemKey,
  updateItem,
  writeTransaction,
} from "#shared/dynamodb/table.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import type { PoolName, PoolShards, Shard } from "#shared/model/seat.ts";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { loadSeatedCounts } from "#shared/statistics/statistics.repository.ts";
import { getCategory } from "./seats.rules.ts";
import {
  getWaitingListTargets,
  getWaitingSince,
  roundArrivalOrder,
  roundWaitingSince,
  simulateService,
} from "./waiting-list.rules.ts";

/** A row of the waiting list, from the index. */
export interface WaitingListRow {
  readonly registrationId: string;
  readonly order: string;
  readonly category: string;
  readonly delegationId?: string;
  readonly seat: Registration["seat"]["state"];
  /** The session pools that a holder of a conference seat waits for. */
  readonly waitingFor: readonly PoolName[];
}

const toListedSeat = (item: Item): ExpiringSeat => ({
  registrationId: getString(item, "registrationId"),
  category: getString(item, "category"),
  ...(item["delegationId"]?.S && { delegationId: item["delegationId"].S }),
  seat: getString(item, "seatState") as WaitingListRow["seat"],
});

const toRow = (item: Item): WaitingListRow => ({
  ...toListedSeat(item),
  order: getString(item, "dueSort"),
  waitingFor: (item["waitingFor"]?.L ?? []).flatMap(({ S }) => (S as PoolName | undefined) ?? []),
});

const noHiddenPeople: ReadonlySet<string> = new Set();

/**
 * The waiting list in order of arrival, from the index, which may lag by a second.
 * @param hidden those of whom the reader of the list may learn the day alone: they come at the beginning of it
 */
export async function listByArrival(
  table: Table,
  conferenceId: string,
  hidden = noHiddenPeople,
): Promise<WaitingListRow[]> {
  const items = queryBuckets(table, {
    index: indexes.due,
    toPartition: (bucket) => lists.waitingList(conferenceId, bucket),
  });
  const rows = await Array.fromAsync(items, (item) => {
    const row = toRow(item);
    return hidden.has(row.registrationId) ? { ...row, order: roundArrivalOrder(row.order) } : row;
  });
  return rows.toSorted((a, b) => (a.order < b.order ? -1 : 1));
}

/**
 * The waiting list in the order in which it would be served if there were a seat for everyone. If targets order it, the
 * order depends on the seated composition, `order` holds the turn, and registrations that no longer wait are left out.
 * @param hidden those of whom the reader of the list may learn the day alone: the order is as if they had joined at the
 * beginning of it
 */
export async function listInServiceOrder(
  table: Table,
  conference: Conference,
  hidden = noHiddenPeople,
): Promise<WaitingListRow[]> {
  const rows = await listByArrival(table, conference.conferenceId, hidden);
  if (!getWaitingListTargets(conference)) return rows;
  const byId = new Map(rows.map((row) => [row.registrationId, row]));
  const loaded = await loadWaitingRegistrations(table, [...byId.keys()]);
  const waiting = loaded.map((each) => (hidden.has(each.registrationId) ? roundWaitingSince(each) : each));
  const seated = await loadSeatedCounts(table, conference.conferenceId);
  return simulateService(conference, waiting, seated).flatMap((next, index) => {
    const row = byId.get(next.registrationId);
    return row ? [{ ...row, order: formatTurn(conference, next, index + 1) }] : [];
  });
}

/** As `arrivalOrder`, a text that sorts: the priority of the category, the turn, the identifier. */
function formatTurn(conference: Conference, { category, registrationId }: Registration, turn: number): string {
  const { priority } = getCategory(conference, category);
  return [String(priority).padStart(3, "0"), String(turn).padStart(6, "0"), registrationId].join("#");
}

/** Whether any registration waits, from the index. */
export const hasWaitingList = (table: Table, conferenceId: string): Promise<boolean> =>
  hasItemsInBuckets(table, { index: indexes.due, toPartition: (bucket) => lists.waitingList(conferenceId, bucket) });

/** Those of the registrations that still wait, read consistently. */
export async function loadWaitingRegistrations(table: Table, ids: readonly string[]): Promise<Registration[]> {
  const found = await loadRegistrations(table, ids);
  return [...found.values()].filter((registration) => getWaitingSince(registration) !== undefined);
}

/**
 * Opens or closes a pool to the public, shard by shard, without a change of limits or taken seats. A shard over its
 * limit stays closed.
 */
export async function setPoolOpen(
  table: Table,
  conferenceId: string,
  pools: PoolShards,
  pool: PoolName,
  open: boolean,
  deadline: Deadline,
): Promise<void> {
  const shards = (pools.get(pool) ?? []).filter((each) => each.open !== open);
  const writeShard = ({ shard }: Shard) => {
    const Update = {
      TableName: table.name,
      Key: toItemKey(keys.shard(conferenceId, pool, shard)),
      UpdateExpression: "SET #open = :open",
      ConditionExpression: open ? "taken <= #limit" : "attribute_exists(PK)",
      ExpressionAttributeNames: { "#open": "open", ...(open && { "#limit": "limit" }) },
      ExpressionAttributeValues: { ":open": BOOL(open) },
    };
    return writeTransaction(table, [{ item: { Update }, onConditionFailed: "over-limit" as const }], deadline);
  };
  await Promise.all(shards.map(writeShard));
}

/**
 * How long a run holds the lease before it must acquire it again, in ms. The lease of a run that died ends after that
 * time. Two concurrent runs could only disturb the order, because each seat is taken under its own conditions.
 */
export const leaseMs = 15_000;

/** By how much the clocks of two runs may differ, in ms. */
const clockSkewMs = 60_000;

/**
 * Acquires the lease on a conference's waiting list. One run serves a waiting list at a time. A run that finds the
 * lease taken leaves its request in `requests`, and the holder serves the waiting list again before it releases.
 * @param now in ms of `Date.now()`
 * @returns the number of requests so far, for `releaseLease`; `undefined` if another run holds the lease
 */
export async function acquireLease(
  table: Table,
  conferenceId: string,
  owner: string,
  now: number,
): Promise<number | undefined> {
  const key = keys.waitingListLease(conferenceId);
  await updateItem(table, key, { expression: "ADD requests :one", values: { ":one": N(1) } });
  const latest = N(now + leaseMs + clockSkewMs);
  const values = { ":owner": S(owner), ":until": N(now + leaseMs), ":now": N(now), ":latest": latest };
  // A lease that ends later than any run asks for is damaged, and would keep the waiting list from being served.
  const condition =
    "attribute_not_exists(leaseUntil) OR NOT leaseUntil BETWEEN :now AND :latest OR leaseOwner = :owner";
  const expression = "SET leaseOwner = :owner, leaseUntil = :until";
  const lease = await updateItem(table, key, { expression, values, condition });
  return lease && getNumber(lease, "requests");
}

/**
 * Releases the lease if `owner` still holds it.
 * @param requests release it only if no request came since these were counted; without it, release it in any case
 * @returns whether it was released
 */
export async function releaseLease(
  table: Table,
  conferenceId: string,
  owner: string,
  requests?: number,
): Promise<boolean> {
  const released = await updateItem(table, keys.waitingListLease(conferenceId), {
    expression: "REMOVE leaseOwner, leaseUntil",
    condition: `leaseOwner = :owner${requests === undefined ? "" : " AND requests = :requests"}`,
    values: { ":owner": S(owner), ...(requests !== undefined && { ":requests": N(requests) }) },
  });
  return released !== undefined;
}

/** A seat with a time limit, from the index. */
type ExpiringSeat = Pick<WaitingListRow, "registrationId" | "category" | "delegationId" | "seat">;

/**
 * The seats of a conference that expire, from the index, which may lag by a second.
 * @param before only those that expire before this time (RFC 3339, UTC)
 */
export function listExpiringSeats(table: Table, conferenceId: string, before?: string): Promise<ExpiringSeat[]> {
  const toPartition = (bucket: number) => lists.expiringSeats(conferenceId, bucket);
  const items = queryBuckets(table, { index: indexes.expiring, toPartition, ...(before !== undefined && { before }) });
  return Array.fromAsync(items, toListedSeat);
}
