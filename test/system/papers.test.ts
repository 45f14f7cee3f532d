import { beforeAll, expect, test } from "vitest";
import { ensureBarcodeReader, readCodes } from "../support/barcode-reader.ts";
import { ensurePoppler, readPageTexts, renderPages } from "../support/pdf-reader.ts";
import { waitForJob } from "./support/imports.ts";
import { type DeliveredEmail, waitForEmails } from "./support/mailbox.ts";
import {
  asDesk,
  asSecretariat,
  callSystem,
  createConference,
  getSharedSystem,
  postDecision,
  postRegistration,
} from "./support/system.ts";

beforeAll(() => {
  ensureBarcodeReader();
  ensurePoppler();
}, 300_000);

let people = 0;

/** Submits a registration with these data, approves it, and waits until `count` emails have arrived. */
async function approvePerson(id: string, count: number, form: object, person: object = {}) {
  people += 1;
  const email = `papers.${process.pid}.${people}@example.org`;
  const { registrationId } = (await postRegistration(id, { ...form }, { email, ...person })).body;
  await postDecision(registrationId, "approve");
  const mails = (more = count) => waitForEmails(getSharedSystem().home, email, more);
  return { registrationId, mails, first: await mails() };
}

const listAttachments = (mails: readonly DeliveredEmail[], kind: string, filename: string): Buffer[] =>
  mails
    .filter((mail) => mail.kind === kind)
    .flatMap(({ email }) => email.attachments.filter((each) => each.filename === filename))
    .map(({ content }) => Buffer.from(content as ArrayBuffer));

const listLetters = (mails: readonly DeliveredEmail[]) =>
  listAttachments(mails, "visa-letter", "letter-of-invitation.pdf");

/** The verification of a letter's code, as an anonymous caller sees it. */
async function check(letter: Buffer | undefined) {
  const [url = ""] = readCodes(renderPages(letter ?? Buffer.alloc(0), 150));
  return callSystem(`/v1/letters/${new URL(url).hash.slice(1)}`);
}

test("an approval is mailed with the printable badge, which has the code of the live badge", async () => {
  const id = await createConference(1);
  const { registrationId, first } = await approvePerson(id, 2, {}, { nameOnBadge: "محمد Ōno" });
  const [badge] = listAttachments(first, "approved", "badge.pdf");
  const { token } = (await callSystem(`/v1/registrations/${registrationId}/badges`, asDesk({ body: {} }))).body;
  expect(readCodes(renderPages(badge ?? Buffer.alloc(0), 300))).toEqual([token]);
  expect(readPageTexts(badge ?? Buffer.alloc(0)).join()).toContain("Ōno");
});

test("a requested visa letter is mailed at the approval; its page shows valid, then revoked, and no personal data", async () => {
  const id = await createConference(1);
  const { registrationId, first } = await approvePerson(id, 3, { needs: { visaLetter: true } });
  const [letter] = listLetters(first);
  expect(readPageTexts(letter ?? Buffer.alloc(0)).join()).toContain("Amina Diallo");
  const valid = await check(letter);
  expect(valid.body.state).toBe("valid");
  expect(Object.keys(valid.body).toSorted()).toEqual(["conference", "kind", "state"]);
  expect(JSON.stringify(valid.body)).not.toMatch(/Amina|Diallo|SEN|example\.org/);
  await postDecision(registrationId, "revoke");
  expect((await check(letter)).body.state).toBe("revoked");
  await postDecision(registrationId, "reopen");
  await postDecision(registrationId, "approve");
  expect((await check(letter)).body.state).toBe("revoked");
}, 60_000);

test("a letter that the secretariat issues in a language is valid until the next one or a withdrawal", async () => {
  const id = await createConference(1);
  const { registrationId, mails } = await approvePerson(id, 2, {});
  const issue = (body: object) =>
    callSystem(`/v1/registrations/${registrationId}/visa-letters`, asSecretariat({ body }));
  expect((await issue({ language: "fr" })).status).toBe(200);
  const [french] = listLetters(await mails(3));
  expect(readPageTexts(french ?? Buffer.alloc(0)).join()).toContain("Lettre d’invitation");
  await issue({});
  const [, english] = listLetters(await mails(4));
  expect([(await check(french)).body.state, (await check(english)).body.state]).toEqual(["revoked", "valid"]);
  await callSystem(`/v1/registrations/${registrationId}/withdrawal`, asSecretariat({ body: {} }));
  expect((await check(english)).body.state).toBe("revoked");
}, 60_000);

test("where the secretariat issues the letters, the confirmation brings none; its settings are not public", async () => {
  const visaLetters = {
    issuedBy: "secretariat",
    signatory: { name: "Amélie Durand", title: { en: "Secretary of the conference" } },
    text: { en: "The secretariat pays for the stay." },
  };
  const id = await createConference(1, { visaLetters });
  expect((await callSystem(`/v1/conferences/${id}`)).body).not.toHaveProperty("visaLetters");
  const { registrationId, first, mails } = await approvePerson(id, 2, { needs: { visaLetter: true } });
  expect(first.map(({ kind }) => kind).toSorted()).toEqual(["approved", "received"]);
  const path = `/v1/registrations/${registrationId}`;
  expect((await callSystem(path, asSecretariat())).body).not.toHaveProperty("visaLetter");
  expect((await callSystem(`${path}/visa-letters`, asSecretariat({ body: {} }))).status).toBe(200);
  const all = await mails(3);
  const [letter] = listLetters(all);
  const text = readPageTexts(letter ?? Buffer.alloc(0)).join();
  expect(text).toContain(visaLetters.text.en);
  expect(text).toMatch(/Amélie Durand\s+Secretary of the conference/);
  expect((await check(letter)).body.state).toBe("valid");
  expect(all).toHaveLength(3);
}, 60_000);

test("letters are issued, sent again and revoked by jobs; the page of a revoked one says so, and an email why", async () => {
  const id = await createConference(1, { visaLetters: { issuedBy: "secretariat" } });
  const { registrationId, mails } = await approvePerson(id, 2, { needs: { visaLetter: true } });
  const path = `/v1/registrations/${registrationId}`;
  const change = async (body: object) => {
    const { version } = (await callSystem(path, asSecretariat())).body;
    const request = { ...body, items: [{ registrationId, version }] };
    const { jobId } = (await callSystem(`/v1/conferences/${id}/visa-letter-jobs`, asSecretariat({ body: request })))
      .body;
    return (await waitForJob(String(jobId))).result;
  };
  expect(await change({ action: "issue", language: "fr" })).toEqual({ issued: 1, refused: 0 });
  expect(await change({ action: "resend" })).toEqual({ resent: 1, refused: 0 });
  const letters = listLetters(await mails(4));
  expect(letters).toHaveLength(2);
  expect((await check(letters[1])).body.state).toBe("valid");
  expect(await change({ action: "revoke", reason: "The dates have changed." })).toEqual({ revoked: 1, refused: 0 });
  expect(await change({ action: "resend" })).toEqual({ resent: 0, refused: 1 });
  expect((await check(letters[0])).body.state).toBe("revoked");
  const revoked = (await mails(5)).find(({ kind }) => kind === "visa-letter-revoked");
  expect(revoked?.email.text).toContain("The dates have changed.");
  const [latest] = (await callSystem(`${path}/history`, asSecretariat())).body.items ?? [];
  expect(latest).toMatchObject({ action: "revoke-visa-letter", reason: "The dates have changed." });
}, 60_000);

test("a preview stores nothing; that of a protected person is for readers, with a reason in the access log", async () => {
  const id = await createConference(2);
  const { registrationId } = (await postRegistration(id)).body;
  const path = `/v1/registrations/${registrationId}`;
  const preview = (body: object) => callSystem(`${path}/visa-letter-preview`, asSecretariat({ body }));
  const before = (await callSystem(path, asSecretariat())).body;
  expect((await preview({ language: "ar" })).status).toBe(200);
  expect((await callSystem(path, asSecretariat())).body).toEqual(before);
  const protection = { alias: { nameOnBadge: "Jane Smith" }, readers: ["secretariat@palais.local"] };
  await callSystem(`${path}/protection`, asSecretariat({ method: "PUT", body: protection }));
  expect((await preview({})).body).toMatchObject({ code: "invalid-request", errors: [{ path: "reason" }] });
  expect((await preview({ reason: "to check the passport" })).status).toBe(200);
  const log = (await callSystem(`${path}/identity-access`, asSecretariat())).body.items ?? [];
  expect(log).toMatchObject([{ reason: "to check the passport" }]);
  await postDecision(registrationId, "reject");
  expect((await preview({ reason: "to check it again" })).body.code).toBe("wrong-state");
});

test("no letter exists without a seat, and none under a forged identifier", async () => {
  const id = await createConference(1);
  const { registrationId } = (await postRegistration(id)).body;
  const refused = await callSystem(`/v1/registrations/${registrationId}/visa-letters`, asSecretariat({ body: {} }));
  expect(refused.body.code).toBe("not-confirmed");
  expect((await callSystem("/v1/letters/aaaaaaaaaaaaaaaaaaaaaaaaaa")).status).toBe(404);
});
