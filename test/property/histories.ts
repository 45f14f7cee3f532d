import fc from "fast-check";
import { decisions } from "#shared/domain/accreditation.ts";
import type { CategoryName } from "#shared/domain/conference.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { hoursAfter } from "#shared/domain/time.ts";
import { keepsInvariants } from "./invariants.ts";
import { categories, type Setting, type World } from "./world.ts";

const steps = ["amend", "withdraw", "reprint", "accept", "decline", "confirmAddress"] as const;

/** One step of a history. `who` picks among the registrations that exist when the step comes. */
export type Step =
  | { readonly kind: "submit"; readonly person: number; readonly category: string }
  | { readonly kind: (typeof decisions)[number] | (typeof steps)[number]; readonly who: number }
  | { readonly kind: "move"; readonly who: number; readonly category: CategoryName }
  | { readonly kind: "capacity"; readonly capacity: number }
  | { readonly kind: "wait"; readonly hours: number }
  | { readonly kind: "serve" };

const who = fc.nat(7);
const anyCategory = fc.constantFrom(...categories.map(({ category }) => category as CategoryName));
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("submit" as const),
      person: fc.nat(5),
      category: anyCategory,
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constantFrom(...decisions, "approve" as const, ...steps, "accept" as const),
      who,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("move" as const), who, category: anyCategory }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("wait" as const), hours: fc.integer({ min: 1, max: 5 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("capacity" as const), capacity: fc.integer({ min: 1, max: 5 }) }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: "serve" as const }) },
);

const setting: fc.Arbitrary<Setting> = fc.record({
  capacity: fc.integer({ min: 1, max: 4 }),
  seatTakenAt: fc.constantFrom("submission" as const, "approval" as const),
  waitingList: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  waitingListOrder: fc.constantFrom("arrival" as const, "targets" as const),
  offerHours: fc.constantFrom(0, 2),
  confirmWithinHours: fc.constantFrom(0, 0, 3),
});

export const history = fc.record({
  setting,
  steps: fc.array(step, { minLength: 1, maxLength: 60, size: "max" }),
});

/** Plays a history; a refusal is an answer like any other. The invariants are looked at after every step. */
export async function play(world: World, steps: readonly Step[]): Promise<void> {
  for (const each of [...steps, { kind: "serve" } as const]) {
    const seen = { before: await world.pools(), rowsBefore: await world.registrations() };
    const written = world.changes().length;
    try {
      await perform(world, each);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
    const last = world.changes().length > written ? world.changes().at(-1) : undefined;
    await keepsInvariants(world, seen, last, each.kind === "serve");
  }
}

async function perform(world: World, each: Step): Promise<void> {
  switch (each.kind) {
    case "submit":
      return world.submit(each.person, each.category);
    case "capacity":
      return world.setCapacity(each.capacity);
    case "wait":
      return world.wait(each.hours);
    case "serve":
      return world.serveLine();
  }
  const rows = await world.registrations();
  const id = rows[each.who % Math.max(rows.length, 1)]?.registrationId;
  if (id === undefined) return;
  switch (each.kind) {
    case "amend":
    case "withdraw":
    case "reprint":
    case "accept":
    case "decline":
    case "confirmAddress":
      return world[each.kind](id);
    case "move":
      return world.move(id, each.category);
    case "return":
      return world.decide(id, { decision: "return", reason: "because", until: hoursAfter(world.now(), 2) });
    default:
      return world.decide(id, { decision: each.kind, reason: "because" });
  }
}
