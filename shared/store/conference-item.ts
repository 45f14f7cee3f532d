import type { Conference } from "#shared/domain/conference.ts";
import type { ShardPlan } from "#shared/domain/seat.ts";
import { keys } from "./keys.ts";
import { type Item, keyOf, N, number, S, text } from "./table.ts";

/** A conference as it is stored, with the shard plan of its pools. */
export function conferenceItem({ conferenceId, version, ...data }: Conference, plan: ShardPlan): Item {
  return {
    ...keyOf(keys.conference(conferenceId)),
    entity: S("conference"),
    version: N(version),
    data: S(JSON.stringify({ conferenceId, ...data })),
    shardPlan: S(JSON.stringify(plan)),
  };
}

/** @throws Error for an item that is not a conference */
export function conferenceOf(item: Item): Conference {
  return { ...(JSON.parse(text(item, "data")) as Omit<Conference, "version">), version: number(item, "version") };
}

/** The shard plan of a stored conference. */
export const parseShardPlan = (item: Item): ShardPlan => JSON.parse(text(item, "shardPlan")) as ShardPlan;
