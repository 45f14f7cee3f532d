import { afterAll, beforeAll, expect, test } from "vitest";
import { saveConference } from "#shared/commands/save-conference.ts";
import { announcementOf } from "#shared/domain/circumstances.ts";
import { announce, remind } from "#shared/store/announcements.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { unsettledChanges } from "#shared/store/outbox.ts";
import { promisedMails } from "../journey/mail-ledger.ts";
import { act, apply, openHall, patience, settingsChange } from "../support/hall.ts";
import { Mortal } from "../support/mail-storm/mortal.ts";
import { Random } from "../support/random.ts";
import { startTable, type TestTable } from "../support/table.ts";

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
    const { id } = await apply(started.table, conferenceId);
    ids.push(id);
    if (index % 3 === 0) await act(started.table, conferenceId, id, "approve");
    if (index % 3 === 1) await act(started.table, conferenceId, id, "withdraw");
  }
  const some = (rest: number) => ids.filter((_, index) => index % 3 === rest).toSorted();
  return { conferenceId, approved: some(0), left: some(1), pending: some(2) };
}

/** Who was promised a mail of the kind, each as often as it was. */
async function told(conferenceId: string, kind: string): Promise<string[]> {
  const mails = await promisedMails(started.table);
  const ours = mails.filter((mail) => mail.conferenceId === conferenceId && mail.intent.kind === kind);
  return ours.flatMap(({ intent }) => ("registrationId" in intent ? intent.registrationId : [])).toSorted();
}

/** The conference moves by a day. @returns the change that announces it */
async function move(conferenceId: string): Promise<string> {
  const before = await loadConference(started.table, conferenceId);
  const after = { ...before, startsOn: "2027-10-25", version: before.version + 1 };
  const announces = announcementOf(before, after);
  if (!announces) throw new Error("nothing to announce");
  const known = new Set(await Array.fromAsync(unsettledChanges(started.table, "9999")));
  await saveConference(started.table, before, after, { ...settingsChange(conferenceId), announces }, patience());
  const [changeId] = (await Array.fromAsync(unsettledChanges(started.table, "9999"))).filter((id) => !known.has(id));
  return changeId ?? "";
}

const isUnsettled = async (changeId: string) =>
  (await Array.fromAsync(unsettledChanges(started.table, "9999"))).includes(changeId);

test("everybody who still stands hears of another date, once, though two work it off and sandboxes end", async () => {
  const { conferenceId, approved, pending } = await aHall(24);
  const changeId = await move(conferenceId);
  const random = new Random(5);
  let crashes = 0;
  const run = async () => {
    const mortal = new Mortal(random, 0.7);
    await announce(mortal.table(started.table), changeId, forEver, now).catch(() => undefined);
    crashes += mortal.isDead ? 1 : 0;
  };
  for (let round = 0; round < 8; round += 1) await Promise.all([run(), run()]);
  expect(await announce(started.table, changeId, forEver, now)).toBe(true);
  expect(crashes).toBeGreaterThan(0);
  expect(await told(conferenceId, "conference-changed")).toEqual([...approved, ...pending].toSorted());
  expect(await isUnsettled(changeId)).toBe(false);
});

test("when the function's time is up it stays on the list, and goes on later", async () => {
  const { conferenceId, approved, pending } = await aHall(6);
  const changeId = await move(conferenceId);
  expect(await announce(started.table, changeId, 0, now)).toBe(false);
  expect([await told(conferenceId, "conference-changed"), await isUnsettled(changeId)]).toEqual([[], true]);
  expect(await announce(started.table, changeId, forEver, now)).toBe(true);
  expect(await told(conferenceId, "conference-changed")).toEqual([...approved, ...pending].toSorted());
});

test("the confirmed are reminded, once for each first day that the conference has had", async () => {
  const { conferenceId, approved } = await aHall(6);
  const conference = await loadConference(started.table, conferenceId);
  const at = new Date().toISOString();
  const known = new Set(await Array.fromAsync(unsettledChanges(started.table, "9999")));
  expect([await remind(started.table, conference, at), await remind(started.table, conference, at)]).toEqual([
    true,
    false,
  ]);
  for (const id of await Array.fromAsync(unsettledChanges(started.table, "9999")))
    if (!known.has(id)) await announce(started.table, id, forEver, now);
  expect(await told(conferenceId, "reminder")).toEqual(approved);
  expect(await remind(started.table, { ...conference, startsOn: "2027-11-01" }, at)).toBe(true);
});
