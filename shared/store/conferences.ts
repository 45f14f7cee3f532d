import type { Change } from "#shared/domain/change.ts";
import type { Conference } from "#shared/domain/conference.ts";
import { limitChanges } from "#shared/domain/conference-change.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { newId } from "./ids.ts";
import { journalItem } from "./journal.ts";
import { buckets, directory, indexes, keys, lists } from "./keys.ts";
import { type PoolShards, poolShardsOf, shardKeys } from "./pools.ts";
import { BOOL, getItem, getItems, type Item, keyOf, list, N, number, S, type Table, text } from "./table.ts";
import { type Deadline, type Write, writeAll } from "./transaction.ts";

/** A conference with its pools, as read before a rule decides. */
export interface Hall {
  readonly conference: Conference;
  readonly pools: PoolShards;
}

/** @throws Error for an item that isn't a conference */
function conferenceOf(item: Item): Conference {
  return { ...(JSON.parse(text(item, "data")) as Omit<Conference, "version">), version: number(item, "version") };
}

/** The conference, read consistently, or none. */
export async function findConference(table: Table, conferenceId: string): Promise<Conference | undefined> {
  const item = await getItem(table, keys.conference(conferenceId));
  return item && conferenceOf(item);
}

/** The conference, read consistently. @throws Refusal `unknown-conference` */
export async function loadConference(table: Table, conferenceId: string): Promise<Conference> {
  const conference = await findConference(table, conferenceId);
  if (!conference) throw new Refusal("unknown-conference");
  return conference;
}

/** The conference as seen last by this process: tells which shards to read in the same call, never more. */
const lastSeen = new Map<string, Conference>();

/**
 * The conference and all its shards, in one call where this process has seen the conference before.
 * @throws Refusal `unknown-conference`
 */
export async function loadHall(table: Table, conferenceId: string): Promise<Hall> {
  const guess = lastSeen.get(conferenceId);
  const items = await getItems(table, [keys.conference(conferenceId), ...(guess ? shardKeys(guess) : [])]);
  const conferenceItem = items.find((item) => item["entity"]?.S === "conference");
  if (!conferenceItem) throw new Refusal("unknown-conference");
  const conference = conferenceOf(conferenceItem);
  lastSeen.set(conferenceId, conference);
  const shards = items.filter((item) => item["entity"]?.S === "shard");
  if (guess?.version === conference.version) return { conference, pools: poolShardsOf(shards) };
  return { conference, pools: poolShardsOf(await getItems(table, shardKeys(conference))) };
}

/** One page of all conferences after the one named, in the order of their identifiers. */
export async function listConferences(table: Table, previous: string | undefined, limit: number) {
  const after = previous === undefined ? undefined : keyOf(keys.directory(previous));
  const page = await list(table, { partition: directory, limit, ...(after && { after }) });
  const items = await getItems(
    table,
    page.items.map((row) => keys.conference(text(row, "SK"))),
  );
  const conferences = items.map(conferenceOf).toSorted((a, b) => (a.conferenceId < b.conferenceId ? -1 : 1));
  return { conferences, next: page.after ? text(page.after, "SK") : null };
}

/** The identifiers of all conferences. */
export async function conferenceIds(table: Table): Promise<string[]> {
  const ids: string[] = [];
  let after: Item | undefined;
  do {
    const page = await list(table, { partition: directory, ...(after && { after }) });
    ids.push(...page.items.map((row) => text(row, "SK")));
    after = page.after;
  } while (after);
  return ids;
}

/** Whether anyone has registered, by the index, which may lag by a second. */
export async function isInUse(table: Table, conferenceId: string): Promise<boolean> {
  const pages = buckets.map((bucket) =>
    list(table, { index: indexes.byConference, partition: lists.registrations(conferenceId, bucket), limit: 1 }),
  );
  return (await Promise.all(pages)).some(({ items }) => items.length > 0);
}

/**
 * Writes a conference, its row in the directory, the limits of its pools, and the journal, in one transaction.
 * A lowered limit keeps everyone who is seated: only `taken` above it shows.
 * @throws Refusal `changed-meanwhile` when somebody else changed it since it was read
 */
export async function saveConference(
  table: Table,
  before: Conference | undefined,
  after: Conference,
  change: Change,
  deadline: Deadline,
): Promise<void> {
  const { conferenceId, version, ...data } = after;
  const stored = { conferenceId, ...data };
  const key = keys.conference(conferenceId);
  const item = { ...keyOf(key), entity: S("conference"), version: N(version), data: S(JSON.stringify(stored)) };
  const condition = before
    ? { ConditionExpression: "version = :v", ExpressionAttributeValues: { ":v": N(before.version) } }
    : { ConditionExpression: "attribute_not_exists(PK)" };
  const row = { ...keyOf(keys.directory(conferenceId)), entity: S("directory") };
  const writes: Write<"changed-meanwhile">[] = [
    { item: { Put: { TableName: table.name, Item: item, ...condition } }, otherwise: "changed-meanwhile" },
    { item: { Put: { TableName: table.name, Item: row } }, otherwise: "changed-meanwhile" },
    { item: { Put: { TableName: table.name, Item: journalItem(change, newId()) } }, otherwise: "changed-meanwhile" },
    ...limitWrites(table, before, after),
  ];
  if (await writeAll(table, writes, deadline)) throw new Refusal("changed-meanwhile");
}

/** Sets limits and nothing else of a pool: what is taken belongs to the committer. */
function limitWrites({ name }: Table, before: Conference | undefined, after: Conference): Write<"changed-meanwhile">[] {
  return limitChanges(before, after).map(({ pool, limit, isNew }) => ({
    otherwise: "changed-meanwhile",
    item: {
      Update: {
        TableName: name,
        Key: keyOf(keys.shard(after.conferenceId, pool, 0)),
        UpdateExpression:
          "SET #limit = :limit, entity = :entity, #pool = :pool, #shard = :zero, taken = if_not_exists(taken, :zero), #open = if_not_exists(#open, :open)",
        ExpressionAttributeNames: { "#limit": "limit", "#open": "open", "#pool": "pool", "#shard": "shard" },
        ExpressionAttributeValues: {
          ":limit": N(limit),
          ":entity": S("shard"),
          ":pool": S(pool),
          ":zero": N(0),
          ":open": BOOL(true),
        },
        ...(isNew ? {} : { ConditionExpression: "attribute_exists(PK)" }),
      },
    },
  }));
}
