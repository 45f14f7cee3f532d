import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { FunctionError, FunctionTimeout, LocalFunction } from "../../local/functions/local-function.ts";
import { toShortNames } from "../../local/functions/local-functions.ts";
import { waitFor } from "../support/wait-for.ts";

const source = `
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
let calls = 0;
let running = 0;
let most = 0;
export const handler = async ({ does, ms = 0, file }, context) => {
  calls += 1;
  running += 1;
  most = Math.max(most, running);
  try {
    if (does === "throw") throw new RangeError("planned");
    if (does === "die") setTimeout(() => { throw new Error("out of the blue"); });
    if (does === "start") console.log("child " + spawn("sleep", ["600"]).pid);
    if (does === "block") { writeFileSync(file, String(spawn("sleep", ["600"]).pid)); for (;;); }
    if (does === "start" || does === "hang" || does === "die") await new Promise(() => {});
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

function createFunction(timeoutMs = 5_000, handler = "handler", file = "index.mjs"): LocalFunction {
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
  test("has its own environment alone, and answers JSON", async () => {
    const answer = (await createFunction().invoke({})) as Record<string, unknown>;
    expect(answer["variable"]).toBe("its own");
    expect(Object.keys(answer)).not.toContain("home");
    expect(Object.keys(answer)).not.toContain("nothing");
  });

  test("gets its remaining time", async () => {
    const { left } = (await createFunction(5_000).invoke({ ms: 100 })) as { left: number };
    expect(left).toBeGreaterThan(3_000);
    expect(left).toBeLessThanOrEqual(4_901);
  });

  test("returns the handler's exception as its error, and answers the next call in the same thread", async () => {
    const one = createFunction();
    await expect(one.invoke({ does: "throw" })).rejects.toThrow(new FunctionError("RangeError: planned"));
    expect(await one.invoke({})).toMatchObject({ calls: 2 });
    expect(output.join("")).toContain("function.failed");
  });

  test("is refused when it exceeds its time, and its thread is ended", async () => {
    const one = createFunction(300);
    await one.warm();
    await expect(one.invoke({ does: "hang" })).rejects.toThrow(FunctionTimeout);
    expect(await one.invoke({})).toMatchObject({ calls: 1 });
  });

  test("is ended with the processes that its code has started, after a timeout and at the stop", async () => {
    const getChild = () => Number(/child (\d+)/.exec(output.splice(0).join(""))?.[1]);
    const isAlive = (pid: number) => existsSync(`/proc/${pid}/cwd`);
    const one = createFunction(1_500);
    await one.warm();
    output.length = 0;
    const refused = expect(one.invoke({ does: "start" })).rejects.toThrow(FunctionTimeout);
    const first = await waitFor(10_000, async () => getChild(), isAlive);
    await refused;
    await waitFor(
      5_000,
      async () => isAlive(first),
      (alive) => !alive,
    );
    const hanging = one.invoke({ does: "start" }).catch(() => {});
    const second = await waitFor(10_000, async () => getChild(), isAlive);
    await one.stop();
    await waitFor(
      5_000,
      async () => isAlive(second),
      (alive) => !alive,
    );
    await hanging;
  });

  test("is ended with a process that its code started just before it stopped answering", async () => {
    const file = path.join(folder, "pid");
    const one = createFunction(2_000);
    await one.warm();
    await expect(one.invoke({ does: "block", file })).rejects.toThrow(FunctionTimeout);
    const pid = Number(await readFile(file, "utf8"));
    expect(pid).toBeGreaterThan(1);
    await expect.poll(() => existsSync(`/proc/${pid}/cwd`)).toBe(false);
  });

  test("fails the calls of a thread that ends, and starts another thread", async () => {
    const one = createFunction();
    await one.warm();
    await expect(one.invoke({ does: "die" })).rejects.toThrow(/out of the blue/);
    expect(await one.invoke({})).toMatchObject({ calls: 1 });
  });

  test("runs at most 64 calls in parallel, each with its whole time", async () => {
    const one = createFunction();
    const answers = await Promise.all(Array.from({ length: 200 }, () => one.invoke({ ms: 30 })));
    expect(Math.max(...answers.map((answer) => (answer as { most: number }).most))).toBe(64);
    expect(Math.min(...answers.map((answer) => (answer as { left: number }).left))).toBeGreaterThan(3_000);
  });

  test("is loaded by its first call", async () => {
    const one = createFunction(1_000, "nothing");
    expect(loadErrors).toEqual([]);
    await expect(one.invoke({})).rejects.toThrow(/exports no function nothing/);
    expect(loadErrors).toEqual([expect.stringMatching(/exports no function nothing/)]);
  });

  test("runs the new code in the next call after a reload, while a running call ends with the old code", async () => {
    const write = (version: number) =>
      writeFile(
        path.join(folder, "changing.mjs"),
        `export const handler = async ({ ms }) => { await new Promise((resolve) => setTimeout(resolve, ms)); return ${version}; };`,
      );
    await write(1);
    const one = createFunction(5_000, "handler", "changing.mjs");
    // Both the running call and the one that waits for the thread to load.
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

  test("reports why it can't be loaded", async () => {
    await expect(createFunction(1_000, "nothing").warm()).rejects.toThrow(/exports no function nothing/);
  });
});

test("is called by its short name, unless two functions share it", () => {
  expect([...toShortNames(["SignInFunctionC17E776D", "OpenapiFunction5E39A28E"]).values()]).toEqual([
    "sign-in",
    "openapi",
  ]);
  expect([...toShortNames(["OpenapiFunctionC17E776D", "OpenapiFunction5E39A28E"]).values()]).toEqual([
    "OpenapiFunctionC17E776D",
    "OpenapiFunction5E39A28E",
  ]);
});
