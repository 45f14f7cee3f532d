import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { ensureReader, readCodes } from "../support/barcode-reader.ts";
import { type Mail, mailsTo } from "../system/mailbox.ts";
import { running } from "../system/system.ts";
import { expectNoViolations } from "./axe.ts";
import { phone, somebody, type Visitor } from "./browser.ts";
import { signIn } from "./delegate.ts";
import { isOffline, isOnline, openDesk, readBadge } from "./desk.ts";
import { tabTo } from "./keyboard.ts";
import { officer } from "./officer.ts";
import { delegate, desk, focalPoint, office } from "./words.ts";

const focal = focalPoint.fr;

/**
 * The whole journey through the pages alone: nobody in it calls the API, and what is mailed is read in the mailbox. An
 * organization asks to attend, sends its people, and one of them is replaced; somebody registers on a phone; an officer
 * without a mouse decides; two desks let people in, one of them without a network for a while.
 */
const stamp = Date.now().toString(36);
const conferenceId = `journey-${stamp}`;
const union = `union.${stamp}@example.org`;
const amina = `amina.${stamp}@example.org`;

const press = (page: Page, name: string | RegExp) =>
  page.getByRole("button", { name, exact: typeof name === "string" }).click();

/** The latest mail of a kind to somebody, once it has come. */
async function mailOf(to: string, kind: string, says = ""): Promise<Mail> {
  const find = async () =>
    (await mailsTo(running().home, to, 1)).findLast(
      (mail) => mail.kind === kind && `${mail.email.subject} ${mail.email.text}`.includes(says),
    );
  await expect.poll(find, { timeout: 60_000 }).toBeDefined();
  const mail = await find();
  if (!mail) throw new Error(`no mail ${kind}`);
  return mail;
}

/** The badge's code in a mail of approval. */
async function codeIn(mail: Mail): Promise<string> {
  const image = mail.email.attachments.find(({ mimeType }) => mimeType === "image/png");
  const [token] = readCodes([new Uint8Array(image?.content as ArrayBuffer)]);
  if (!token) throw new Error("a mail of approval without a code");
  return token;
}

let secretariat: Visitor;
beforeAll(async () => {
  ensureReader();
  secretariat = await officer();
});

test("the secretariat sets up the conference", async () => {
  const { page } = secretariat;
  const said = office.en;
  const type = (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text);
  const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  await page.goto("/console?lang=en#view=new");
  await type(said.set.conferenceId, conferenceId);
  await page.locator("#s-title-en").fill("Dialogue on Migration");
  await page.locator("#s-title-fr").fill("Dialogue sur la migration");
  await type(said.set.venue_name, "Palais des Nations");
  await type(said.set.venue_city, "Geneva");
  await type(said.set.venue_capacity, "4");
  await type(said.set.registration_opensAt, `${day(-1)}T08:00`);
  await page.locator("#s-categories-0-title-en").fill("Member States");
  await page.locator("#s-categories-1-title-en").fill("Organizations");
  await press(page, said.setup.preview);
  await page.getByRole("dialog").getByText("Palais des Nations").waitFor();
  await press(page, said.setup.put);
  await page.getByRole("heading", { name: said.nav.settings, exact: true }).waitFor();
});

test("an organization asks to attend, on a phone", async () => {
  const { page, complaints } = await somebody({ locale: "fr", viewport: phone, hasTouch: true });
  const said = delegate.fr;
  await page.goto(`/?conference=${conferenceId}`);
  await press(page, said.request.open);
  await page.getByRole("heading", { name: said.request.title }).waitFor();
  await press(page, said.request.send);
  await page.getByRole("alert").waitFor();
  await expectNoViolations(page);
  await page.locator("#new-name-en").fill("Union of Migrant Associations");
  await page.locator("#new-name-fr").fill("Union des associations de migrants");
  await page.getByLabel(said.field.category).selectOption("ngo");
  await page.getByLabel(said.organization.focalPoints).fill(union);
  await press(page, said.request.send);
  await page.getByRole("heading", { name: said.request.sent }).waitFor();
  await expectNoViolations(page);
  expect((await mailOf(union, "delegation-requested")).email.subject).toContain("Dialogue sur la migration");
  expect(complaints).toEqual([]);
});

test("an officer accredits it with a quota of two, by keyboard", async () => {
  const { page } = secretariat;
  const said = office.en;
  await page.goto(`/console?lang=en&at=delegations#conference=${conferenceId}&view=delegations&status=requested`);
  await page.getByText("Union of Migrant Associations").waitFor();
  await tabTo(page, "Union of Migrant Associations");
  await page.keyboard.press("Enter");
  await page.getByLabel(said.delegations.quota, { exact: true }).waitFor();
  await tabTo(page, said.delegations.quota);
  await page.keyboard.type("2");
  await page.keyboard.press("Enter");
  await page.getByText(said.delegations.none).waitFor();
  expect((await mailOf(union, "delegation-accredited")).email.text).toContain("2 places");
});

let mission: Visitor;

test("its focal point nominates three: two are seated, the third waits for the quota", async () => {
  mission = await somebody({ locale: "fr", viewport: { width: 1100, height: 800 } });
  const { page } = mission;
  await signIn(page, conferenceId, union, "fr");
  await page.getByRole("heading", { name: "Union des associations de migrants" }).waitFor();
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
  await mailOf(union, "waiting", "Ibrahima");
});

test("somebody registers on a phone, in Arabic", async () => {
  const { page, complaints } = await somebody({ viewport: phone, locale: "ar", hasTouch: true });
  const said = delegate.ar;
  await page.goto(`/?conference=${conferenceId}`);
  await press(page, said.conference.apply);
  await page.getByLabel(said.field.person_givenName).fill("أمينة");
  await page.getByLabel(said.field.person_familyName).fill("الخطيب");
  await page.getByLabel(said.field.person_email).fill(amina);
  await page.getByRole("combobox", { name: said.field.person_nationality }).fill("سويسر");
  await page.getByRole("option", { name: "سويسرا" }).click();
  await press(page, said.step.next);
  await page.getByRole("radio", { name: "Member States" }).check();
  await page.getByRole("combobox", { name: said.field.country }).fill("الأردن");
  await page.getByRole("option", { name: "الأردن" }).click();
  await press(page, said.step.next);
  await page.getByLabel(said.field.person_nameOnBadge).waitFor();
  await press(page, said.step.next);
  await page.getByRole("checkbox").first().check();
  await press(page, said.step.send);
  await page.getByRole("heading", { name: said.done.title }).waitFor();
  await mailOf(amina, "received");
  expect(complaints).toEqual([]);
});

test("an officer by keyboard alone approves two, and returns the third for correction", async () => {
  const { page } = secretariat;
  const said = office.en;
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
  await tabTo(page, said.field.functionTitle);
  await page.keyboard.press("Space");
  await tabTo(page, said.decide.return);
  await page.keyboard.press("Enter");
  await page.getByText("Returned: أمينة الخطيب").first().waitFor();
});

let person: Visitor;

test("she corrects it from the link in her mail, and is approved", async () => {
  expect((await mailOf(amina, "returned")).email.text).toContain("Please give your function.");
  person = await somebody({ viewport: phone, locale: "ar", hasTouch: true });
  const { page } = person;
  const said = delegate.ar;
  await signIn(page, conferenceId, amina, "ar");
  await page.getByRole("heading", { name: said.standing.returned.title }).waitFor();
  await page.getByLabel(said.field.functionTitle).fill("مستشارة");
  await press(page, said.amend.send);
  await page.getByRole("heading", { name: said.standing.held.title }).waitFor();

  await secretariat.page.getByText("أمينة الخطيب").first().waitFor();
  await secretariat.page.getByRole("heading", { name: "أمينة الخطيب" }).waitFor();
  await secretariat.page.getByText("مستشارة").first().waitFor({ timeout: 30_000 });
  await secretariat.page.keyboard.press("a");
  await mailOf(amina, "approved");
  await page.reload();
  await page.getByRole("heading", { name: said.standing.confirmed.title }).waitFor();
});

test("the focal point replaces one, and rejecting another seats the next of its reserve", async () => {
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
  await mailOf(union, "substitute", "Aïda");

  const said = office.en;
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
  await tabTo(desktop, said.decide.reject);
  await desktop.keyboard.press("Enter");
  await desktop.getByText("Rejected: Aïda Diop").first().waitFor();
  await mailOf(union, "seat-given", "Ibrahima");
});

test("two desks let in who is confirmed, one of them without a network for a while", async () => {
  const { page } = person;
  await press(page, delegate.ar.myBadge.show);
  const image = page.getByRole("img", { name: delegate.ar.myBadge.alt });
  const [herCode] = readCodes([await image.screenshot({ scale: "css" })]);
  if (!herCode) throw new Error("no code on her phone");
  const hisCode = await codeIn(await mailOf(union, "approved", "Moussa"));
  const fatouCode = await codeIn(await mailOf(union, "approved", "Fatou"));
  const [north, south] = [
    await openDesk({ conferenceId, gate: "North" }),
    await openDesk({ conferenceId, gate: "South", language: "fr" }),
  ];
  expect(await readBadge(north.page, herCode)).toBe("good");
  await press(south.page, desk.fr.desk.synchronise);
  await south.page.locator(".desk-inside").getByText("1", { exact: true }).waitFor();
  await south.context.setOffline(true);
  await isOffline(south.page);
  expect(await readBadge(south.page, fatouCode)).toBe("good");
  expect(await readBadge(south.page, herCode)).toBe("bad");
  expect(await readBadge(south.page, hisCode)).toBe("bad");
  await south.context.setOffline(false);
  await isOnline(south.page);
  await south.page.locator(".desk-inside").getByText("2", { exact: true }).waitFor();
  await press(north.page, desk.en.desk.synchronise);
  await north.page.locator(".desk-inside").getByText("2", { exact: true }).waitFor();
  expect(await readBadge(north.page, fatouCode)).toBe("bad");
  expect([north.complaints, south.complaints, person.complaints, secretariat.complaints]).toEqual([[], [], [], []]);
});
