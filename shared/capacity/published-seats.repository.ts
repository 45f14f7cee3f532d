import { parseConference } from "#shared/conferences/conferences.repository.ts";
import { keys } from "#shared/dynamodb/keys.ts";
import {
  type Deadline,
  getItem,
  getItemEventually,
  getString,
  type Item,
  ifAbsent,
  ifEquals,
  parseData,
  S,
  type Table,
  toItemKey,
  writeTransaction,
} from "#shared/dynamodb/table.ts";
import type { Conference } from "#shared/model/conference.ts";
import { chooseMarkerKey, computeConferenceDigest, isCurrentConference } from "./capacity-snapshot.ts";
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

/** The conferences that this process has read, with the digests of their items. */
const conferences = new Map<string, { readonly conference: Conference; readonly digest: string }>();

/**
 * The conference as it is now. If this process has read it before, its version marker is read in its place, so that all
 * who open the form do not read one item.
 * @throws DomainError `unknown-conference`, `damaged-record`
 */
async function loadCurrentConference(table: Table, conferenceId: string): Promise<Conference> {
  const cached = conferences.get(conferenceId);
  const marker = cached && (await getItem(table, chooseMarkerKey(conferenceId)));
  if (marker && isCurrentConference([marker], cached.digest)) return cached.conference;
  const item = await getItem(table, keys.conference(conferenceId));
  const conference = await parseConference(item);
  if (item) conferences.set(conferenceId, { conference, digest: computeConferenceDigest(item) });
  return conference;
}

/**
 * A conference, and what the public sees of its free seats, which may lag by a second.
 * @throws DomainError `unknown-conference`, `damaged-record`
 */
export async function loadConferenceWithSeats(table: Table, conferenceId: string) {
  const [conference, published] = await Promise.all([
    loadCurrentConference(table, conferenceId),
    getItemEventually(table, keys.publishedSeats(conferenceId)),
  ]);
  return { conference, published: published && parsePublishedSeats(published) };
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
