import { conferenceDirectory, indexes, keys, lists } from "#shared/dynamodb/keys.ts";
import {
  batchGetItems,
  getItem,
  getString,
  hasItemsInBuckets,
  type Item,
  parseVersioned,
  queryItems,
  queryPage,
  S,
  type Table,
  toItemKey,
} from "#shared/dynamodb/table.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";

/** The conference, read consistently, or `undefined`. */
export async function findConference(table: Table, conferenceId: string): Promise<Conference | undefined> {
  const item = await getItem(table, keys.conference(conferenceId));
  return item && parseVersioned<Conference>(item);
}

/** The conference, read consistently. @throws DomainError `unknown-conference` */
export async function loadConference(table: Table, conferenceId: string): Promise<Conference> {
  const conference = await findConference(table, conferenceId);
  if (!conference) throw new DomainError("unknown-conference");
  return conference;
}

/** The conferences with these identifiers that exist, in no order. */
export async function loadConferences(table: Table, ids: readonly string[]): Promise<Conference[]> {
  return (await batchGetItems(table, ids.map(keys.conference))).map(parseVersioned<Conference>);
}

/** One page of all conferences in the order of their identifiers. @param previous the identifier before the page */
export async function listConferences(table: Table, previous: string | undefined, limit: number) {
  const after = previous === undefined ? undefined : toItemKey(keys.conferenceDirectoryEntry(previous));
  const page = await queryPage(table, { partition: conferenceDirectory, limit, ...(after && { after }) });
  const items = await batchGetItems(
    table,
    page.items.map((row) => keys.conference(getString(row, "SK"))),
  );
  const conferences = items
    .map(parseVersioned<Conference>)
    .toSorted((a, b) => (a.conferenceId < b.conferenceId ? -1 : 1));
  return { conferences, next: page.after ? getString(page.after, "SK") : null };
}

/** The identifiers of the conferences that end on this day (`YYYY-MM-DD`) or later. */
export async function listConferenceIds(table: Table, endingFrom: string): Promise<string[]> {
  const rows = await listDirectory(table);
  return rows.filter(({ endsOn }) => endsOn >= endingFrom).map(({ conferenceId }) => conferenceId);
}

/** The identifiers of the conferences that ended before a day. */
export async function listEndedConferenceIds(table: Table, before: string): Promise<string[]> {
  const rows = await listDirectory(table);
  return rows.filter(({ endsOn }) => endsOn < before).map(({ conferenceId }) => conferenceId);
}

/** The row of a conference in the list of all conferences. */
export const toDirectoryEntry = ({ conferenceId, endsOn }: Conference): Item => ({
  ...toItemKey(keys.conferenceDirectoryEntry(conferenceId)),
  entity: S("conference-directory"),
  endsOn: S(endsOn),
});

const listDirectory = (table: Table) =>
  Array.fromAsync(queryItems(table, { partition: conferenceDirectory }), (row) => ({
    conferenceId: getString(row, "SK"),
    endsOn: getString(row, "endsOn"),
  }));

/** Whether the conference has a registration, from the index, which may lag by a second. */
export function hasRegistrations(table: Table, conferenceId: string): Promise<boolean> {
  const toPartition = (bucket: number) => lists.registrations(conferenceId, bucket);
  return hasItemsInBuckets(table, { index: indexes.byConference, toPartition });
}
