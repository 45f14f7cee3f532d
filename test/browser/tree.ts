import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Locator } from "playwright-core";
import { expect } from "vitest";

const folder = path.join(import.meta.dirname, "trees");

/** What somebody with a screen reader is told of a part of a page as it is now; times of day left out, for they pass. */
async function treeOf(part: Locator): Promise<string> {
  const tree = await part.ariaSnapshot();
  return `${tree.replaceAll(/\b\d\d:\d\d\b/g, "hh:mm")}\n`;
}

/**
 * The tree is the one that was read and found good. Whoever changes it writes it anew by `PALAIS_TREES=write`, reads it,
 * and has it seen in the review.
 */
export async function expectTree(part: Locator, name: string): Promise<void> {
  const file = path.join(folder, `${name}.yaml`);
  const tree = await treeOf(part);
  if (process.env["PALAIS_TREES"] === "write") writeFileSync(file, tree);
  expect(tree).toBe(readFileSync(file, "utf8"));
}
