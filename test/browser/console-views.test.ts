import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import type { Language } from "#shared/domain/conference.ts";
import { views } from "../../web/console/views.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { asSecretariat, call, newConference, submit } from "../system/system.ts";
import { expectNoViolations } from "./axe.ts";
import { expectNoSidewaysScroll } from "./browser.ts";
import { officer } from "./officer.ts";
import { picture } from "./picture.ts";
import { office } from "./words.ts";

describe("each view of the console", () => {
  const ngo = { category: "ngo", title: { en: "Non-governmental organizations" }, colour: "#2e7d32" };
  const wide = { width: 1440, height: 900 };
  const narrow = { width: 320, height: 700 };
  /** Wide too in these, one of which is written from right to left; the others narrow, where words break. */
  const wideToo: readonly Language[] = ["en", "ar"];
  let conferenceId = "";
  let id = "";

  beforeAll(async () => {
    conferenceId = await newConference(1, { categories: [{ ...ngo, quota: 1, needs: ["photo", "letter"] }] });
    const apply = (familyName: string, more = {}) =>
      submit(conferenceId, {}, { givenName: "Awa", familyName, ...more });
    id = (await apply("First")).body.registrationId;
    await apply("Second");
    await apply("First", { email: `twin.${Date.now()}@example.org` });
    await call(
      `/v1/conferences/${conferenceId}/delegations`,
      asSecretariat({ body: { name: { en: "Mission" }, category: "ngo", focalPoints: ["m@example.org"], quota: 2 } }),
    );
  });

  const open = (page: Page, language: Language, place: string) =>
    page.goto(`/console?lang=${language}#conference=${conferenceId}&${place}`);

  async function everyView(page: Page, language: Language): Promise<void> {
    for (const view of views) {
      await open(page, language, `view=${view}`);
      await page.getByRole("heading", { name: office[language].nav[view], level: 1 }).waitFor();
      await page.waitForFunction(() => document.querySelector("[aria-busy=true]") === null);
      await expectNoViolations(page);
      await expectNoSidewaysScroll(page);
      if (view !== "participants" && view !== "badges") await picture(page, `console-${view}`, language, "desk");
    }
  }

  async function everyPart(page: Page, language: Language): Promise<void> {
    const words = office[language];
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

  test.each(languagesInBrowser)("%s: axe finds nothing, and 320 pixels are wide enough", async (language) => {
    const { page, complaints } = await officer("secretariat", { locale: language, viewport: narrow });
    await everyView(page, language);
    await everyPart(page, language);
    if (wideToo.includes(language)) {
      await page.setViewportSize(wide);
      await everyView(page, language);
      await everyPart(page, language);
    }
    expect(complaints).toEqual([]);
  });
});
