import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planRebalancing, planShards } from "#shared/capacity/shards.rules.ts";
import type { Shard } from "#shared/model/seat.ts";
import { aConference } from "../support/builders.ts";

const shard = fc.record({ limit: fc.nat(12), taken: fc.nat(15), open: fc.boolean() });
const pool = fc
  .array(shard, { maxLength: 6 })
  .map((shards): Shard[] => shards.map((each, index) => ({ ...each, shard: index })));
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** The pool after its moves. */
function moved(limit: number, count: number, shards: readonly Shard[]): Shard[] {
  const moves = planRebalancing(limit, count, shards);
  const known = new Map(shards.map((each) => [each.shard, each]));
  for (const { shard, to, close } of moves) {
    const before = known.get(shard) ?? { shard, limit: 0, taken: 0, open: true };
    known.set(shard, { ...before, limit: to, open: before.open && !close });
  }
  return [...known.values()];
}

describe("places move between shards", () => {
  test("together they have exactly the limit, and each its own seats where the limit allows", () => {
    fc.assert(
      fc.property(pool, fc.nat(60), fc.integer({ min: 1, max: 8 }), (shards, limit, count) => {
        const after = moved(limit, count, shards);
        expect(sum(after.map((each) => each.limit))).toBe(limit);
        expect(after.length).toBe(Math.max(count, shards.length));
        const seats = sum(shards.map(({ taken }) => taken));
        if (seats <= limit) expect(after.filter(({ taken, limit: own }) => taken > own)).toEqual([]);
        expect(planRebalancing(limit, count, after)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test.each([Number.NaN, -4, 1.5, "x" as unknown as number])("a limit of %s moves none", (limit) => {
    expect(planRebalancing(limit, 1, [{ shard: 0, limit: 4, taken: 1, open: true }])).toEqual([]);
  });

  test("a limit below the seats taken leaves no shard a free place, and closes the pool", () => {
    fc.assert(
      fc.property(pool, fc.nat(60), (shards, limit) => {
        const whole = sum(shards.map((each) => each.limit)) === limit;
        fc.pre(!whole && sum(shards.map(({ taken }) => taken)) > limit);
        for (const { taken, limit: own, open } of moved(limit, shards.length, shards)) {
          expect(own).toBeLessThanOrEqual(taken);
          expect(open).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("the number of shards", () => {
  const planned = (expectedArrivalsPerSecond: number, capacity: number, body = {}) =>
    planShards(aConference({ venue: { ...venue, capacity }, expectedArrivalsPerSecond, ...body }));
  const venue = { name: "Hall", city: "Geneva", country: "CHE" };

  test("follows from limit and expected arrivals", () => {
    expect(planned(2_000, 600).venue).toBe(40);
    expect(planned(10_000, 100_000).venue).toBe(64);
    expect(planned(2_000, 4).venue).toBe(1);
    expect(planned(1, 600).venue).toBe(1);
  });

  test("lets one read bring all pools of a conference", () => {
    const sessions = Array.from({ length: 40 }, (_, index) => ({
      sessionId: `s-${index}`,
      title: { en: "Session" },
      startsAt: "2027-03-15T09:00:00Z",
      endsAt: "2027-03-15T10:00:00Z",
      capacity: 500,
    }));
    const layout = planned(5_000, 5_000, { sessions });
    const limited = Object.entries(layout).filter(([pool]) => !pool.startsWith("category:"));
    expect(limited.length).toBe(41);
    expect(sum(limited.map(([, shards]) => Number(shards)))).toBeLessThanOrEqual(99);
    expect(layout.venue).toBeGreaterThan(40);
  });

  test("never falls, for registrations name the shard their place is from", () => {
    const before = planned(2_000, 600);
    const conference = aConference({ venue: { ...venue, capacity: 50 }, expectedArrivalsPerSecond: 1 });
    expect(planShards(conference, before).venue).toBe(40);
  });
});
