import type { Conference } from "#shared/domain/conference.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { conferenceOf, layoutOf } from "./conference-item.ts";
import { keys } from "./keys.ts";
import type { Layout } from "./layout.ts";
import { type PoolShards, poolShardsOf, poolStates, shardKeys } from "./pools.ts";
import { getItems, type Item, type Table } from "./table.ts";

/** A conference with its pools, as read before a rule decides. */
export interface Hall {
  readonly conference: Conference;
  readonly layout: Layout;
  readonly pools: PoolShards;
}

/** The layouts as seen last by this process: they tell which shards to read in the same call, never more. */
const lastSeen = new Map<string, { readonly version: number; readonly layout: Layout }>();

/**
 * The conference and all its shards, in one call where this process has seen the conference before.
 * @throws Refusal `unknown-conference`
 */
export async function loadHall(table: Table, conferenceId: string): Promise<Hall> {
  const guess = lastSeen.get(conferenceId);
  const guessed = guess ? shardKeys(conferenceId, guess.layout) : [];
  const items = await getItems(table, [keys.conference(conferenceId), ...guessed]);
  const item = items.find((each) => each["entity"]?.S === "conference");
  if (!item) throw new Refusal("unknown-conference");
  const [conference, layout] = [conferenceOf(item), layoutOf(item)];
  lastSeen.set(conferenceId, { version: conference.version, layout });
  const known = guess?.version === conference.version;
  const shards = known ? items.filter(isShard) : await getItems(table, shardKeys(conferenceId, layout));
  return remembered({ conference, layout, pools: poolShardsOf(shards) });
}

const isShard = (item: Item) => item["entity"]?.S === "shard";

/** How long a full room is taken for full without looking, in ms. */
const rememberMs = 500;

const fullHalls = new Map<string, { readonly hall: Hall; readonly until: number }>();

/**
 * A room that less than half a second ago was kept for its line, or was full and keeps none; nothing if a newcomer
 * might have had a seat, or nobody looked.
 */
export function fullHall(conferenceId: string): Hall | undefined {
  const found = fullHalls.get(conferenceId);
  return found && Date.now() < found.until ? found.hall : undefined;
}

function remembered(hall: Hall): Hall {
  const { conferenceId, waitingList } = hall.conference;
  const venue = poolStates(hall.pools).get("venue");
  const isFull = venue !== undefined && (waitingList ? !venue.open : venue.taken >= venue.limit);
  if (isFull) fullHalls.set(conferenceId, { hall, until: Date.now() + rememberMs });
  else fullHalls.delete(conferenceId);
  return hall;
}
