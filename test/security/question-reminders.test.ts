import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Caller } from "#shared/auth/caller.ts";
import { createId, deriveId } from "#shared/dynamodb/keys.ts";
import { settleEmail } from "#shared/email/outbox.repository.ts";
import { computeAddressDigest } from "#shared/email/suppressed-addresses.repository.ts";
import type { Question } from "#shared/model/question.ts";
import { toLocalDay } from "#shared/model/time.ts";
import { createConference, openTable } from "../../bench/support/handlers.ts";
import { queueAnnouncementEmails } from "../../functions/email-outbox/announcements.ts";
import { listQueuedEmails } from "../journey/email-ledger.ts";
import { buildFormBody, toOptions } from "../support/builders.ts";
import { startEmailWriter, type TestEmailWriter } from "../support/email-writer.ts";
import { otherSecretariat, reader, useHandlers } from "../support/protection.ts";
import { saveQuestions } from "../support/saved-questions.ts";

const place = useHandlers();
let writer: TestEmailWriter;
beforeAll(async () => {
  writer = await startEmailWriter(place.started.table);
});
afterAll(() => writer.stop());

const blood: Question = {
  key: "blood",
  type: "choice",
  sensitive: true,
  label: { en: "Blood group" },
  options: toOptions("a", "b"),
};
const room: Question = { key: "room", type: "text", label: { en: "Room" }, required: true };
const followUp: Question = { ...room, when: { question: "blood", in: ["a"] } };

let conferenceId = "";
beforeEach(async () => {
  conferenceId = `reminders-${createId()}`;
  await createConference(openTable(place.started.endpoint, 4), conferenceId, { capacity: 50, arrivalsPerSecond: 1 });
});

const ask = (...items: readonly Question[]) => saveQuestions(place.started.table, conferenceId, ...items);

async function submit(name: string, answers: object = {}): Promise<string> {
  const form = buildFormBody({ answers }, { email: `${name}.${conferenceId}@example.org` });
  const { status, body } = await place.handlers.submit(conferenceId, JSON.stringify(form));
  expect(status).toBe(201);
  return String(body.registrationId);
}

const protect = async (id: string) => {
  const body = { alias: { nameOnBadge: "Speaker Seven" }, readers: [reader.email], reason: "at risk" };
  expect((await place.handlers.call("protectRegistration", id, body)).status).toBe(200);
};

/** Queues the reminders. @returns those to people of this conference */
async function remind() {
  const { table } = place.started;
  await place.handlers.call("remindOfQuestions", conferenceId, {}, { caller: otherSecretariat });
  const changeId = deriveId("answers-due", conferenceId, toLocalDay(new Date().toISOString(), "Europe/Zurich"));
  await queueAnnouncementEmails(table, changeId, Number.POSITIVE_INFINITY, Date.now);
  const emails = await listQueuedEmails(table);
  return emails.filter((email) => email.conferenceId === conferenceId && email.intent.kind === "answers-due");
}

/** The registrations in the list of emails, after all reminders have failed. */
async function listFailed(caller: Caller, limit = "50"): Promise<readonly unknown[]> {
  const status = { state: "failed", at: new Date().toISOString(), reason: "refused" } as const;
  for (const email of await remind()) await settleEmail(place.started.table, email, status);
  const listed: unknown[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const query: Record<string, string> = { limit, ...(cursor && { cursor }) };
    const { body } = await place.handlers.call("listEmails", conferenceId, "", { caller, query });
    listed.push(...(body.items ?? []).map(({ registrationId }) => registrationId));
    cursor = (body as { readonly next?: string | null }).next ?? null;
  }
  return listed.toSorted();
}

describe("the list of emails", () => {
  test("tells no sensitive answer by a reminder of a question that follows from it", async () => {
    await ask(blood);
    const owing = await submit("one", { blood: "a" });
    await submit("two", { blood: "b" });
    await ask(blood, followUp);
    expect((await remind()).map(({ intent }) => intent)).toMatchObject([{ registrationId: owing }]);
    expect(await listFailed(otherSecretariat)).toEqual([]);
    // That everyone owes the answer later tells no more.
    await ask(blood, room);
    expect(await listFailed(otherSecretariat)).toEqual([]);
  });

  test("has the reminder of an open question to those whom the caller may know", async () => {
    const [one, two, hidden] = [await submit("one"), await submit("two"), await submit("hidden")];
    await ask(room);
    await protect(hidden);
    for (const limit of ["1", "50"]) {
      expect(await listFailed(otherSecretariat, limit)).toEqual([one, two].toSorted());
      expect(await listFailed(reader, limit)).toEqual([one, two, hidden].toSorted());
    }
  });
});

test("a focal point gets no reminder of what follows from a sensitive answer of a member without an address", async () => {
  const address = `focal.${conferenceId}@example.org`;
  const draft = { name: { en: "Union" }, category: "ngo", focalPoints: [address], quota: 9 };
  const delegationId = String((await place.handlers.call("createDelegation", conferenceId, draft)).body.delegationId);
  const caller: Caller = {
    ...{ kind: "delegate", conferenceId, registrationIds: [], delegationIds: [delegationId] },
    addressDigest: computeAddressDigest(address),
  };
  await ask(blood);
  const person = { givenName: "Amina", familyName: "Diallo", nationality: "SEN" };
  const items = [{ person, answers: { blood: "a" } }];
  const { status } = await place.handlers.call("nominateMembers", delegationId, { items }, { caller });
  expect(status).toBe(201);
  await ask(blood, followUp);
  const [reminder, ...others] = await remind();
  if (!reminder) throw new Error("no reminder");
  expect(others).toEqual([]);
  expect(await writer.write(reminder)).toEqual({ unsent: "nothing-to-send" });
  await ask(blood, followUp, { ...room, key: "hotel" });
  expect(await writer.write(reminder)).toHaveProperty("raw");
});
