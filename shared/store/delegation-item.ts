import { type Delegation, seatLimit } from "#shared/domain/delegation.ts";
import { delegationPool } from "#shared/domain/seats.ts";
import { keys, lists } from "./keys.ts";
import { BOOL, type Item, keyOf, N, number, S, type Table, text } from "./table.ts";
import type { Write } from "./transaction.ts";

/** A delegation as it is stored. */
function delegationItem({ version, ...data }: Delegation): Item {
  const { conferenceId, delegationId, status, name } = data;
  return {
    ...keyOf(keys.delegation(delegationId)),
    entity: S("delegation"),
    version: N(version),
    data: S(JSON.stringify(data)),
    delegationId: S(delegationId),
    conferenceKey: S(lists.delegations(conferenceId)),
    conferenceSort: S(`${status}#${name.en.slice(0, 100)}#${delegationId}`),
  };
}

/** @throws Error for an item that isn't a delegation */
export function delegationOf(item: Item): Delegation {
  return { ...(JSON.parse(text(item, "data")) as Omit<Delegation, "version">), version: number(item, "version") };
}

/** The delegation itself at its new version, and its pool, which has one shard, for a delegation's quota is small. */
export function delegationWrites(
  table: Table,
  before: Delegation | undefined,
  after: Delegation | undefined,
): Write<"changed-meanwhile">[] {
  if (!after) return [];
  const condition = before
    ? { ConditionExpression: "version = :version", ExpressionAttributeValues: { ":version": N(before.version) } }
    : { ConditionExpression: "attribute_not_exists(PK)" };
  const Item = delegationItem(after);
  const own = { item: { Put: { TableName: table.name, Item, ...condition } }, otherwise: "changed-meanwhile" as const };
  return [own, ...poolWrites(table, before, after)];
}

function poolWrites({ name }: Table, before: Delegation | undefined, after: Delegation): Write<"changed-meanwhile">[] {
  const pool = delegationPool(after.delegationId);
  const Key = keyOf(keys.shard(after.conferenceId, pool, 0));
  const limit = seatLimit(after);
  if (!before) {
    const shard = { entity: S("shard"), pool: S(pool), shard: N(0), limit: N(limit), taken: N(0), open: BOOL(true) };
    const Put = { TableName: name, Item: { ...Key, ...shard }, ConditionExpression: "attribute_not_exists(PK)" };
    return [{ item: { Put }, otherwise: "changed-meanwhile" }];
  }
  if (seatLimit(before) === limit) return [];
  const Update = {
    TableName: name,
    Key,
    UpdateExpression: "SET #limit = :to",
    ConditionExpression: "#limit = :from",
    ExpressionAttributeNames: { "#limit": "limit" },
    ExpressionAttributeValues: { ":to": N(limit), ":from": N(seatLimit(before)) },
  };
  return [{ item: { Update }, otherwise: "changed-meanwhile" }];
}
