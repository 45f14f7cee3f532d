import { brotliCompressSync, constants } from "node:zlib";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { settingsSections } from "../../web/console/setup/settings-sections.ts";
import { consoleViews } from "../../web/console/views.ts";
import { createConference, getSharedSystem } from "../system/support/system.ts";
import { openStaffVisitor } from "./support/officer.ts";

const get = async (path: string) => Buffer.from(await (await fetch(getSharedSystem().api + path)).arrayBuffer());

/** The assets that a page's HTML loads before the first display. */
async function listAssets(page: string): Promise<string[]> {
  const html = (await get(page)).toString();
  return [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].flatMap(([, asset]) => asset ?? []);
}

const measureCompressed = (bytes: Buffer) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length;

test.each(["/", "/ar", "/ru"])(
  "the delegate's page at %s loads one script, one style and its texts, at most 45 KB",
  async (page) => {
    const assets = await listAssets(page);
    expect(assets.map((name) => name.split(".").at(-1)).toSorted()).toEqual(["css", "js", "js"]);
    const sizes = await Promise.all(assets.map(async (asset) => measureCompressed(await get(asset))));
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(45_000);
  },
);

test.each(["/delegation", "/console", "/desk", "/letter"])(
  "%s loads one script and one style before its texts",
  async (page) => {
    expect((await listAssets(page)).map((name) => name.split(".").at(-1)).toSorted()).toEqual(["css", "js"]);
  },
);

const settingsViews = settingsSections.map((section) => `settings&section=${section}`);

/** The compressed size of all scripts, styles and messages that the page requested, in bytes. */
async function measureAssets(page: Page): Promise<number> {
  const names = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
  const paths = [...new Set(names)].map((name) => new URL(name).pathname);
  const assets = paths.filter((each) => each.startsWith("/assets/"));
  const sizes = await Promise.all(assets.map(async (asset) => measureCompressed(await get(asset))));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** It shows the very form of the participants beside its own, with the messages of that form. */
const formBuilder = "settings&section=form";

test("the console in Russian shows each view with at most 100 KB, the form builder with 106 KB, and the list of conferences with at most 60 KB", async () => {
  const conferenceId = await createConference(5);
  const { page } = await openStaffVisitor("secretariat", { locale: "ru" });
  const measure = async (location: string) => {
    await page.goto("about:blank");
    await page.goto(`/console?lang=ru#${location}`);
    await page.locator("#app h1").first().waitFor();
    await page.waitForLoadState("networkidle");
    return measureAssets(page);
  };
  const views = [...consoleViews.filter((view) => view !== "settings"), ...settingsViews];
  const sizes: [string, number][] = [];
  for (const view of views) sizes.push([view, await measure(`conference=${conferenceId}&view=${view}`)]);
  for (const [view, size] of sizes) expect(size, view).toBeGreaterThan(40_000);
  expect(sizes.filter(([view, size]) => size > (view === formBuilder ? 106_000 : 100_000))).toEqual([]);
  expect(await measure("view=all")).toBeLessThanOrEqual(60_000);
});
