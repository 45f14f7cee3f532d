import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { mailsTo, tokenOf } from "../system/mailbox.ts";
import { asSecretariat, call, decide, newConference, running } from "../system/system.ts";
import { expectNoViolations } from "./axe.ts";
import { expectNoSidewaysScroll, phone, somebody } from "./browser.ts";
import { applied, signIn } from "./delegate.ts";
import { delegate } from "./words.ts";

const said = delegate.ar;
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

/** A phone in Arabic. */
const inArabic = () => somebody({ viewport: phone, locale: "ar", hasTouch: true });

async function fillIn(page: Page, email: string): Promise<void> {
  await page.getByLabel(said.field.person_givenName).fill("أمينة");
  await page.getByLabel(said.field.person_familyName).fill("الخطيب");
  await page.getByLabel(said.field.person_email).fill(email);
  const nationality = page.getByRole("combobox", { name: said.field.person_nationality });
  await nationality.fill("سويسر");
  await page.getByRole("option", { name: "سويسرا" }).click();
  await button(page, said.step.next).click();
  await page.getByRole("radio", { name: "Non-governmental organizations" }).check();
  await page.getByRole("combobox", { name: said.field.organization }).fill("منظمة المدن");
  await button(page, said.step.next).click();
  await page.getByLabel(said.field.person_nameOnBadge).waitFor();
  await button(page, said.step.next).click();
  await page.getByRole("checkbox").first().check();
}

async function registrationOf(conferenceId: string, email: string): Promise<string> {
  const { body } = await call(`/v1/conferences/${conferenceId}/registrations`, asSecretariat());
  const found = body.items.find(({ person }) => person.email === email);
  if (!found) throw new Error("not registered");
  return found.registrationId;
}

describe("a delegate on a phone, in Arabic, through the page alone", () => {
  test("registers, reads the mail, signs in, is approved, and shows the code without a network", async () => {
    const conferenceId = await newConference(5);
    const email = `amina.${Date.now()}@example.org`;
    const { page, context, complaints } = await inArabic();
    await page.goto(`/?conference=${conferenceId}`);
    await button(page, said.conference.apply).click();
    await fillIn(page, email);
    await button(page, said.step.send).click();
    await page.getByRole("heading", { name: said.done.title }).waitFor();
    await expectNoViolations(page);
    expect(await page.evaluate(() => Object.keys(localStorage))).not.toContain(`palais.draft.${conferenceId}`);

    await signIn(page, conferenceId, email, "ar");
    await page.getByRole("heading", { name: said.standing.held.title }).waitFor();
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    expect(page.url()).not.toMatch(/sign-in|amina/);

    await decide(await registrationOf(conferenceId, email), "approve");
    await page.reload();
    await page.getByRole("heading", { name: said.standing.confirmed.title }).waitFor();
    const kept = context.waitForEvent("serviceworker");
    await button(page, said.myBadge.show).click();
    await page.getByRole("img", { name: said.myBadge.alt }).waitFor();
    await expectNoViolations(page);

    await kept;
    await page.waitForFunction(async () => (await caches.match("/")) !== undefined);
    await context.setOffline(true);
    await page.reload();
    await page.getByRole("img", { name: said.myBadge.alt }).waitFor();
    await context.setOffline(false);

    await button(page, said.frame.signOut).click();
    expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test("finds the organization among those that are accredited, or types another", async () => {
    const conferenceId = await newConference(5);
    const accredit = async (en: string, category: string, ar?: string) => {
      const body = { name: { en, ...(ar && { ar }) }, category, focalPoints: ["o@example.org"], quota: 2 };
      const path = `/v1/conferences/${conferenceId}/delegations`;
      expect((await call(path, asSecretariat({ body }))).status).toBe(201);
    };
    await accredit("Union of Migrant Associations", "ngo", "اتحاد جمعيات المهاجرين");
    await accredit("Cities Alliance", "ngo");
    await accredit("Mission of Senegal", "member-state");
    const email = `found.${Date.now()}@example.org`;
    const { page, complaints } = await inArabic();
    await page.goto(`/#conference=${conferenceId}&step=1`);
    await fillIn(page, email);
    await page.goBack();
    await page.goBack();
    const organization = page.getByRole("combobox", { name: said.field.organization });
    const found = () => page.getByRole("listbox").getByRole("option").count();
    await organization.click();
    await expect.poll(found).toBe(2);
    await organization.fill("المهاجر");
    await expect.poll(found).toBe(1);
    await expectNoViolations(page);
    await page.getByRole("option", { name: "اتحاد جمعيات المهاجرين" }).click();
    await expectNoSidewaysScroll(page);
    await button(page, said.step.next).click();
    await page.getByLabel(said.field.person_nameOnBadge).waitFor();
    await button(page, said.step.next).click();
    await page.getByText("اتحاد جمعيات المهاجرين").waitFor();
    await button(page, said.step.send).click();
    await page.getByRole("heading", { name: said.done.title }).waitFor();
    const registration = await call(`/v1/registrations/${await registrationOf(conferenceId, email)}`, asSecretariat());
    expect(registration.body).toMatchObject({ organization: "اتحاد جمعيات المهاجرين" });
    expect(complaints).toEqual([]);
  });

  test("what is typed outlives a reload, a lost network, the way back, and another language", async () => {
    const conferenceId = await newConference(5);
    const { page, context, complaints } = await inArabic();
    await page.goto(`/#conference=${conferenceId}&step=1`);
    await page.getByLabel(said.field.person_familyName).fill("الخطيب");
    await page.reload();
    const family = page.locator("#f-person-familyName");
    await expect.poll(() => family.inputValue()).toBe("الخطيب");
    await page.getByLabel(said.frame.language).selectOption("fr");
    await page.getByRole("heading", { name: delegate.fr.step.you }).waitFor();
    expect(await family.inputValue()).toBe("الخطيب");
    expect(await page.locator("html").getAttribute("dir")).toBe("ltr");

    await page.getByLabel(delegate.fr.frame.language).selectOption("ar");
    await fillIn(page, `lost.${Date.now()}@example.org`);
    await context.setOffline(true);
    await button(page, said.step.send).click();
    await page.getByText(said.error.unreachableDetail).waitFor();
    await page.goBack();
    await page.getByLabel(said.field.person_nameOnBadge).waitFor();
    await page.goForward();
    await context.setOffline(false);
    await button(page, said.step.send).click();
    await page.getByRole("heading", { name: said.done.title }).waitFor();
    expect(complaints).toEqual([]);
  });

  test("what is wrong stands beside its field, and above the form, which takes the focus", async () => {
    const conferenceId = await newConference(5);
    const { page } = await inArabic();
    await page.goto(`/#conference=${conferenceId}&step=1`);
    await page.getByLabel(said.field.person_email).fill("not an address");
    await button(page, said.step.next).click();
    const summary = page.getByRole("alert");
    await expect.poll(() => summary.evaluate((element) => element === document.activeElement)).toBe(true);
    const field = page.getByLabel(said.field.person_email);
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    const described = (await field.getAttribute("aria-describedby"))?.split(" ").at(-1) ?? "";
    expect(await page.locator(`#${described}`).textContent()).toBe(said.validation.email);
    await expectNoViolations(page);
    await summary.getByRole("link", { name: said.validation.email }).click();
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test("corrects only the fields that an officer marked, and withdraws after a question", async () => {
    const conferenceId = await newConference(5);
    const email = `returned.${Date.now()}@example.org`;
    const { page, complaints } = await inArabic();
    await page.goto(`/#conference=${conferenceId}&step=1`);
    await fillIn(page, email);
    await button(page, said.step.send).click();
    await page.getByRole("heading", { name: said.done.title }).waitFor();
    const id = await registrationOf(conferenceId, email);
    await decide(id, "return", { fields: ["organization"], reason: "Please give the full name." });

    await signIn(page, conferenceId, email, "ar");
    await page.getByText("Please give the full name.").waitFor();
    await expectNoViolations(page);
    expect(await page.getByLabel(said.field.person_familyName).count()).toBe(0);
    await page.getByLabel(said.field.organization).fill("منظمة المدن والبلديات");
    await page.reload();
    const organization = page.getByLabel(said.field.organization);
    await expect.poll(() => organization.inputValue()).toBe("منظمة المدن والبلديات");
    await button(page, said.amend.send).click();
    await page.getByRole("heading", { name: said.standing.held.title }).waitFor();

    await button(page, said.withdraw.ask).click();
    await page.getByRole("dialog").waitFor();
    await expectNoViolations(page);
    await button(page, said.withdraw.yes).click();
    await page.getByRole("heading", { name: said.standing.withdrawn.title }).waitFor();
    expect((await call(`/v1/registrations/${id}`, asSecretariat())).body.accreditation).toBe("withdrawn");
    expect(complaints).toEqual([]);
  });
});

test("a link that is opened in a tab ends the session that was there", async () => {
  const conferenceId = await newConference(1);
  const { email, registrationId } = await applied(conferenceId);
  const { page } = await somebody({ locale: "en" });
  const said = delegate.en;
  const session = async () =>
    (await page.evaluate(() => JSON.parse(sessionStorage.getItem("palais.session") ?? "{}").accessToken)) as string;
  const reads = async (token: string) => (await call(`/v1/registrations/${registrationId}`, { token })).status;
  await signIn(page, conferenceId, email, "en");
  await page.getByRole("heading", { name: said.standing.held.title }).waitFor();
  const before = await session();
  expect(await reads(before)).toBe(200);
  const links = async () => (await mailsTo(running().home, email, 1)).filter(({ kind }) => kind === "sign-in");
  const used = (await links()).map(({ mailId }) => mailId);
  await call("/v1/sign-in-links", { body: { email, conferenceId } });
  await expect.poll(async () => (await links()).length).toBe(2);
  const fresh = (await links()).find(({ mailId }) => !used.includes(mailId));
  if (!fresh) throw new Error("no second link");
  await page.goto(`/?lang=en#sign-in=${encodeURIComponent(tokenOf(fresh))}`);
  await button(page, said.signIn.open).click();
  await expect.poll(() => reads(before)).toBe(401);
  expect(await reads(await session())).toBe(200);
});
