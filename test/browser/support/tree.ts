import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Locator } from "playwright-core";
import { expect } from "vitest";

const treesFolder = path.resolve(import.meta.dirname, "../trees");

/** Parts that differ in each run, and their placeholders. */
const volatileTexts: readonly (readonly [RegExp, string])[] = [
  [/: ses-\d+/g, ": ses-number"],
  [/\b\d\d:\d\d\b/g, "hh:mm"],
  [/\bCES?T\b/g, "(time zone)"],
  [/\b\d{1,2} [A-Z][a-z]+ 20\d\d\b/g, "d Month yyyy"],
  [/%3D20\d\d-\d\d-\d\d(T[\w.%]+?Z)?/g, "%3Dyyyy-mm-dd"],
  [/\b20\d\d-\d\d-\d\d(T\d\d:\d\d)?/g, "yyyy-mm-dd"],
  [/\b[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\b/g, "(who)"],
  [/\btest-\d+-\w+-\d+\b/g, "(conference)"],
  [/\b(registration|delegation|batch)=[\w-]+/g, "$1=(one)"],
  [/\b[a-z2-7]{26}\b/g, "(reference)"],
  [/\b[\w.]+\.\d+@example\.org\b/g, "person@example.org"],
];

/** The accessibility tree of a part of the current page. */
async function captureTree(part: Locator): Promise<string> {
  const tree = await part.ariaSnapshot();
  return `${volatileTexts.reduce((text, [found, instead]) => text.replaceAll(found, instead), tree)}\n`;
}

/**
 * Compares the tree with the reviewed one. A change of the page needs a new tree: write it with `PALAIS_TREES=write`,
 * read it, and include it in the review.
 */
export async function expectTree(part: Locator, name: string): Promise<void> {
  const file = path.join(treesFolder, `${name}.yaml`);
  const tree = await captureTree(part);
  if (process.env["PALAIS_TREES"] === "write") writeFileSync(file, tree);
  expect(tree).toBe(readFileSync(file, "utf8"));
}
