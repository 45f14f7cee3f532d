import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { Language } from "#shared/domain/conference.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { newConference } from "../system/system.ts";
import { expectNoViolations } from "./axe.ts";
import { expectNoSidewaysScroll, somebody } from "./browser.ts";
import { tabTo } from "./keyboard.ts";
import { delegate } from "./words.ts";

/** The states of the delegate's page that need no account, by what is to be seen in them. */
async function everyState(page: Page, conferenceId: string, language: Language, look: () => Promise<void>) {
  const said = delegate[language];
  const next = page.getByRole("button", { name: said.step.next, exact: true });
  await page.goto(`/?lang=${language}`);
  await page.getByRole("heading", { name: said.home.title }).waitFor();
  await look();
  await page.goto(`/?lang=${language}#conference=${conferenceId}`);
  await page.getByText(said.conference.when, { exact: true }).waitFor();
  await look();
  await page.getByRole("button", { name: said.request.open, exact: true }).click();
  await page.getByRole("button", { name: said.request.send, exact: true }).click();
  await page.getByRole("alert").waitFor();
  await look();
  await page.goto(`/?lang=${language}#conference=${conferenceId}&step=1`);
  await next.click();
  await page.getByRole("alert").waitFor();
  await look();
  await page.getByRole("combobox", { name: said.field.person_nationality }).click();
  await page.getByRole("listbox").waitFor();
  await look();
  await page.getByLabel(said.field.person_familyName).fill("Ndiaye");
  await page.getByLabel(said.field.person_email).fill("ndiaye@example.org");
  await page.getByRole("combobox", { name: said.field.person_nationality }).fill("SEN");
  await page.keyboard.press("Escape");
}

describe("each page in each language", () => {
  test.each(languagesInBrowser)("%s: axe finds nothing, and 320 pixels are wide enough", async (language) => {
    const conferenceId = await newConference(5, {
      sessions: [
        {
          sessionId: "side-event",
          title: { en: "A side event" },
          startsAt: "2027-10-26T10:00:00Z",
          endsAt: "2027-10-26T11:00:00Z",
        },
      ],
    });
    const { page, complaints } = await somebody({ viewport: { width: 320, height: 640 } });
    await everyState(page, conferenceId, language, async () => {
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
  ])("%s: axe finds nothing, nothing moves, nothing is cut off", async (_, options) => {
    const conferenceId = await newConference(5);
    const { page } = await somebody(options);
    await everyState(page, conferenceId, "en", async () => {
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
  const said = delegate.en;

  test("is enough to register", async () => {
    const conferenceId = await newConference(5);
    const { page } = await somebody({ locale: "en" });
    await page.goto(`/#conference=${conferenceId}`);
    await page.getByText(said.conference.when, { exact: true }).waitFor();
    await tabTo(page, said.frame.skip);
    await tabTo(page, said.conference.apply);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: said.step.you }).waitFor();
    await tabTo(page, said.field.person_givenName);
    await page.keyboard.type("Awa");
    await tabTo(page, said.field.person_familyName);
    await page.keyboard.type("Ndiaye");
    await tabTo(page, said.field.person_email);
    await page.keyboard.type(`keys.${Date.now()}@example.org`);
    await tabTo(page, said.field.person_nationality);
    await page.keyboard.type("cote");
    await page.keyboard.press("ArrowDown");
    expect(await page.locator('[role="option"].active').textContent()).toContain("Côte d’Ivoire");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: said.step.part }).waitFor();
    await page.getByRole("radio").first().waitFor();
    await tabTo(page, "Member States");
    await page.keyboard.press("Space");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: said.step.needs }).waitFor();
    await tabTo(page, said.step.next);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: said.step.review }).waitFor();
    await tabTo(page, said.step.send);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: said.done.title }).waitFor();
  });

  test("in the combobox, Escape closes the list and keeps what was chosen, and nothing unknown stays", async () => {
    const { page } = await somebody({ locale: "en" });
    await page.goto(`/#conference=${await newConference(5)}&step=1`);
    const field = page.getByRole("combobox", { name: said.field.person_nationality });
    await field.fill("Switz");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(await field.inputValue()).toBe("Switzerland");
    await page.keyboard.press("ArrowDown");
    expect(await field.getAttribute("aria-expanded")).toBe("true");
    await page.keyboard.press("Escape");
    expect(await field.getAttribute("aria-expanded")).toBe("false");
    await field.fill("Atlantis");
    await page.getByText(said.common.nothingFits).waitFor();
    await page.keyboard.press("Tab");
    expect(await field.inputValue()).toBe("Switzerland");
  });
});
