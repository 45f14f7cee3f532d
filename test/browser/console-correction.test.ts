import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { ensureBarcodeReader, readCodes } from "../support/barcode-reader.ts";
import { waitFor } from "../support/wait-for.ts";
import { getReasonOrVerdict, issueTestBadge, scanOnline } from "../system/support/gate-desk.ts";
import { readEmails } from "../system/support/mailbox.ts";
import { registerPerson } from "../system/support/people.ts";
import {
  asSecretariat,
  callSystem,
  createConference,
  fetchRegistration,
  getSharedSystem,
  postDecision,
  postRegistration,
  readVenuePool,
  waitTimeoutMs,
} from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, phone } from "./support/browser.ts";
import { pressKey } from "./support/keyboard.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { consoleTexts } from "./support/words.ts";

const texts = consoleTexts.en;
const categories = [
  { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32" },
  { category: "academia", title: { en: "Academia" }, colour: "#00695c", quota: 1 },
];

beforeAll(ensureBarcodeReader, 300_000);

/** Counts what the officer does: each click, each key and each typed text is one action. */
class CountedActions {
  readonly #page: Page;
  count = 0;

  constructor(page: Page) {
    this.#page = page;
  }

  async press(name: string): Promise<void> {
    this.count += 1;
    await this.#page.getByRole("button", { name, exact: true }).click();
  }

  async open(name: string): Promise<void> {
    this.count += 1;
    await this.#page.getByText(name).first().click();
  }

  async fill(label: string, value: string): Promise<void> {
    this.count += 1;
    await this.#page.getByRole("dialog").getByLabel(label, { exact: true }).fill(value);
  }
}

const waitForKind = (address: string, kind: string) =>
  waitFor(
    waitTimeoutMs,
    async () => (await readEmails(getSharedSystem().home)).filter((each) => each.to === address && each.kind === kind),
    (found) => found.length > 0,
  );

const toQueueUrl = (conferenceId: string, registrationId: string) =>
  `/console#conference=${conferenceId}&view=queue&registration=${registrationId}`;

test("an officer mends name and address of an approved person in a full room in under ten actions", async () => {
  const conferenceId = await createConference(1);
  const stamp = Date.now().toString(36);
  const [wrong, right] = [`wrnog.${stamp}@example.org`, `right.${stamp}@example.org`];
  const registrationId = await registerPerson(conferenceId, { email: wrong, givenName: "Awa", familyName: "Dialo" });
  expect((await postRegistration(conferenceId)).body.seat).toBe("waiting");
  await postDecision(registrationId, "approve");
  const old = await issueTestBadge(registrationId);

  const { page, complaints } = await openStaffVisitor();
  await page.goto(`/console#conference=${conferenceId}&view=queue&accreditation=approved`);
  const officer = new CountedActions(page);
  await officer.open("Awa Dialo");
  await officer.press(texts.edit.open);
  await page.getByText(texts.edit.nothing).waitFor();
  await officer.fill(texts.field.person_familyName, "Diallo");
  await officer.fill(texts.field.person_email, right);
  const effects = page.getByRole("dialog");
  for (const text of [texts.edit.keeps, texts.edit.reissues, texts.edit.mailsBoth])
    await effects.getByText(text).waitFor();
  await expectNoViolations(page);
  await officer.press(texts.edit.save);
  await page.getByRole("heading", { name: "Awa Diallo" }).waitFor();
  expect(officer.count).toBeLessThan(10);

  expect((await fetchRegistration(registrationId)).body).toMatchObject({
    accreditation: "approved",
    seat: "held",
    person: { familyName: "Diallo", email: right },
    badge: { serial: 2 },
  });
  expect((await readVenuePool(conferenceId)).taken).toBe(1);
  expect(getReasonOrVerdict(await scanOnline(conferenceId, old.token))).toBe("replaced");
  const [mail] = await waitForKind(right, "badge-reissued");
  const image = mail?.email.attachments.find(({ mimeType }) => mimeType === "image/png");
  const [code = ""] = readCodes([new Uint8Array(image?.content as ArrayBuffer)]);
  expect(getReasonOrVerdict(await scanOnline(conferenceId, code))).toBe("admit");
  await waitForKind(wrong, "address-changed");

  await page.getByText(texts.case.history).click();
  const changes = page.getByRole("table", { name: texts.case.changes });
  await changes.getByRole("cell", { name: "Dialo", exact: true }).waitFor();
  await changes.getByRole("cell", { name: "Diallo", exact: true }).waitFor();
  await expectNoViolations(page);
  expect(complaints).toEqual([]);
});

test("the form says that a category is full before the officer saves, and the seat is kept", async () => {
  const conferenceId = await createConference(5, { categories });
  await postRegistration(conferenceId, { category: "academia" });
  const { body } = await postRegistration(conferenceId, { category: "ngo" }, { familyName: "Mover" });
  const { page } = await openStaffVisitor();
  await page.goto(toQueueUrl(conferenceId, body.registrationId));
  await page.getByRole("button", { name: texts.edit.open, exact: true }).click();
  await page.getByRole("dialog").getByText("Academia").click();
  await page.getByText(texts.edit.full).waitFor();
  await page.getByRole("button", { name: texts.edit.save, exact: true }).click();
  await page.getByText("No seat in this category").waitFor();
  expect((await fetchRegistration(body.registrationId)).body).toMatchObject({ category: "ngo", seat: "held" });
});

test("an officer withdraws, reopens and deletes by keyboard", async () => {
  const conferenceId = await createConference(5);
  const registrationId = await registerPerson(conferenceId, { givenName: "Awa", familyName: "Leaves" });
  const { page, complaints } = await openStaffVisitor();
  await page.goto(toQueueUrl(conferenceId, registrationId));
  await page.getByRole("heading", { name: "Awa Leaves" }).waitFor();
  await pressKey(page.getByRole("button", { name: texts.withdrawal.open, exact: true }));
  await page.getByRole("dialog").waitFor();
  await expectNoViolations(page);
  await pressKey(page.getByRole("dialog").getByRole("button", { name: texts.withdrawal.open }));
  await expect.poll(async () => (await fetchRegistration(registrationId)).body.accreditation).toBe("withdrawn");
  await pressKey(page.getByRole("button", { name: texts.decide.reopen, exact: true }));
  await pressKey(page.getByRole("dialog").getByRole("button", { name: texts.decide.reopen }));
  await expect
    .poll(async () => (await fetchRegistration(registrationId)).body)
    .toMatchObject({ accreditation: "pending", seat: "held" });
  await pressKey(page.getByRole("button", { name: texts.erasure.open, exact: true }));
  await expectNoViolations(page);
  await pressKey(page.getByRole("dialog").getByRole("button", { name: texts.erasure.yes }));
  await expect.poll(async () => (await fetchRegistration(registrationId)).body.person).not.toHaveProperty("familyName");
  expect(complaints).toEqual([]);
});

test("an officer adds a participant in a category without public registration, approved at once", async () => {
  const media = { category: "media", title: { en: "Media" }, colour: "#6a1b9a", selfRegistration: false };
  const conferenceId = await createConference(5, { categories: [...categories, media] });
  const { page, complaints } = await openStaffVisitor();
  await page.goto(`/console#conference=${conferenceId}&view=queue`);
  await page.getByRole("button", { name: texts.addParticipant.open, exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: texts.addParticipant.save, exact: true }).click();
  await dialog.getByRole("alert").waitFor();
  await dialog.getByText("Media").click();
  await dialog.getByLabel(texts.field.person_givenName, { exact: true }).fill("Awa");
  await dialog.getByLabel(texts.field.person_familyName, { exact: true }).fill("Guest");
  await dialog.getByLabel(texts.field.person_email, { exact: true }).fill(`guest.${Date.now()}@example.org`);
  await dialog.getByRole("combobox", { name: texts.field.person_nationality }).fill("Senegal");
  await page.getByRole("option", { name: "Senegal" }).click();
  await dialog.getByLabel(texts.addParticipant.approved).check();
  await expectNoViolations(page);
  await dialog.getByRole("button", { name: texts.addParticipant.save, exact: true }).click();
  await page.getByRole("heading", { name: "Awa Guest" }).waitFor();
  const { body } = await callSystem(`/v1/conferences/${conferenceId}/registrations`, asSecretariat());
  expect(body.items).toMatchObject([{ category: "media", accreditation: "approved", seat: "held" }]);
  expect(complaints).toEqual([]);
});

test("the edit form fits a phone, in Arabic from right to left", async () => {
  const conferenceId = await createConference(5);
  const registrationId = await registerPerson(conferenceId);
  const { page } = await openStaffVisitor("secretariat", { locale: "ar", viewport: { ...phone, width: 320 } });
  await page.goto(toQueueUrl(conferenceId, registrationId));
  await page.getByRole("button", { name: consoleTexts.ar.edit.open, exact: true }).click();
  await page.getByRole("dialog").waitFor();
  expect(await page.evaluate(() => document.documentElement.dir)).toBe("rtl");
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
});
