import type { Conference } from "#shared/domain/conference.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { delegationPool } from "#shared/domain/seats.ts";
import { conferenceOf, layoutOf } from "./conference-item.ts";
import { type Key, keys } from "./keys.ts";
import type { Layout } from "./layout.ts";
import { afterClaims, type PoolShards, poolShardsOf, poolStates, type ShardClaim, shardKeys } from "./pools.ts";
import { getItems, type Item, type Table } from "./table.ts";

/** A conference with its pools, as read before a rule decides. */
export interface Hall {
  readonly conference: Conference;
  readonly layout: Layout;
  readonly pools: PoolShards;
}

/** A hall as one command finds it, and in the same call the guard of whoever would come new, where it asks for one. */
export interface Look {
  readonly hall: Hall;
  readonly guard: Item | undefined;
}

/** The layouts as seen last by this process: they tell which shards to read in the same call, never more. */
const lastSeen = new Map<string, { readonly version: number; readonly layout: Layout }>();

/** @throws Refusal `unknown-conference` */
export async function loadHall(table: Table, conferenceId: string, delegationIds: readonly string[] = []) {
  return (await lookAtHall(table, conferenceId, delegationIds)).hall;
}

/**
 * The conference and all its shards, in one call where this process has seen the conference before. Of its delegations,
 * which may be hundreds, only the pools of those that are named.
 * @throws Refusal `unknown-conference`
 */
export async function lookAtHall(
  table: Table,
  conferenceId: string,
  delegationIds: readonly string[],
  guardKey?: Key,
): Promise<Look> {
  const guess = lastSeen.get(conferenceId);
  const guessed = guess ? shardKeys(conferenceId, guess.layout) : [];
  const theirs = delegationIds.map((id) => keys.shard(conferenceId, delegationPool(id), 0));
  const asked = [keys.conference(conferenceId), ...(guardKey ? [guardKey] : []), ...theirs, ...guessed];
  const items = await getItems(table, asked);
  const item = items.find(isConference);
  if (!item) throw new Refusal("unknown-conference");
  const [conference, layout] = [conferenceOf(item), layoutOf(item)];
  lastSeen.set(conferenceId, { version: conference.version, layout });
  const known = guess?.version === conference.version;
  const [own, others] = partition(items.filter(isShard));
  const shards = known ? others : await getItems(table, shardKeys(conferenceId, layout));
  remembered({ conference, layout, pools: poolShardsOf(shards) });
  return {
    hall: { conference, layout, pools: poolShardsOf([...shards, ...own]) },
    guard: items.find(isAt(guardKey)),
  };
}

/** The hall with the pools of those delegations beside its own. */
export async function withDelegations(table: Table, hall: Hall, delegationIds: Iterable<string>): Promise<Hall> {
  const { conferenceId } = hall.conference;
  const missing = [...new Set(delegationIds)].filter((id) => !hall.pools.has(delegationPool(id)));
  if (missing.length === 0) return hall;
  const items = await getItems(
    table,
    missing.map((id) => keys.shard(conferenceId, delegationPool(id), 0)),
  );
  return { ...hall, pools: new Map([...hall.pools, ...poolShardsOf(items)]) };
}

/** The delegations that some people belong to. */
export const delegationsOf = (people: readonly { readonly delegationId?: string }[]): string[] =>
  people.flatMap(({ delegationId }) => delegationId ?? []);

/** The pools of delegations, and the others. */
function partition(shards: readonly Item[]): [Item[], Item[]] {
  const isOwn = (item: Item) => item["pool"]?.S?.startsWith("delegation:") === true;
  return [shards.filter(isOwn), shards.filter((item) => !isOwn(item))];
}

const isShard = (item: Item) => item["entity"]?.S === "shard";

const isConference = (item: Item) => item["entity"]?.S === "conference";

const isAt = (key: Key | undefined) => (item: Item) => item["PK"]?.S === key?.PK && item["SK"]?.S === key?.SK;

/** How long what was seen of a room's pools is believed, in ms. */
const rememberMs = 500;

interface Memory {
  readonly hall: Hall;
  readonly until: number;
}

const memories = new Map<string, Memory>();

function memoryOf(conferenceId: string): Hall | undefined {
  const found = memories.get(conferenceId);
  return found && Date.now() < found.until ? found.hall : undefined;
}

function remembered(hall: Hall): void {
  memories.set(hall.conference.conferenceId, { hall, until: Date.now() + rememberMs });
}

/** Keeps the memory of a room in step with the places that this process took. */
export function rememberClaims(conferenceId: string, claims: readonly ShardClaim[]): void {
  const found = memories.get(conferenceId);
  if (found)
    memories.set(conferenceId, { ...found, hall: { ...found.hall, pools: afterClaims(found.hall.pools, claims) } });
}

/** A room that isn't as it was remembered is looked at anew. */
export function forgetHall(conferenceId: string): void {
  memories.delete(conferenceId);
}

/**
 * A room that less than half a second ago was kept for its line, or was full and keeps none; nothing if a newcomer
 * might have had a seat, or nobody looked.
 */
export function fullHall(conferenceId: string): Hall | undefined {
  const hall = memoryOf(conferenceId);
  const venue = hall && poolStates(hall.pools).get("venue");
  if (!hall || !venue) return undefined;
  const isFull = hall.conference.waitingList ? !venue.open : venue.taken >= venue.limit;
  return isFull ? hall : undefined;
}

/**
 * The conference as it is now, with its pools as they were at most half a second ago: in an opening minute the shards
 * need not be read for each that comes. What this promises, the conditions of the claim check; so it may say yes, and
 * a no is worth a second look. Nothing if nobody looked.
 * @throws Refusal `unknown-conference`
 */
export async function recentHall(table: Table, conferenceId: string, guardKey?: Key): Promise<Look | undefined> {
  const hall = memoryOf(conferenceId);
  if (!hall) return undefined;
  const items = await getItems(table, [keys.conference(conferenceId), ...(guardKey ? [guardKey] : [])]);
  const item = items.find(isConference);
  if (!item) throw new Refusal("unknown-conference");
  const conference = conferenceOf(item);
  if (conference.version !== hall.conference.version) return undefined;
  return { hall: { ...hall, conference }, guard: items.find(isAt(guardKey)) };
}
