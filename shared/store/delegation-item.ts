import type { Change } from "#shared/domain/change.ts";
import type { Delegation } from "#shared/domain/delegation.ts";
import { delegationPool, seatLimit } from "#shared/domain/seats.ts";
import { digestOf } from "./ids.ts";
import { type Key, keys, lists } from "./keys.ts";
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

/** @throws Error for an item that is not a delegation */
export function delegationOf(item: Item): Delegation {
  return { ...(JSON.parse(text(item, "data")) as Omit<Delegation, "version">), version: number(item, "version") };
}

type DelegationWrite = Write<"changed-meanwhile">;

/** Derives the writes of a change of a delegation: the delegation, its pool, and the rows of its focal points. */
export function deriveDelegationWrites({ name }: Table, { delegation }: Pick<Change, "delegation">): DelegationWrite[] {
  if (!delegation) return [];
  const { before, after } = delegation;
  return [
    writeDelegation(name, before, after),
    ...writePool(name, before, after),
    ...writeFocalPoints(name, before, after),
  ];
}

function writeDelegation(TableName: string, before: Delegation | undefined, after: Delegation): DelegationWrite {
  const condition = before
    ? { ConditionExpression: "version = :version", ExpressionAttributeValues: { ":version": N(before.version) } }
    : { ConditionExpression: "attribute_not_exists(PK)" };
  return { item: { Put: { TableName, Item: delegationItem(after), ...condition } }, otherwise: "changed-meanwhile" };
}

/** The pool of a delegation has one shard, because a quota is small. */
function writePool(TableName: string, before: Delegation | undefined, after: Delegation): DelegationWrite[] {
  const pool = delegationPool(after.delegationId);
  const Key = keyOf(keys.shard(after.conferenceId, pool, 0));
  const limit = seatLimit(after);
  if (!before) {
    const shard = { entity: S("shard"), pool: S(pool), shard: N(0), limit: N(limit), taken: N(0), open: BOOL(true) };
    const Put = { TableName, Item: { ...Key, ...shard }, ConditionExpression: "attribute_not_exists(PK)" };
    return [{ item: { Put }, otherwise: "changed-meanwhile" }];
  }
  if (seatLimit(before) === limit) return [];
  const Update = {
    TableName,
    Key,
    UpdateExpression: "SET #limit = :to",
    ConditionExpression: "#limit = :from",
    ExpressionAttributeNames: { "#limit": "limit" },
    ExpressionAttributeValues: { ":to": N(limit), ":from": N(seatLimit(before)) },
  };
  return [{ item: { Update }, otherwise: "changed-meanwhile" }];
}

/** The rows by which a focal point's address leads to its delegations. */
function writeFocalPoints(TableName: string, before: Delegation | undefined, after: Delegation): DelegationWrite[] {
  const { conferenceId, delegationId } = after;
  const listKeys = (focalPoints: readonly string[] = []) =>
    new Map(
      focalPoints.map((email): [string, Key] => {
        const key = keys.focalPoint(conferenceId, digestOf(email.toLowerCase()), delegationId);
        return [key.PK, key];
      }),
    );
  const [old, current] = [listKeys(before?.focalPoints), listKeys(after.focalPoints)];
  const removed = [...old.values()].filter(({ PK }) => !current.has(PK));
  const added = [...current.values()].filter(({ PK }) => !old.has(PK));
  const toItem = (key: Key) => ({ ...keyOf(key), entity: S("focal-point"), delegationId: S(delegationId) });
  return [
    ...removed.map((key) => ({ Delete: { TableName, Key: keyOf(key) } })),
    ...added.map((key) => ({ Put: { TableName, Item: toItem(key) } })),
  ].map((item) => ({ item, otherwise: "changed-meanwhile" as const }));
}
