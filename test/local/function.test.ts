import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { LocalFunction } from "../../local/functions/local-function.ts";
import { shortNames } from "../../local/functions/run.ts";
import { FunctionError, FunctionTimeout } from "../../local/functions/sandbox.ts";

const source = `
let calls = 0;
let running = 0;
let most = 0;
export const handler = async ({ does, ms = 0 }, context) => {
  calls += 1;
  running += 1;
  most = Math.max(most, running);
  try {
    if (does === "throw") throw new RangeError("planned");
    if (does === "die") setTimeout(() => { throw new Error("out of the blue"); });
    if (does === "hang" || does === "die") await new Promise(() => {});
    await new Promise((resolve) => setTimeout(resolve, ms));
    return { calls, most, variable: process.env.VARIABLE, home: process.env.HOME, left: context.getRemainingTimeInMillis(), nothing: undefined };
  } finally {
    running -= 1;
  }
};
`;

let folder: string;
let made: LocalFunction[] = [];
const output: string[] = [];
const loadErrors: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "palais-function-"));
  await writeFile(path.join(folder, "index.mjs"), source);
});
afterEach(async () => {
  await Promise.all(made.map((each) => each.stop()));
  made = [];
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function aFunction(timeoutMs = 5_000, handler = "handler", file = "index.mjs"): LocalFunction {
  const one = new LocalFunction({
    file: path.join(folder, file),
    handler,
    functionName: "Tested",
    functionArn: "arn:aws:lambda:eu-central-1:000000000000:function:Tested",
    memory: 128,
    timeoutMs,
    environment: { VARIABLE: "its own" },
    onOutput: (chunk) => output.push(chunk.toString()),
    onLoadError: (error) => loadErrors.push(error.message),
  });
  made.push(one);
  return one;
}

describe("a function runs as in Lambda", () => {
  test("it has its own environment and nobody else's, and answers JSON", async () => {
    const answer = (await aFunction().invoke({})) as Record<string, unknown>;
    expect(answer["variable"]).toBe("its own");
    expect(Object.keys(answer)).not.toContain("home");
    expect(Object.keys(answer)).not.toContain("nothing");
  });

  test("it is told how long it has", async () => {
    const { left } = (await aFunction(5_000).invoke({ ms: 100 })) as { left: number };
    expect(left).toBeGreaterThan(3_000);
    expect(left).toBeLessThanOrEqual(4_901);
  });

  test("what the handler throws is its error, and the next call is answered by the same thread", async () => {
    const one = aFunction();
    await expect(one.invoke({ does: "throw" })).rejects.toThrow(new FunctionError("RangeError: planned"));
    expect(await one.invoke({})).toMatchObject({ calls: 2 });
    expect(output.join("")).toContain("function.failed");
  });

  test("one that takes too long is refused, and its thread taken out of service", async () => {
    const one = aFunction(300);
    await one.warm();
    await expect(one.invoke({ does: "hang" })).rejects.toThrow(FunctionTimeout);
    expect(await one.invoke({})).toMatchObject({ calls: 1 });
  });

  test("a thread that dies takes its calls with it, and is followed by another", async () => {
    const one = aFunction();
    await one.warm();
    await expect(one.invoke({ does: "die" })).rejects.toThrow(/out of the blue/);
    expect(await one.invoke({})).toMatchObject({ calls: 1 });
  });

  test("calls overlap, but never more than 64, and each has its whole time", async () => {
    const one = aFunction();
    const answers = await Promise.all(Array.from({ length: 200 }, () => one.invoke({ ms: 30 })));
    expect(Math.max(...answers.map((answer) => (answer as { most: number }).most))).toBe(64);
    expect(Math.min(...answers.map((answer) => (answer as { left: number }).left))).toBeGreaterThan(3_000);
  });

  test("it is loaded by its first call, not before", async () => {
    const one = aFunction(1_000, "nothing");
    expect(loadErrors).toEqual([]);
    await expect(one.invoke({})).rejects.toThrow(/exports no function nothing/);
    expect(loadErrors).toEqual([expect.stringMatching(/exports no function nothing/)]);
  });

  test("after a reload the next call runs the new code, and a call that runs ends with the old", async () => {
    const write = (version: number) =>
      writeFile(
        path.join(folder, "changing.mjs"),
        `export const handler = async ({ ms }) => { await new Promise((resolve) => setTimeout(resolve, ms)); return ${version}; };`,
      );
    await write(1);
    const one = aFunction(5_000, "handler", "changing.mjs");
    // Both the call that runs and the one that still waits for the thread to be loaded.
    const early = one.invoke({ ms: 300 });
    one.reload();
    expect(await early).toBe(1);
    await one.warm();
    const running = one.invoke({ ms: 300 });
    await write(2);
    one.reload();
    expect(await one.invoke({ ms: 0 })).toBe(2);
    expect(await running).toBe(1);
  });

  test("one that can't be loaded says why", async () => {
    await expect(aFunction(1_000, "nothing").warm()).rejects.toThrow(/exports no function nothing/);
  });
});

test("functions are called by short names, unless two would be the same", () => {
  expect([...shortNames(["SignInFunctionC17E776D", "FrontFunction5E39A28E"]).values()]).toEqual(["sign-in", "front"]);
  expect([...shortNames(["FrontFunctionC17E776D", "FrontFunction5E39A28E"]).values()]).toEqual([
    "FrontFunctionC17E776D",
    "FrontFunction5E39A28E",
  ]);
});
