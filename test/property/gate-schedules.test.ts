import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type CheckInEvent,
  getBadgeValidityPeriods,
  isInside,
  toPresenceKey,
} from "#shared/check-in/check-in.rules.ts";
import { replayCheckIns } from "#shared/check-in/replay-check-ins.rules.ts";
import { type ActualPassage, GateSimulation, gateConference, toTime } from "./gate-world.ts";

const people = 3;
const gates = 3;

const gate = fc.nat(gates - 1);
const person = fc.nat(people - 1);
const step = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant("read" as const),
      gate,
      person,
      older: fc.boolean(),
      direction: fc.constantFrom("in" as const, "out" as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("cut" as const), gate }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom("join" as const, "synchronise" as const), gate, order: fc.nat() }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("revoke" as const, "reprint" as const), person }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("night" as const) }) },
);
const tenMinutes = 600_000;
const skews = fc.array(fc.integer({ min: -tenMinutes, max: tenMinutes }), { minLength: gates, maxLength: gates });
const schedule = fc.record({ skews, steps: fc.array(step, { minLength: 1, maxLength: 60, size: "max" }) });
type Schedule = typeof schedule extends fc.Arbitrary<infer S> ? S : never;

/** Any order: a rotation, turned round every other time. */
const shuffled =
  (order: number) =>
  <T>(all: readonly T[]): readonly T[] => {
    const cut = order % Math.max(all.length, 1);
    const rotated = [...all.slice(cut), ...all.slice(0, cut)];
    return order % 2 ? rotated.toReversed() : rotated;
  };

const minutesPerDay = 1_440;
const toDay = (minute: number) => Math.floor(minute / minutesPerDay);

/** Plays a schedule, a minute for each step and a day for each night; in the end every gate has synchronised. */
function play({ skews: clocks, steps }: Schedule): GateSimulation {
  const world = new GateSimulation(people, clocks);
  let end = 1;
  for (const each of steps) {
    if (each.kind === "night") end += minutesPerDay - 1;
    else playStep(world, each, end);
    end += 1;
  }
  for (const each of world.gates.toReversed()) world.synchronize(each, end, shuffled(end));
  return world;
}

type PlayedStep = Exclude<Schedule["steps"][number], { kind: "night" }>;

function playStep(world: GateSimulation, each: PlayedStep, minute: number): void {
  if (!("gate" in each)) {
    world[each.kind](each.person, minute);
    return;
  }
  const at = world.gates[each.gate];
  if (!at) throw new Error("no such gate");
  if (each.kind === "cut") at.online = false;
  if (each.kind === "join" || each.kind === "synchronise") {
    world.synchronize(at, minute, shuffled(each.order));
    at.online ||= each.kind === "join";
  }
  if (each.kind !== "read") return;
  const serial = Math.max(1, (world.people[each.person]?.badgeSerial ?? 1) - Number(each.older));
  const verdict = world.scan(at, each.person, serial, each.direction, minute);
  const known = at.online ? minute : at.syncedAt;
  const isDead = world.deaths.some(
    (death) => death.person === each.person && death.serial >= serial && death.minute <= known,
  );
  if (isDead && each.direction === "in")
    expect(verdict.verdict, "a dead badge at a gate that has synchronised since").toBe("refuse");
}

/** The passages in the order in which they happened, as an observer records them: independent of the rules under test. */
function chronicle(world: GateSimulation) {
  /** The day on which each person came in. */
  const inside = new Map<number, number | undefined>();
  const strange: string[] = [];
  for (const { scanId, person: who, serial, direction, minute } of world.passed.toSorted(byMinute)) {
    const isDead = world.deaths.some(
      (death) => death.person === who && death.serial >= serial && death.minute <= minute,
    );
    const wasInside = inside.get(who) === toDay(minute);
    if ((isDead && direction === "in") || wasInside === (direction === "in")) strange.push(scanId);
    inside.set(who, direction === "in" ? toDay(minute) : undefined);
  }
  const isInsideOn = (who: number, minute: number) => inside.get(who) === toDay(minute);
  return { isInsideOn, strange: strange.toSorted() };
}

const byMinute = (a: ActualPassage, b: ActualPassage) => a.minute - b.minute;

const folded = (world: GateSimulation, facts: readonly CheckInEvent[]) =>
  replayCheckIns(
    facts,
    {
      getBadgeValidityPeriods: (id) =>
        world.people.filter((each) => each.registrationId === id).flatMap(getBadgeValidityPeriods),
    },
    gateConference,
  );

describe("offline gates, clocks apart, duplicates and late synchronisation", () => {
  test("end in the state of the ordered history, with the same passages named as conflicts", () => {
    fc.assert(
      fc.property(schedule, (plan) => {
        const world = play(plan);
        const told = chronicle(world);
        for (let index = 0; index < people; index += 1) {
          const presence = world.presences.get(toPresenceKey(world.people[index]?.registrationId ?? "", "venue"));
          const end = world.gates[0]?.syncedAt ?? 0;
          expect(isInside(presence, toTime(end), gateConference)).toBe(told.isInsideOn(index, end));
        }
        expect(world.facts.size).toBe(world.passed.length);
        const { conflicts } = folded(world, [...world.facts.values()]);
        expect(conflicts.map(({ event }) => event.scanId).toSorted()).toEqual(told.strange);
      }),
      { numRuns: 3_000 },
    );
  });

  test("are folded to the same in whatever order and however often the passages come", () => {
    fc.assert(
      fc.property(schedule, fc.nat(), (plan, order) => {
        const world = play(plan);
        const facts = [...world.facts.values()];
        const other = folded(world, [...shuffled(order)(facts), ...facts]);
        expect(other).toEqual(folded(world, facts));
        for (const [key, presence] of other.presences) {
          const {
            registrationId: _,
            place: __,
            ...kept
          } = world.presences.get(key) ?? { registrationId: "", place: "" };
          expect(kept).toEqual(presence);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test("do meet in these schedules: some passages contradict the history", () => {
    const samples = fc.sample(schedule, { numRuns: 500, seed: 1 }).map(play);
    const strange = samples.flatMap((world) => chronicle(world).strange);
    expect(strange.length).toBeGreaterThan(100);
  });
});
