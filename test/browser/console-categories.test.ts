import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { Language } from "#shared/model/conference.ts";
import { toSetupFieldId } from "../../web/console/setup/setup-labels.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { createConference, findConferenceSettings } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, getButton } from "./support/browser.ts";
import { pressKey } from "./support/keyboard.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { consoleTexts } from "./support/words.ts";

const getField = (page: Page, path: string) => page.locator(`[id="${toSetupFieldId(path)}"]`);

async function openSettings(conferenceId: string, language: Language) {
  const visitor = await openStaffVisitor("secretariat", { locale: language });
  await visitor.page.goto(`/console?lang=${language}#conference=${conferenceId}&view=settings&section=categories`);
  await visitor.page.getByRole("heading", { name: consoleTexts[language].nav.settings, level: 1 }).waitFor();
  return visitor;
}

const ngo = { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32", requires: [] };

test.each(languagesInBrowser)(
  "%s: an officer adds a second category of a kind, names it, moves it up by keyboard and saves",
  async (language) => {
    const words = consoleTexts[language];
    const conferenceId = await createConference(5, { categories: [ngo] });
    const { page, complaints } = await openSettings(conferenceId, language);
    await page.locator("#add-category").selectOption({ label: words.categoryKind.ngo });
    const shortName = getField(page, "categories.1.category");
    expect(await shortName.inputValue()).toBe("ngo-2");
    await shortName.fill("ngo");
    await getField(page, "categories.1.title.en").fill("Youth");
    // The title of the kind is given in the languages of the conference.
    if (language === "fr") await getField(page, "categories.1.title.fr").fill("Youth");
    await getButton(page, words.setup.preview).click();
    await page.getByRole("alert").waitFor();
    await shortName.fill("ngo-youth");
    await getField(page, "categories.1.listOrder").fill("1");
    await pressKey(getButton(page, words.setup.moveUp.replace("{name}", "Youth")));
    await page
      .getByRole("status")
      .filter({ hasText: words.setup.moved.replace("{name}", "Youth").replace("{position}", "1") })
      .waitFor({ state: "attached" });
    expect(await getField(page, "categories.0.category").inputValue()).toBe("ngo-youth");
    await expectNoViolations(page);
    await page.setViewportSize({ width: 320, height: 700 });
    await expectNoSidewaysScroll(page);
    await getButton(page, words.setup.preview).click();
    await getButton(page, words.setup.put).click();
    const readCategories = async () =>
      ((await findConferenceSettings(conferenceId)) as unknown as { categories: object[] }).categories;
    await expect.poll(readCategories).toMatchObject([
      { category: "ngo-youth", kind: "ngo", title: { en: "Youth" }, listOrder: 1, requires: ["organization"] },
      { category: "ngo", kind: "ngo" },
    ]);
    // The short name of a saved category never changes.
    await expect.poll(() => getField(page, "categories.0.category").count()).toBe(0);
    expect(complaints).toEqual([]);
  },
);
