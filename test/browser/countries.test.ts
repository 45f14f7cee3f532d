import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { Language } from "#shared/model/conference.ts";
import { findForbiddenNames } from "../support/forbidden-names.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { createConference } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, openVisitor } from "./support/browser.ts";
import { delegateTexts } from "./support/words.ts";

const getNationality = (page: Page, language: Language) =>
  page.getByRole("combobox", { name: delegateTexts[language].field.person_nationality });

const listOptions = (page: Page) => page.getByRole("listbox").getByRole("option").allTextContents();

async function openForm(language: Language): Promise<Page> {
  const { page } = await openVisitor({ viewport: { width: 320, height: 640 } });
  await page.goto(`/?lang=${language}#conference=${await createConference(5)}&step=1`);
  return page;
}

describe("the picker of a nationality", () => {
  test.each([
    ["en", "Guinea", "4 results."],
    ["ar", "غينيا", "4 نتائج."],
  ] as const)("in %s says how many results “%s” has, and fits 320 pixels", async (language, typed, said) => {
    const page = await openForm(language);
    await getNationality(page, language).pressSequentially(typed);
    await page.getByRole("status").filter({ hasText: said }).waitFor();
    await expectNoSidewaysScroll(page);
    await expectNoViolations(page);
  });

  test("never erases silently: an ambiguous text stays with an error, and so does the chosen country's field", async () => {
    const page = await openForm("en");
    const field = getNationality(page, "en");
    await field.fill("Switzerland");
    await page.keyboard.press("Tab");
    await field.fill("Korea");
    await page.keyboard.press("Tab");
    expect(await field.inputValue()).toBe("Korea");
    await page.getByText(delegateTexts.en.common.notInList.replace("{text}", "Korea")).waitFor();
    await page.getByRole("button", { name: delegateTexts.en.step.next, exact: true }).click();
    await page.getByRole("alert").waitFor();
    expect(await field.inputValue()).toBe("Korea");
    await field.fill("Republic of Korea");
    await page.keyboard.press("Enter");
    expect(await field.inputValue()).toBe("Republic of Korea");
  });

  test.each(languagesInBrowser)("in %s shows no name that the United Nations do not use", async (language) => {
    const page = await openForm(language);
    await getNationality(page, language).click();
    const options = await listOptions(page);
    expect(options.length).toBeGreaterThan(270);
    expect(options.filter((name) => findForbiddenNames(name, language).length > 0)).toEqual([]);
  });
});
