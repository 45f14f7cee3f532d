import { conferenceDirectory, indexes, keys, lists } from "#shared/dynamodb/keys.ts";
import {
  assertSound,
  batchGetItems,
  getItem,
  getString,
  hasItemsInBuckets,
  type Item,
  queryItems,
  queryPage,
  readSound,
  S,
  type Table,
  toItemKey,
} from "#shared/dynamodb/table.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";

/** The conferences in items, each in its place; `undefined` for a damaged one, of which nothing is read. */
async function readConferences(items: readonly Item[]): Promise<(Conference | undefined)[]> {
  // With the first conference that a function reads, so that it starts without it.
  const { storedConference } = await import("./stored-conference.contract.ts");
  return items.map((item) => readSound<Conference>(item, storedConference, "conference"));
}

/** The conference in an item. @throws DomainError `unknown-conference` without an item, `damaged-record` */
export async function parseConference(item: Item | undefined): Promise<Conference> {
  if (!item) throw new DomainError("unknown-conference");
  const [conference] = await readConferences([item]);
  return assertSound(conference);
}

/** The conference, read consistently, or `undefined`. @throws DomainError `damaged-record` */
export async function findConference(table: Table, conferenceId: string): Promise<Conference | undefined> {
  const item = await getItem(table, keys.conference(conferenceId));
  return item && parseConference(item);
}

/** The conference, read consistently. @throws DomainError `unknown-conference`, `damaged-record` */
export async function loadConference(table: Table, conferenceId: string): Promise<Conference> {
  return parseConference(await getItem(table, keys.conference(conferenceId)));
}

/** The conferences with these identifiers that exist, in no order. Damaged ones are left out. */
export async function loadConferences(table: Table, ids: readonly string[]): Promise<Conference[]> {
  const conferences = await readConferences(await batchGetItems(table, ids.map(keys.conference)));
  return conferences.filter((each) => each !== undefined);
}

/** One page of the list of all conferences. */
interface ConferencePage {
  readonly conferences: readonly Conference[];
  /** The damaged ones whose record still says who their staff are. */
  readonly damaged: readonly Pick<Conference, "conferenceId" | "staff">[];
  readonly next: string | null;
}

/** One page of all conferences in the order of their identifiers. @param previous the identifier before the page */
export async function listConferences(
  table: Table,
  previous: string | undefined,
  limit: number,
): Promise<ConferencePage> {
  const after = previous === undefined ? undefined : toItemKey(keys.conferenceDirectoryEntry(previous));
  const page = await queryPage(table, { partition: conferenceDirectory, limit, ...(after && { after }) });
  const items = await batchGetItems(
    table,
    page.items.map((row) => keys.conference(getString(row, "SK"))),
  );
  const read = await readConferences(items);
  const conferences = read
    .filter((each) => each !== undefined)
    .toSorted((a, b) => (a.conferenceId < b.conferenceId ? -1 : 1));
  const damaged = await readStaffOfDamaged(items.filter((_, index) => !read[index]));
  return { conferences, damaged, next: page.after ? getString(page.after, "SK") : null };
}

async function readStaffOfDamaged(items: readonly Item[]): Promise<ConferencePage["damaged"]> {
  const { storedConferenceStaff } = await import("./stored-conference.contract.ts");
  return items.flatMap((item) => readSound<Conference>(item, storedConferenceStaff, "conference") ?? []);
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
