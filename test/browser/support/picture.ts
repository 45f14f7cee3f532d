import path from "node:path";
import type { Page } from "playwright-core";
import type { Language } from "#shared/model/conference.ts";

const picturesFolder = path.resolve(import.meta.dirname, "../../../docs/pictures/pages");

/** The languages of the pictures in the docs; one of them is written from right to left. */
const picturedLanguages: readonly Language[] = ["en", "fr", "ar"];

const viewportSizes = {
  phone: { width: 390, height: 844 },
  tablet: { width: 1024, height: 768 },
  desk: { width: 1280, height: 800 },
  /** The visible part of a page. */
  window: { width: 1280, height: 920 },
};

const isWritingPictures = process.env["PALAIS_PICTURES"] === "write";

/** `PALAIS_PICTURES=write npm run test:full` saves a picture of the current page for the docs. */
export async function savePicture(
  page: Page,
  name: string,
  language: Language,
  size: keyof typeof viewportSizes,
): Promise<void> {
  if (!isWritingPictures || !picturedLanguages.includes(language)) return;
  const before = page.viewportSize();
  await page.setViewportSize(viewportSizes[size]);
  await page.screenshot({ path: path.join(picturesFolder, `${name}-${language}.png`), fullPage: size !== "window" });
  if (before) await page.setViewportSize(before);
}

/** Saves pictures of a page that a test opened in English in each language of the docs, and returns to English. */
export async function savePictures(page: Page, name: string, size: keyof typeof viewportSizes): Promise<void> {
  if (!isWritingPictures) return;
  for (const language of [...picturedLanguages.filter((each) => each !== "en"), "en"] as const) {
    await page.locator(".shell-head select").selectOption(language);
    await page.locator(`html[lang=${language}]`).waitFor();
    // The page requests the API's texts again in the new language.
    await page.waitForTimeout(500);
    await page.waitForFunction(() => document.querySelector("[aria-busy=true]") === null);
    await savePicture(page, name, language, size);
  }
}
