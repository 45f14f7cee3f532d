import path from "node:path";
import type { Page } from "playwright-core";
import type { Language } from "#shared/domain/conference.ts";

const folder = path.resolve(import.meta.dirname, "../../docs/pictures/pages");

/** Of which languages the docs have pictures; one of them is written from right to left. */
const shown: readonly Language[] = ["en", "fr", "ar"];

const sizes = {
  phone: { width: 390, height: 844 },
  tablet: { width: 1024, height: 768 },
  desk: { width: 1280, height: 800 },
  /** What is seen of a page without scrolling. */
  window: { width: 1280, height: 920 },
};

const isWriting = process.env["PALAIS_PICTURES"] === "write";

/** `PALAIS_PICTURES=write npm run test:full` keeps what a page looks like now as a picture for the docs. */
export async function picture(page: Page, name: string, language: Language, size: keyof typeof sizes): Promise<void> {
  if (!isWriting || !shown.includes(language)) return;
  const before = page.viewportSize();
  await page.setViewportSize(sizes[size]);
  await page.screenshot({ path: path.join(folder, `${name}-${language}.png`), fullPage: size !== "window" });
  if (before) await page.setViewportSize(before);
}

/** The same of a page that a test walks in English, in each language that the docs show; then it is English again. */
export async function pictures(page: Page, name: string, size: keyof typeof sizes): Promise<void> {
  if (!isWriting) return;
  for (const language of [...shown.filter((each) => each !== "en"), "en"] as const) {
    await page.locator(".shell-head select").selectOption(language);
    await page.locator(`html[lang=${language}]`).waitFor();
    // What the API said in the language before is asked for anew.
    await page.waitForTimeout(500);
    await page.waitForFunction(() => document.querySelector("[aria-busy=true]") === null);
    await picture(page, name, language, size);
  }
}
