import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import type { Language } from "#shared/model/conference.ts";
import { consoleViews } from "../../web/console/views.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { asSecretariat, callSystem, createConference, postRegistration } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, holdRequests } from "./support/browser.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { savePicture } from "./support/picture.ts";
import { consoleTexts } from "./support/words.ts";

describe("each view of the console", () => {
  const ngo = { category: "ngo", title: { en: "Non-governmental organizations" }, colour: "#2e7d32" };
  const wide = { width: 1440, height: 900 };
  const narrow = { width: 320, height: 700 };
  /** These languages are also tested in a wide window; one of them is written from right to left. */
  const wideToo: readonly Language[] = ["en", "ar"];
  let conferenceId = "";
  let id = "";

  beforeAll(async () => {
    conferenceId = await createConference(1, { categories: [{ ...ngo, quota: 1, needs: ["photo", "letter"] }] });
    const apply = (familyName: string, more = {}) =>
      postRegistration(conferenceId, {}, { givenName: "Awa", familyName, ...more });
    id = (await apply("First")).body.registrationId;
    await apply("Second");
    await apply("First", { email: `twin.${Date.now()}@example.org` });
    await callSystem(
      `/v1/conferences/${conferenceId}/delegations`,
      asSecretariat({ body: { name: { en: "Mission" }, category: "ngo", focalPoints: ["m@example.org"], quota: 2 } }),
    );
  });

  const open = (page: Page, language: Language, place: string) =>
    page.goto(`/console?lang=${language}#conference=${conferenceId}&${place}`);

  async function visitViews(page: Page, language: Language): Promise<void> {
    for (const view of consoleViews) {
      await open(page, language, `view=${view}`);
      await page.getByRole("heading", { name: consoleTexts[language].nav[view], level: 1 }).waitFor();
      await page.waitForFunction(() => document.querySelector("[aria-busy=true]") === null);
      await expectNoViolations(page);
      await expectNoSidewaysScroll(page);
      if (!["participants", "badges", "badge-design"].includes(view))
        await savePicture(page, `console-${view}`, language, "desk");
    }
  }

  async function visitParts(page: Page, language: Language): Promise<void> {
    const words = consoleTexts[language];
    await page.goto(`/console?lang=${language}`);
    await page.getByRole("heading", { name: words.console.title }).waitFor();
    await expectNoViolations(page);
    await open(page, language, "view=delegations&make=yes");
    await page.getByRole("heading", { name: words.making.title }).waitFor();
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    await open(page, language, `view=queue&registration=${id}`);
    await page.getByText(words.case.form, { exact: true }).waitFor();
    await page.getByText(`${words.case.duplicates}${words.common.colon}`).click();
    await page.getByRole("table", { name: words.case.duplicates }).waitFor();
    await page.getByText(words.case.history).click();
    await page.locator(".history").getByText(words.action.submit, { exact: true }).waitFor();
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    await page.getByRole("button", { name: words.decide.return, exact: true }).click();
    await page.getByRole("dialog").waitFor();
    await expectNoViolations(page);
    await page.keyboard.press("Escape");
  }

  test.each(languagesInBrowser)("%s: axe finds no violation, and the view fits 320 pixels", async (language) => {
    const { page, complaints } = await openStaffVisitor("secretariat", { locale: language, viewport: narrow });
    await visitViews(page, language);
    await visitParts(page, language);
    if (wideToo.includes(language)) {
      await page.setViewportSize(wide);
      await visitViews(page, language);
      await visitParts(page, language);
    }
    expect(complaints).toEqual([]);
  });

  test("the console does not say that no registration is open while one loads", async () => {
    const { page, complaints } = await openStaffVisitor("secretariat", { viewport: wide });
    const release = await holdRequests(page, new RegExp(`/v1/registrations/${id}`));
    await open(page, "en", `view=queue&registration=${id}`);
    const opened = page.getByRole("region", { name: consoleTexts.en.case.title, exact: true });
    await opened.locator("[aria-busy=true]").waitFor();
    expect(await opened.getByText(consoleTexts.en.queue.nobodyOpen).count()).toBe(0);
    release();
    await opened.getByRole("heading", { name: /First/ }).waitFor();
    expect(complaints).toEqual([]);
  });
});
