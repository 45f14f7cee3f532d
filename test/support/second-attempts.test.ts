import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "palais-attempts-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs tests of which some fail at their first attempt alone. */
async function runUnstable(count: number): Promise<{ readonly printed: string; readonly code: number }> {
  writeFileSync(
    path.join(folder, "unstable.test.js"),
    `const attempts = {};
    for (let number = 1; number <= ${count}; number += 1)
      test("wait " + number, { retry: 1 }, () => {
        attempts[number] = (attempts[number] ?? 0) + 1;
        if (attempts[number] === 1) throw new Error("Timeout 100ms exceeded.");
      });
    test("stable", () => {});`,
  );
  const reporter = `--reporter=${path.join(root, "test/support/second-attempts.ts")}`;
  const args = [path.join(root, "node_modules/vitest/vitest.mjs"), "run", "--root", folder, "--globals", reporter];
  return new Promise((resolve) => {
    execFile(process.execPath, args, (error, stdout) => resolve({ printed: stdout, code: Number(error?.code ?? 0) }));
  });
}

test("a run names the tests that passed at their second attempt, and fails if they are more than three", async () => {
  const few = await runUnstable(3);
  expect(few.printed).toContain("wait 3: Timeout 100ms exceeded.");
  expect(few.printed).not.toContain("stable:");
  expect(few.code).toBe(0);
  const many = await runUnstable(4);
  expect(many.printed).toContain("More than 3 tests needed a second attempt");
  expect(many.code).toBe(1);
});
