import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { toJournalItem } from "#shared/commands/journal.ts";
import { createId, keys, serializeKey } from "#shared/dynamodb/keys.ts";
import {
  BOOL,
  type Deadline,
  getNumber,
  type Item,
  ifAbsent,
  ifVersion,
  N,
  S,
  type Table,
  toItemKey,
  writeTransaction,
} from "#shared/dynamodb/table.ts";
import { type Change, createConferenceChange } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { PoolName, Shard } from "#shared/model/seat.ts";
import type { RowSource } from "./finding.ts";
import { toOwnKey } from "./stored-rows.ts";

/** The entry of a repair in the history: what was wrong. It names rows and no person. */
export const toRepairChange = (conferenceId: string, reason: string, at: Date): Change => ({
  ...createConferenceChange(conferenceId, "repair", {
    actor: { kind: "system", id: "operator" },
    at: at.toISOString(),
  }),
  reason,
});

const writeHistory = ({ name }: Table, change: Change): TransactWriteItem => ({
  Put: { TableName: name, Item: toJournalItem(change, createId()), ...ifAbsent },
});

/** The condition that an item is still as it was seen, in every attribute; or still missing. */
function ifAsSeen(seen: Item | undefined) {
  if (!seen) return ifAbsent;
  const attributes = Object.entries(seen).filter(([name]) => name !== "PK" && name !== "SK");
  return {
    ConditionExpression: [
      "attribute_exists(PK)",
      ...attributes.map((_, index) => `#seen${index} = :seen${index}`),
    ].join(" AND "),
    ...(attributes.length > 0 && {
      ExpressionAttributeNames: Object.fromEntries(attributes.map(([name], index) => [`#seen${index}`, name])),
      ExpressionAttributeValues: Object.fromEntries(attributes.map(([, value], index) => [`:seen${index}`, value])),
    }),
  };
}

/** @returns whether it was written: no row had changed since it was read */
async function writeAll(table: Table, items: readonly TransactWriteItem[], deadline: Deadline): Promise<boolean> {
  const writes = items.map((item) => ({ item, onConditionFailed: "changed-meanwhile" }));
  return (await writeTransaction(table, writes, deadline)) === undefined;
}

/** Writes an item if it is still as it was seen. @returns whether it was written */
export const putIfAsSeen = (table: Table, item: Item, seen: Item | undefined, deadline: Deadline): Promise<boolean> =>
  writeAll(table, [{ Put: { TableName: table.name, Item: item, ...ifAsSeen(seen) } }], deadline);

/** Writes the entry of a repair whose rows are written apart. */
export const recordRepair = (table: Table, change: Change, deadline: Deadline): Promise<boolean> =>
  writeAll(table, [writeHistory(table, change)], deadline);

/**
 * Writes a row that follows from a registration, a delegation or a conference.
 * @param seen the row as it was read
 */
export function writeDerivedRow(
  table: Table,
  change: Change,
  { item, source, seen }: { readonly item: Item; readonly source: RowSource; readonly seen: Item | undefined },
  deadline: Deadline,
): Promise<boolean> {
  const { name: TableName } = table;
  const isSource = serializeKey(toOwnKey(item)) === serializeKey(source.key);
  const condition = isSource ? ifVersion(source.version) : ifAsSeen(seen);
  const unchanged = { ConditionCheck: { TableName, Key: toItemKey(source.key), ...ifVersion(source.version) } };
  const Put = { TableName, Item: item, ...condition };
  return writeAll(table, [...(isSource ? [] : [unchanged]), { Put }, writeHistory(table, change)], deadline);
}

/**
 * Writes a row again as a backup has it.
 * @param change the entry in the history; undefined for a row of no conference
 * @param seen the row as it was read; undefined for a row that is missing
 */
export const restoreRow = (
  table: Table,
  change: Change | undefined,
  item: Item,
  seen: Item | undefined,
  deadline: Deadline,
): Promise<boolean> =>
  writeAll(
    table,
    [
      { Put: { TableName: table.name, Item: item, ...ifAsSeen(seen) } },
      ...(change === undefined ? [] : [writeHistory(table, change)]),
    ],
    deadline,
  );

/** Deletes a row that is not needed and belongs to no conference. */
export const deleteNeedlessRow = (table: Table, seen: Item, deadline: Deadline): Promise<boolean> =>
  writeAll(table, [{ Delete: { TableName: table.name, Key: toItemKey(toOwnKey(seen)), ...ifAsSeen(seen) } }], deadline);

/** Deletes a row that follows from nothing. */
export const deleteExtraRow = (table: Table, change: Change, seen: Item, deadline: Deadline): Promise<boolean> =>
  writeAll(
    table,
    [
      { Delete: { TableName: table.name, Key: toItemKey(toOwnKey(seen)), ...ifAsSeen(seen) } },
      writeHistory(table, change),
    ],
    deadline,
  );

/** The rows of one pool as they were read, and its shards as they must be. */
export interface PoolRepair {
  readonly conference: Conference;
  readonly pool: PoolName;
  readonly limit: number;
  readonly hasLedger: boolean;
  /** Shards and ledger as they were read, by key. */
  readonly seen: ReadonlyMap<string, Item>;
  readonly shards: readonly Shard[];
}

/** Writes the shards of a pool and its ledger in one transaction, if none of them has changed since it was read. */
export function writePool(
  table: Table,
  change: Change,
  { conference, pool, limit, hasLedger, seen, shards }: PoolRepair,
  deadline: Deadline,
): Promise<boolean> {
  const { name: TableName } = table;
  const { conferenceId, version } = conference;
  const putAsSeen = (Item: Item): TransactWriteItem => ({
    Put: { TableName, Item, ...ifAsSeen(seen.get(serializeKey(toOwnKey(Item)))) },
  });
  const rows = shards.map(({ shard, limit: own, taken, open }) =>
    putAsSeen({
      ...toItemKey(keys.shard(conferenceId, pool, shard)),
      ...{ entity: S("shard"), pool: S(pool), shard: N(shard), taken: N(taken), open: BOOL(open) },
      ...(Number.isFinite(own) && { limit: N(own) }),
    }),
  );
  const ledgerKey = keys.pool(conferenceId, pool);
  const revision = getNumber(seen.get(serializeKey(ledgerKey)) ?? {}, "revision");
  const ledger = {
    ...toItemKey(ledgerKey),
    ...{
      entity: S("pool"),
      allocatedLimit: N(Number.isFinite(limit) ? limit : 0),
      revision: N(Number.isSafeInteger(revision) && revision >= 0 ? revision + 1 : 1),
    },
  };
  const unchanged = {
    ConditionCheck: { TableName, Key: toItemKey(keys.conference(conferenceId)), ...ifVersion(version) },
  };
  return writeAll(
    table,
    [unchanged, ...(hasLedger ? [putAsSeen(ledger)] : []), ...rows, writeHistory(table, change)],
    deadline,
  );
}
