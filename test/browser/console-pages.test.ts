import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureBarcodeReader, readCodes } from "../support/barcode-reader.ts";
import { buildJpeg, buildPdf } from "../support/files.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { ensurePoppler, readPageSizes, readPageTexts, renderPages } from "../support/pdf-reader.ts";
import { putPage } from "../system/support/pages.ts";
import { callSystem, createConference } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { downloadFile, expectNoSidewaysScroll, holdRequests } from "./support/browser.ts";
import { pressKey } from "./support/keyboard.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { savePicture } from "./support/picture.ts";
import { consoleTexts } from "./support/words.ts";

let folder: string;
let [logo, note, hostile]: [string, string, string] = ["", "", ""];
beforeAll(async () => {
  ensurePoppler();
  ensureBarcodeReader();
  folder = await mkdtemp(path.join(tmpdir(), "palais-pages-"));
  const toFile = (name: string) => path.join(folder, name);
  [logo, note, hostile] = [toFile("logo.jpg"), toFile("Concept note.pdf"), toFile("logo.png")];
  await writeFile(logo, buildJpeg(600, 200));
  await writeFile(note, buildPdf());
  await writeFile(hostile, '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(languagesInBrowser)("%s: the secretariat gives a conference its branding and its page", async (language) => {
  const texts = consoleTexts[language].pages;
  const conferenceId = await createConference(5, { languages: ["en", "ar"] });
  const { page, complaints } = await openStaffVisitor("secretariat", { locale: language });
  await page.goto(`/console?lang=${language}#conference=${conferenceId}&view=settings&section=pages`);
  await page.getByRole("heading", { name: texts.title }).waitFor();

  await page.getByLabel(texts.chooseLogo).setInputFiles(hostile);
  await page.getByRole("alert").waitFor();
  await page.getByLabel(texts.chooseLogo).setInputFiles(logo);
  await page.getByText(texts.logoNew).waitFor();
  await page.locator("#branding-name-en").fill("Union of Cities");
  await page.locator("#branding-colour").fill("#ffcc00");
  await page.locator("#branding-contact").fill("info at example.org");
  await page.getByText(texts.missing).first().waitFor();
  await pressKey(page.getByRole("button", { name: texts.saveBranding }));
  // The summary of the errors leads to the field.
  const summary = page.getByRole("alert").filter({ has: page.locator('a[href="#branding-contact"], button') });
  await summary.first().waitFor();
  await page.locator("#branding-contact").fill("info@example.org");
  await pressKey(page.getByRole("button", { name: texts.saveBranding }));
  await page.locator("img.shell-logo").waitFor();
  const branding = (await callSystem(`/v1/conferences/${conferenceId}/branding`)).body;
  expect(branding).toMatchObject({ version: 1, name: { en: "Union of Cities" }, contact: "info@example.org" });
  expect(branding.colour).not.toBe("#ffcc00");

  await page.locator("#page-listed").check();
  await page.locator("#page-summary-en").fill("A dialogue.");
  await page.locator("#page-practical-en").fill("# Hotels\n\n- **Lac**\n\n<b>bold</b>");
  await page.getByLabel(texts.addFile).setInputFiles(note);
  await page.locator("#page-files-0-title-en").waitFor();
  await page.locator("select[id^=page-file-]").selectOption("categories");
  await pressKey(page.getByRole("button", { name: texts.preview, exact: true }));
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("heading", { name: "Hotels" }).waitFor();
  expect(await dialog.locator("li strong").textContent()).toBe("Lac");
  expect(await dialog.locator("b").count()).toBe(0);
  await expectNoViolations(page);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await expectNoViolations(page);
  await page.setViewportSize({ width: 320, height: 700 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1_440, height: 900 });
  await pressKey(page.getByRole("button", { name: texts.savePage }));
  await expect
    .poll(async () => (await callSystem(`/v1/conferences/${conferenceId}/page`)).body)
    .toMatchObject({ version: 1, listed: true, summary: { en: "A dialogue." }, files: [] });
  await savePicture(page, "console-pages", language, "desk");
  expect(complaints).toEqual([]);
});

test.each(languagesInBrowser)("%s: the poster of the public address is one press away", async (language) => {
  const texts = consoleTexts[language].publicAddress;
  const languages = ["en", "fr", "ar"];
  const conferenceId = await createConference(5, { languages });
  const { page, complaints } = await openStaffVisitor("secretariat", { locale: language });
  await page.goto(`/console?lang=${language}#conference=${conferenceId}&view=settings&section=pages`);
  const download = () => downloadFile(page, () => pressKey(page.getByRole("button", { name: texts.poster })));
  const { name, bytes: pdf } = await download();
  expect(name).toBe(`poster-${conferenceId}-${languages.includes(language) ? language : "en"}-a4.pdf`);
  expect(readCodes(renderPages(pdf, 100))).toEqual([`${new URL(page.url()).origin}/?conference=${conferenceId}`]);
  await page.getByLabel(texts.posterLanguage).selectOption("fr");
  await page.getByLabel(texts.posterPaper).selectOption("a3");
  const chosen = await download();
  expect(chosen.name).toBe(`poster-${conferenceId}-fr-a3.pdf`);
  expect(readPageSizes(chosen.bytes)).toEqual([expect.stringContaining("A3")]);
  expect(readPageTexts(chosen.bytes).join()).toContain("Inscription en ligne");
  await expectNoViolations(page);
  await page.setViewportSize({ width: 320, height: 700 });
  await expectNoSidewaysScroll(page);
  expect(complaints).toEqual([]);
});

test("what an officer enters while a logo and a file of the page are checked stays", async () => {
  const texts = consoleTexts.en.pages;
  const conferenceId = await createConference(5);
  const { page, complaints } = await openStaffVisitor("secretariat");
  await page.goto(`/console#conference=${conferenceId}&view=settings&section=pages`);
  const release = await holdRequests(page, /\/v1\/documents\//);
  await page.getByLabel(texts.chooseLogo).setInputFiles(logo);
  await page.getByLabel(texts.addFile).setInputFiles(note);
  await expect.poll(() => page.getByText(texts.checking).count()).toBe(2);
  await page.locator("#branding-name-en").fill("Union of Cities");
  await page.locator("#page-summary-en").fill("A dialogue.");
  release();
  await page.getByText(texts.logoNew).waitFor();
  await page.locator("#page-files-0-title-en").waitFor();
  expect(await page.locator("#branding-name-en").inputValue()).toBe("Union of Cities");
  expect(await page.locator("#page-summary-en").inputValue()).toBe("A dialogue.");
  expect(complaints).toEqual([]);
});

test("what another officer saved meanwhile is not overwritten", async () => {
  const texts = consoleTexts.en.pages;
  const conferenceId = await createConference(5);
  const { page } = await openStaffVisitor("secretariat");
  await page.goto(`/console#conference=${conferenceId}&view=settings&section=pages`);
  await page.locator("#page-summary-en").fill("Mine");
  await putPage(conferenceId, { summary: { en: "Theirs" } });
  await page.getByRole("button", { name: texts.savePage }).click();
  await page.getByRole("alert").waitFor();
  expect(await page.locator("#page-summary-en").inputValue()).toBe("Mine");
  expect((await callSystem(`/v1/conferences/${conferenceId}/page`)).body).toMatchObject({ summary: { en: "Theirs" } });
});
