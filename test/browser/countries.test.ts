import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { Language } from "#shared/model/conference.ts";
import { findForbiddenNames } from "../support/forbidden-names.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { asSecretariat, callSystem, createConference } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, openVisitor } from "./support/browser.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { consoleTexts, delegateTexts } from "./support/words.ts";

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
    ["en", "UK", "United Kingdom of Great Britain and Northern Ireland"],
    ["en", "Holy See", "Holy See"],
    ["en", "Ivory Coast", "Côte d’Ivoire"],
    ["en", "Turkey", "Türkiye"],
    ["en", "Allemagne", "Germany"],
    ["en", "stateless", "Stateless person"],
    ["ar", "روسيا", "الاتحاد الروسي"],
    ["ar", "USA", "الولايات المتحدة الأمريكية"],
    ["ar", "Ivory Coast", "كوت ديفوار"],
  ] as const)("in %s takes %s for %s when the person leaves with Tab", async (language, typed, name) => {
    const page = await openForm(language);
    const field = getNationality(page, language);
    await field.pressSequentially(typed);
    await page.getByRole("option", { name, exact: true }).first().waitFor();
    expect((await listOptions(page))[0]).toBe(name);
    await page.keyboard.press("Tab");
    await expect.poll(() => field.inputValue()).toBe(name);
    expect(await field.getAttribute("aria-invalid")).toBeNull();
  });

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

test("the secretariat adds the European Union to what can be represented, and the form offers it", async () => {
  const conferenceId = await createConference(5);
  const { setup, set } = consoleTexts.en;
  const { page } = await openStaffVisitor();
  await page.goto(`/console?lang=en#conference=${conferenceId}&view=settings`);
  await page.getByLabel(set.countries, { exact: true }).selectOption({ label: setup.ownCountries });
  const added = page.getByRole("combobox", { name: setup.addCountry });
  await added.fill("EU");
  await page.getByRole("option", { name: "European Union" }).click();
  await added.fill("AAA");
  await page.keyboard.press("Tab");
  await page.getByText("197 entries", { exact: true }).waitFor();
  await page.getByLabel(`${set.countries_name}: English`).fill("The Associate Member");
  await expectNoViolations(page);
  await page.screenshot({ path: "/tmp/countries-list.png" });
  const shown = await page.locator(".country-list li").allTextContents();
  expect(shown.filter((name) => findForbiddenNames(name, "en").length > 0)).toEqual([]);
  await page.getByRole("button", { name: setup.preview, exact: true }).click();
  await page.getByText("197 entries: European Union; The Associate Member").waitFor();
  await page.getByRole("button", { name: setup.put, exact: true }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  const { body } = await callSystem(`/v1/conferences/${conferenceId}`, asSecretariat());
  const { countries } = body as unknown as { readonly countries: readonly object[] };
  expect(countries.slice(195)).toEqual([{ code: "EUE" }, { code: "AAA", name: { en: "The Associate Member" } }]);

  await page.goto(`/?lang=en#conference=${conferenceId}&step=2`);
  await page.getByRole("radio", { name: "Member States" }).check();
  const represented = page.getByRole("combobox", { name: delegateTexts.en.field.country });
  await represented.fill("associate");
  expect(await listOptions(page)).toEqual(["The Associate Member"]);
  await represented.fill("Hong Kong");
  await page.getByText(delegateTexts.en.common.nothingFits).waitFor();
});
