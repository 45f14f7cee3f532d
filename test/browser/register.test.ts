import { expect, test } from "vitest";
import problems from "#locales/en/problem.json" with { type: "json" };
import { isolateText } from "../../web/kit/i18n/languages.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { asSecretariat, callSuccessfully, fetchRegistration } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { getButton } from "./support/browser.ts";
import { pressKey } from "./support/keyboard.ts";
import { openStaffVisitor } from "./support/officer.ts";
import {
  type Applicant,
  createRegister,
  expectNames,
  getLocation,
  listRows,
  openRegister,
  readFocused,
} from "./support/register.ts";
import { consoleTexts } from "./support/words.ts";

const texts = consoleTexts.en;
const changedMeanwhile = problems.problem["changed-meanwhile"].title;

/** Another member of staff corrects a registration. */
async function changeOrganization(id = "", organization = ""): Promise<void> {
  const { version } = (await fetchRegistration(id)).body;
  const headers = { "if-match": `"${version}"` };
  const change = asSecretariat({ method: "PATCH", body: { organization }, headers });
  await callSuccessfully(`/v1/registrations/${id}`, change);
}

const people: readonly Applicant[] = [
  { name: "Zola", category: "member-state", nationality: "FRA", organization: "Ministère des affaires étrangères" },
  { name: "Émile", nationality: "FRA", organization: "Ville de Lyon" },
  { name: "Diallo", category: "member-state" },
  { name: "Fall" },
  { name: "Österlund", nationality: "SWE", organization: "Stockholm" },
];

test("the secretariat sorts, searches and filters with counts, and the address has no text that people wrote", async () => {
  const { conferenceId } = await createRegister(people);
  const { page, complaints } = await openStaffVisitor("secretariat", { viewport: { width: 1366, height: 768 } });
  await openRegister(page, conferenceId);
  await page.getByText("5 of 5", { exact: true }).waitFor();
  await expectNames(page, ["Zola", "Émile", "Diallo", "Fall", "Österlund"]);

  await getButton(page, texts.register.name).click();
  await expectNames(page, ["Diallo", "Émile", "Fall", "Österlund", "Zola"]);
  expect(await page.locator("th[data-key=name]").getAttribute("aria-sort")).toBe("ascending");
  await getButton(page, texts.register.name).click();
  await expectNames(page, ["Zola", "Österlund", "Fall", "Émile", "Diallo"]);
  expect(getLocation(page).get("sort")).toBe("-name");

  const search = page.getByRole("searchbox", { name: texts.register.search, exact: true });
  for (const [typed, names] of [
    ["etrangeres awa", ["Zola"]],
    ["OSTER", ["Österlund"]],
    ["sénégal", ["Fall", "Diallo"]],
    ["", ["Zola", "Österlund", "Fall", "Émile", "Diallo"]],
  ] as const) {
    await search.fill(typed);
    await expectNames(page, names);
    expect(page.url()).not.toContain(typed === "" ? "etrangeres" : encodeURIComponent(typed));
  }

  await getButton(page, texts.register.filters).click();
  const filters = page.getByRole("region", { name: texts.register.filters });
  const choose = (label: RegExp) => filters.getByRole("checkbox", { name: label }).check();
  await filters.getByText("Member States").waitFor();
  const getFilter = (label: string) =>
    filters.locator("details").filter({ has: page.getByText(label, { exact: true }) });
  expect(await getFilter(texts.field.category).locator("li").allTextContents()).toEqual([
    "Non-governmental organizations3",
    "Member States2",
  ]);
  await choose(/^Member States/);
  await expectNames(page, ["Zola", "Diallo"]);
  await page.getByText("2 of 5", { exact: true }).waitFor();
  expect(new URLSearchParams(getLocation(page).get("filter") ?? "").getAll("category")).toEqual(["member-state"]);
  // The counts of the filter itself are of what one can choose instead; others are within it.
  await filters.getByText(texts.field.organization, { exact: true }).click();
  const organizations = getFilter(texts.field.organization);
  await organizations.getByText("City of Dakar").waitFor();
  expect(await organizations.locator("li").count()).toBe(2);
  await choose(/^City of Dakar/);
  await expectNames(page, ["Diallo"]);
  expect(page.url()).not.toContain("Dakar");
  await expectNoViolations(page);

  await page.reload();
  await page.getByText("2 of 5", { exact: true }).waitFor();
  await expectNames(page, ["Zola", "Diallo"]);
  await getButton(
    page,
    `${texts.register.removeFilter.replace("{column}", "")}${isolateText(texts.field.category)}: ${isolateText("Member States")}`,
  ).click();
  await page.getByText("5 of 5", { exact: true }).waitFor();
  expect(complaints).toEqual([]);
});

test("arrow keys move in the table, Enter opens a registration beside it, next follows the order, and back goes back", async () => {
  const { conferenceId } = await createRegister(people);
  const { page, complaints } = await openStaffVisitor("secretariat", { viewport: { width: 1366, height: 768 } });
  await openRegister(page, conferenceId, "&sort=name");
  await expectNames(page, ["Diallo", "Émile", "Fall", "Österlund", "Zola"]);
  await page.locator("#register-table tbody [tabindex='0']").focus();
  expect(await readFocused(page)).toBe("Awa Diallo");
  await page.keyboard.press("ArrowDown");
  await expect.poll(() => readFocused(page)).toBe("Awa Émile");
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => readFocused(page)).toBe("Ville de Lyon");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Awa Émile", level: 2 }).waitFor();
  expect(await readFocused(page)).toBe("Ville de Lyon");
  expect(await listRows(page).nth(1).getAttribute("aria-current")).toBe("true");
  await expectNoViolations(page);
  await getButton(page, texts.queue.forward).click();
  await page.getByRole("heading", { name: "Awa Fall", level: 2 }).waitFor();
  await page.getByText("3 of 5", { exact: true }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { name: "Awa Fall", level: 2 }).waitFor({ state: "detached" });
  expect(getLocation(page).get("view")).toBe("register");
  expect(getLocation(page).get("registration")).toBeNull();
  // The focus comes back from what is closed.
  const readFocusedLine = () => page.evaluate(() => document.activeElement?.closest("tr")?.textContent);
  await expect.poll(readFocusedLine).toContain("Awa Fall");
  await page.keyboard.press("Control+End");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Awa Österlund", level: 2 }).waitFor();
  await page.keyboard.press("a");
  // The next one is opened, and the decision is in the table.
  await page.getByRole("heading", { name: "Awa Zola", level: 2 }).waitFor();
  await listRows(page).nth(3).getByText(texts.accreditation.approved).waitFor();
  expect(complaints).toEqual([]);
});

test("all that match are selected and approved in the versions that were loaded; one that changed meanwhile is not", async () => {
  const { conferenceId, ids } = await createRegister([...people, { name: "Late" }]);
  const { page, complaints } = await openStaffVisitor("secretariat", { viewport: { width: 1366, height: 768 } });
  await openRegister(page, conferenceId, "&filter=category%3Dngo");
  await page.getByText("4 of 6", { exact: true }).waitFor();
  await page.locator("#register-table tbody [tabindex='0']").focus();
  await page.keyboard.press("Control+a");
  await page.getByText("4 people selected").waitFor();
  await page.keyboard.press("Space");
  await page.getByText("3 people selected").waitFor();
  await page.keyboard.press("Space");
  await page.getByText("4 people selected").waitFor();
  // The network is so slow that the browser learns nothing of the change.
  await page.route("**/registrations/feed*", (route) => route.abort());
  await changeOrganization(ids["Late"], "Another city");
  await getButton(page, `${texts.decide.approve} …`).click();
  await getButton(page, texts.bulk.approve.replace("{count}", "4")).click();
  await page.getByText("3 decided, 1 failed").waitFor();
  await page.getByRole("dialog").getByRole("row", { name: "Awa Late" }).getByText(changedMeanwhile).waitFor();
  expect((await fetchRegistration(ids["Late"] ?? "")).body.accreditation).toBe("pending");
  for (const name of ["Émile", "Fall", "Österlund"])
    expect((await fetchRegistration(ids[name] ?? "")).body.accreditation).toBe("approved");
  expect((await fetchRegistration(ids["Zola"] ?? "")).body.accreditation).toBe("pending");
  expect(complaints).toEqual([]);
});

test("a change by another member of staff appears in the table, and a row that was selected before it is left out", async () => {
  const { conferenceId, ids } = await createRegister([{ name: "Fall" }, { name: "Sow" }]);
  const { page, complaints } = await openStaffVisitor("secretariat", { viewport: { width: 1366, height: 768 } });
  await openRegister(page, conferenceId);
  await page.getByText("2 of 2", { exact: true }).waitFor();
  await page.locator("#register-table tbody [tabindex='0']").focus();
  await page.keyboard.press("Control+a");
  await page.getByText("2 people selected").waitFor();
  await changeOrganization(ids["Sow"], "Another city");
  await listRows(page).filter({ hasText: "Awa Sow" }).getByText("Another city").waitFor();
  // The focus stays where it was.
  expect(await readFocused(page)).toBe("Awa Fall");
  await getButton(page, `${texts.decide.approve} …`).click();
  await page.getByRole("listitem").filter({ hasText: texts.bulk.changed }).getByText("Awa Sow").waitFor();
  await getButton(page, texts.bulk.approve.replace("{count}", "1")).click();
  await page.getByText("1 decided, 0 failed").waitFor();
  await getButton(page, texts.common.close).click();
  await listRows(page).filter({ hasText: "Awa Fall" }).getByText(texts.accreditation.approved).waitFor();
  expect((await fetchRegistration(ids["Sow"] ?? "")).body.accreditation).toBe("pending");
  expect(complaints).toEqual([]);
});

test("columns are chosen, moved and sized by keyboard and pointer, and stay; rows are grouped", async () => {
  const { conferenceId } = await createRegister(people);
  const { page, complaints } = await openStaffVisitor("secretariat", { viewport: { width: 1366, height: 768 } });
  const readTitles = async () =>
    (await page.locator("#register-table thead th[data-key]").allTextContents()).map((each) =>
      each.replace(/ [▲▼]$/, ""),
    );
  await openRegister(page, conferenceId);
  expect((await readTitles()).slice(0, 3)).toEqual([
    texts.register.name,
    texts.field.organization,
    texts.field.country,
  ]);
  await getButton(page, texts.register.columns).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("checkbox", { name: texts.field.functionTitle, exact: true }).check();
  await dialog.getByRole("checkbox", { name: texts.field.country, exact: true }).uncheck();
  await pressKey(getButton(page, texts.register.moveLater.replace("{column}", texts.register.name)));
  const width = dialog.getByLabel(texts.register.widthOf.replace("{column}", texts.register.name));
  await width.fill("300");
  await pressKey(width, "Tab");
  await expectNoViolations(page);
  await pressKey(getButton(page, texts.common.close));
  const arranged = await readTitles();
  expect(arranged.slice(0, 2)).toEqual([texts.field.organization, texts.register.name]);
  expect(arranged).toContain(texts.field.functionTitle);
  expect(arranged).not.toContain(texts.field.country);
  const widthOf = async (key: string) => (await page.locator(`th[data-key=${key}]`).boundingBox())?.width;
  expect(await widthOf("name")).toBe(300);

  const grip = await page.locator("th[data-key=name] .register-grip").boundingBox();
  if (!grip) throw new Error("the column has no edge");
  await page.mouse.move(grip.x + 4, grip.y + 10);
  await page.mouse.down();
  await page.mouse.move(grip.x - 46, grip.y + 10, { steps: 3 });
  await page.mouse.up();
  expect(await widthOf("name")).toBe(250);
  await page.locator("th[data-key=organization] button").dragTo(page.locator("th[data-key=name] button"));
  await expect
    .poll(async () => (await readTitles()).slice(0, 2))
    .toEqual([texts.register.name, texts.field.organization]);

  await page.goto(`/console#conference=${conferenceId}&view=queue`);
  await page.getByRole("heading", { name: texts.nav.queue, level: 1 }).waitFor();
  await openRegister(page, conferenceId, "&sort=name");
  expect((await readTitles()).slice(0, 2)).toEqual([texts.register.name, texts.field.organization]);
  expect(await widthOf("name")).toBe(250);
  await page.getByLabel(texts.register.group).selectOption({ label: texts.field.category });
  const lines = () => listRows(page).locator("th").allTextContents();
  await expect
    .poll(lines)
    .toEqual([
      "Member States (2)",
      "Awa Diallo",
      "Awa Zola",
      "Non-governmental organizations (3)",
      "Awa Émile",
      "Awa Fall",
      "Awa Österlund",
    ]);
  await expectNoViolations(page);
  expect(complaints).toEqual([]);
});

test("a page from right to left shows the beginning of a text from left to right, at the start of its column", async () => {
  const organization = "Permanent Delegation to the Organization for Cooperation";
  const { conferenceId } = await createRegister([{ name: "Fall", organization }]);
  const { page, complaints } = await openStaffVisitor("secretariat", { viewport: { width: 1366, height: 768 } });
  await page.goto(`/console?lang=ar#conference=${conferenceId}&view=register`);
  const text = listRows(page).locator("bdi").getByText(organization, { exact: true });
  await text.waitFor();
  const isBeginningInCell = await text.evaluate((element) => {
    const range = document.createRange();
    range.setStart(element.firstChild ?? element, 0);
    range.setEnd(element.firstChild ?? element, 1);
    const letter = range.getBoundingClientRect();
    const cell = element.closest("td")?.getBoundingClientRect();
    return cell && letter.left >= cell.left && letter.right <= cell.right;
  });
  expect(isBeginningInCell).toBe(true);
  const name = listRows(page).locator("bdi").getByText("Awa Fall", { exact: true });
  const distanceFromStart = await name.evaluate((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return (element.closest("th")?.getBoundingClientRect().right ?? 0) - range.getBoundingClientRect().right;
  });
  expect(distanceFromStart).toBeGreaterThan(0);
  expect(distanceFromStart).toBeLessThan(24);
  const search = page.getByRole("searchbox", { name: consoleTexts.ar.register.search, exact: true });
  const readDirection = () => search.evaluate((element) => getComputedStyle(element).direction);
  expect(await readDirection()).toBe("rtl");
  await search.fill("Fall");
  await expect.poll(readDirection).toBe("ltr");
  expect(complaints).toEqual([]);
});

test.each(languagesInBrowser)("%s: at least 14 rows are in view on the screen of a laptop", async (locale) => {
  const viewport = { width: 1366, height: 768 };
  const { conferenceId } = await createRegister(Array.from({ length: 16 }, (_, index) => ({ name: `Fall ${index}` })));
  const { page, complaints } = await openStaffVisitor("secretariat", { locale, viewport });
  await page.goto(`/console#conference=${conferenceId}&view=register`);
  await listRows(page).nth(15).waitFor();
  const boxes = await Promise.all((await listRows(page).all()).map((row) => row.boundingBox()));
  const inView = boxes.filter((box) => box && box.y + box.height <= viewport.height);
  expect(inView.length).toBeGreaterThanOrEqual(14);
  expect(complaints).toEqual([]);
});

test("the filters leave their room to the table while a registration is open beside it, except on a wide screen", async () => {
  const { conferenceId } = await createRegister(people);
  const { page, complaints } = await openStaffVisitor("secretariat", { viewport: { width: 1366, height: 768 } });
  await openRegister(page, conferenceId);
  const button = getButton(page, texts.register.filters);
  const filters = page.getByRole("region", { name: texts.register.filters });
  const table = page.locator(".register-scroll");
  const readWidth = async () => (await table.boundingBox())?.width ?? 0;
  await button.click();
  await filters.waitFor();
  await listRows(page).first().click();
  await page.getByRole("heading", { name: "Awa Zola", level: 2 }).waitFor();
  await filters.waitFor({ state: "hidden" });
  await button.waitFor({ state: "hidden" });
  expect(await readWidth()).toBeGreaterThan(700);
  await page.setViewportSize({ width: 1600, height: 900 });
  await filters.waitFor();
  await page.setViewportSize({ width: 1366, height: 768 });
  await getButton(page, texts.common.close).click();
  await filters.waitFor();
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.closest("tr")?.textContent))
    .toContain("Awa Zola");
  expect(complaints).toEqual([]);
});

test("on a small screen, one button leads from a registration back to the table", async () => {
  const { conferenceId, ids } = await createRegister([{ name: "Fall" }]);
  const { page, complaints } = await openStaffVisitor("secretariat", { viewport: { width: 320, height: 640 } });
  await page.goto(`/console#conference=${conferenceId}&view=register&registration=${ids["Fall"]}`);
  await page.getByRole("heading", { name: "Awa Fall", level: 2 }).waitFor();
  await getButton(page, texts.queue.backToList).waitFor({ state: "hidden" });
  await getButton(page, texts.common.close).click();
  await listRows(page).first().waitFor();
  expect(complaints).toEqual([]);
});

test("signing out leaves no person in the browser", async () => {
  const { conferenceId } = await createRegister(people);
  const { page } = await openStaffVisitor("secretariat", { viewport: { width: 1366, height: 768 } });
  await openRegister(page, conferenceId);
  await page.getByRole("searchbox", { name: texts.register.search, exact: true }).fill("diallo");
  await page.getByText("1 of 5", { exact: true }).waitFor();
  await pressKey(page.locator("#register-table tbody [tabindex='0']"), "Space");
  await page.getByText("1 person selected").waitFor();
  const readStored = () =>
    page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]));
  expect(await readStored()).not.toMatch(/diallo/i);
  expect(page.workers()).toHaveLength(1);
  await getButton(page, texts.frame.signOut).click();
  await page.getByRole("textbox").first().waitFor();
  expect(await readStored()).not.toMatch(/diallo|Dakar|awa/i);
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  await expect.poll(() => page.workers().length).toBe(0);
});
