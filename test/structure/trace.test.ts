import { execFile } from "node:child_process";
import { describe, expect, test } from "vitest";

interface Outcome {
  readonly code: number | string;
  readonly output: string;
  readonly errors: string;
}

/** In a process of its own, because it changes how the functions are loaded; with no variable of another test. */
const trace = (...operations: string[]): Promise<Outcome> =>
  new Promise((resolve) => {
    execFile(process.execPath, ["scripts/trace.ts", ...operations], { env: {} }, (error, output, errors) =>
      resolve({ code: error?.code ?? 0, output, errors }),
    );
  });

describe("scripts/trace.ts", () => {
  test("the files whose code runs for each operation are within its budget", async () => {
    const { code, output, errors } = await trace("submission", "approval", "scan", "waiting-list");
    const lists = output.split(/^\d+ files$/m).slice(0, -1);
    expect(lists).toHaveLength(4);
    for (const list of lists) {
      expect(list).toMatch(/^ {2}1 {2}\S+\.ts {2}\S+$/m);
      expect(list).toContain("  functions/");
      expect(list).toContain("  shared/");
    }
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
  });

  test("an operation that it does not know is refused", async () => {
    expect(await trace("departure")).toMatchObject({ code: 2, output: "" });
  });
});
