import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { waitFor } from "../support/wait-for.ts";
import { getSharedSystem } from "./support/system.ts";

const file = path.join(getSharedSystem().home, "logs/canary.log");

/** The lines of a code that the canary has logged since the system was started. */
function readLines(code: string): Record<string, unknown>[] {
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  return lines.filter((line) => line.includes(`"code":"${code}"`)).map((line) => JSON.parse(line));
}

test("the canary visits the local site, passes, and reports the quota of emails", async () => {
  const isThere = (lines: readonly object[]) => lines.length > 0;
  const [passed] = await waitFor(30_000, async () => readLines("canary.passed"), isThere);
  expect(passed?.["ms"]).toEqual(expect.any(Number));
  const [quota] = await waitFor(30_000, async () => readLines("email.quota"), isThere);
  expect(quota).toMatchObject({ quota: 50_000 });
  expect(readLines("canary.failed")).toEqual([]);
});
