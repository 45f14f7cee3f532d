import { keys } from "#shared/dynamodb/keys.ts";
import {
  batchGetItems,
  type Deadline,
  findByEntity,
  getItem,
  getString,
  type Item,
  ifAbsent,
  ifEquals,
  parseData,
  parseVersioned,
  S,
  type Table,
  toItemKey,
  writeTransaction,
} from "#shared/dynamodb/table.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { PublishedSeats } from "./published-seats.rules.ts";

const parsePublishedSeats = (item: Item): PublishedSeats => ({
  ...parseData<Omit<PublishedSeats, "at">>(item),
  at: getString(item, "at"),
});

/** What the public sees of the free seats; `undefined` before the first publication. */
export async function findPublishedSeats(table: Table, conferenceId: string): Promise<PublishedSeats | undefined> {
  const item = await getItem(table, keys.publishedSeats(conferenceId));
  return item && parsePublishedSeats(item);
}

/** A conference, and what the public sees of its free seats. @throws DomainError `unknown-conference` */
export async function loadConferenceWithSeats(table: Table, conferenceId: string) {
  const items = await batchGetItems(table, [keys.conference(conferenceId), keys.publishedSeats(conferenceId)]);
  const [conference, published] = [findByEntity(items, "conference"), findByEntity(items, "published-seats")];
  if (!conference) throw new DomainError("unknown-conference");
  return {
    conference: parseVersioned<Conference>(conference),
    published: published && parsePublishedSeats(published),
  };
}

/** Stores what the public sees, unless another run has done so since `before` was read. */
export async function savePublishedSeats(
  table: Table,
  conferenceId: string,
  before: PublishedSeats | undefined,
  { at, ...data }: PublishedSeats,
  deadline: Deadline,
): Promise<void> {
  const Item = {
    ...toItemKey(keys.publishedSeats(conferenceId)),
    entity: S("published-seats"),
    at: S(at),
    data: S(JSON.stringify(data)),
  };
  const condition = before ? ifEquals("at", S(before.at)) : ifAbsent;
  const write = {
    item: { Put: { TableName: table.name, Item, ...condition } },
    onConditionFailed: "published" as const,
  };
  await writeTransaction(table, [write], deadline);
}
