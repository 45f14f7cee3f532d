import { type JournalEntry, journalEntryOf, journalItem } from "#shared/commands/journal.ts";
import type { Announcement } from "#shared/domain/change.ts";
import { announcedTo, announcementChange } from "#shared/domain/circumstances.ts";
import type { Conference } from "#shared/domain/conference.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { derivedId } from "./ids.ts";
import { buckets, indexes, keys, lists } from "./keys.ts";
import { putOnce } from "./put-once.ts";
import { loadRegistrations } from "./registrations.ts";
import { getItem, type Item, list, S, type Table, text } from "./table.ts";
import { update } from "./update.ts";

/** How many registrations are looked at between two records of how far it has come. */
const pageSize = 100;

/** An announcement, and how far it has come: the next bucket and row of the conference's registrations. */
interface Announced {
  readonly entry: JournalEntry;
  readonly announcement: Announcement;
  readonly progress: { readonly bucket: number; readonly after?: Item };
}

async function load(table: Table, changeId: string): Promise<Announced | undefined> {
  const item = await getItem(table, keys.journal(changeId));
  if (!item?.["announces"] || !item["dueKey"]) return undefined;
  const announcement = JSON.parse(text(item, "announces")) as Announcement;
  const progress = JSON.parse(item["announced"]?.S ?? '{"bucket":0}') as Announced["progress"];
  return { entry: journalEntryOf(item), announcement, progress };
}

/**
 * Promises the mails of an announcement, a page of registrations at a time, and records after each how far it has come.
 * Each mail is a change of its own, named for the announcement and its reader: whatever is done twice, by a crash
 * or by two at once, promises nothing twice. Who moves in the list meanwhile, and so might be missed, has just had a
 * mail about that which tells of the conference as it is now.
 * @returns whether it has come to its end; no, when the time was up: the sweep goes on with it
 */
export async function announce(table: Table, changeId: string, until: number, now: () => number): Promise<boolean> {
  const found = await load(table, changeId);
  if (!found) return true;
  let { bucket, after } = found.progress;
  while (bucket < buckets.length) {
    if (Date.now() > until) return false;
    const partition = lists.registrations(found.entry.conferenceId, bucket);
    const page = await list(table, {
      index: indexes.byConference,
      partition,
      limit: pageSize,
      ...(after && { after }),
    });
    await promiseTo(table, found, page.items, new Date(now()).toISOString());
    after = page.after;
    if (!after) bucket += 1;
    await progressed(table, changeId, { bucket, ...(after && { after }) });
  }
  await update(table, keys.journal(changeId), { expression: "REMOVE dueKey, dueSort" });
  return true;
}

async function promiseTo(table: Table, { entry, announcement }: Announced, rows: readonly Item[], at: string) {
  const ids = rows.map((row) => text(row, "registrationId"));
  const registrations = [...(await loadRegistrations(table, ids)).values()];
  await Promise.all(registrations.map((each) => promiseOne(table, entry, announcement, each, at)));
}

async function promiseOne(
  table: Table,
  entry: JournalEntry,
  announcement: Announcement,
  registration: Registration,
  at: string,
): Promise<void> {
  const mail = announcedTo(announcement, registration);
  if (!mail) return;
  const changeId = derivedId("announcement", entry.changeId, registration.registrationId);
  await putOnce(table, journalItem(announcementChange(entry, mail, at), changeId));
}

const progressed = (table: Table, changeId: string, progress: Announced["progress"]) =>
  update(table, keys.journal(changeId), {
    expression: "SET announced = :announced",
    values: { ":announced": S(JSON.stringify(progress)) },
  });

/** Reminds those who are expected, once for each first day that a conference has had. @returns whether it was not done yet */
export function remind(table: Table, { conferenceId, startsOn }: Conference, at: string): Promise<boolean> {
  const change = {
    conferenceId,
    at,
    actor: { kind: "system", id: "reminder" },
    action: "remind",
    registrations: [],
    mails: [],
    announces: { kind: "reminder" },
    admission: "public",
  } as const;
  return putOnce(table, journalItem(change, derivedId("reminder", conferenceId, startsOn)));
}
