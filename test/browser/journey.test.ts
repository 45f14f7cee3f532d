import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { ensureBarcodeReader, readCodes } from "../support/barcode-reader.ts";
import { type DeliveredEmail, waitForEmails } from "../system/support/mailbox.ts";
import { getSharedSystem } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { keepPagesOpen, openVisitor, phone, type Visitor } from "./support/browser.ts";
import { signInByLink } from "./support/delegate.ts";
import { openDesk, scanBadge, synchronizeUntilInside, waitUntilOffline, waitUntilOnline } from "./support/desk.ts";
import { tabTo } from "./support/keyboard.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { consoleTexts, delegateTexts, focalPoint, requestTexts } from "./support/words.ts";

const focal = focalPoint.fr;

/**
 * The whole process through the pages alone, without a call of the API; emails are read in the mailbox. An organization
 * requests to attend, nominates its people, and replaces one of them; a person registers on a phone; an officer decides
 * by keyboard; two desks admit people, one of them offline for a while.
 */
const stamp = Date.now().toString(36);
const conferenceId = `journey-${stamp}`;
const union = `union.${stamp}@example.org`;
const amina = `amina.${stamp}@example.org`;

const press = (page: Page, name: string | RegExp) =>
  page.getByRole("button", { name, exact: typeof name === "string" }).click();

/** Waits for the latest email of a kind to an address. */
async function waitForEmail(to: string, kind: string, says = ""): Promise<DeliveredEmail> {
  const find = async () =>
    (await waitForEmails(getSharedSystem().home, to, 1)).findLast(
      (mail) => mail.kind === kind && `${mail.email.subject} ${mail.email.text}`.includes(says),
    );
  await expect.poll(find).toBeDefined();
  const mail = await find();
  if (!mail) throw new Error(`no email ${kind}`);
  return mail;
}

/** The badge's code in an approval email. */
async function readBadgeCode(mail: DeliveredEmail): Promise<string> {
  const image = mail.email.attachments.find(({ mimeType }) => mimeType === "image/png");
  const [token] = readCodes([new Uint8Array(image?.content as ArrayBuffer)]);
  if (!token) throw new Error("an approval email without a code");
  return token;
}

// Each test continues on the pages of the test before it.
keepPagesOpen();

let secretariat: Visitor;
beforeAll(async () => {
  ensureBarcodeReader();
  secretariat = await openStaffVisitor();
});

test("the secretariat sets up the conference", async () => {
  const { page } = secretariat;
  const texts = consoleTexts.en;
  const type = (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text);
  const formatDay = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  await page.goto("/console?lang=en#view=new");
  await page.locator("#s-conferenceId").fill(conferenceId);
  await page.locator("#s-title-en").fill("Dialogue on Migration");
  await page.locator("#s-title-fr").fill("Dialogue sur la migration");
  await type(texts.set.venue_name, "Palais des Nations");
  await type(texts.set.venue_city, "Geneva");
  await type(texts.set.venue_capacity, "4");
  await page.locator("#s-registration-opensAt").fill(`${formatDay(-1)}T08:00`);
  // The titles of the kinds are given; these are the conference's own.
  for (const index of [0, 1]) await page.locator(".part > summary").nth(index).click();
  await page.locator("#s-categories-0-title-en").fill("Member States");
  await page.locator("#s-categories-1-title-en").fill("Organizations");
  await press(page, texts.setup.preview);
  await page.getByRole("dialog").getByText("Palais des Nations").waitFor();
  await press(page, texts.setup.put);
  await page.getByRole("heading", { name: texts.nav.settings, exact: true }).waitFor();
});

test("an organization requests to attend, on a phone", async () => {
  const { page, complaints } = await openVisitor({ locale: "fr", viewport: phone, hasTouch: true });
  const texts = delegateTexts.fr;
  await page.goto(`/?conference=${conferenceId}`);
  await press(page, texts.request.open);
  await page.getByRole("heading", { name: requestTexts.fr.organizationRequest.title }).waitFor();
  await press(page, requestTexts.fr.organizationRequest.send);
  await page.getByRole("alert").waitFor();
  await expectNoViolations(page);
  await page.locator("#new-name-en").fill("Union of Migrant Associations");
  await page.locator("#new-name-fr").fill("Union des associations de migrants");
  await page.getByLabel(texts.field.category).selectOption("ngo");
  await page.getByLabel(texts.organization.focalPoints).fill(union);
  await page.getByLabel(texts.organization.justification).fill("Douze associations de migrants.");
  await press(page, requestTexts.fr.organizationRequest.send);
  await page.getByRole("heading", { name: requestTexts.fr.organizationRequest.sent }).waitFor();
  await page.getByText(requestTexts.fr.organizationRequest.letter).waitFor();
  await expectNoViolations(page);
  expect((await waitForEmail(union, "delegation-requested")).email.subject).toContain("Dialogue sur la migration");
  expect(complaints).toEqual([]);
});

test("an officer accredits the organization with a quota of two, by keyboard", async () => {
  const { page } = secretariat;
  const texts = consoleTexts.en;
  await page.goto(`/console?lang=en&at=delegations#conference=${conferenceId}&view=delegations&status=requested`);
  await page.getByText("Union of Migrant Associations").waitFor();
  await tabTo(page, "Union of Migrant Associations");
  await page.keyboard.press("Enter");
  await page.getByLabel(texts.delegations.quota, { exact: true }).waitFor();
  await page.getByText("Douze associations de migrants.").waitFor();
  await page.getByText("Requested on").waitFor();
  await tabTo(page, texts.delegations.quota);
  await page.keyboard.type("2");
  await page.keyboard.press("Enter");
  await page.getByText(texts.delegations.none).waitFor();
  expect((await waitForEmail(union, "delegation-accredited")).email.text).toContain("2 places");
});

let mission: Visitor;

test("the focal point nominates three: two are seated, the third waits for the quota", async () => {
  mission = await openVisitor({ locale: "fr", viewport: { width: 1100, height: 800 } });
  const { page } = mission;
  await signInByLink(page, conferenceId, union, "fr");
  await page.getByRole("heading", { name: "Union des associations de migrants" }).waitFor();
  await page.getByText("Douze associations de migrants.").waitFor();
  const rows = ["Moussa\tSarr\t\tSEN", "Fatou\tBa\t\tSEN", "Ibrahima\tFall\t\tSEN"].join("\n");
  await page.locator(".grid-row input").first().focus();
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(paste);
  }, rows);
  await press(page, /^Désigner 3/);
  await page.getByText("2 sur 2 places").first().waitFor();
  await waitForEmail(union, "waiting", "Ibrahima");
});

test("a person registers on a phone, in Arabic", async () => {
  const { page, complaints } = await openVisitor({ viewport: phone, locale: "ar", hasTouch: true });
  const texts = delegateTexts.ar;
  await page.goto(`/?conference=${conferenceId}`);
  await press(page, texts.conference.apply);
  await page.locator("#f-person-givenName").fill("أمينة");
  await page.locator("#f-person-familyName").fill("الخطيب");
  await page.getByLabel(texts.field.person_email).fill(amina);
  await page.getByRole("combobox", { name: texts.field.person_nationality }).fill("سويسر");
  await page.getByRole("option", { name: "سويسرا" }).click();
  await press(page, texts.step.next);
  // The category has titles in the languages of the conference, English and French; a page in Arabic shows the English.
  await page.getByRole("radio", { name: "Member States" }).check();
  await page.getByRole("combobox", { name: texts.field.country }).fill("الأردن");
  await page.getByRole("option", { name: "الأردن" }).click();
  await press(page, texts.step.next);
  await page.getByLabel(texts.field.person_nameOnBadge).waitFor();
  await press(page, texts.step.next);
  await page.getByRole("checkbox").first().check();
  await press(page, texts.step.send);
  await page.getByRole("heading", { name: texts.done.title }).waitFor();
  await waitForEmail(amina, "received");
  expect(complaints).toEqual([]);
});

test("an officer approves two by keyboard, and returns the third for correction", async () => {
  const { page } = secretariat;
  const texts = consoleTexts.en;
  await page.goto(`/console?lang=en&at=queue#conference=${conferenceId}&view=queue&accreditation=pending&seat=held`);
  await page.getByText("Moussa Sarr").waitFor();
  for (const name of ["Moussa Sarr", "Fatou Ba"]) {
    await page.keyboard.press("j");
    await page.getByRole("heading", { name }).waitFor();
    await page.keyboard.press("a");
    await page.getByText(`Approved: ${name}`).first().waitFor();
    await page.keyboard.press("k");
  }
  await page.keyboard.press("j");
  await page.getByRole("heading", { name: "أمينة الخطيب" }).waitFor();
  await page.keyboard.press("t");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.type("Please give your function.");
  await tabTo(page, texts.field.functionTitle);
  await page.keyboard.press("Space");
  await tabTo(page, texts.decide.return);
  await page.keyboard.press("Enter");
  await page.getByText("Returned: أمينة الخطيب").first().waitFor();
});

let person: Visitor;

test("the person corrects the registration from the link in the email, and is approved", async () => {
  expect((await waitForEmail(amina, "returned")).email.text).toContain("Please give your function.");
  person = await openVisitor({ viewport: phone, locale: "ar", hasTouch: true });
  const { page } = person;
  const texts = delegateTexts.ar;
  await signInByLink(page, conferenceId, amina, "ar");
  await page.getByRole("heading", { name: texts.standing.returned.title }).waitFor();
  await page.getByLabel(texts.field.functionTitle).fill("مستشارة");
  await press(page, texts.amend.send);
  await page.getByRole("heading", { name: texts.standing.held.title }).waitFor();

  await secretariat.page.getByText("أمينة الخطيب").first().waitFor();
  await secretariat.page.getByRole("heading", { name: "أمينة الخطيب" }).waitFor();
  await secretariat.page.getByText("مستشارة").first().waitFor();
  await secretariat.page.keyboard.press("a");
  await waitForEmail(amina, "approved");
  await page.reload();
  await page.getByRole("heading", { name: texts.standing.confirmed.title }).waitFor();
});

test("the focal point replaces one member, and a rejection of another seats the next of the reserve", async () => {
  const { page } = mission;
  await page.reload();
  await press(page, "Remplacer Moussa Sarr");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(focal.field.person_givenName).fill("Aïda");
  await dialog.getByLabel(focal.field.person_familyName).fill("Diop");
  await dialog.getByRole("combobox", { name: focal.field.person_nationality }).fill("Sénégal");
  await dialog.getByRole("option", { name: "Sénégal" }).click();
  await dialog.getByRole("button", { name: focal.substitute.do }).click();
  await page.getByText("Aïda Diop").first().waitFor();
  await waitForEmail(union, "substitute", "Aïda");

  const texts = consoleTexts.en;
  const { page: desktop } = secretariat;
  await desktop.goto(
    `/console?lang=en&at=reject#conference=${conferenceId}&view=queue&accreditation=pending&seat=held`,
  );
  await desktop.getByText("Aïda Diop").first().waitFor();
  await desktop.keyboard.press("j");
  await desktop.getByRole("heading", { name: "Aïda Diop" }).waitFor();
  await desktop.keyboard.press("r");
  await desktop.getByRole("dialog").waitFor();
  await desktop.keyboard.type("Not accredited.");
  await tabTo(desktop, texts.decide.reject);
  await desktop.keyboard.press("Enter");
  await desktop.getByText("Rejected: Aïda Diop").first().waitFor();
  await waitForEmail(union, "seat-given", "Ibrahima");
});

test("two desks admit confirmed people, one of them offline for a while", async () => {
  const { page } = person;
  await press(page, delegateTexts.ar.myBadge.show);
  const image = page.getByRole("img", { name: delegateTexts.ar.myBadge.alt });
  const [herCode] = readCodes([await image.screenshot({ scale: "css" })]);
  if (!herCode) throw new Error("no code on the phone");
  const hisCode = await readBadgeCode(await waitForEmail(union, "approved", "Moussa"));
  const fatouCode = await readBadgeCode(await waitForEmail(union, "approved", "Fatou"));
  const [north, south] = [
    await openDesk({ conferenceId, gate: "North" }),
    await openDesk({ conferenceId, gate: "South", language: "fr" }),
  ];
  expect(await scanBadge(north.page, herCode)).toBe("good");
  await synchronizeUntilInside(south.page, 1, "fr");
  await south.context.setOffline(true);
  await waitUntilOffline(south.page);
  expect(await scanBadge(south.page, fatouCode)).toBe("good");
  expect(await scanBadge(south.page, herCode)).toBe("bad");
  expect(await scanBadge(south.page, hisCode)).toBe("bad");
  await south.context.setOffline(false);
  await waitUntilOnline(south.page);
  await south.page.locator(".desk-inside").getByText("2", { exact: true }).waitFor();
  await synchronizeUntilInside(north.page, 2);
  expect(await scanBadge(north.page, fatouCode)).toBe("bad");
  expect([north.complaints, south.complaints, person.complaints, secretariat.complaints]).toEqual([[], [], [], []]);
});
