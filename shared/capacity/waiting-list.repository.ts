import { type CategoryName, type Conference, categoryOf, waitingListTargets } from "#shared/domain/conference.ts";
import type { Registration } from "#shared/domain/registration.ts";
import type { PoolName } from "#shared/domain/seat.ts";
import { simulateService, waitingSince } from "#shared/domain/waiting-list.ts";
import { readSeated } from "#shared/store/composition.ts";
import { buckets, indexes, keys, lists } from "#shared/store/keys.ts";
import { loadRegistrations } from "#shared/store/registrations.ts";
import { BOOL, type Item, keyOf, list, listAll, N, number, S, type Table, text } from "#shared/store/table.ts";
import { type Deadline, writeAll } from "#shared/store/transaction.ts";
import { update } from "#shared/store/update.ts";
import type { PoolShards, Shard } from "./seat-allocation.ts";

/** A row of the waiting list, from the index. */
export interface WaitingListRow {
  readonly registrationId: string;
  readonly order: string;
  readonly category: CategoryName;
  readonly delegationId?: string;
  readonly seat: Registration["seat"]["state"];
  /** The session pools that a holder of a conference seat waits for. */
  readonly waitingFor: readonly PoolName[];
}

const toRow = (item: Item): WaitingListRow => ({
  registrationId: text(item, "registrationId"),
  order: text(item, "dueSort"),
  category: text(item, "category") as CategoryName,
  ...(item["delegationId"]?.S && { delegationId: item["delegationId"].S }),
  seat: text(item, "seatState") as WaitingListRow["seat"],
  waitingFor: (item["waitingFor"]?.L ?? []).flatMap(({ S }) => (S as PoolName | undefined) ?? []),
});

/** The waiting list in order of arrival, from the index, which may lag by a second. */
export async function listByArrival(table: Table, conferenceId: string): Promise<WaitingListRow[]> {
  const rows: WaitingListRow[] = [];
  for (const bucket of buckets) {
    const partition = lists.waitingList(conferenceId, bucket);
    for await (const item of listAll(table, { index: indexes.due, partition })) rows.push(toRow(item));
  }
  return rows.toSorted((a, b) => (a.order < b.order ? -1 : 1));
}

/**
 * The waiting list in the order in which it would be served if there were a seat for everyone. If targets order it, the
 * order depends on the seated composition, `order` holds the turn, and registrations that no longer wait are left out.
 */
export async function listInServiceOrder(table: Table, conference: Conference): Promise<WaitingListRow[]> {
  const rows = await listByArrival(table, conference.conferenceId);
  if (!waitingListTargets(conference)) return rows;
  const byId = new Map(rows.map((row) => [row.registrationId, row]));
  const waiting = await loadWaitingRegistrations(table, [...byId.keys()]);
  const seated = await readSeated(table, conference.conferenceId);
  return simulateService(conference, waiting, seated).flatMap((next, index) => {
    const row = byId.get(next.registrationId);
    return row ? [{ ...row, order: formatTurn(conference, next, index + 1) }] : [];
  });
}

/** As `arrivalOrder`, a text that sorts: the priority of the category, the turn, the identifier. */
function formatTurn(conference: Conference, { category, registrationId }: Registration, turn: number): string {
  const { priority } = categoryOf(conference, category);
  return [String(priority).padStart(3, "0"), String(turn).padStart(6, "0"), registrationId].join("#");
}

/** Whether any registration waits, from the index. */
export async function hasWaitingList(table: Table, conferenceId: string): Promise<boolean> {
  const pages = buckets.map((bucket) =>
    list(table, { index: indexes.due, partition: lists.waitingList(conferenceId, bucket), limit: 1 }),
  );
  return (await Promise.all(pages)).some(({ items }) => items.length > 0);
}

/** The registrations, read consistently, of those that still wait among the given ones. */
export async function loadWaitingRegistrations(table: Table, ids: readonly string[]): Promise<Registration[]> {
  const found = await loadRegistrations(table, ids);
  return [...found.values()].filter((registration) => waitingSince(registration) !== undefined);
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
      Key: keyOf(keys.shard(conferenceId, pool, shard)),
      UpdateExpression: "SET #open = :open",
      ConditionExpression: open ? "taken <= #limit" : "attribute_exists(PK)",
      ExpressionAttributeNames: { "#open": "open", ...(open && { "#limit": "limit" }) },
      ExpressionAttributeValues: { ":open": BOOL(open) },
    };
    return writeAll(table, [{ item: { Update }, otherwise: "over-limit" as const }], deadline);
  };
  await Promise.all(shards.map(writeShard));
}

/**
 * How long a run holds the lease before it must acquire it again, in ms. The lease of a run that died ends after that
 * time. Two concurrent runs could only disturb the order, because each seat is taken under its own conditions.
 */
export const leaseMs = 15_000;

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
  await update(table, key, { expression: "ADD requests :one", values: { ":one": N(1) } });
  const values = { ":owner": S(owner), ":until": N(now + leaseMs), ":now": N(now) };
  const condition = "attribute_not_exists(leaseUntil) OR leaseUntil < :now OR leaseOwner = :owner";
  const expression = "SET leaseOwner = :owner, leaseUntil = :until";
  const lease = await update(table, key, { expression, values, condition });
  return lease && number(lease, "requests");
}

const release = { expression: "REMOVE leaseOwner, leaseUntil" };

/** Releases the lease if no request came since `requests` were counted. @returns whether it was released */
export async function releaseLease(
  table: Table,
  conferenceId: string,
  owner: string,
  requests: number,
): Promise<boolean> {
  const values = { ":owner": S(owner), ":requests": N(requests) };
  const condition = "leaseOwner = :owner AND requests = :requests";
  return (await update(table, keys.waitingListLease(conferenceId), { ...release, values, condition })) !== undefined;
}

/** Releases the lease, whatever was requested, if `owner` still holds it: after an error, for the next run. */
export async function dropLease(table: Table, conferenceId: string, owner: string): Promise<void> {
  const values = { ":owner": S(owner) };
  await update(table, keys.waitingListLease(conferenceId), { ...release, values, condition: "leaseOwner = :owner" });
}
