import { loadCertifiedDays } from "#shared/certificates/certificates.repository.ts";
import { toJournalItem } from "#shared/commands/journal.ts";
import { listConferenceIds, loadConference, loadConferences } from "#shared/conferences/conferences.repository.ts";
import { buckets, deriveId, indexes, lists } from "#shared/dynamodb/keys.ts";
import { getString, putItemIfAbsent, queryPage, type Table } from "#shared/dynamodb/table.ts";
import {
  createAnnouncementChange,
  getAnnouncementScope,
  isReminderDue,
  toAnnouncementEmail,
} from "#shared/email/announcements.rules.ts";
import {
  type AnnouncementInProgress,
  findAnnouncement,
  removeFromOutbox,
  saveAnnouncementProgress,
} from "#shared/email/outbox.repository.ts";
import { createConferenceChange } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import { toLocalDay } from "#shared/model/time.ts";
import { loadQuestions } from "#shared/questions/questions.repository.ts";
import { loadProtectedIds } from "#shared/registrations/protections.repository.ts";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { log } from "#shared/runtime/lambda.ts";

/** The number of registrations between two writes of the progress. */
const registrationsPerPage = 100;

/**
 * Queues the emails of an announcement, one page of registrations after another, and records its progress after each.
 * Each email is a change of its own, with an identifier derived from announcement and recipient: a crash or a second
 * run queues nothing twice. A registration that moves in the index meanwhile, and may be missed, has just had an email
 * of its own that shows the conference as it is now, or has been protected, and is looked at in the end.
 * @param until in ms of `Date.now()`
 * @returns `false` if the time was over before the end: the sweep continues
 */
export async function queueAnnouncementEmails(
  table: Table,
  changeId: string,
  until: number,
  now: () => number,
): Promise<boolean> {
  const inProgress = await findAnnouncement(table, changeId);
  if (!inProgress) return true;
  let { bucket, after } = inProgress.progress;
  while (bucket < buckets.length) {
    if (Date.now() > until) return false;
    const page = await queryPage(table, {
      index: indexes.byConference,
      partition: lists.registrations(inProgress.journalEntry.conferenceId, bucket),
      limit: registrationsPerPage,
      ...(after && { after }),
    });
    const ids = page.items.map((item) => getString(item, "registrationId"));
    await queueEmails(table, inProgress, ids, new Date(now()).toISOString());
    after = page.after;
    if (!after) bucket += 1;
    await saveAnnouncementProgress(table, changeId, { bucket, ...(after && { after }) });
  }
  const hidden = await loadProtectedIds(table, inProgress.journalEntry.conferenceId);
  await queueEmails(table, inProgress, [...hidden], new Date(now()).toISOString());
  await removeFromOutbox(table, changeId);
  return true;
}

async function queueEmails(
  table: Table,
  { journalEntry, announcement }: AnnouncementInProgress,
  ids: readonly string[],
  at: string,
): Promise<void> {
  const conference = await loadConference(table, journalEntry.conferenceId);
  const questions = await loadQuestions(table, conference);
  const queueEmail = async (registrationId: string, email: ReturnType<typeof toAnnouncementEmail>) => {
    if (!email) return;
    const changeId = deriveId("announcement", getAnnouncementScope(announcement, journalEntry), registrationId);
    await putItemIfAbsent(table, toJournalItem(createAnnouncementChange(journalEntry, email, at), changeId));
  };
  const registrations = await loadRegistrations(table, ids);
  await Promise.all(
    [...registrations].map(async ([id, each]) => {
      const isCertified =
        announcement.kind === "certificate" && (await loadCertifiedDays(table, each, conference, at)).length > 0;
      await queueEmail(id, toAnnouncementEmail(announcement, each, questions, at, isCertified));
    }),
  );
}

/** Announces the reminder of each conference that is about to begin. */
export async function sendDueReminders(table: Table, now: number): Promise<void> {
  const at = new Date(now).toISOString();
  // A damaged one has no reminder, and does not stop the others.
  for (const conference of await loadConferences(table, await listConferenceIds(table, at.slice(0, 10)))) {
    const { conferenceId, timeZone } = conference;
    if (!isReminderDue(conference, toLocalDay(at, timeZone))) continue;
    if (await createReminderAnnouncement(table, conference, at)) log("email.reminders-queued", { conferenceId });
  }
}

/** Announces the reminder, once for each first day that a conference has had. @returns whether it is new */
export function createReminderAnnouncement(
  table: Table,
  { conferenceId, startsOn }: Conference,
  at: string,
): Promise<boolean> {
  const context = { actor: { kind: "system", id: "reminder" }, at } as const;
  const change = {
    ...createConferenceChange(conferenceId, "send-reminder", context),
    announcement: { kind: "reminder" },
  } as const;
  return putItemIfAbsent(table, toJournalItem(change, deriveId("reminder", conferenceId, startsOn)));
}
