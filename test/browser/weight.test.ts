import { brotliCompressSync, constants } from "node:zlib";
import { expect, test } from "vitest";
import { getSharedSystem } from "../system/support/system.ts";

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
