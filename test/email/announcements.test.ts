import { afterAll, beforeAll, expect, test } from "vitest";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { createAnnouncement } from "#shared/email/announcements.rules.ts";
import { listUnsettledChanges } from "#shared/email/outbox.repository.ts";
import { saveConference } from "../../functions/conference/save-conference.ts";
import { createReminderAnnouncement, queueAnnouncementEmails } from "../../functions/email-outbox/announcements.ts";
import { listQueuedEmails } from "../journey/email-ledger.ts";
import { CrashingSandbox } from "../support/mail-storm/mortal.ts";
import { Random } from "../support/random.ts";
import { startTable, type TestTable } from "../support/table.ts";
import {
  applyToConference,
  buildSettingsChange,
  getDeadline,
  openHall,
  performAction,
} from "../support/test-commands.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

const now = () => Date.now();
const forEver = Number.POSITIVE_INFINITY;

/** A hall in which some are approved, some wait for a decision, and some have left. */
async function aHall(count: number) {
  const conferenceId = await openHall(started.table, count);
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { id } = await applyToConference(started.table, conferenceId);
    ids.push(id);
    if (index % 3 === 0) await performAction(started.table, conferenceId, id, "approve");
    if (index % 3 === 1) await performAction(started.table, conferenceId, id, "withdraw");
  }
  const some = (rest: number) => ids.filter((_, index) => index % 3 === rest).toSorted();
  return { conferenceId, approved: some(0), left: some(1), pending: some(2) };
}

/** Who was promised a mail of the kind, each as often as it was. */
async function told(conferenceId: string, kind: string): Promise<string[]> {
  const mails = await listQueuedEmails(started.table);
  const ours = mails.filter((mail) => mail.conferenceId === conferenceId && mail.intent.kind === kind);
  return ours.flatMap(({ intent }) => ("registrationId" in intent ? intent.registrationId : [])).toSorted();
}

/** The conference moves by a day. @returns the change that announces it */
async function move(conferenceId: string): Promise<string> {
  const before = await loadConference(started.table, conferenceId);
  const after = { ...before, startsOn: "2027-10-25", version: before.version + 1 };
  const announces = createAnnouncement(before, after);
  if (!announces) throw new Error("nothing to announce");
  const known = new Set(await Array.fromAsync(listUnsettledChanges(started.table, "9999")));
  await saveConference(
    started.table,
    before,
    after,
    { ...buildSettingsChange(conferenceId), announcement: announces },
    getDeadline(),
  );
  const [changeId] = (await Array.fromAsync(listUnsettledChanges(started.table, "9999"))).filter(
    (id) => !known.has(id),
  );
  return changeId ?? "";
}

const isUnsettled = async (changeId: string) =>
  (await Array.fromAsync(listUnsettledChanges(started.table, "9999"))).includes(changeId);

test("everybody who still stands hears of another date, once, though two work it off and sandboxes end", async () => {
  const { conferenceId, approved, pending } = await aHall(24);
  const changeId = await move(conferenceId);
  const random = new Random(5);
  let crashes = 0;
  const run = async () => {
    const mortal = new CrashingSandbox(random, 0.7);
    await queueAnnouncementEmails(mortal.table(started.table), changeId, forEver, now).catch(() => undefined);
    crashes += mortal.isDead ? 1 : 0;
  };
  for (let round = 0; round < 8; round += 1) await Promise.all([run(), run()]);
  expect(await queueAnnouncementEmails(started.table, changeId, forEver, now)).toBe(true);
  expect(crashes).toBeGreaterThan(0);
  expect(await told(conferenceId, "conference-changed")).toEqual([...approved, ...pending].toSorted());
  expect(await isUnsettled(changeId)).toBe(false);
});

test("each e-mail of a change carries the previous schedule, which the stored announcement names", async () => {
  const { conferenceId } = await aHall(2);
  const { startsOn, endsOn, venue } = await loadConference(started.table, conferenceId);
  await queueAnnouncementEmails(started.table, await move(conferenceId), forEver, now);
  const emails = await listQueuedEmails(started.table);
  const intents = emails.filter((each) => each.conferenceId === conferenceId).map(({ intent }) => intent);
  const changed = intents.filter(({ kind }) => kind === "conference-changed");
  expect(changed.length).toBeGreaterThan(0);
  const previous = { startsOn, endsOn, venue: { name: venue.name, city: venue.city }, sessions: [] };
  for (const intent of changed) expect(intent).toMatchObject({ previous });
});

test("when the function's time is up it stays on the list, and goes on later", async () => {
  const { conferenceId, approved, pending } = await aHall(6);
  const changeId = await move(conferenceId);
  expect(await queueAnnouncementEmails(started.table, changeId, 0, now)).toBe(false);
  expect([await told(conferenceId, "conference-changed"), await isUnsettled(changeId)]).toEqual([[], true]);
  expect(await queueAnnouncementEmails(started.table, changeId, forEver, now)).toBe(true);
  expect(await told(conferenceId, "conference-changed")).toEqual([...approved, ...pending].toSorted());
});

test("the confirmed are reminded, once for each first day that the conference has had", async () => {
  const { conferenceId, approved } = await aHall(6);
  const conference = await loadConference(started.table, conferenceId);
  const at = new Date().toISOString();
  const known = new Set(await Array.fromAsync(listUnsettledChanges(started.table, "9999")));
  expect([
    await createReminderAnnouncement(started.table, conference, at),
    await createReminderAnnouncement(started.table, conference, at),
  ]).toEqual([true, false]);
  for (const id of await Array.fromAsync(listUnsettledChanges(started.table, "9999")))
    if (!known.has(id)) await queueAnnouncementEmails(started.table, id, forEver, now);
  expect(await told(conferenceId, "reminder")).toEqual(approved);
  expect(await createReminderAnnouncement(started.table, { ...conference, startsOn: "2027-11-01" }, at)).toBe(true);
});
