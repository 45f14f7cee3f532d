import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

/** The smaller and the larger number of each repeated test, by its file. */
const repeated = globSync("test/**/*.test.ts", { cwd: root }).flatMap((file) =>
  [...read(file).matchAll(/\brepetitions\(\{ usual: ([\d_]+), full: ([\d_]+) \}\)/g)].map(
    ([, usual = "", full = ""]) => [file, toNumber(usual), toNumber(full)] as const,
  ),
);

function toNumber(digits: string): number {
  return Number(digits.replaceAll("_", ""));
}

describe("a test that repeats more in the full run", () => {
  const table = read("docs/testing.md").split("## What only the full run repeats")[1]?.split("\n## ")[0] ?? "";

  test("is found", () => {
    expect(repeated.length).toBeGreaterThan(10);
  });

  test.each(repeated)(
    "is listed in docs/testing.md, and repeats less otherwise: %s, %i and %i",
    (file, usual, full) => {
      expect(table).toContain(`| \`${file}\``);
      expect(usual).toBeLessThan(full);
    },
  );
});
