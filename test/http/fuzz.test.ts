import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalSystem, startSystem } from "../../local/system.ts";
import { type FuzzTarget, runFuzzCampaign } from "../support/fuzz/campaign.ts";
import { buildNestedText, defineOwnProperty } from "../support/fuzz/hostile.ts";
import { listFuzzedOperations } from "../support/fuzz/requests.ts";
import { buildValueArbitrary } from "../support/fuzz/values.ts";
import { findFreePortBlock } from "../support/ports.ts";
import { getAssembly } from "../support/template.ts";
import { callSystemAt } from "../system/support/system.ts";

let home: string;
let system: LocalSystem;
let target: FuzzTarget;

// A separate system: the requests use up limits, and leave conferences that would disturb other tests.
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "palais-fuzz-"));
  system = await startSystem({ home, port: await findFreePortBlock(5_700), ...getAssembly() });
  const secretariat = system.users.find(({ groups }) => groups.includes("secretariat"))?.idToken ?? "";
  target = { api: system.api, secretariat };
});
afterAll(async () => {
  await system.stop();
  await rm(home, { recursive: true, force: true });
});

test("whatever is sent to an address, nothing breaks", async () => {
  const requests = 3_000;
  const { answers, failures } = await runFuzzCampaign(target, { requests, seed: 1 });
  expect(failures.map(({ id, status, request, said }) => ({ id, status, request, said }))).toEqual([]);
  // Much of it must have got past the door, or nothing was tried.
  const taken = new Set(answers.filter(({ status }) => status < 300).map(({ id }) => id));
  expect(answers.length).toBeGreaterThanOrEqual(requests);
  expect(taken.size).toBeGreaterThan(listFuzzedOperations().length / 2);
}, 240_000);

const withBodies = listFuzzedOperations().filter(({ body }) => body !== undefined);

/** A body that is right, the same for each run. */
const rightBody = (body: object) => fc.sample(buildValueArbitrary(body, {}), { numRuns: 1, seed: 7 })[0] as object;

const holdersIn = (value: unknown): object[] =>
  typeof value === "object" && value !== null ? [value, ...Object.values(value).flatMap(holdersIn)] : [];

describe.each(withBodies)("$id", ({ method, path, body = {} }) => {
  const send = (raw: string) => {
    const where = path.replaceAll(/\{(\w+)\}/g, (_all, name) => (name === "conferenceId" ? "fuzzed" : "a".repeat(26)));
    return callSystemAt(target.api, where, { method, token: target.secretariat, raw });
  };

  test("refuses a name that reaches for the prototype, wherever it stands", async () => {
    const count = holdersIn(rightBody(body)).length;
    for (let at = 0; at < Math.min(count, 20); at += 1) {
      const right = structuredClone(rightBody(body));
      const holder = holdersIn(right)[at];
      if (!holder || Array.isArray(holder)) continue;
      defineOwnProperty(holder, "__proto__", { admin: true });
      const raw = JSON.stringify(right);
      for (const spelled of [raw, raw.replace("__proto__", String.raw`\u005f_\u0070roto__`)]) {
        const { status, body: said } = await send(spelled);
        expect([status, said.code], spelled).toEqual([422, "invalid-request"]);
      }
    }
  });

  test("refuses what is nested deeply, as lists and as objects", async () => {
    for (const raw of [
      buildNestedText(20_000),
      buildNestedText(10_000, ['{"a":', "}"]),
      `{"a":${buildNestedText(20_000)}}`,
    ]) {
      const { status, body: said } = await send(raw);
      expect([status, said.code]).toEqual([422, "invalid-request"]);
    }
  });
});
