import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import mail from "#locales/fr/mail.json" with { type: "json" };
import { languagesInBrowser } from "../support/full-run.ts";
import { createBadgeWearer, nextScanId, scanOnline, sendScans } from "../system/support/gate-desk.ts";
import { waitForEmails } from "../system/support/mailbox.ts";
import { registerPerson } from "../system/support/people.ts";
import { asSecretariat, callSuccessfully, createConference, getSharedSystem } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll } from "./support/browser.ts";
import { pressKey } from "./support/keyboard.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { consoleTexts } from "./support/words.ts";

const { home } = getSharedSystem();

const openPart = (page: Page, name: string) =>
  pressKey(page.locator(".case > details > summary").getByText(name, { exact: true }));

const openRegistration = async (page: Page, conferenceId: string, id: string, locale: string) => {
  await page.goto(`/console?lang=${locale}#conference=${conferenceId}&view=queue&registration=${id}`);
  await page.locator("#case-name").waitFor();
};

test.each(languagesInBrowser)(
  "%s: the open registration shows what was sent in the person's language, and who came through which gate",
  async (locale) => {
    const texts = consoleTexts[locale];
    const conferenceId = await createConference(5);
    const email = `records+${randomUUID()}@example.org`;
    const { registrationId, token } = await createBadgeWearer(conferenceId, { language: "fr" }, { email });
    await waitForEmails(home, email, 2);
    await scanOnline(conferenceId, token, { gate: "North" });
    const override = { reason: "Left through the garden" };
    const scans = [{ scanId: nextScanId(), token, at: new Date().toISOString(), override }];
    await sendScans(conferenceId, { gate: "Garden", direction: "in", scans });

    const { page, complaints } = await openStaffVisitor("secretariat", { locale });
    await openRegistration(page, conferenceId, registrationId, locale);
    await openPart(page, texts.sentEmails.title);
    await page.getByText(texts.sentEmails.means, { exact: true }).waitFor();
    const emails = page.getByRole("list", { name: texts.nav.emails, exact: true });
    await pressKey(emails.locator("summary").first());
    const text = emails.locator("blockquote").first();
    await text.getByText(mail.mail.approved.lead, { exact: true }).waitFor();
    expect([await text.getAttribute("lang"), await text.getAttribute("dir")]).toEqual(["fr", "ltr"]);
    await openPart(page, texts.checkIns.title);
    const checkIns = page.getByRole("list", { name: texts.checkIns.title, exact: true });
    await checkIns.getByText(override.reason, { exact: true }).waitFor();
    await checkIns.getByText(texts.checkInIncident["already-inside"], { exact: true }).waitFor();
    expect(await checkIns.getByRole("listitem").allInnerTexts()).toEqual([
      expect.stringContaining("Garden"),
      expect.stringContaining("North"),
    ]);
    await checkIns.scrollIntoViewIfNeeded();
    await expectNoViolations(page);
    await page.setViewportSize({ width: 320, height: 700 });
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    await checkIns.scrollIntoViewIfNeeded();
    expect(complaints).toEqual([]);
  },
);

test("what is not there is said; reviewers see no check-ins; a protected person's emails load when the reader asks", async () => {
  const texts = consoleTexts.en;
  const conferenceId = await createConference(5);
  const id = await registerPerson(conferenceId);
  const { page } = await openStaffVisitor();
  await openRegistration(page, conferenceId, id, "en");
  await openPart(page, texts.checkIns.title);
  await page.getByText(texts.checkIns.noBadge, { exact: true }).waitFor();

  const { page: reviewing } = await openStaffVisitor("reviewer");
  await openRegistration(reviewing, conferenceId, id, "en");
  await openPart(reviewing, texts.sentEmails.title);
  await reviewing.getByText(texts.sentEmails.means, { exact: true }).waitFor();
  expect(await reviewing.getByText(texts.checkIns.title, { exact: true }).count()).toBe(0);

  const body = { alias: { nameOnBadge: "Guest Five" }, readers: ["secretariat@palais.local"] };
  await callSuccessfully(`/v1/registrations/${id}/protection`, asSecretariat({ method: "PUT", body }));
  await page.reload();
  await page.getByRole("heading", { name: "Guest Five" }).waitFor();
  await openPart(page, texts.sentEmails.title);
  const readLog = async () => {
    const log = await callSuccessfully(`/v1/registrations/${id}/identity-access`, asSecretariat());
    return JSON.stringify(log.items);
  };
  expect(await readLog()).not.toContain("emails");
  await page.getByRole("button", { name: texts.sentEmails.showRecorded, exact: true }).click();
  await page.getByText(texts.sentEmails.means, { exact: true }).waitFor();
  expect(await readLog()).toContain("emails");
  await reviewing.reload();
  await reviewing.getByRole("heading", { name: "Guest Five" }).waitFor();
  expect(await reviewing.getByText(texts.sentEmails.title, { exact: true }).count()).toBe(0);
});
