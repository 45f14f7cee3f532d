import fc from "fast-check";
import { decisions } from "#shared/domain/accreditation.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { keepsInvariants } from "./invariants.ts";
import { categories, type World } from "./world.ts";

/** One step of a history. `who` picks among the registrations that exist when the step comes. */
export type Step =
  | { readonly kind: "submit"; readonly person: number; readonly category: string }
  | { readonly kind: (typeof decisions)[number] | "amend" | "withdraw" | "reprint"; readonly who: number }
  | { readonly kind: "capacity"; readonly capacity: number }
  | { readonly kind: "serve" };

const who = fc.nat(7);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("submit" as const),
      person: fc.nat(5),
      category: fc.constantFrom(...categories.map(({ category }) => category)),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        ...decisions,
        "approve" as const,
        "amend" as const,
        "withdraw" as const,
        "reprint" as const,
      ),
      who,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("capacity" as const), capacity: fc.integer({ min: 1, max: 5 }) }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: "serve" as const }) },
);

export const history = fc.record({
  capacity: fc.integer({ min: 1, max: 4 }),
  seatTakenAt: fc.constantFrom("submission" as const, "approval" as const),
  steps: fc.array(step, { minLength: 1, maxLength: 60, size: "max" }),
});

/** Plays a history; a refusal is an answer like any other. The invariants are looked at after every step. */
export async function play(world: World, steps: readonly Step[]): Promise<void> {
  for (const each of [...steps, { kind: "serve" } as const]) {
    const before = await world.pools();
    const written = world.changes().length;
    try {
      await perform(world, each);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
    const last = world.changes().length > written ? world.changes().at(-1) : undefined;
    await keepsInvariants(world, before, last, each.kind === "serve");
  }
}

async function perform(world: World, each: Step): Promise<void> {
  switch (each.kind) {
    case "submit":
      return world.submit(each.person, each.category);
    case "capacity":
      return world.setCapacity(each.capacity);
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
      return world[each.kind](id);
    default:
      return world.decide(id, { decision: each.kind, reason: "because" });
  }
}
