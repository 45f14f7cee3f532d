import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { Language } from "#shared/model/conference.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { createConference } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, openVisitor } from "./support/browser.ts";
import { tabTo } from "./support/keyboard.ts";
import { delegateTexts, requestTexts } from "./support/words.ts";

/** The states of the delegate's page that need no account, identified by a visible element. */
async function visitStates(page: Page, conferenceId: string, language: Language, look: () => Promise<void>) {
  const texts = delegateTexts[language];
  const next = page.getByRole("button", { name: texts.step.next, exact: true });
  await page.goto(`/?lang=${language}`);
  await page.getByRole("heading", { name: texts.home.title }).waitFor();
  await look();
  await page.goto(`/?lang=${language}#conference=${conferenceId}`);
  await page.getByText(texts.conference.when, { exact: true }).waitFor();
  await look();
  await page.getByRole("button", { name: texts.request.open, exact: true }).click();
  await page.getByRole("button", { name: requestTexts[language].organizationRequest.send, exact: true }).click();
  await page.getByRole("alert").waitFor();
  await look();
  await page.goto(`/?lang=${language}#conference=${conferenceId}&step=1`);
  await next.click();
  await page.getByRole("alert").waitFor();
  await look();
  await page.getByRole("combobox", { name: texts.field.person_nationality }).click();
  await page.getByRole("listbox").waitFor();
  await look();
  await page.getByLabel(texts.field.person_familyName).fill("Ndiaye");
  await page.getByLabel(texts.field.person_email).fill("ndiaye@example.org");
  await page.getByRole("combobox", { name: texts.field.person_nationality }).fill("SEN");
  await page.keyboard.press("Escape");
}

describe("accessibility of each page in each language", () => {
  test.each(languagesInBrowser)("%s: axe finds no violation, and the page fits 320 pixels", async (language) => {
    const conferenceId = await createConference(5, {
      sessions: [
        {
          sessionId: "side-event",
          title: { en: "A side event" },
          startsAt: "2027-10-26T10:00:00Z",
          endsAt: "2027-10-26T11:00:00Z",
        },
      ],
    });
    const { page, complaints } = await openVisitor({ viewport: { width: 320, height: 640 } });
    await visitStates(page, conferenceId, language, async () => {
      await expectNoViolations(page);
      await expectNoSidewaysScroll(page);
    });
    for (const path of ["/delegation", "/console", "/desk"]) {
      await page.goto(`${path}?lang=${language}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await expectNoViolations(page);
      await expectNoSidewaysScroll(page);
    }
    expect(complaints).toEqual([]);
  });

  test.each([
    ["dark", { colorScheme: "dark" as const }],
    ["forced colours", { forcedColors: "active" as const }],
    ["less motion", { reducedMotion: "reduce" as const }],
    // A window of 1,280 pixels at 200 %.
    ["200 % zoom", { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }],
  ])("%s: axe finds no violation, nothing moves, and nothing is cut off", async (_, options) => {
    const conferenceId = await createConference(5);
    const { page } = await openVisitor(options);
    await visitStates(page, conferenceId, "en", async () => {
      await expectNoViolations(page);
      await expectNoSidewaysScroll(page);
    });
    if ("reducedMotion" in options) {
      const moving = await page.evaluate(
        () =>
          [...document.querySelectorAll("*")].filter((each) => getComputedStyle(each).transitionDuration !== "0s")
            .length,
      );
      expect(moving).toBe(0);
    }
  });
});

describe("the keyboard alone", () => {
  const texts = delegateTexts.en;

  test("can complete a registration", async () => {
    const conferenceId = await createConference(5);
    const { page } = await openVisitor({ locale: "en" });
    await page.goto(`/#conference=${conferenceId}`);
    await page.getByText(texts.conference.when, { exact: true }).waitFor();
    await tabTo(page, texts.frame.skip);
    await tabTo(page, texts.conference.apply);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: texts.step.you }).waitFor();
    await tabTo(page, texts.field.person_givenName);
    await page.keyboard.type("Awa");
    await tabTo(page, texts.field.person_familyName);
    await page.keyboard.type("Ndiaye");
    await tabTo(page, texts.field.person_email);
    await page.keyboard.type(`keys.${Date.now()}@example.org`);
    await tabTo(page, texts.field.person_nationality);
    await page.keyboard.type("cote");
    await page.keyboard.press("ArrowDown");
    expect(await page.locator('[role="option"].active').textContent()).toContain("Côte d’Ivoire");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: texts.step.part }).waitFor();
    await page.getByRole("radio").first().waitFor();
    await tabTo(page, "Member States");
    await page.keyboard.press("Space");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: texts.step.needs }).waitFor();
    await tabTo(page, texts.step.next);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: texts.step.review }).waitFor();
    await tabTo(page, texts.step.send);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: texts.done.title }).waitFor();
  });

  test("closes the combobox's list with Escape, which keeps the selection; unknown text stays with an error", async () => {
    const { page } = await openVisitor({ locale: "en" });
    await page.goto(`/#conference=${await createConference(5)}&step=1`);
    const field = page.getByRole("combobox", { name: texts.field.person_nationality });
    await field.fill("Switz");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(await field.inputValue()).toBe("Switzerland");
    await page.keyboard.press("ArrowDown");
    expect(await field.getAttribute("aria-expanded")).toBe("true");
    await page.keyboard.press("Escape");
    expect(await field.getAttribute("aria-expanded")).toBe("false");
    await field.fill("Atlantis");
    await page.getByText(texts.common.nothingFits).waitFor();
    await page.keyboard.press("Tab");
    expect(await field.inputValue()).toBe("Atlantis");
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    await page.getByText(texts.common.notInList.replace("{text}", "Atlantis")).waitFor();
  });
});
