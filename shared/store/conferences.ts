import type { Change } from "#shared/domain/change.ts";
import type { Conference } from "#shared/domain/conference.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { conferenceItem, conferenceOf, layoutOf } from "./conference-item.ts";
import { newId } from "./ids.ts";
import { journalItem } from "./journal.ts";
import { buckets, directory, indexes, keys, lists } from "./keys.ts";
import { planLayout } from "./layout.ts";
import { movePlaces } from "./move-places.ts";
import { getItem, getItems, type Item, keyOf, list, listAll, N, S, type Table, text } from "./table.ts";
import { type Deadline, type Write, writeAll } from "./transaction.ts";

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

const onlyOnce = { ConditionExpression: "attribute_not_exists(PK)" };

/**
 * Writes a conference, its row in the directory and the journal, in one transaction; then brings its pools to their
 * limits. A lowered limit keeps everyone who is seated: only `taken` above it shows.
 * @throws Refusal `changed-meanwhile` when somebody else changed it since it was read; `too-busy` when the conference
 * is written, and its pools have not yet all followed at the deadline: the waiting list goes on with them
 */
export async function saveConference(
  table: Table,
  before: Conference | undefined,
  after: Conference,
  change: Change,
  deadline: Deadline,
): Promise<void> {
  const { conferenceId } = after;
  const stored = before && (await getItem(table, keys.conference(conferenceId)));
  const layout = planLayout(after, stored && layoutOf(stored));
  const journal = journalItem(change, newId());
  const unlessChanged = (item: Item, condition: object = {}): Write<"changed-meanwhile"> => ({
    item: { Put: { TableName: table.name, Item: item, ...condition } },
    otherwise: "changed-meanwhile",
  });
  const stillThere = before
    ? { ConditionExpression: "version = :v", ExpressionAttributeValues: { ":v": N(before.version) } }
    : onlyOnce;
  const failure = await writeAll(
    table,
    [
      // First of all the journal: where it is there already, an earlier try was written, and its answer got lost.
      { item: { Put: { TableName: table.name, Item: journal, ...onlyOnce } }, otherwise: "written" as const },
      unlessChanged(conferenceItem(after, layout), stillThere),
      unlessChanged({ ...keyOf(keys.directory(conferenceId)), entity: S("directory"), endsOn: S(after.endsOn) }),
    ],
    deadline,
  );
  if (failure?.failed === "changed-meanwhile") throw new Refusal("changed-meanwhile");
  await movePlaces(table, conferenceId, deadline);
}
