import fc from "fast-check";
import type { RegistrationAmendment } from "#shared/accreditation/amendment.rules.ts";
import { accreditationDecisions } from "#shared/model/accreditation.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { addHours } from "#shared/model/time.ts";
import { expectInvariants } from "./invariants.ts";
import {
  type ConferenceSimulation,
  getPersonEmail,
  type SimulationSetting,
  simulatedCategories,
  simulatedSessions,
} from "./world.ts";

const personSteps = ["amend", "withdraw", "reprint", "accept", "decline", "confirmAddress"] as const;

/** One step of a history. `who` picks among the registrations that exist when the step comes. */
export type HistoryStep =
  | { readonly kind: "submit"; readonly person: number; readonly category: string }
  | { readonly kind: (typeof accreditationDecisions)[number] | (typeof personSteps)[number]; readonly who: number }
  | { readonly kind: "move"; readonly who: number; readonly category: string }
  | {
      readonly kind: "correct";
      readonly who: number;
      readonly correction: RegistrationAmendment;
      readonly by: "staff" | "delegate";
    }
  | { readonly kind: "capacity"; readonly capacity: number }
  | { readonly kind: "wait"; readonly hours: number }
  | { readonly kind: "serve" };

const personIndexes = fc.nat(7);
const anyCategory = fc.constantFrom(...simulatedCategories.map(({ category }) => category));
/** What is corrected: any fields at once, with values that the form could have. An address may be another person's. */
const correctionArbitrary: fc.Arbitrary<RegistrationAmendment> = fc.record(
  {
    category: anyCategory,
    person: fc.record({ email: fc.nat(6).map(getPersonEmail), familyName: fc.constantFrom("Ba", "Diallo") }),
    organization: fc.constantFrom("IOM", null),
    participation: fc.constantFrom("in-person" as const, "online" as const),
    consent: fc.record({ listOfParticipants: fc.boolean(), photo: fc.boolean() }),
    sessions: fc.subarray(simulatedSessions.map(({ sessionId }) => sessionId)),
  },
  { requiredKeys: [] },
);

const stepArbitrary: fc.Arbitrary<HistoryStep> = fc.oneof(
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
      kind: fc.constantFrom(...accreditationDecisions, "approve" as const, ...personSteps, "accept" as const),
      who: personIndexes,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("move" as const), who: personIndexes, category: anyCategory }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("correct" as const),
      who: personIndexes,
      correction: correctionArbitrary,
      by: fc.constantFrom("staff", "staff", "delegate"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("wait" as const), hours: fc.integer({ min: 1, max: 5 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("capacity" as const), capacity: fc.integer({ min: 1, max: 5 }) }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: "serve" as const }) },
);

const settingArbitrary: fc.Arbitrary<SimulationSetting> = fc.record({
  capacity: fc.integer({ min: 1, max: 4 }),
  seatTakenAt: fc.constantFrom("submission" as const, "approval" as const),
  waitingList: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  waitingListOrder: fc.constantFrom("arrival" as const, "targets" as const),
  offerHours: fc.constantFrom(0, 2),
  confirmWithinHours: fc.constantFrom(0, 0, 3),
});

export const historyArbitrary = fc.record({
  setting: settingArbitrary,
  steps: fc.array(stepArbitrary, { minLength: 1, maxLength: 60, size: "max" }),
});

/** Plays a history; a refusal is an answer like any other. The invariants are looked at after every step. */
export async function playHistory(world: ConferenceSimulation, steps: readonly HistoryStep[]): Promise<void> {
  for (const each of [...steps, { kind: "serve" } as const]) {
    const seen = { before: await world.pools(), rowsBefore: await world.registrations() };
    const written = world.changes().length;
    try {
      await performStep(world, each);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
    const last = world.changes().length > written ? world.changes().at(-1) : undefined;
    await expectInvariants(world, seen, last, each.kind === "serve");
  }
}

async function performStep(world: ConferenceSimulation, each: HistoryStep): Promise<void> {
  switch (each.kind) {
    case "submit":
      return world.submit(each.person, each.category);
    case "capacity":
      return world.setCapacity(each.capacity);
    case "wait":
      return world.advanceTime(each.hours);
    case "serve":
      return world.serveWaitingList();
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
      return world.changeCategory(id, each.category);
    case "correct":
      return world.correct(id, each.correction, each.by);
    case "return":
      return world.decide(id, { decision: "return", reason: "because", until: addHours(world.now(), 2) });
    default:
      return world.decide(id, { decision: each.kind, reason: "because" });
  }
}
