import { describe, expect, test } from "vitest";
import { getPoolLimit, markLiftedPools, occupyPools } from "#shared/capacity/seats.rules.ts";
import {
  allocateSeats,
  applyClaims,
  chooseClaim,
  chooseShard,
  createClaimChooser,
  isPossiblePlan,
  mergeClaims,
  PoolExhausted,
  planPoolMoves,
  planRebalancing,
  planShards,
  type ShardChoice,
  sumLimits,
  summarizePools,
} from "#shared/capacity/shards.rules.ts";
import type { Registration } from "#shared/model/registration.ts";
import type { PoolName, PoolShards, Shard, ShardAllocations } from "#shared/model/seat.ts";
import { aConference, buildPools, buildRegistration, draftBody } from "../support/builders.ts";

const shard = (number: number, limit: number, taken: number, open = true): Shard => ({
  shard: number,
  limit,
  taken,
  open,
});

describe("a pool as rules see it", () => {
  const pools: PoolShards = new Map([
    ["venue", [shard(0, 3, 1), shard(1, 4, 2)]],
    ["category:ngo", [shard(0, 2, 2), shard(1, 2, 0, false)]],
  ]);

  test("has the sums of its shards, and is open only if all of them are", () => {
    expect(Object.fromEntries(summarizePools(pools))).toEqual({
      venue: { isOpen: true, limit: 7, taken: 3 },
      "category:ngo": { isOpen: false, limit: 4, taken: 2 },
    });
  });

  test.each([-1, 0, 1.5, 65, 1e10, "x" as unknown as number])("a plan of %s shards is damaged", (count) => {
    expect(isPossiblePlan({ venue: 64, "category:ngo": 1 })).toBe(true);
    expect(isPossiblePlan({ venue: 1, "category:ngo": count })).toBe(false);
  });

  test("counts a damaged shard as full, or as empty if the pool has no limit, and gives none of its seats", () => {
    const damaged: PoolShards = new Map([
      ["venue", [shard(0, 3, -5), shard(1, 4, 1.5), shard(2, Number.NaN, 0), shard(3, 2, 1)]],
      ["category:ngo", [shard(0, Number.POSITIVE_INFINITY, -5), shard(1, Number.POSITIVE_INFINITY, 2)]],
    ]);
    expect(Object.fromEntries(summarizePools(damaged))).toEqual({
      venue: { isOpen: true, limit: 9, taken: 8 },
      "category:ngo": { isOpen: true, limit: Number.POSITIVE_INFINITY, taken: 2 },
    });
    expect(planRebalancing(9, 4, damaged.get("venue") ?? [])).toEqual([]);
    for (const random of [0, 0.5, 0.99]) expect(chooseShard(damaged.get("venue") ?? [], "public", random)).toBe(3);
  });

  test("has the limit of the settings; a delegation has its own", () => {
    const conference = aConference({ venue: { ...draftBody.venue, capacity: 7 } });
    expect(getPoolLimit(conference, "venue")).toBe(7);
    expect(getPoolLimit(conference, "delegation:d")).toBe(Number.POSITIVE_INFINITY);
  });

  test("changes by the claims of its own shards alone", () => {
    const after = applyClaims(pools, [
      { pool: "venue", shard: 1, take: 1 },
      { pool: "venue", shard: 1, take: 1 },
      { pool: "category:ngo", shard: 0, take: -1 },
    ]);
    expect(after.get("venue")).toEqual([shard(0, 3, 1), shard(1, 4, 4)]);
    expect(after.get("category:ngo")).toEqual([shard(0, 2, 1), shard(1, 2, 0, false)]);
  });
});

describe("the choice of a shard", () => {
  test("is in proportion to the free seats, and never a full shard", () => {
    const shards = [shard(0, 2, 2), shard(1, 4, 3), shard(2, 5, 2)];
    const chosen = [0, 0.24, 0.25, 0.99].map((random) => chooseShard(shards, "public", random));
    expect(chosen).toEqual([1, 1, 2, 2]);
  });

  test("gives the seats of a closed shard to the waiting list only", () => {
    const shards = [shard(0, 2, 0, false)];
    expect(chooseShard(shards, "public", 0)).toBeUndefined();
    expect(chooseShard(shards, "waiting-list", 0)).toBe(0);
  });

  test("takes an avoided shard only if no other has a free seat", () => {
    const isAvoided = (number: number) => number === 0;
    expect(chooseShard([shard(0, 9, 0), shard(1, 1, 0)], "public", 0, isAvoided)).toBe(1);
    expect(chooseShard([shard(0, 9, 0), shard(1, 1, 1)], "public", 0, isAvoided)).toBe(0);
  });
});

describe("the moves of a conference", () => {
  const venue = { name: "Hall", city: "Geneva", country: "CHE", capacity: 40 };
  const categories = [{ category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32", quota: 4 }];
  const conference = aConference({ venue, categories, expectedArrivalsPerSecond: 100 });
  const plan = planShards(conference);

  test("name the pools that differ from the plan, new pools among them", () => {
    expect(plan).toEqual({ venue: 2, "category:ngo": 1 });
    const whole: PoolShards = new Map([["venue", [shard(0, 20, 0), shard(1, 20, 0)]]]);
    expect(planPoolMoves(conference, plan, whole)).toEqual([
      { pool: "category:ngo", moves: [{ shard: 0, to: 4, bound: "at-most", close: false }] },
    ]);
  });

  test("give a pool without a plan one shard, and are none when all is in place", () => {
    const shards: PoolShards = new Map([
      ["venue", [shard(0, 40, 3)]],
      ["category:ngo", [shard(0, 4, 0)]],
    ]);
    expect(planPoolMoves(conference, {}, shards)).toEqual([]);
  });
});

describe("a pool without a limit", () => {
  const session = {
    sessionId: "opening",
    title: { en: "Opening" },
    startsAt: "2027-10-26T08:00:00Z",
    endsAt: "2027-10-26T09:00:00Z",
  };
  const category = { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32" };
  const conference = aConference({ categories: [category], sessions: [session], expectedArrivalsPerSecond: 200 });
  const limited = aConference({ categories: [{ ...category, quota: 5 }], sessions: [{ ...session, capacity: 3 }] });
  const snapshot = { conference, shardPlan: planShards(conference), shards: new Map() };
  const choose = (random: number, avoided: readonly number[] = [], of: ShardChoice = snapshot) =>
    chooseClaim(of, "category:ngo", "public", random, (_, number) => avoided.includes(number));

  test("counts in any shard, in another one after a conflict, and in the same one after conflicts at all", () => {
    expect(snapshot.shardPlan).toMatchObject({ "category:ngo": 4, "session:opening": 4 });
    expect([choose(0), choose(0.99)]).toEqual([
      { shard: 0, isUnlimited: true },
      { shard: 3, isUnlimited: true },
    ]);
    expect(choose(0.99, [3, 0])).toEqual({ shard: 1, isUnlimited: true });
    expect(choose(0.5, [0, 1, 2, 3])).toEqual({ shard: 2, isUnlimited: true });
    expect(choose(0.5, [], { ...snapshot, shardPlan: {} })).toEqual({ shard: 0, isUnlimited: true });
    expect(chooseClaim(snapshot, "category:ngo", "public", 0)).toEqual({ shard: 0, isUnlimited: true });
  });

  test("whose shards have more seats together than its limit gives none", () => {
    const of = (taken: number) => ({
      conference: limited,
      shardPlan: {},
      shards: new Map([["category:ngo", [shard(0, 3, taken), shard(1, 3, 0)]]] as const),
    });
    expect(choose(0, [], of(0))).toBeUndefined();
    expect(choose(0, [], { ...of(0), conference: aConference({ categories: [{ ...category, quota: 6 }] }) })).toEqual({
      shard: 0,
    });
  });

  test("that has a limit now gives seats from the shards that the limit has reached, and from no other", () => {
    const shards = new Map([["category:ngo", [shard(0, Number.POSITIVE_INFINITY, 0), shard(1, 2, 1)]]] as const);
    const of = { conference: limited, shardPlan: {}, shards };
    expect([0, 0.99].map((random) => choose(random, [], of))).toEqual([{ shard: 1 }, { shard: 1 }]);
    expect(choose(0, [], { ...of, shards: new Map() })).toBeUndefined();
    expect(sumLimits(shards.get("category:ngo") ?? [])).toBe(2);
    expect(planPoolMoves(limited, { "category:ngo": 3 }, shards).find(({ pool }) => pool === "category:ngo")).toEqual({
      pool: "category:ngo",
      moves: [
        { shard: 0, to: 2, bound: "at-most", close: false },
        { shard: 2, to: 1, bound: "at-most", close: false },
      ],
    });
  });

  test("loses the limits that its shards still have, also a second time", () => {
    const lifted = markLiftedPools(limited, conference);
    expect(lifted.liftedPools).toEqual(["category:ngo", "session:opening"]);
    expect(markLiftedPools(lifted, conference).liftedPools).toEqual(["category:ngo", "session:opening"]);
    expect(markLiftedPools(lifted, limited)).not.toHaveProperty("liftedPools");
    expect(markLiftedPools(undefined, conference)).not.toHaveProperty("liftedPools");
    const shards: PoolShards = new Map([
      ["venue", [shard(0, 2, 0)]],
      ["category:ngo", [shard(0, 3, 1), shard(1, Number.POSITIVE_INFINITY, 2)]],
    ]);
    const moves = [{ shard: 0, from: 3, to: Number.POSITIVE_INFINITY, bound: "at-most", close: false }];
    expect(planPoolMoves(lifted, { venue: 1 }, shards)).toEqual([{ pool: "category:ngo", moves }]);
  });

  test("never has fewer shards than before, and shares a number of them with the others", () => {
    const many = Array.from({ length: 60 }, (_, n) => ({ ...category, category: `c-${n}` }));
    const plan = planShards(aConference({ categories: many, expectedArrivalsPerSecond: 5_000 }));
    expect(plan["category:c-59"]).toBe(6);
    expect(planShards(conference, { "category:ngo": 9 })["category:ngo"]).toBe(9);
  });
});

describe("the seats of a change", () => {
  const categories = [
    { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32", quota: 2 },
    { category: "academia", title: { en: "Academia" }, colour: "#00695c" },
  ];
  const conference = aConference({ categories });
  const holder = (category: string, shardAllocations: ShardAllocations = {}): Registration => ({
    ...buildRegistration(conference, { category }),
    shardAllocations,
  });
  const withoutSeat = (registration: Registration): Registration => ({ ...registration, seat: { state: "none" } });
  const allocate = (
    steps: { before?: Registration; after: Registration }[],
    free: Partial<Record<PoolName, number>>,
  ) => {
    const { registrations, claims } = allocateSeats(conference, steps, (pool) =>
      free[pool] === undefined ? undefined : { shard: free[pool] },
    );
    return { allocations: registrations.map(({ after }) => after.shardAllocations), claims, registrations };
  };

  test("are taken from every pool of a newcomer", () => {
    const { allocations, claims, registrations } = allocate([{ after: holder("ngo") }], {
      venue: 3,
      "category:ngo": 1,
    });
    expect(allocations).toEqual([{ venue: 3, "category:ngo": 1 }]);
    expect(claims).toEqual([
      { pool: "venue", shard: 3, take: 1 },
      { pool: "category:ngo", shard: 1, take: 1 },
    ]);
    expect(registrations[0]).not.toHaveProperty("before");
  });

  test("stay where they are for a holder whose pools stay, without a claim", () => {
    const taken = { venue: 2, "category:academia": 1 };
    const before = holder("academia", taken);
    const { allocations, claims, registrations } = allocate([{ before, after: before }], {});
    expect([allocations, claims]).toEqual([[taken], []]);
    expect(registrations[0]?.before).toBe(before);
  });

  test("return to the shards that they were taken from", () => {
    const before = holder("ngo", { venue: 2, "category:ngo": 0 });
    const { allocations, claims } = allocate([{ before, after: withoutSeat(before) }], {});
    expect(allocations).toEqual([{}]);
    expect(claims).toEqual([
      { pool: "venue", shard: 2, take: -1 },
      { pool: "category:ngo", shard: 0, take: -1 },
    ]);
  });

  test("change hands within the change; only the pools that differ are claimed", () => {
    const leaver = holder("ngo", { venue: 2, "category:ngo": 0 });
    const steps = [{ before: leaver, after: withoutSeat(leaver) }, { after: holder("academia") }];
    const { allocations, claims } = allocate(steps, { "category:academia": 5 });
    expect(allocations).toEqual([{}, { venue: 2, "category:academia": 5 }]);
    expect(claims).toEqual([
      { pool: "category:academia", shard: 5, take: 1 },
      { pool: "category:ngo", shard: 0, take: -1 },
    ]);
  });

  test("cannot be taken from a pool without a free shard", () => {
    expect(() => allocate([{ after: holder("ngo") }], { venue: 0 })).toThrow(PoolExhausted);
  });

  test("of a person without a seat are none", () => {
    const full = buildRegistration(conference, { category: "academia" }, buildPools(conference, { venue: 2 }));
    expect(allocate([{ after: full }], {})).toMatchObject({ allocations: [{}], claims: [] });
  });
});

describe("the seats of one transaction", () => {
  const conference = aConference({
    venue: { name: "Hall", city: "Geneva", country: "CHE", capacity: 6 },
    categories: [{ category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32" }],
  });
  const shards: PoolShards = new Map([["venue", [shard(0, 3, 1), shard(1, 2, 0), shard(2, 1, 1)]]]);
  const choosePart = (avoided: number[] = []) =>
    createClaimChooser(
      { conference, shardPlan: { "category:ngo": 4 }, shards },
      () => 0.99,
      (_, each) => avoided.includes(each),
    );

  test("come from one shard while it has free ones, then from the next, and never twice", () => {
    const choose = choosePart();
    const chosen = [1, 2, 3, 4, 5].map(() => choose("venue", "public")?.shard);
    expect(chosen).toEqual([1, 1, 0, 0, undefined]);
  });

  test("begin at a shard without a conflict", () => {
    const choose = choosePart([1]);
    expect([1, 2, 3].map(() => choose("venue", "public")?.shard)).toEqual([0, 0, 1]);
  });

  test("of a pool without a limit are counted in one shard", () => {
    const choose = choosePart();
    expect([1, 2].map(() => choose("category:ngo", "public"))).toEqual([
      { shard: 3, isUnlimited: true },
      { shard: 3, isUnlimited: true },
    ]);
  });

  test("are one claim for each shard; a shard that gets back what it gives has none", () => {
    const claims = [
      { pool: "venue", shard: 0, take: 1 },
      { pool: "venue", shard: 1, take: 1 },
      { pool: "venue", shard: 0, take: 1 },
      { pool: "venue", shard: 1, take: -1 },
      { pool: "category:ngo", shard: 0, take: 1, isUnlimited: true },
      { pool: "category:ngo", shard: 0, take: 1, isUnlimited: true },
      { pool: "category:ngo", shard: 0, take: -1 },
    ] as const;
    expect(mergeClaims(claims)).toEqual([
      { pool: "venue", shard: 0, take: 2 },
      { pool: "category:ngo", shard: 0, take: 1, isUnlimited: true },
    ]);
  });

  test("are taken in the pools that were loaded", () => {
    const holder = buildRegistration(conference, { category: "ngo" });
    const pools = summarizePools(new Map([...shards, ["session:opening", [shard(0, 5, 2)]]]));
    const after = occupyPools(conference, pools, holder);
    expect([...after].map(([pool, { taken }]) => [pool, taken])).toEqual([
      ["venue", 3],
      ["session:opening", 2],
    ]);
  });
});
