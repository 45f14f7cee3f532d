import { type CategoryName, type Conference, categoryOf, lineTargets } from "#shared/domain/conference.ts";
import type { Registration } from "#shared/domain/registration.ts";
import type { PoolName } from "#shared/domain/seat.ts";
import { asServed, inLineSince } from "#shared/domain/waiting-list.ts";
import { readSeated } from "./composition.ts";
import { buckets, indexes, keys, lists } from "./keys.ts";
import type { PoolShards, Shard } from "./pools.ts";
import { loadRegistrations } from "./registrations.ts";
import { BOOL, type Item, keyOf, list, listAll, N, number, S, type Table, text } from "./table.ts";
import { type Deadline, writeAll } from "./transaction.ts";
import { update } from "./update.ts";

/** A row of the line as the index has it. */
export interface LineRow {
  readonly registrationId: string;
  readonly order: string;
  readonly category: CategoryName;
  readonly delegationId?: string;
  readonly seat: Registration["seat"]["state"];
  /** The sessions' pools that are waited for, once the seat is held. */
  readonly waitingFor: readonly PoolName[];
}

const rowOf = (item: Item): LineRow => ({
  registrationId: text(item, "registrationId"),
  order: text(item, "dueSort"),
  category: text(item, "category") as CategoryName,
  ...(item["delegationId"]?.S && { delegationId: item["delegationId"].S }),
  seat: text(item, "seatState") as LineRow["seat"],
  waitingFor: (item["waitingFor"]?.L ?? []).flatMap(({ S }) => (S as PoolName | undefined) ?? []),
});

/** Everyone in line, in order, by the index, which may lag by a second. */
export async function readLine(table: Table, conferenceId: string): Promise<LineRow[]> {
  const rows: LineRow[] = [];
  for (const bucket of buckets) {
    const partition = lists.line(conferenceId, bucket);
    for await (const item of listAll(table, { index: indexes.due, partition })) rows.push(rowOf(item));
  }
  return rows.toSorted((a, b) => (a.order < b.order ? -1 : 1));
}

/**
 * Everyone in line as they would be served if there were a place for each. Where the conference orders its line by
 * targets, that follows from who is seated, and `order` says whose turn comes when; who left the line meanwhile isn't in it.
 */
export async function readTurns(table: Table, conference: Conference): Promise<LineRow[]> {
  const rows = await readLine(table, conference.conferenceId);
  if (!lineTargets(conference)) return rows;
  const known = new Map(rows.map((row) => [row.registrationId, row]));
  const line = await loadWaiting(table, [...known.keys()]);
  return asServed(conference, line, await readSeated(table, conference.conferenceId)).flatMap((next, index) => {
    const row = known.get(next.registrationId);
    return row ? [{ ...row, order: turnOrder(conference, next, index + 1) }] : [];
  });
}

/** As `lineOrder`, a text that sorts: the category's priority, then whose turn comes when, then the registration. */
function turnOrder(conference: Conference, { category, registrationId }: Registration, turn: number): string {
  const { priority } = categoryOf(conference, category);
  return [String(priority).padStart(3, "0"), String(turn).padStart(6, "0"), registrationId].join("#");
}

/** Whether anyone stands in line, by the index. */
export async function hasLine(table: Table, conferenceId: string): Promise<boolean> {
  const pages = buckets.map((bucket) =>
    list(table, { index: indexes.due, partition: lists.line(conferenceId, bucket), limit: 1 }),
  );
  return (await Promise.all(pages)).some(({ items }) => items.length > 0);
}

/** Those who do wait, as the table has them, of the rows that the index or an event named. */
export async function loadWaiting(table: Table, ids: readonly string[]): Promise<Registration[]> {
  const found = await loadRegistrations(table, ids);
  return [...found.values()].filter((registration) => inLineSince(registration) !== undefined);
}

/**
 * Opens or closes a pool to newcomers, shard by shard; its limits and what is taken stay as they are. A shard that
 * stands over its limit stays closed.
 */
export async function setOpen(
  table: Table,
  conferenceId: string,
  pools: PoolShards,
  pool: PoolName,
  open: boolean,
  deadline: Deadline,
): Promise<void> {
  const shards = (pools.get(pool) ?? []).filter((each) => each.open !== open);
  const writeOne = ({ shard }: Shard) => {
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
  await Promise.all(shards.map(writeOne));
}

/**
 * How long one run may hold the line before it asks again, in ms. A run that died leaves it after that; two runs at a
 * time could only disturb the order, for every seat is taken under its conditions.
 */
export const leaseMs = 15_000;

/**
 * Asks for the line of a conference. One run serves it at a time; who finds it taken leaves a note, and the holder
 * looks again before it leaves.
 * @returns the number of notes seen, to be given back with the lease; none if somebody else holds it
 */
export async function takeLine(
  table: Table,
  conferenceId: string,
  owner: string,
  now: number,
): Promise<number | undefined> {
  const key = keys.lineLease(conferenceId);
  await update(table, key, { expression: "ADD notes :one", values: { ":one": N(1) } });
  const values = { ":owner": S(owner), ":until": N(now + leaseMs), ":now": N(now) };
  const condition = "attribute_not_exists(leaseUntil) OR leaseUntil < :now OR leaseOwner = :owner";
  const expression = "SET leaseOwner = :owner, leaseUntil = :until";
  const taken = await update(table, key, { expression, values, condition });
  return taken && number(taken, "notes");
}

const release = { expression: "REMOVE leaseOwner, leaseUntil" };

/** Leaves the line if no note came since `notes`. @returns whether it was left */
export async function leaveLine(table: Table, conferenceId: string, owner: string, notes: number): Promise<boolean> {
  const values = { ":owner": S(owner), ":notes": N(notes) };
  const condition = "leaseOwner = :owner AND notes = :notes";
  return (await update(table, keys.lineLease(conferenceId), { ...release, values, condition })) !== undefined;
}

/** Leaves the line whatever notes there are, if it is still ours: after an error, for the next to come at once. */
export async function dropLine(table: Table, conferenceId: string, owner: string): Promise<void> {
  const values = { ":owner": S(owner) };
  await update(table, keys.lineLease(conferenceId), { ...release, values, condition: "leaseOwner = :owner" });
}
