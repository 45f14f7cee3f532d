import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Locator } from "playwright-core";
import { expect } from "vitest";

const folder = path.join(import.meta.dirname, "trees");

/** What is another one at each run, and what stands for it. */
const passing: readonly (readonly [RegExp, string])[] = [
  [/\b\d\d:\d\d\b/g, "hh:mm"],
  [/\b\d{1,2} [A-Z][a-z]+ 20\d\d\b/g, "d Month yyyy"],
  [/\b20\d\d-\d\d-\d\d(T\d\d:\d\d)?/g, "yyyy-mm-dd"],
  [/\b[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\b/g, "(who)"],
  [/\btest-\d+-\w+-\d+\b/g, "(conference)"],
  [/\b(registration|delegation|batch)=[\w-]+/g, "$1=(one)"],
  [/\b[\w.]+\.\d+@example\.org\b/g, "somebody@example.org"],
];

/** What somebody with a screen reader is told of a part of a page as it is now. */
async function treeOf(part: Locator): Promise<string> {
  const tree = await part.ariaSnapshot();
  return `${passing.reduce((text, [found, instead]) => text.replaceAll(found, instead), tree)}\n`;
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
