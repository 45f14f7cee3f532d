import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import standard from "./asvs-5.0.0.json" with { type: "json" };

const root = path.resolve(import.meta.dirname, "../..");
const read = (page: string) => readFileSync(path.join(root, page), "utf8");
const page = read("docs/asvs.md");

interface Row {
  readonly items: readonly string[];
  readonly holds: string;
  readonly how: string;
  readonly paths: readonly string[];
}

/** `1.2.5 – 1.2.8` is each of them. */
function itemsOf(cell: string): string[] {
  return cell.split(",").flatMap((part) => {
    const [from = "", to = from] = part.split("–").map((each) => each.trim());
    const section = from.slice(0, from.lastIndexOf(".") + 1);
    const [first, last] = [from, to].map((each) => Number(each.slice(section.length)));
    return Array.from({ length: (last ?? 0) - (first ?? 0) + 1 }, (_, index) => `${section}${(first ?? 0) + index}`);
  });
}

const rows = page
  .split("\n")
  .filter((line) => /^\|\s*\d/.test(line))
  .map((line): Row => {
    const [, items = "", holds = "", how = "", shown = ""] = line.split("|").map((cell) => cell.trim());
    const paths = [...shown.matchAll(/`([^`]+)`/g)].map(([, each = ""]) => each);
    return { items: itemsOf(items), holds, how, paths };
  });
const counted = (holds: string, chapter = "") =>
  rows
    .filter((row) => row.holds === holds)
    .flatMap(({ items }) => items)
    .filter((item) => chapter === "" || item.startsWith(`${chapter}.`)).length;

describe("the page of ASVS", () => {
  test("has each item of levels 1 and 2 once, in order, and no other", () => {
    const number = (item: string) => item.split(".").reduce((sum, each) => sum * 100 + Number(each), 0);
    const wanted = [...standard.level1, ...standard.level2].toSorted((a, b) => number(a) - number(b));
    const named = rows.flatMap(({ items }) => items);
    expect(wanted).toHaveLength(253);
    expect(named.toSorted((a, b) => number(a) - number(b))).toEqual(wanted);
  });

  test("says of each whether it holds, how, and where that is seen", () => {
    for (const { items, holds, how, paths } of rows) {
      expect(["yes", "–", "open"], items.join()).toContain(holds);
      expect(how.length, items.join()).toBeGreaterThan(1);
      if (holds === "yes") expect(paths.length, items.join()).toBeGreaterThan(0);
    }
  });

  test("names files that are there", () => {
    const named = rows.flatMap(({ paths }) => paths);
    expect(named.length).toBeGreaterThan(200);
    expect(named.filter((each) => !existsSync(path.join(root, each)))).toEqual([]);
  });

  test("counts what it has, as a whole and in the summary by chapter", () => {
    const [yes, none, open] = ["yes", "–", "open"].map((holds) => counted(holds));
    expect(page.replaceAll(/\s+/g, " ")).toContain(
      `Of 253 items ${yes} hold, ${none} don't apply (–), ${open} are open.`,
    );
    const summary = read("docs/security.md").matchAll(/^\|\s*(\d+) [^|]*\|\s*(\d+)\s*\|\s*(\d+)\s*\|\s*(\d+)\s*\|/gm);
    const found = [...summary].map(([, ...cells]) => cells.map(Number));
    const chapters = Array.from({ length: 17 }, (_, index) => index + 1);
    expect(found).toEqual(
      chapters.map((chapter) => [
        chapter,
        counted("yes", String(chapter)),
        counted("–", String(chapter)),
        counted("open", String(chapter)),
      ]),
    );
  });
});
