import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { badgeLayouts } from "#shared/badges/layouts.ts";
import type { Language } from "#shared/model/conference.ts";
import { toSetupFieldId } from "../../web/console/setup/setup-labels.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { asSecretariat, callSystem, createConference, findConferenceSettings } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, getButton } from "./support/browser.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { consoleTexts } from "./support/words.ts";

const getField = (page: Page, path: string) => page.locator(`[id="${toSetupFieldId(path)}"]`);

/** Another officer saves other settings. */
async function saveAsAnother(conferenceId: string, venue: object): Promise<void> {
  const settings = (await findConferenceSettings(conferenceId)) as unknown as Record<string, object>;
  const { conferenceId: _, version: _v, ...draft } = settings;
  const body = { ...draft, venue: { ...draft["venue"], ...venue } };
  const { status } = await callSystem(`/v1/conferences/${conferenceId}`, asSecretariat({ method: "PUT", body }));
  expect(status).toBe(200);
}

async function openSettings(conferenceId: string, language: Language = "en", section = "basics") {
  const visitor = await openStaffVisitor("secretariat", { locale: language });
  await visitor.page.goto(`/console?lang=${language}#conference=${conferenceId}&view=settings&section=${section}`);
  await visitor.page.getByRole("heading", { name: consoleTexts[language].nav.settings, level: 1 }).waitFor();
  return visitor;
}

test.each(languagesInBrowser)(
  "%s: an officer's input stays while another saves, and is applied to the version of the other",
  async (language) => {
    const words = consoleTexts[language];
    const conferenceId = await createConference(5);
    const { page, complaints } = await openSettings(conferenceId, language);
    await getField(page, "venue.city").fill("Lyon");
    await saveAsAnother(conferenceId, { name: "Palais des Nations", capacity: 9 });
    await getButton(page, words.setup.preview).click();
    await getButton(page, words.setup.put).click();
    const notice = page.getByRole("alert").filter({ hasText: words.setup.changedMeanwhile });
    await notice.getByRole("table", { name: words.setup.otherChanges }).getByText("Palais des Nations").waitFor();
    await expect.poll(() => notice.evaluate((each) => each === document.activeElement)).toBe(true);
    expect(await getField(page, "venue.city").inputValue()).toBe("Lyon");
    await expectNoViolations(page);
    await page.setViewportSize({ width: 320, height: 700 });
    await expectNoSidewaysScroll(page);
    await page.reload();
    await getButton(page, words.setup.mergeOwn).click();
    await notice.waitFor({ state: "detached" });
    await getButton(page, words.setup.preview).click();
    const rows = page.getByRole("dialog").getByRole("table").locator("tbody tr");
    await rows.getByText("Lyon").waitFor();
    expect(await rows.count()).toBe(1);
    await getButton(page, words.setup.put).click();
    const readVenue = async () => (await findConferenceSettings(conferenceId)) as unknown as { venue: object };
    await expect
      .poll(async () => (await readVenue()).venue)
      .toMatchObject({ city: "Lyon", name: "Palais des Nations", capacity: 9 });
    expect(complaints).toEqual([]);
  },
);

test.each(languagesInBrowser)("%s: the text of a picker does not run under its button", async (language) => {
  const { page } = await openSettings(await createConference(5), language);
  const zone = getField(page, "timeZone");
  const [input, button] = [await zone.boundingBox(), await zone.locator("xpath=../button").boundingBox()];
  if (!input || !button) throw new Error("no picker");
  const isAtLeft = button.x - input.x < input.width / 2;
  const [left, right] = await zone.evaluate((each) => {
    const { paddingLeft, paddingRight } = getComputedStyle(each);
    return [Number.parseFloat(paddingLeft), Number.parseFloat(paddingRight)] as const;
  });
  expect(isAtLeft).toBe(language === "ar");
  expect(isAtLeft ? left : right).toBeGreaterThanOrEqual(button.width);
});

test("an officer who types sees at the next refresh that another saved, and can take that version instead", async () => {
  const words = consoleTexts.en;
  const conferenceId = await createConference(5);
  const { page } = await openSettings(conferenceId);
  await saveAsAnother(conferenceId, { capacity: 7 });
  const refresh = () => page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await refresh();
  const capacity = getField(page, "venue.capacity");
  await expect.poll(() => capacity.inputValue()).toBe("7");
  await getField(page, "venue.city").fill("Lyon");
  await saveAsAnother(conferenceId, { capacity: 8 });
  await refresh();
  await page.getByRole("heading", { name: words.setup.changedMeanwhile }).waitFor();
  expect(await getField(page, "venue.city").inputValue()).toBe("Lyon");
  await getButton(page, words.setup.takeSaved).click();
  await expect.poll(() => capacity.inputValue()).toBe("8");
  expect(await getField(page, "venue.city").inputValue()).toBe("Geneva");
});

test("unsaved settings wait while the same officer saves a badge layout, and are saved with it then", async () => {
  const words = consoleTexts.en;
  const conferenceId = await createConference(5);
  const { page, complaints } = await openSettings(conferenceId);
  await getField(page, "venue.city").fill("Lyon");
  await page.goto(`/console#conference=${conferenceId}&view=badge-design`);
  const photo = badgeLayouts.a6.parts.findIndex(({ kind }) => kind === "photo");
  await page.locator(`#part-${photo}`).click();
  await page.locator(`#part-${photo}-left`).fill("9");
  await getButton(page, words.design.save).click();
  await page.getByRole("status").filter({ hasText: words.design.saved }).waitFor({ state: "attached" });
  await page.goto(`/console#conference=${conferenceId}&view=settings&section=basics`);
  await expect.poll(() => getField(page, "venue.city").inputValue()).toBe("Lyon");
  await page.reload();
  await expect.poll(() => getField(page, "venue.city").inputValue()).toBe("Lyon");
  expect(await page.getByRole("heading", { name: words.setup.changedMeanwhile }).count()).toBe(0);
  await getButton(page, words.setup.preview).click();
  const rows = page.getByRole("dialog").getByRole("table").locator("tbody tr");
  await rows.getByText("Lyon").waitFor();
  expect(await rows.count()).toBe(1);
  await getButton(page, words.setup.put).click();
  const readSaved = async () => (await findConferenceSettings(conferenceId)) as unknown as Record<string, unknown>;
  await expect.poll(readSaved).toMatchObject({ venue: { city: "Lyon" }, badgeLayout: { parts: expect.any(Array) } });
  expect(complaints).toEqual([]);
});

test("the zones of a category are typed and deleted sign by sign", async () => {
  const { page } = await openSettings(await createConference(5), "en", "categories");
  const zones = page.locator("[id$=access-zones]").first();
  await page.locator("details:has([id$=access-zones]) > summary").first().click();
  await zones.focus();
  const shown: string[] = [];
  for (const key of ["A", ",", " ", "B", ",", "Backspace", "Backspace", "Backspace", "Backspace"]) {
    await page.keyboard.press(key);
    shown.push(await zones.inputValue());
  }
  expect(shown).toEqual(["A", "A,", "A, ", "A, B", "A, B,", "A, B", "A, ", "A,", "A"]);
});

test("a new member of staff has no group until the officer chooses one", async () => {
  const words = consoleTexts.en;
  const { page } = await openSettings(await createConference(5), "en", "staff");
  await getButton(page, words.setup.addStaff).click();
  const groups = page.locator(`[id="${toSetupFieldId("staff.0.groups")}"]`).getByRole("checkbox");
  expect(await groups.count()).toBeGreaterThan(1);
  for (const group of await groups.all()) expect(await group.isChecked()).toBe(false);
  await getField(page, "staff.0.email").fill("new@palais.example");
  await getButton(page, words.setup.preview).click();
  await page.getByRole("alert").waitFor();
});
