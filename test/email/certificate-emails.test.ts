import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { findCertificateId } from "#shared/certificates/certificates.repository.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { listUnsettledChanges } from "#shared/email/outbox.repository.ts";
import { suppressAddress } from "#shared/email/suppressed-addresses.repository.ts";
import { emailFiles } from "#shared/email-content/email-files.ts";
import { createConference, openTable } from "../../bench/support/handlers.ts";
import { sendCertificates } from "../../functions/conference/certificates.ts";
import { queueAnnouncementEmails } from "../../functions/email-outbox/announcements.ts";
import { listQueuedEmails } from "../journey/email-ledger.ts";
import { buildFormBody } from "../support/builders.ts";
import { readAttachedPdf, startEmailWriter, type TestEmailWriter } from "../support/email-writer.ts";
import { endConference } from "../support/end-conference.ts";
import { addGateEntry } from "../support/gate-entries.ts";
import { ensurePoppler } from "../support/pdf-reader.ts";
import { otherSecretariat, reader, useHandlers } from "../support/protection.ts";

const place = useHandlers();
let writer: TestEmailWriter;
beforeAll(async () => {
  ensurePoppler();
  writer = await startEmailWriter(place.started.table);
}, 300_000);
afterAll(() => writer.stop());

const monday = "2026-06-01T08:00:00.000Z";
const tuesday = "2026-06-02T08:00:00.000Z";
const afterConference = "2026-06-03T08:00:00.000Z";

let conferenceId = "";
beforeEach(async () => {
  conferenceId = `certificates-${createId()}`;
  await createConference(openTable(place.started.endpoint, 4), conferenceId, { capacity: 50, arrivalsPerSecond: 1 });
});

const toAddress = (familyName: string) => `${familyName}.${conferenceId}@example.org`.toLowerCase();

/** An approved person. @param at when they came in; absent: never */
async function addPerson(familyName: string, at?: string): Promise<string> {
  const form = buildFormBody({ language: "fr" }, { familyName, email: toAddress(familyName) });
  const { body } = await place.handlers.submit(conferenceId, JSON.stringify(form));
  const registrationId = String(body.registrationId);
  await place.handlers.decide(registrationId, "approve");
  if (at !== undefined) await addGateEntry(place.started.table, { conferenceId, registrationId }, at);
  return registrationId;
}

const requestCertificates = (now: string) =>
  sendCertificates(place.started.table)({
    ...{ params: { conferenceId }, caller: otherSecretariat, access: ["secretariat"], now, body: {} },
    deadline: Date.now() + 20_000,
  } as unknown as Parameters<ReturnType<typeof sendCertificates>>[0]);

/** Requests the emails and works the announcement off. @returns all emails with a certificate that were ever queued */
async function announceCertificates() {
  const { table } = place.started;
  await endConference(table, conferenceId, [monday, tuesday]);
  await requestCertificates(afterConference);
  for (const changeId of await Array.fromAsync(listUnsettledChanges(table, "9999")))
    await queueAnnouncementEmails(table, changeId, Number.POSITIVE_INFINITY, Date.now);
  const emails = await listQueuedEmails(table);
  return emails.filter((email) => email.conferenceId === conferenceId && email.intent.kind === "certificate");
}

const listRecipients = (emails: Awaited<ReturnType<typeof announceCertificates>>) =>
  emails.flatMap(({ intent }) => ("registrationId" in intent ? intent.registrationId : [])).toSorted();

test("certificates are emailed to those who came, once to each, however often staff request it", async () => {
  const came = await addPerson("Came", monday);
  const late = await addPerson("Late");
  expect(listRecipients(await announceCertificates())).toEqual([came]);
  await addGateEntry(place.started.table, { conferenceId, registrationId: late }, monday);
  expect(listRecipients(await announceCertificates())).toEqual([came, late].toSorted());
});

test("they cannot be requested before the first day is over", async () => {
  await expect(requestCertificates("2099-10-26T12:00:00.000Z")).rejects.toThrow("wrong-state");
});

test("the email has the certificate in the language of the person, a protected one has the alias", async () => {
  const came = await addPerson("Came", monday);
  const hidden = await addPerson("Hidden", monday);
  const protection = { alias: { nameOnBadge: "Speaker Seven" }, readers: [reader.email], reason: "at risk" };
  expect((await place.handlers.call("protectRegistration", hidden, protection)).status).toBe(200);
  const texts = new Map<string, string>();
  for (const email of await announceCertificates()) {
    const written = await writer.write(email);
    if ("raw" in written && "registrationId" in email.intent)
      texts.set(email.intent.registrationId, readAttachedPdf(written.raw, emailFiles.certificate));
  }
  expect(texts.get(came)).toMatch(/Certificat de présence[\s\S]*Came/);
  expect(texts.get(hidden)).toContain("Speaker Seven");
  expect(texts.get(hidden)).not.toContain("Hidden");
  expect(texts.get(came)?.replaceAll(/\s/g, "")).toContain(String(await findCertificateId(place.started.table, came)));
});

test("it is not sent to a suppressed address, or to a person who is not confirmed any more", async () => {
  const bounced = await addPerson("Bounced", monday);
  const withdrawn = await addPerson("Withdrawn", monday);
  const emails = await announceCertificates();
  const at = new Date().toISOString();
  await suppressAddress(place.started.table, toAddress("Bounced"), { emailId: "an earlier one", reason: "bounce", at });
  await place.handlers.withdraw(withdrawn);
  const unsent = new Map<string, unknown>();
  for (const email of emails)
    if ("registrationId" in email.intent) unsent.set(email.intent.registrationId, await writer.write(email));
  expect(unsent.get(bounced)).toEqual({ unsent: "suppressed" });
  expect(unsent.get(withdrawn)).toEqual({ unsent: "nothing-to-send" });
});
