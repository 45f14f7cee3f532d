import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { StartError } from "../../local/errors.ts";
import { AsyncInvocations } from "../../local/functions/async-invocations.ts";
import { LocalFunction } from "../../local/functions/local-function.ts";
import { waitFor } from "../support/wait-for.ts";

/** Writes each event that it processes. Fails as long as `broken` exists. */
const source = `
import { appendFileSync, existsSync } from "node:fs";
export const handler = async ({ id, folder }) => {
  appendFileSync(folder + "/attempts", id + "\\n");
  if (existsSync(folder + "/broken")) throw new Error("broken");
  appendFileSync(folder + "/done", id + "\\n");
};
`;

let folder: string;
let target: LocalFunction;
const logged: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "palais-events-"));
  await writeFile(path.join(folder, "index.mjs"), source);
  target = new LocalFunction({
    file: path.join(folder, "index.mjs"),
    handler: "handler",
    functionName: "Consumer",
    functionArn: "arn:aws:lambda:eu-central-1:000000000000:function:Consumer",
    memory: 128,
    timeoutMs: 5_000,
    environment: {},
    onOutput: () => {},
  });
});
afterEach(async () => {
  await target.stop();
  await rm(folder, { recursive: true, force: true });
});

const events = () => path.join(folder, "events");
const listEvents = () => readdirSync(events());
const waitUntilForgotten = () =>
  waitFor(
    10_000,
    async () => listEvents(),
    (left) => left.length === 0,
  );
const readLines = (name: string) => {
  const file = path.join(folder, name);
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
};

/** As a system that has started. */
async function start(): Promise<AsyncInvocations> {
  const find = (name: string) => {
    if (name !== "Consumer") throw new StartError("unknown");
    return target;
  };
  const invocations = new AsyncInvocations({
    folder: events(),
    queues: folder,
    functions: { find },
    policies: new Map([["Consumer", { retries: 2, deadLetterQueue: "Given", failureQueue: "Failed" }]]),
    log: (text) => logged.push(text),
  });
  await invocations.resume();
  return invocations;
}

test("an accepted event is processed once, and then forgotten", async () => {
  await (await start()).accept("Consumer", { id: "a", folder });
  await waitUntilForgotten();
  expect(readLines("done")).toEqual(["a"]);
});

test("an event that fails is repeated twice, and then in the queue", async () => {
  await writeFile(path.join(folder, "broken"), "");
  await (await start()).accept("Consumer", { id: "a", folder });
  await waitUntilForgotten();
  expect(readLines("attempts")).toEqual(["a", "a", "a"]);
  expect(readLines("Given.jsonl").map((line) => JSON.parse(line))).toEqual([{ id: "a", folder }]);
  expect(readLines("Failed.jsonl").map((line) => JSON.parse(line))).toEqual([
    {
      requestContext: { functionArn: "Consumer", condition: "RetriesExhausted", approximateInvokeCount: 3 },
      requestPayload: { id: "a", folder },
      responsePayload: { errorMessage: expect.stringContaining("broken") },
    },
  ]);
  expect(logged.at(-1)).toContain("see queues/Failed.jsonl");
});

test("an event survives the end of the process, and is processed after the next start", async () => {
  await writeFile(path.join(folder, "broken"), "");
  const first = await start();
  await first.accept("Consumer", { id: "a", folder });
  await waitFor(
    10_000,
    async () => readLines("attempts").length,
    (count) => count > 0,
  );
  first.stop();
  await rm(path.join(folder, "broken"));
  await writeFile(path.join(events(), "1.json.draft"), "{");
  expect(listEvents().filter((name) => name.endsWith(".json"))).toHaveLength(1);
  await start();
  await waitUntilForgotten();
  expect(readLines("done")).toEqual(["a"]);
  expect(existsSync(path.join(folder, "Failed.jsonl"))).toBe(false);
});

test("an event for an unknown function is not accepted", async () => {
  await expect((await start()).accept("Other", {})).rejects.toThrow(StartError);
  expect(listEvents()).toEqual([]);
});
