import path from "node:path";
import { expect, test } from "vitest";
import { codeFolders, listTrackedFiles } from "../../scripts/sources.ts";

/** A reader takes in so many names at a glance. */
const mostFiles = 20;

test("no folder of code has more source files than a reader takes in at a glance", () => {
  const files = listTrackedFiles(codeFolders, ["ts", "tsx", "js", "mjs", "css", "html"]);
  const sizes = [...Map.groupBy(files, path.dirname)].map(([folder, inside]) => ({ folder, size: inside.length }));
  expect(sizes.length).toBeGreaterThan(10);
  expect(sizes.filter(({ size }) => size > mostFiles)).toEqual([]);
});
