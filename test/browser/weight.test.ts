import { brotliCompressSync, constants } from "node:zlib";
import { expect, test } from "vitest";
import { running } from "../system/system.ts";

const get = async (path: string) => Buffer.from(await (await fetch(running().api + path)).arrayBuffer());

/** What a page asks for before anything is to be seen of it, by its HTML. */
async function askedBy(page: string): Promise<string[]> {
  const html = (await get(page)).toString();
  return [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].flatMap(([, asset]) => asset ?? []);
}

const compressed = (bytes: Buffer) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length;

test.each(["/", "/ar", "/ru"])(
  "the delegate's page at %s: a script, a style, the words, and at most 45 KB",
  async (page) => {
    const assets = await askedBy(page);
    expect(assets.map((name) => name.split(".").at(-1)).toSorted()).toEqual(["css", "js", "js"]);
    const sizes = await Promise.all(assets.map(async (asset) => compressed(await get(asset))));
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(45_000);
  },
);

test.each(["/delegation", "/console", "/desk", "/letter"])(
  "%s asks for a script and a style before its words",
  async (page) => {
    expect((await askedBy(page)).map((name) => name.split(".").at(-1)).toSorted()).toEqual(["css", "js"]);
  },
);
