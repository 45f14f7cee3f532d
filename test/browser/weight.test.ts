import { brotliCompressSync, constants } from "node:zlib";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
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

describe("the console in Russian", () => {
  let [conferenceId, page]: [string, Page | undefined] = ["", undefined];
  beforeAll(async () => {
    conferenceId = await createConference(5);
    ({ page } = await openStaffVisitor("secretariat", { locale: "ru" }));
  });

  /** The compressed size of all scripts, styles and messages that the console requested to show a view, in bytes. */
  async function measureView(view: string): Promise<number> {
    await page?.goto("about:blank");
    await page?.goto(`/console?lang=ru#conference=${conferenceId}&view=${view}`);
    await page?.locator("h1, h2").first().waitFor();
    await page?.waitForLoadState("networkidle");
    const names = await page?.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
    const assets = [...new Set(names)]
      .map((name) => new URL(name).pathname)
      .filter((each) => each.startsWith("/assets/"));
    const sizes = await Promise.all(assets.map(async (asset) => measureCompressed(await get(asset))));
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  test.each([...consoleViews.filter((view) => view !== "settings"), ...settingsViews])(
    "shows %s with at most 100 KB",
    async (view) => {
      const size = await measureView(view);
      expect(size).toBeGreaterThan(40_000);
      expect(size).toBeLessThanOrEqual(100_000);
    },
  );
});
