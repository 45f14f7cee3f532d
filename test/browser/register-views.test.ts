import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { formatText } from "../../web/kit/i18n/message-format.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { asSecretariat, callSuccessfully } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, getButton } from "./support/browser.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { createRegister, expectNames, getLocation, openRegister } from "./support/register.ts";
import { consoleTexts } from "./support/words.ts";

const texts = consoleTexts.en;
const laptop = { viewport: { width: 1366, height: 768 } };
const people = [
  { name: "Fall" },
  { name: "Zola", category: "member-state", nationality: "FRA" },
  { name: "Diallo", category: "member-state" },
];

const getPicker = (page: Page) => page.locator(".register-tools select").last();
const getChosen = (page: Page) =>
  getPicker(page).evaluate((element: HTMLSelectElement) => element.selectedOptions[0]?.text);

/** Saves what is shown under a name. @returns the identifier of the view, from the address */
async function saveView(page: Page, name: string, isShared: boolean): Promise<string> {
  await getButton(page, texts.register.saveView).click();
  await page.getByLabel(texts.register.viewName).fill(name);
  if (isShared) await page.getByLabel(texts.register.shareView).check();
  await expectNoViolations(page);
  await getButton(page, texts.register.saveNewView).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await expect.poll(() => getChosen(page)).toBe(name);
  return getLocation(page).get("saved") ?? "";
}

test("a view keeps columns, sorting and filters, also by tag; its address has its identifier alone; others open a shared one", async () => {
  const { conferenceId, ids } = await createRegister(people);
  const body = { tags: ["front row"] };
  await callSuccessfully(`/v1/registrations/${ids["Zola"]}/tags`, asSecretariat({ method: "PUT", body }));
  const { page, complaints } = await openStaffVisitor("secretariat", laptop);
  await openRegister(page, conferenceId, "&filter=category%3Dmember-state&sort=-name&columns=name,country,tags");
  await expectNames(page, ["Zola", "Diallo"]);
  await getButton(page, texts.register.filters).click();
  const filters = page.getByRole("region", { name: texts.register.filters });
  await filters.getByText(texts.register.tags, { exact: true }).click();
  await filters.getByRole("checkbox", { name: /^front row/ }).check();
  await expectNames(page, ["Zola"]);
  const viewId = await saveView(page, "Front", true);
  expect([...getLocation(page).keys()].toSorted()).toEqual(["conference", "saved", "view"]);
  expect(page.url()).not.toMatch(/front|row/i);
  await page.reload();
  await expectNames(page, ["Zola"]);
  // A change leaves the view, and what it filtered stays.
  await getButton(page, texts.register.name).click();
  await expect.poll(() => getLocation(page).get("saved")).toBeNull();
  await expectNames(page, ["Zola"]);
  expect(await getChosen(page)).toBe(formatText(texts.register.viewChanged, { name: "Front" }, "en"));

  const other = await openStaffVisitor("reviewer", laptop);
  await openRegister(other.page, conferenceId, `&saved=${viewId}`);
  await expectNames(other.page, ["Zola"]);
  expect(await other.page.locator("#register-table thead th[data-key]").count()).toBe(3);
  expect([...complaints, ...other.complaints]).toEqual([]);
});

test("a view is replaced by what is shown, and deleted at the second press; an unknown one is named as such", async () => {
  const { conferenceId } = await createRegister(people);
  const { page, complaints } = await openStaffVisitor("secretariat", laptop);
  await openRegister(page, conferenceId, "&sort=name");
  await page.getByRole("searchbox", { name: texts.register.search, exact: true }).waitFor();
  const viewId = await saveView(page, "By name", false);
  await getButton(page, texts.register.name).click();
  await expectNames(page, ["Zola", "Fall", "Diallo"]);
  await getButton(page, texts.register.saveView).click();
  await getButton(page, formatText(texts.register.replaceView, { name: "By name" }, "en")).click();
  await expect.poll(() => getLocation(page).get("saved")).toBe(viewId);
  await page.reload();
  await expectNames(page, ["Zola", "Fall", "Diallo"]);
  await getButton(page, texts.register.saveView).click();
  const remove = getButton(page, formatText(texts.register.deleteView, { name: "By name" }, "en"));
  await remove.click();
  await page.getByText(formatText(texts.register.deleteViewHint, { name: "By name" }, "en")).waitFor();
  await remove.click();
  await expect.poll(() => getChosen(page)).toBe(texts.register.noView);
  await page.goto(`/console#conference=${conferenceId}&view=register&saved=${viewId}`);
  await page.getByText(texts.register.viewMissing).waitFor();
  await expectNames(page, ["Fall", "Zola", "Diallo"]);
  expect(complaints).toEqual([]);
});

test("filters by what people wrote are named before a view is saved without them", async () => {
  const { conferenceId } = await createRegister(people);
  const { page } = await openStaffVisitor("secretariat", laptop);
  await openRegister(page, conferenceId);
  await getButton(page, texts.register.filters).click();
  const filters = page.getByRole("region", { name: texts.register.filters });
  await filters.getByText(texts.field.organization, { exact: true }).click();
  await filters.getByRole("checkbox", { name: /^City of Dakar/ }).check();
  await getButton(page, texts.register.saveView).click();
  const columns = texts.field.organization;
  await page.getByText(formatText(texts.register.viewLeavesOut, { columns }, "en")).waitFor();
});

test.each(languagesInBrowser)("a view is saved on a small screen, by keyboard: %s", async (language) => {
  const words = consoleTexts[language];
  const { conferenceId } = await createRegister([{ name: "Fall" }]);
  const { page, complaints } = await openStaffVisitor("secretariat", { viewport: { width: 320, height: 640 } });
  await page.goto(`/console?lang=${language}#conference=${conferenceId}&view=register`);
  await getButton(page, words.register.saveView).press("Enter");
  await page.getByLabel(words.register.viewName).fill("Fall");
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
  await page.getByLabel(words.register.viewName).press("Enter");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await expect.poll(() => getPicker(page).locator("option").allTextContents()).toContain("Fall");
  await expectNoViolations(page);
  expect(complaints).toEqual([]);
});
