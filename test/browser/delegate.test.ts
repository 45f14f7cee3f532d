import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { readPageTexts } from "../support/pdf-reader.ts";
import { getSignInToken, waitForEmails } from "../system/support/mailbox.ts";
import {
  asSecretariat,
  callSystem,
  createConference,
  getSharedSystem,
  postDecision,
} from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, getButton, openVisitor, phone } from "./support/browser.ts";
import { createApplicant, signInByLink } from "./support/delegate.ts";
import { delegateTexts } from "./support/words.ts";

const texts = delegateTexts.ar;
/** The phone is set to Arabic. */
const openArabicPhone = () => openVisitor({ viewport: phone, locale: "ar", hasTouch: true });

/** @param passportNumber of a person who asks for a visa letter */
async function fillForm(page: Page, email: string, passportNumber?: string): Promise<void> {
  await page.locator("#f-person-givenName").fill("أمينة");
  await page.locator("#f-person-familyName").fill("الخطيب");
  await page.getByLabel(texts.field.person_email).fill(email);
  const nationality = page.getByRole("combobox", { name: texts.field.person_nationality });
  await nationality.fill("سويسر");
  await page.getByRole("option", { name: "سويسرا" }).click();
  await getButton(page, texts.step.next).click();
  await page.getByRole("radio", { name: "Non-governmental organizations" }).check();
  await page.getByRole("combobox", { name: texts.field.organization }).fill("منظمة المدن");
  await getButton(page, texts.step.next).click();
  await page.getByLabel(texts.field.person_nameOnBadge).waitFor();
  if (passportNumber !== undefined) {
    expect(await page.getByLabel(texts.field.person_passportNumber).count()).toBe(0);
    await page.locator("#f-needs-visaLetter").check();
    await page.getByLabel(texts.field.person_passportNumber).fill(passportNumber);
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
  }
  await getButton(page, texts.step.next).click();
  await page.getByRole("checkbox").first().check();
}

async function findRegistrationId(conferenceId: string, email: string): Promise<string> {
  const { body } = await callSystem(`/v1/conferences/${conferenceId}/registrations`, asSecretariat());
  const found = body.items.find(({ person }) => person.email === email);
  if (!found) throw new Error("not registered");
  return found.registrationId;
}

describe("a delegate on a phone in Arabic, through the page alone", () => {
  test("registers, reads the email, signs in, is approved, and shows the code offline", async () => {
    const conferenceId = await createConference(5);
    const email = `amina.${Date.now()}@example.org`;
    const { page, context, complaints } = await openArabicPhone();
    await page.goto(`/?conference=${conferenceId}`);
    await getButton(page, texts.conference.apply).click();
    await fillForm(page, email, "P7654321");
    await getButton(page, texts.step.send).click();
    await page.getByRole("heading", { name: texts.done.title }).waitFor();
    await expectNoViolations(page);
    expect(await page.evaluate(() => Object.keys(localStorage))).not.toContain(`palais.draft.${conferenceId}`);

    await signInByLink(page, conferenceId, email, "ar");
    await page.getByRole("heading", { name: texts.standing.held.title }).waitFor();
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    expect(page.url()).not.toMatch(/sign-in|amina/);

    await postDecision(await findRegistrationId(conferenceId, email), "approve");
    const emails = await waitForEmails(getSharedSystem().home, email, 4);
    const [letter] = emails.filter(({ kind }) => kind === "visa-letter").flatMap((each) => each.email.attachments);
    expect(readPageTexts(Buffer.from(letter?.content as ArrayBuffer)).join()).toContain("P7654321");
    await page.reload();
    await page.getByRole("heading", { name: texts.standing.confirmed.title }).waitFor();
    const kept = context.waitForEvent("serviceworker");
    await getButton(page, texts.myBadge.show).click();
    await page.getByRole("img", { name: texts.myBadge.alt }).waitFor();
    await expectNoViolations(page);

    await kept;
    await page.waitForFunction(async () => (await caches.match("/")) !== undefined);
    await context.setOffline(true);
    await page.reload();
    await page.getByRole("img", { name: texts.myBadge.alt }).waitFor();
    await context.setOffline(false);

    await getButton(page, texts.frame.signOut).click();
    expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual(["palais.link-language"]);
    expect(complaints).toEqual([]);
  });

  test("sees after a reload, and after a step back, that the form was sent, with its reference number", async () => {
    const conferenceId = await createConference(5);
    const email = `sent.${Date.now()}@example.org`;
    const { page, complaints } = await openArabicPhone();
    await page.goto(`/?conference=${conferenceId}`);
    await getButton(page, texts.conference.apply).click();
    await fillForm(page, email);
    await getButton(page, texts.step.send).click();
    const title = page.getByRole("heading", { name: texts.done.title });
    await title.waitFor();
    const reference = page.getByText(await findRegistrationId(conferenceId, email));
    await reference.waitFor();
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    for (const repeat of [() => page.reload(), () => page.goBack(), () => page.reload()]) {
      await repeat();
      await title.waitFor();
      await reference.waitFor();
      expect(await getButton(page, texts.step.send).count()).toBe(0);
    }
    await getButton(page, texts.done.another).click();
    await page.getByRole("heading", { name: texts.step.you }).waitFor();
    expect(await page.locator("#f-person-familyName").inputValue()).toBe("");
    expect(complaints).toEqual([]);
  });

  test("selects an accredited organization, or enters another one", async () => {
    const conferenceId = await createConference(5);
    const accredit = async (en: string, category: string, ar?: string) => {
      const body = { name: { en, ...(ar && { ar }) }, category, focalPoints: ["o@example.org"], quota: 2 };
      const path = `/v1/conferences/${conferenceId}/delegations`;
      expect((await callSystem(path, asSecretariat({ body }))).status).toBe(201);
    };
    await accredit("Union of Migrant Associations", "ngo", "اتحاد جمعيات المهاجرين");
    await accredit("Cities Alliance", "ngo");
    await accredit("Mission of Senegal", "member-state");
    const email = `found.${Date.now()}@example.org`;
    const { page, complaints } = await openArabicPhone();
    await page.goto(`/#conference=${conferenceId}&step=1`);
    await fillForm(page, email);
    await page.goBack();
    await page.goBack();
    const organization = page.getByRole("combobox", { name: texts.field.organization });
    const found = () => page.getByRole("listbox").getByRole("option").count();
    await organization.click();
    await expect.poll(found).toBe(2);
    await organization.fill("المهاجر");
    await expect.poll(found).toBe(1);
    await expectNoViolations(page);
    await page.getByRole("listbox").getByRole("option", { name: "اتحاد جمعيات المهاجرين" }).click();
    await expectNoSidewaysScroll(page);
    await getButton(page, texts.step.next).click();
    await page.getByLabel(texts.field.person_nameOnBadge).waitFor();
    await getButton(page, texts.step.next).click();
    await page.getByText("اتحاد جمعيات المهاجرين").waitFor();
    await getButton(page, texts.step.send).click();
    await page.getByRole("heading", { name: texts.done.title }).waitFor();
    const registration = await callSystem(
      `/v1/registrations/${await findRegistrationId(conferenceId, email)}`,
      asSecretariat(),
    );
    expect(registration.body).toMatchObject({ organization: "اتحاد جمعيات المهاجرين" });
    expect(complaints).toEqual([]);
  });

  test("keeps the form's input after a reload, a lost network, a step back, and a change of language", async () => {
    const conferenceId = await createConference(5);
    const { page, context, complaints } = await openArabicPhone();
    await page.goto(`/#conference=${conferenceId}&step=1`);
    await page.locator("#f-person-familyName").fill("الخطيب");
    await page.reload();
    const family = page.locator("#f-person-familyName");
    await expect.poll(() => family.inputValue()).toBe("الخطيب");
    await page.getByLabel(texts.frame.language).selectOption("fr");
    await page.getByRole("heading", { name: delegateTexts.fr.step.you }).waitFor();
    expect(await family.inputValue()).toBe("الخطيب");
    expect(await page.locator("html").getAttribute("dir")).toBe("ltr");

    await page.getByLabel(delegateTexts.fr.frame.language).selectOption("ar");
    await fillForm(page, `lost.${Date.now()}@example.org`);
    await context.setOffline(true);
    await getButton(page, texts.step.send).click();
    await page.getByText(texts.error.unreachableDetail).waitFor();
    await page.goBack();
    await page.getByLabel(texts.field.person_nameOnBadge).waitFor();
    await page.goForward();
    await context.setOffline(false);
    await getButton(page, texts.step.send).click();
    await page.getByRole("heading", { name: texts.done.title }).waitFor();
    expect(complaints).toEqual([]);
  });

  test("shows each error at its field and in a summary above the form, which gets the focus", async () => {
    const conferenceId = await createConference(5);
    const { page } = await openArabicPhone();
    await page.goto(`/#conference=${conferenceId}&step=1`);
    await page.getByLabel(texts.field.person_email).fill("not an address");
    await getButton(page, texts.step.next).click();
    const summary = page.getByRole("alert");
    await expect.poll(() => summary.evaluate((element) => element === document.activeElement)).toBe(true);
    const field = page.getByLabel(texts.field.person_email);
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    const described = (await field.getAttribute("aria-describedby"))?.split(" ").at(-1) ?? "";
    expect(await page.locator(`#${described}`).textContent()).toBe(texts.validation.email);
    await expectNoViolations(page);
    await summary.getByRole("link", { name: texts.validation.email }).click();
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test("corrects only the fields that an officer marked, and withdraws after a confirmation", async () => {
    const conferenceId = await createConference(5);
    const email = `returned.${Date.now()}@example.org`;
    const { page, complaints } = await openArabicPhone();
    await page.goto(`/#conference=${conferenceId}&step=1`);
    await fillForm(page, email);
    await getButton(page, texts.step.send).click();
    await page.getByRole("heading", { name: texts.done.title }).waitFor();
    const id = await findRegistrationId(conferenceId, email);
    await postDecision(id, "return", { fields: ["organization"], reason: "Please give the full name." });

    await signInByLink(page, conferenceId, email, "ar");
    await page.getByText("Please give the full name.").waitFor();
    await expectNoViolations(page);
    expect(await page.locator("#f-person-familyName").count()).toBe(0);
    await page.getByLabel(texts.field.organization).fill("منظمة المدن والبلديات");
    await page.reload();
    const organization = page.getByLabel(texts.field.organization);
    await expect.poll(() => organization.inputValue()).toBe("منظمة المدن والبلديات");
    await getButton(page, texts.amend.send).click();
    await page.getByRole("heading", { name: texts.standing.held.title }).waitFor();

    await getButton(page, texts.withdraw.ask).click();
    await page.getByRole("dialog").waitFor();
    await expectNoViolations(page);
    await getButton(page, texts.withdraw.yes).click();
    await page.getByRole("heading", { name: texts.standing.withdrawn.title }).waitFor();
    expect((await callSystem(`/v1/registrations/${id}`, asSecretariat())).body.accreditation).toBe("withdrawn");
    expect(complaints).toEqual([]);
  });
});

test("a link that is opened in a tab ends the tab's former session", async () => {
  const conferenceId = await createConference(1);
  const { email, registrationId } = await createApplicant(conferenceId);
  const { page } = await openVisitor({ locale: "en" });
  const texts = delegateTexts.en;
  const session = async () =>
    (await page.evaluate(() => JSON.parse(sessionStorage.getItem("palais.session") ?? "{}").accessToken)) as string;
  const reads = async (token: string) => (await callSystem(`/v1/registrations/${registrationId}`, { token })).status;
  await signInByLink(page, conferenceId, email, "en");
  await page.getByRole("heading", { name: texts.standing.held.title }).waitFor();
  const before = await session();
  expect(await reads(before)).toBe(200);
  const links = async () =>
    (await waitForEmails(getSharedSystem().home, email, 1)).filter(({ kind }) => kind === "sign-in");
  const used = (await links()).map(({ emailId }) => emailId);
  await callSystem("/v1/sign-in-links", { body: { email, conferenceId } });
  await expect.poll(async () => (await links()).length).toBe(2);
  const fresh = (await links()).find(({ emailId }) => !used.includes(emailId));
  if (!fresh) throw new Error("no second sign-in link");
  await page.goto(`/?lang=en#sign-in=${encodeURIComponent(getSignInToken(fresh))}`);
  await getButton(page, texts.signIn.open).click();
  await expect.poll(() => reads(before)).toBe(401);
  expect(await reads(await session())).toBe(200);
});

test("a page of a busy site says so, and goes on by itself", async () => {
  const conferenceId = await createConference(5);
  const { page } = await openArabicPhone();
  await page.clock.install();
  const path = `**/v1/conferences/${conferenceId}`;
  const refusals = { count: 0 };
  // As the gateway answers when all capacity is in use; then the site itself answers.
  await page.route(path, (route) => {
    refusals.count += 1;
    if (refusals.count > 2) return route.continue();
    return route.fulfill({ status: 503, headers: { "retry-after": "600" }, json: { message: "Service Unavailable" } });
  });
  await page.goto(`/?conference=${conferenceId}`);
  const notice = page.getByRole("main").getByText(texts.frame.waiting);
  for (const round of [1, 2]) {
    await notice.waitFor();
    await expect.poll(() => refusals.count).toBe(round);
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    await page.clock.fastForward(600_000);
  }
  await page.getByText(texts.conference.when, { exact: true }).waitFor();
  await notice.waitFor({ state: "detached" });
  expect(await page.getByRole("status").allTextContents()).toContain(texts.frame.waiting);
});
