import { expect, test } from "vitest";
import { listOccupiedPools } from "#shared/capacity/seats.rules.ts";
import { planShards } from "#shared/capacity/shards.rules.ts";
import type { Registration } from "#shared/model/registration.ts";
import type { Seat } from "#shared/model/seat.ts";
import { countEverySeat } from "../../cli/upgrade/form-1.rules.ts";
import { aConference, buildRegistration, sideEvent } from "../support/builders.ts";

const { capacity: _, ...dinner } = { ...sideEvent, sessionId: "dinner" };
const categories = [
  { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32", quota: 4, requires: [] },
  { category: "academia", title: { en: "Academia" }, colour: "#2e7d32", requires: [] },
];
const conference = aConference({ categories, sessions: [sideEvent, dinner], expectedArrivalsPerSecond: 200 });
const plan = planShards(conference, { venue: 3, "category:ngo": 1, "session:side-event": 1 });

const held: Seat = { state: "held", since: "2027-03-01T12:00:00.000Z" };
const none: Seat = { state: "none" };

const build = (category: string, seat: Seat, sessions: Readonly<Record<string, Seat>> = {}): Registration => ({
  ...buildRegistration(conference),
  category,
  seat,
  sessions: Object.entries(sessions).map(([sessionId, each]) => ({ sessionId, seat: each })),
  shardAllocations: seat.state === "none" ? {} : { venue: 2 },
});

test("the plan gets the pools without a limit, and keeps the shards of the others", () => {
  expect(plan).toMatchObject({ "category:ngo": expect.any(Number), "session:side-event": 1 });
  expect(plan.venue).toBeGreaterThanOrEqual(3);
  expect(plan["category:academia"]).toBeGreaterThan(1);
  expect(plan["session:dinner"]).toBeGreaterThan(0);
  expect(planShards(conference, plan)).toEqual(plan);
});

test("a seat is counted in every pool without a limit in which it is, in a shard that exists", () => {
  const before = build("academia", held, { dinner: held });
  for (let number = 0; number < 20; number += 1) {
    const after = countEverySeat(conference, plan, before, number);
    expect(Object.keys(after.shardAllocations).toSorted()).toEqual(listOccupiedPools(conference, before).toSorted());
    expect(after.shardAllocations.venue).toBe(2);
    expect(after.shardAllocations["category:academia"]).toBe(number % (plan["category:academia"] ?? 1));
    expect(countEverySeat(conference, plan, after, number)).toBe(after);
  }
});

test.each([
  { name: "no seat", registration: build("academia", none, { dinner: none }) },
  { name: "a seat of pools with a limit only", registration: build("ngo", held, { "side-event": held }) },
  { name: "a category that the conference does not have", registration: build("media", held) },
])("a registration with $name stays as it is", ({ registration }) => {
  expect(countEverySeat(conference, plan, registration, 1)).toBe(registration);
});

test("a pool that has no plan has one shard", () => {
  expect(countEverySeat(conference, {}, build("academia", held), 7).shardAllocations).toEqual({
    venue: 2,
    "category:academia": 0,
  });
});
