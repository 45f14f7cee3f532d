import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createId, keys } from "#shared/dynamodb/keys.ts";
import { getItem, scanItems } from "#shared/dynamodb/table.ts";
import { listUnsettledChanges } from "#shared/email/outbox.repository.ts";
import { emailFiles } from "#shared/email-content/email-files.ts";
import { createPassportDigester } from "#shared/registrations/passport-digest.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { type ComputeMac, createKmsMac } from "#shared/runtime/kms-mac.ts";
import { findPassportNumber } from "#shared/visa-letters/passport-numbers.repository.ts";
import { createConference, createHandlers, type Handlers, openTable } from "../../bench/support/handlers.ts";
import { createDeliverer } from "../../functions/email-outbox/email-delivery.ts";
import { erasePerson } from "../exports/support/export-world.ts";
import { buildFormBody } from "../support/builders.ts";
import { readAttachedPdf, startEmailWriter, type TestEmailWriter } from "../support/email-writer.ts";
import { ensurePoppler } from "../support/pdf-reader.ts";
import { openTestDocuments, startTestS3 } from "../support/s3.ts";
import { startTable, type TestTable } from "../support/table.ts";

const passportNumber = "x4-711<08";
/** As in the machine-readable zone. */
const printed = "X471108";

let started: TestTable;
let writer: TestEmailWriter;
let handlers: Handlers;
let computeMac: ComputeMac;
beforeAll(async () => {
  ensurePoppler();
  started = await startTable();
  writer = await startEmailWriter(started.table);
  computeMac = createKmsMac(writer.kms, "other-link");
  const digest = createPassportDigester(computeMac, started.table);
  handlers = createHandlers(openTable(started.endpoint, 4), 600_000, digest);
}, 300_000);
afterAll(async () => {
  writer.stop();
  await started.stop();
});

let conferenceId = "";
beforeEach(async () => {
  conferenceId = `letters-${createId()}`;
  await createConference(openTable(started.endpoint, 4), conferenceId, { capacity: 50, arrivalsPerSecond: 1 });
});

async function register(needs: object, person: Record<string, unknown> = { passportNumber }): Promise<string> {
  const { status, body } = await handlers.submit(conferenceId, JSON.stringify(buildFormBody({ needs }, person)));
  expect(status).toBe(201);
  return String(body.registrationId);
}

/** Sends what is queued. @returns the texts of the letters */
async function sendLetters(): Promise<string[]> {
  const letters: string[] = [];
  const { table } = started;
  const deliver = createDeliverer({
    table,
    write: writer.write,
    send: async (raw) => {
      const text = Buffer.from(raw).toString("latin1");
      if (text.includes(emailFiles.visaLetter)) letters.push(readAttachedPdf(raw, emailFiles.visaLetter));
      return `message-${createId()}`;
    },
    sendToDeadLetterQueue: async () => {},
  });
  for (const changeId of await Array.fromAsync(listUnsettledChanges(table, "9999")))
    await deliver(changeId, Number.POSITIVE_INFINITY, "stream");
  return letters;
}

const findKept = async (registrationId: string) =>
  findPassportNumber(started.table, computeMac, await loadRegistration(started.table, registrationId));

/** Whether the person's own data say that the number is kept. */
const isListedAsKept = async (registrationId: string) => {
  const { body } = await handlers.call("getOwnData", registrationId, "");
  return (body as unknown as { internal: { passportNumberKept: boolean } }).internal.passportNumberKept;
};

const readTable = async () => JSON.stringify(await Array.fromAsync(scanItems(started.table)));

test("it is kept for the visa letter, encrypted, printed on it, and gone once the letter is sent", async () => {
  const registrationId = await register({ visaLetter: true });
  expect(await findKept(registrationId)).toBe(printed);
  expect(await readTable()).not.toMatch(/X471108|x4-711/);
  expect(await sendLetters()).toEqual([]);
  expect(await isListedAsKept(registrationId)).toBe(true);
  expect(await findKept(registrationId)).toBe(printed);

  await handlers.decide(registrationId, "approve");
  const [letter, ...more] = await sendLetters();
  expect(letter).toContain(`Passport number: ${printed}`);
  expect(more).toEqual([]);
  expect(await isListedAsKept(registrationId)).toBe(false);
  expect(await findKept(registrationId)).toBeUndefined();
  const { passportDigest = "" } = await loadRegistration(started.table, registrationId);
  const item = await getItem(started.table, keys.passportNumber(registrationId, passportDigest));
  expect(Object.keys(item ?? {}).toSorted()).toEqual(["PK", "SK", "entity", "expiresAt"]);

  expect((await handlers.call("issueVisaLetter", registrationId, {})).status).toBe(200);
  const [second] = await sendLetters();
  expect(second).toContain("Letter of invitation");
  expect(second).not.toContain("Passport number");
});

test("it expires with the documents of the conference", async () => {
  const registrationId = await register({ visaLetter: true });
  const { passportDigest = "" } = await loadRegistration(started.table, registrationId);
  const item = await getItem(started.table, keys.passportNumber(registrationId, passportDigest));
  // The conference ends on 27 October 2099; its documents are kept for 30 days.
  expect(new Date(Number(item?.["expiresAt"]?.N) * 1_000).toISOString()).toBe("2099-11-27T12:00:00.000Z");
});

test("of a person who asks for no letter only the digest is kept", async () => {
  const registrationId = await register({});
  expect((await loadRegistration(started.table, registrationId)).passportDigest).toBeDefined();
  expect(await findKept(registrationId)).toBeUndefined();
});

test("an amendment that is refused leaves the number of the form, one that is accepted replaces it", async () => {
  const registrationId = await register({ visaLetter: true });
  const amend = (version: number) =>
    handlers.call(
      "amendRegistration",
      registrationId,
      { person: { passportNumber: "B2222222" } },
      { version, asStaff: true },
    );
  expect((await amend(99)).status).toBe(412);
  expect(await findKept(registrationId)).toBe(printed);
  expect((await amend(1)).status).toBe(200);
  expect(await findKept(registrationId)).toBe("B2222222");
  await handlers.decide(registrationId, "approve");
  expect((await sendLetters())[0]).toContain("B2222222");
  const items = await Array.fromAsync(scanItems(started.table));
  expect(items.filter(({ PK, sealed }) => PK?.S?.includes(registrationId) && sealed !== undefined)).toEqual([]);
});

test("a letter to an address that staff have set has no number", async () => {
  const registrationId = await register({ visaLetter: true });
  const body = { person: { email: "officer@example.org" }, notify: false };
  const { status } = await handlers.call("amendRegistration", registrationId, body, { version: 1, asStaff: true });
  expect(status).toBe(200);
  await handlers.decide(registrationId, "approve");
  const [letter] = await sendLetters();
  expect(letter).toContain("Letter of invitation");
  expect(letter).not.toContain("Passport number");
});

test("a letter that can't be sent leaves the number for the next attempt", async () => {
  const registrationId = await register({ visaLetter: true });
  await handlers.decide(registrationId, "approve");
  const { table } = started;
  const deliver = createDeliverer({
    table,
    write: writer.write,
    send: async () =>
      Promise.reject(Object.assign(new Error(), { name: "MessageRejected", $metadata: { httpStatusCode: 400 } })),
    sendToDeadLetterQueue: async () => {},
  });
  for (const changeId of await Array.fromAsync(listUnsettledChanges(table, "9999")))
    await deliver(changeId, Number.POSITIVE_INFINITY, "stream");
  expect(await findKept(registrationId)).toBe(printed);
  expect((await sendLetters())[0]).toContain(printed);
});

test("with another key the letter goes without it", async () => {
  const registrationId = await register({ visaLetter: true });
  const registration = await loadRegistration(started.table, registrationId);
  expect(await findPassportNumber(started.table, createKmsMac(writer.kms, "link"), registration)).toBeUndefined();
});

test("erasing the person deletes it, also the number of an earlier form", async () => {
  const registrationId = await register({ visaLetter: true });
  const body = { person: { passportNumber: "B2222222" } };
  await handlers.call("amendRegistration", registrationId, body, { version: 1, asStaff: true });
  const s3 = await startTestS3();
  await erasePerson({ table: started.table, documents: openTestDocuments(s3.endpoint) }, registrationId);
  await s3.stop();
  await handlers.call("amendRegistration", registrationId, { ...body, needs: { visaLetter: true } }, { asStaff: true });
  const items = await Array.fromAsync(scanItems(started.table));
  const left = items.filter(({ PK, entity }) => PK?.S?.includes(registrationId) && entity?.S === "passport-number");
  expect(left).toEqual([]);
});
