import type { Conference } from "#shared/domain/conference.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { conferenceOf } from "./conference-item.ts";
import { buckets, directory, indexes, keys, lists } from "./keys.ts";
import { getItem, getItems, type Item, keyOf, list, listAll, type Table, text } from "./table.ts";

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

/** The identifiers of the conferences that end on a day or later. */
export async function conferenceIds(table: Table, endingFrom: string): Promise<string[]> {
  const ids: string[] = [];
  let after: Item | undefined;
  do {
    const page = await list(table, { partition: directory, ...(after && { after }) });
    ids.push(...page.items.filter((row) => text(row, "endsOn") >= endingFrom).map((row) => text(row, "SK")));
    after = page.after;
  } while (after);
  return ids;
}

/** The identifiers of the conferences that ended before a day. */
export async function endedConferences(table: Table, before: string): Promise<string[]> {
  const rows = await Array.fromAsync(listAll(table, { partition: directory }));
  return rows.filter((row) => text(row, "endsOn") < before).map((row) => text(row, "SK"));
}

/** Whether anyone has registered, by the index, which may lag by a second. */
export async function isInUse(table: Table, conferenceId: string): Promise<boolean> {
  const pages = buckets.map((bucket) =>
    list(table, { index: indexes.byConference, partition: lists.registrations(conferenceId, bucket), limit: 1 }),
  );
  return (await Promise.all(pages)).some(({ items }) => items.length > 0);
}
