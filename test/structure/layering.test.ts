import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const infra = path.resolve(import.meta.dirname, "../../infra");
const importsOfFunctions = readdirSync(infra, { recursive: true, encoding: "utf8" }).flatMap((file) => {
  if (!file.endsWith(".ts")) return [];
  const source = readFileSync(path.join(infra, file), "utf8");
  return [...source.matchAll(/^.*(?:from|import\() ?["'][^"']*functions\/[\w-]+\/[^"']*\.ts["'].*$/gm)].map(
    ([line]) => line,
  );
});

// An import at run time would start a function without its environment, and break the synthesis for its reason.
test("infra takes only types from the functions", () => {
  expect(importsOfFunctions.length).toBeGreaterThan(0);
  expect(importsOfFunctions.filter((line) => !line.startsWith("import type "))).toEqual([]);
});
