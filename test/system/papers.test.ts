import { beforeAll, expect, test } from "vitest";
import { ensureReader, readCodes } from "../support/barcode-reader.ts";
import { ensurePoppler, pagesOf, textsOf } from "../support/pdf-reader.ts";
import { type Mail, mailsTo } from "./mailbox.ts";
import { asDesk, asSecretariat, call, decide, newConference, running, submit } from "./system.ts";

beforeAll(() => {
  ensureReader();
  ensurePoppler();
}, 300_000);

let people = 0;

/** Somebody who submits with these data and is approved, and their mails once there are so many. */
async function approved(id: string, count: number, form: object, person: object = {}) {
  people += 1;
  const email = `papers.${process.pid}.${people}@example.org`;
  const { registrationId } = (await submit(id, { ...form }, { email, ...person })).body;
  await decide(registrationId, "approve");
  const mails = (more = count) => mailsTo(running().home, email, more);
  return { registrationId, mails, first: await mails() };
}

const fileIn = (mails: readonly Mail[], kind: string, filename: string): Buffer[] =>
  mails
    .filter((mail) => mail.kind === kind)
    .flatMap(({ email }) => email.attachments.filter((each) => each.filename === filename))
    .map(({ content }) => Buffer.from(content as ArrayBuffer));

const letters = (mails: readonly Mail[]) => fileIn(mails, "visa-letter", "letter-of-invitation.pdf");

/** What the code of a letter leads to, asked by somebody whom nobody knows. */
async function check(letter: Buffer | undefined) {
  const [url = ""] = readCodes(pagesOf(letter ?? Buffer.alloc(0), 150));
  return call(`/v1/letters/${new URL(url).hash.slice(1)}`);
}

test("an approval brings the badge to print, with the code of the live badge", async () => {
  const id = await newConference(1);
  const { registrationId, first } = await approved(id, 2, {}, { nameOnBadge: "محمد Ōno" });
  const [badge] = fileIn(first, "approved", "badge.pdf");
  const { token } = (await call(`/v1/registrations/${registrationId}/badges`, asDesk({ body: {} }))).body;
  expect(readCodes(pagesOf(badge ?? Buffer.alloc(0), 300))).toEqual([token]);
  expect(textsOf(badge ?? Buffer.alloc(0)).join()).toContain("Ōno");
});

test("whose badge can't be printed gets the mail all the same, with the code and without the file", async () => {
  const { first } = await approved(await newConference(1), 2, {}, { nameOnBadge: "Amina 🌍" });
  const mail = first.find(({ kind }) => kind === "approved");
  expect(mail?.email.attachments.map(({ filename }) => filename)).toEqual(["badge.png", "conference.ics"]);
});

test("whoever asked for a letter of invitation gets it when approved; its page says valid, then revoked, and nothing personal", async () => {
  const id = await newConference(1);
  const { registrationId, first } = await approved(id, 3, { needs: { visaLetter: true } });
  const [letter] = letters(first);
  expect(textsOf(letter ?? Buffer.alloc(0)).join()).toContain("Amina Diallo");
  const valid = await check(letter);
  expect(valid.body.state).toBe("valid");
  expect(Object.keys(valid.body).toSorted()).toEqual(["conference", "state"]);
  expect(JSON.stringify(valid.body)).not.toMatch(/Amina|Diallo|SEN|example\.org/);
  await decide(registrationId, "revoke");
  expect((await check(letter)).body.state).toBe("revoked");
  await decide(registrationId, "reopen");
  await decide(registrationId, "approve");
  expect((await check(letter)).body.state).toBe("revoked");
}, 60_000);

test("the secretariat issues one in a language; the next makes it invalid, and so does a withdrawal", async () => {
  const id = await newConference(1);
  const { registrationId, mails } = await approved(id, 2, {});
  const issue = (body: object) => call(`/v1/registrations/${registrationId}/visa-letters`, asSecretariat({ body }));
  expect((await issue({ language: "fr" })).status).toBe(200);
  const [french] = letters(await mails(3));
  expect(textsOf(french ?? Buffer.alloc(0)).join()).toContain("Lettre d’invitation");
  await issue({});
  const [, english] = letters(await mails(4));
  expect([(await check(french)).body.state, (await check(english)).body.state]).toEqual(["revoked", "valid"]);
  await call(`/v1/registrations/${registrationId}/withdrawal`, asSecretariat({ body: {} }));
  expect((await check(english)).body.state).toBe("revoked");
}, 60_000);

test("there is no letter without a place, and none under an identifier that was made up", async () => {
  const id = await newConference(1);
  const { registrationId } = (await submit(id)).body;
  const refused = await call(`/v1/registrations/${registrationId}/visa-letters`, asSecretariat({ body: {} }));
  expect(refused.body.code).toBe("not-confirmed");
  expect((await call("/v1/letters/aaaaaaaaaaaaaaaaaaaaaaaa")).status).toBe(404);
});
