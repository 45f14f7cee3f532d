import { expect, test } from "vitest";
import { createProgress } from "../../local/lifecycle.ts";

test("a part of the start in which something needs a person has no check mark", async () => {
  const lines: string[] = [];
  const { runStep } = createProgress((line) => lines.push(line), false);
  const describe = (count: number) => `${count} to look at`;
  for (const count of [0, 2])
    await runStep(
      "counters",
      async () => count,
      describe,
      (found) => found === 0,
    );
  await expect(runStep("tables", () => Promise.reject(new Error("down")))).rejects.toThrow("down");
  expect(lines.map((line) => line.trim().split(/\s{2,}/)[0])).toEqual(["✓ counters", "! counters", "✗ tables"]);
});
