import type { Change, Step } from "#shared/domain/change.ts";
import type { Conference } from "#shared/domain/conference.ts";
import { NoPlace, seatClaims } from "./claims.ts";
import { claimWrites } from "./document-claims.ts";
import type { Hall } from "./halls.ts";
import { keys } from "./keys.ts";
import { chooseShard, type ShardClaim } from "./pools.ts";
import { registrationItem } from "./registration-item.ts";
import { BOOL, type Item, keyOf, N, S, type Table, text } from "./table.ts";
import type { Write } from "./transaction.ts";

/** How long a decoy lies there, in ms. */
const decoyLife = 86_400_000;

/** The keys under which the indexes list a registration. */
const indexKeys = ["conferenceKey", "dueKey", "expiringKey"] as const;

/**
 * What the transaction of a new registration would have written beside its journal and its guard, with nobody in it and
 * no place taken: as many items, as long, in as many indexes, and the same shards looked at. Gone within a day.
 * @returns none when a pool has no place left, and the rules must be asked again
 */
export function decoyWrites(
  table: Table,
  { conference, pools }: Hall,
  { steps, door, at }: Change,
): Write<"changed-meanwhile">[] | undefined {
  try {
    const claims = seatClaims(conference, steps, (pool) => chooseShard(pools.get(pool) ?? [], door));
    return [
      ...claims.steps.map((step) => decoyWrite(table, conference, step, at)),
      ...claimWrites(table, claims.steps, false),
      ...claims.shards.map((claim) => look(table, conference, claim)),
    ];
  } catch (error) {
    if (error instanceof NoPlace) return undefined;
    throw error;
  }
}

function decoyWrite({ name }: Table, conference: Conference, { after }: Step, at: string): Write<"changed-meanwhile"> {
  const item = registrationItem(conference, after);
  const hidden = indexKeys.filter((key) => item[key]).map((key) => [key, S(`DECOY#${text(item, key)}`)]);
  const Item: Item = {
    ...item,
    ...Object.fromEntries(hidden),
    ...keyOf(keys.decoy(after.registrationId)),
    entity: S("decoy"),
    data: S("-".repeat(Buffer.byteLength(text(item, "data")))),
    expiresAt: N(Math.floor((Date.parse(at) + decoyLife) / 1_000)),
  };
  return {
    item: { Put: { TableName: name, Item, ConditionExpression: "attribute_not_exists(PK)" } },
    otherwise: "changed-meanwhile",
  };
}

/** A shard has a place for a newcomer, and keeps it. */
const look = (
  { name }: Table,
  { conferenceId }: Conference,
  { pool, shard }: ShardClaim,
): Write<"changed-meanwhile"> => ({
  item: {
    ConditionCheck: {
      TableName: name,
      Key: keyOf(keys.shard(conferenceId, pool, shard)),
      ConditionExpression: "taken < #limit AND #open = :open",
      ExpressionAttributeNames: { "#limit": "limit", "#open": "open" },
      ExpressionAttributeValues: { ":open": BOOL(true) },
    },
  },
  otherwise: "changed-meanwhile",
});
