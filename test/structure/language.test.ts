import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { isTranslation } from "../../scripts/sources.ts";

/** Such as the line of this test that names the words. */
const mostLines = 10;

test("the text in the repository says who acts", () => {
  const vague = "somebody|nobody|whoever|whomever";
  const { stdout, stderr } = spawnSync("git", ["grep", "-nwiE", vague], { encoding: "utf8", maxBuffer: 2 ** 26 });
  expect(stderr).toBe("");
  const found = stdout.split("\n").filter((line) => line !== "" && !isTranslation(line));
  expect(found.slice(mostLines)).toEqual([]);
});
