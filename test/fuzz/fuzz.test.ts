import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type System, startSystem } from "../../local/system.ts";
import { assembly } from "../support/assembly.ts";
import { repetitions } from "../support/full-run.ts";
import { fuzz, type Target } from "../support/fuzz/campaign.ts";
import { nestedText, own } from "../support/fuzz/hostile.ts";
import { addresses } from "../support/fuzz/requests.ts";
import { valuesOf } from "../support/fuzz/values.ts";
import { freeBlock } from "../support/ports.ts";
import { callAt } from "../system/system.ts";

let home: string;
let system: System;
let target: Target;

// A system of its own: what is thrown at it uses up limits, and leaves conferences that nobody else should meet.
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "palais-fuzz-"));
  system = await startSystem({ home, port: await freeBlock(5_700), ...assembly() });
  const secretariat = system.users.find(({ groups }) => groups.includes("secretariat"))?.idToken ?? "";
  target = { api: system.api, secretariat };
});
afterAll(async () => {
  await system.stop();
  await rm(home, { recursive: true, force: true });
});

test("whatever is sent to an address, nothing breaks", async () => {
  const requests = repetitions({ usual: 1_500, full: 3_000 });
  const { answers, broke } = await fuzz(target, { requests, seed: 1 });
  expect(broke.map(({ id, status, request, said }) => ({ id, status, request, said }))).toEqual([]);
  // Much of it must have got past the door, or nothing was tried.
  const taken = new Set(answers.filter(({ status }) => status < 300).map(({ id }) => id));
  expect(answers.length).toBeGreaterThanOrEqual(requests);
  expect(taken.size).toBeGreaterThan(addresses().length / 2);
}, 240_000);

const withBodies = addresses().filter(({ body }) => body !== undefined);

/** A body that is right, the same for each run. */
const rightBody = (body: object) => fc.sample(valuesOf(body, {}), { numRuns: 1, seed: 7 })[0] as object;

const holdersIn = (value: unknown): object[] =>
  typeof value === "object" && value !== null ? [value, ...Object.values(value).flatMap(holdersIn)] : [];

describe.each(withBodies)("$id", ({ method, path, body = {} }) => {
  const send = (raw: string) => {
    const where = path.replaceAll(/\{(\w+)\}/g, (_all, name) => (name === "conferenceId" ? "fuzzed" : "a".repeat(24)));
    return callAt(target.api, where, { method, token: target.secretariat, raw });
  };

  test("refuses a name that reaches for the prototype, wherever it stands", async () => {
    const count = holdersIn(rightBody(body)).length;
    for (let at = 0; at < Math.min(count, 20); at += 1) {
      const right = structuredClone(rightBody(body));
      const holder = holdersIn(right)[at];
      if (!holder || Array.isArray(holder)) continue;
      own(holder, "__proto__", { admin: true });
      const { status, body: said } = await send(JSON.stringify(right));
      expect([status, said.code], JSON.stringify(right)).toEqual([422, "invalid-request"]);
    }
  });

  test("refuses what is nested deeply, as lists and as objects", async () => {
    for (const raw of [nestedText(20_000), nestedText(10_000, ['{"a":', "}"]), `{"a":${nestedText(20_000)}}`]) {
      const { status, body: said } = await send(raw);
      expect([status, said.code]).toEqual([422, "invalid-request"]);
    }
  });
});
