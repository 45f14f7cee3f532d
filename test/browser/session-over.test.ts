import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { Language } from "#shared/model/conference.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { waitForEmails } from "../system/support/mailbox.ts";
import { asSecretariat, callSuccessfully, createConference, getSharedSystem } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, getButton, openVisitor, phone } from "./support/browser.ts";
import { createApplicant, requestLink } from "./support/delegate.ts";
import { openDesk, signInAtDesk, synchronizeUntil, waitUntilOnline } from "./support/desk.ts";
import { endSessionOnServer } from "./support/session.ts";
import { consoleTexts, delegateTexts, desk, focalPoint } from "./support/words.ts";

/** Ends the session of a page on the server, and lets the page refresh as when the person returns to it. */
async function endSessionAndReturn(page: Page): Promise<void> {
  await endSessionOnServer(page);
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
}

/** The newest sign-in link that an address received, after it received so many. */
async function receiveLink(address: string, count: number): Promise<string> {
  const find = async () =>
    (await waitForEmails(getSharedSystem().home, address, 1)).filter(({ kind }) => kind.endsWith("sign-in"));
  await expect.poll(async () => (await find()).length).toBe(count);
  const links = (await find()).flatMap(({ email }) => /http\S+sign-in=[^\s"<]+/.exec(email.text ?? "") ?? []);
  const { api } = getSharedSystem();
  const newest = links.find((each) => !usedLinks.has(each));
  if (newest === undefined) throw new Error("no new sign-in link");
  usedLinks.add(newest);
  return newest.replace(/^https?:\/\/[^/]+/, api);
}

const usedLinks = new Set<string>();

async function createDelegation(email: string, language: Language): Promise<string> {
  const conferenceId = await createConference(5);
  const body = { name: { en: "Mission" }, category: "member-state", focalPoints: [email], language, quota: 2 };
  await callSuccessfully(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body }));
  return conferenceId;
}

describe("the page of a focal point whose session is over", () => {
  test.each(languagesInBrowser)("%s: offers a link, which comes back to it, and keeps the input", async (language) => {
    const words = focalPoint[language];
    const email = `over.${language}.${Date.now()}@example.org`;
    const conferenceId = await createDelegation(email, language);
    await createApplicant(conferenceId, { language }, { email });
    const { page, complaints } = await openVisitor({ locale: language, viewport: phone });
    await openByLink(page, conferenceId, email, language);
    await page.getByRole("heading", { name: delegateTexts[language].standing.held.title }).waitFor();
    await page.goto("/delegation");
    await page.locator(".grid-row input").first().fill("Fatou");
    await endSessionAndReturn(page);
    await page.getByRole("alert").getByText(words.link.over).waitFor();
    expect(await getButton(page, words.common.retry).count()).toBe(0);
    expect(await page.locator(".grid-row input").first().inputValue()).toBe("Fatou");
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    await page.reload();
    await page.getByRole("alert").getByText(words.link.over).waitFor();
    await requestLink(page, words.link, email);
    await page.getByText(words.link.sent).waitFor();
    await page.goto(await receiveLink(email, 2));
    await getButton(page, delegateTexts[language].signIn.open).click();
    await page.waitForURL("**/delegation*");
    await expect.poll(() => page.locator(".grid-row input").first().inputValue()).toBe("Fatou");
    expect(await page.getByText(words.link.over).count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});

async function openByLink(
  page: Page,
  conferenceId: string,
  email: string,
  language: Language,
  count = 1,
): Promise<void> {
  const words = delegateTexts[language];
  await page.goto(`/?lang=${language}#conference=${conferenceId}`);
  await requestLink(page, words.link, email);
  await page.getByText(words.link.sent).waitFor();
  await page.goto(await receiveLink(email, count));
  await getButton(page, words.signIn.open).click();
}

test("the page of a delegate whose session is over says so and offers a link, also after a reload, until sign-out", async () => {
  const words = delegateTexts.en;
  const conferenceId = await createConference(5);
  const { email } = await createApplicant(conferenceId);
  const { page } = await openVisitor({ locale: "en" });
  await openByLink(page, conferenceId, email, "en");
  const status = page.getByRole("heading", { name: words.standing.held.title });
  await status.waitFor();
  await endSessionAndReturn(page);
  const over = page.getByRole("alert").getByText(words.link.over);
  await over.waitFor();
  expect(await getButton(page, words.common.retry).count()).toBe(0);
  await status.waitFor();
  await expectNoViolations(page);
  await page.reload();
  await over.waitFor();
  expect(await status.count()).toBe(0);
  await openByLink(page, conferenceId, email, "en", 2);
  await status.waitFor();
  await endSessionAndReturn(page);
  await over.waitFor();
  await getButton(page, words.frame.signOut).click();
  await page.getByRole("heading", { name: words.home.title }).waitFor();
  expect(await over.count()).toBe(0);
});

test.each(languagesInBrowser)("%s: a sign-in link that was used says so and offers another", async (language) => {
  const words = delegateTexts[language];
  const conferenceId = await createConference(5);
  const { email } = await createApplicant(conferenceId, { language });
  const { page } = await openVisitor({ locale: language, viewport: phone });
  await page.goto(`/?lang=${language}#conference=${conferenceId}`);
  await requestLink(page, words.link, email);
  const link = await receiveLink(email, 1);
  await page.goto(link);
  await getButton(page, words.signIn.open).click();
  await page.getByRole("heading", { name: words.standing.held.title }).waitFor();
  const other = await openVisitor({ locale: language, viewport: phone });
  await other.page.goto(link);
  await getButton(other.page, words.signIn.open).click();
  await other.page.getByRole("alert").waitFor();
  expect(await getButton(other.page, words.signIn.open).count()).toBe(0);
  await expectNoViolations(other.page);
  await expectNoSidewaysScroll(other.page);
  await requestLink(other.page, words.link, email);
  await other.page.getByText(words.link.sent).waitFor();
  await other.page.goto(await receiveLink(email, 2));
  await getButton(other.page, words.signIn.open).click();
  await other.page.getByRole("heading", { name: words.standing.held.title }).waitFor();
});

test("a link without a conference that was used says where another one can be requested", async () => {
  const words = delegateTexts.en;
  const { page } = await openVisitor({ locale: "en" });
  await page.goto("/?lang=en#sign-in=unknown");
  await getButton(page, words.signIn.open).click();
  await page.getByText(words.link.noConference).waitFor();
});

test.each(languagesInBrowser)(
  "%s: the page says that no seventh link was sent, and when another is possible",
  async (language) => {
    const words = delegateTexts[language];
    const conferenceId = await createConference(5);
    const body = { email: `unregistered.${language}.${Date.now()}@example.org`, conferenceId };
    for (let count = 0; count < 6; count += 1) await callSuccessfully("/v1/sign-in-links", { body });
    const { page } = await openVisitor({ locale: language, timezoneId: "UTC" });
    await page.goto(`/?lang=${language}#conference=${conferenceId}`);
    await requestLink(page, words.link, body.email);
    const [before = "", after = ""] = words.link.limited.split("{time}");
    const notice = page.getByRole("alert").filter({ hasText: before.trim() });
    const text = (await notice.textContent()) ?? "";
    const time = text.slice(before.length, text.length - after.length);
    expect(time).toMatch(/[\d٠-٩]{1,2}:[\d٠-٩]{2}/);
    expect(await page.getByText(words.link.sent).count()).toBe(0);
    await expectNoViolations(page);
  },
);

describe("the pages of the staff after the end of the session", () => {
  test("the console asks to sign in again, says why, and keeps the input for the same account", async () => {
    const words = consoleTexts.en;
    const conferenceId = await createConference(5);
    const { page } = await openVisitor({ locale: "en", viewport: { width: 1440, height: 900 } });
    await page.goto(`/console?lang=en#conference=${conferenceId}&view=delegations&make=yes`);
    await signInAtDesk(page, "en", "secretariat@palais.local");
    const name = page.locator(".review-case form input").first();
    await name.fill("Mission of Senegal");
    await endSessionAndReturn(page);
    await page.getByRole("alert").getByText(words.staff.over).waitFor();
    await expectNoViolations(page);
    await page.reload();
    await page.getByRole("alert").getByText(words.staff.over).waitFor();
    await signInAtDesk(page, "en", "secretariat@palais.local");
    await expect.poll(() => name.inputValue()).toBe("Mission of Senegal");
    await getButton(page, words.frame.signOut).click();
    await page.locator("#password").waitFor();
    expect(await page.getByText(words.staff.over).count()).toBe(0);
  });

  test("the entry desk offers to sign in again, and returns to its gate", async () => {
    const words = desk.en;
    const { page } = await openDesk({ conferenceId: await createConference(5) });
    await endSessionAndReturn(page);
    const signIn = getButton(page, words.desk.signInAgain);
    await synchronizeUntil(page, "en", () => signIn.isVisible());
    await signIn.click();
    await page.getByRole("alert").getByText(words.staff.over).waitFor();
    await signInAtDesk(page, "en");
    await waitUntilOnline(page);
  });
});
