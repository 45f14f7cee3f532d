import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dropCachedSnapshot, loadCapacitySnapshot, toVersionMarkers } from "#shared/capacity/capacity-snapshot.ts";
import { acquireLease } from "#shared/capacity/waiting-list.repository.ts";
import { keys } from "#shared/dynamodb/keys.ts";
import { getItem, type Item, N, putItem, S, scanItems } from "#shared/dynamodb/table.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { PoolName } from "#shared/model/seat.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { repairConference } from "../../cli/verify-counters/repair.ts";
import { mendCounters } from "../../local/mend-counters.ts";
import { repetitions } from "../support/full-run.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { applyToConference, openHall, readSeatCounts, setCapacity } from "../support/test-commands.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

const capacity = 8;
const quota = 6;
const category = { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32", priority: 10, quota, requires: [] };

/** A hall whose venue has so many shards of 8 seats, without a waiting list. */
const open = (shards: number) =>
  openHall(started.table, capacity * shards, {
    categories: [category],
    expectedArrivalsPerSecond: 50 * shards,
    waitingList: false,
  });

/** A submission that finds only damaged counters is tried until its deadline. One that gets a seat may take longer. */
const shortTimeoutMs = 400;

/**
 * A person applies.
 * @param timeoutMs how long the submission is tried; by default, as long as any other
 * @returns the seat, or the code of the refusal
 */
async function arrive(conferenceId: string, timeoutMs?: number): Promise<string> {
  const deadline = timeoutMs === undefined ? undefined : Date.now() + timeoutMs;
  try {
    const { seat } = await applyToConference(started.table, conferenceId, { category: "ngo" }, {}, deadline);
    return seat ?? "none";
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

async function damage(conferenceId: string, pool: PoolName, shard: number, changed: Item): Promise<void> {
  const item = await getItem(started.table, keys.shard(conferenceId, pool, shard));
  const entries = Object.entries({ ...item, ...changed }).filter(([, value]) => value !== removed);
  await putItem(started.table, Object.fromEntries(entries));
  // As after a start: no process remembers the counter.
  dropCachedSnapshot(conferenceId);
}

/** Stands for an attribute that is missing. */
const removed = S("removed");

const countHolders = async (conferenceId: string) => (await readSeatCounts(started.table, conferenceId)).holders;

describe("a counter with a value that can't be right gives no seat", () => {
  test.each([
    ["below zero", { taken: N(-5) }],
    ["with a fraction", { taken: N(0.5) }],
    ["of text", { taken: S("many") }],
    ["that is missing", { taken: removed }],
    ["above its limit", { taken: N(400) }],
    ["with a limit below zero", { limit: N(-1) }],
    ["with a limit of text", { limit: S("8") }],
    ["with a limit that is missing", { limit: removed }],
    ["with a limit above that of its pool", { limit: N(400) }],
    ["with a limit that is no number of seats", { limit: N(7.5) }],
  ] as readonly (readonly [string, Item])[])("%s", async (_name, changed) => {
    const conferenceId = await open(1);
    await damage(conferenceId, "category:ngo", 0, changed);
    expect(["full", "too-busy"]).toContain(await arrive(conferenceId, shortTimeoutMs));
    expect(await countHolders(conferenceId)).toBe(0);
    await repairConference(toCommandStore(started.table), conferenceId);
    expect(await arrive(conferenceId)).toBe("held");
  });
});

test("a damaged shard gives no seat, and the other shards give theirs", async () => {
  const conferenceId = await openHall(started.table, 16, { expectedArrivalsPerSecond: 100, waitingList: false });
  await damage(conferenceId, "venue", 0, { taken: N(-5) });
  const outcomes: string[] = [];
  for (let person = 0; person < 10; person += 1) outcomes.push(await arrive(conferenceId));
  expect(outcomes.filter((each) => each === "held")).toHaveLength(8);
  expect(outcomes.slice(8)).toEqual(["full", "full"]);
});

test("free seats that shards borrow from each other beyond the limit of the pool are not given", async () => {
  const conferenceId = await openHall(started.table, 16, { expectedArrivalsPerSecond: 100, waitingList: false });
  await damage(conferenceId, "venue", 0, { limit: N(12) });
  expect(await arrive(conferenceId, shortTimeoutMs)).toBe("too-busy");
  expect(await countHolders(conferenceId)).toBe(0);
});

test("another limit moves no seats of a pool with a damaged counter", async () => {
  const conferenceId = await openHall(started.table, 16, { expectedArrivalsPerSecond: 100, waitingList: false });
  await damage(conferenceId, "venue", 0, { taken: N(-5) });
  await setCapacity(started.table, conferenceId, 20).catch(() => undefined);
  const limit = async (shard: number) =>
    (await getItem(started.table, keys.shard(conferenceId, "venue", shard)))?.["limit"]?.N;
  expect([await limit(0), await limit(1)]).toEqual(["8", "8"]);
});

test.each([
  ["far in the future", N(Date.now() + 100 * 365 * 86_400_000)],
  ["at a time that is no number", S("never")],
])("a lease of the waiting list that ends %s does not keep it from being served", async (_name, leaseUntil) => {
  const conferenceId = await open(1);
  const now = Date.now();
  expect(await acquireLease(started.table, conferenceId, "one", now)).toBe(1);
  expect(await acquireLease(started.table, conferenceId, "another", now)).toBeUndefined();
  const lease = (await getItem(started.table, keys.waitingListLease(conferenceId))) ?? {};
  await putItem(started.table, { ...lease, leaseUntil });
  expect(await acquireLease(started.table, conferenceId, "another", now)).toBe(3);
});

test.each([
  ["far more shards than Palais gives a pool", '{"venue":100000000}'],
  ["no shards", '{"venue":0}'],
  ["a number of shards in text", '{"venue":"2"}'],
  ["nothing", "null"],
  ["a text that is no JSON", "{"],
])("a plan of %s is refused at once by every command and every read of the capacity", async (_name, plan) => {
  const conferenceId = await open(1);
  const key = keys.conference(conferenceId);
  const whole = (await getItem(started.table, key)) ?? {};
  const damaged = { ...whole, shardPlan: S(plan) };
  for (const item of [damaged, ...toVersionMarkers(conferenceId, damaged)]) await putItem(started.table, item);
  const began = performance.now();
  expect(await arrive(conferenceId)).toBe("damaged-record");
  await expect(loadCapacitySnapshot(started.table, conferenceId)).rejects.toThrow("damaged-record");
  await expect(setCapacity(started.table, conferenceId, 20)).rejects.toThrow("damaged-record");
  expect(performance.now() - began).toBeLessThan(2_000);
  expect(await getItem(started.table, key)).toEqual(damaged);
  for (const item of [whole, ...toVersionMarkers(conferenceId, whole)]) await putItem(started.table, item);
  expect(await arrive(conferenceId)).toBe("held");
});

/** What a counter may say: numbers near the right ones, far from them, and no numbers. */
const damagedValue = fc.oneof(
  fc.integer({ min: -20, max: 20 }).map(N),
  fc.constantFrom(N(400), N(-400), N(0.5), N(7.5), S("x"), removed),
);

test("however the counters of a pool are damaged, a start mends them, and its seats are given up to the limit", async () => {
  const damages = fc.array(
    fc.record({
      pool: fc.constantFrom<PoolName>("venue", "category:ngo"),
      shard: fc.constantFrom(0, 1),
      name: fc.constantFrom("taken", "limit"),
      value: damagedValue,
    }),
    { minLength: 1, maxLength: 4 },
  );
  const property = fc.asyncProperty(damages, fc.integer({ min: 0, max: 6 }), async (all, before) => {
    const conferenceId = await open(2);
    for (let person = 0; person < before; person += 1) await arrive(conferenceId);
    for (const { pool, shard, name, value } of all)
      if (pool === "venue" || shard === 0) await damage(conferenceId, pool, shard, { [name]: value });
    await mendCounters(toCommandStore(started.table), await Array.fromAsync(scanItems(started.table)));
    for (let person = 0; person < quota + 3; person += 1) await arrive(conferenceId);
    const { holders, seatsOverLimit, differences } = await readSeatCounts(started.table, conferenceId);
    expect({ holders, seatsOverLimit, differences }).toEqual({ holders: quota, seatsOverLimit: 0, differences: [] });
  });
  await fc.assert(property, { numRuns: repetitions({ usual: 10, full: 60 }) });
}, 240_000);
