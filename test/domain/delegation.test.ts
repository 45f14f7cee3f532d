import { describe, expect, test } from "vitest";
import { withdraw } from "#shared/domain/accreditation.ts";
import type { Delegation } from "#shared/domain/delegation.ts";
import { changeDelegation, makeDelegation, requestDelegation } from "#shared/domain/delegation-change.ts";
import { confirmMember, substitute } from "#shared/domain/nomination.ts";
import { listDelegationsWithFreedSeats } from "#shared/domain/reserve-promotion.ts";
import { addConfirmationDeadline } from "#shared/domain/seat-expiry.ts";
import { submit } from "#shared/domain/submission.ts";
import { sameName } from "#shared/domain/text.ts";
import { anApplication, noon } from "../support/builders.ts";
import {
  aNomination,
  byFocalPoint,
  bySecretariat,
  conference,
  delegationId,
  draft,
  World,
} from "../support/delegation-world.ts";

const made = (quota?: number): Delegation =>
  makeDelegation(conference, { ...draft, ...(quota !== undefined && { quota }) }, delegationId, bySecretariat)
    .delegation?.after as Delegation;

const asked = requestDelegation(conference, draft, delegationId, byFocalPoint).delegation?.after as Delegation;

describe("what a delegation's focal point hears of a change", () => {
  test.each([
    [
      "a refusal, with its reason",
      asked,
      { status: "refused", reason: "Not a migrant association" },
      [{ kind: "delegation-refused", delegationId, reason: "Not a migrant association" }],
    ],
    ["a refusal without one", asked, { status: "refused" }, [{ kind: "delegation-refused", delegationId, reason: "" }]],
    [
      "an accreditation without a quota",
      asked,
      { status: "accredited" },
      [{ kind: "delegation-accredited", delegationId }],
    ],
    ["a new quota", made(2), { quota: 3 }, [{ kind: "quota-changed", delegationId, quota: 3 }]],
    ["a quota of one that had none", made(), { quota: 3 }, [{ kind: "quota-changed", delegationId, quota: 3 }]],
    ["nothing of the same quota", made(2), { quota: 2 }, []],
    ["nothing of a quota before it is accredited", asked, { quota: 2 }, []],
    ["nothing of a name", made(2), { name: { en: "Another name" } }, []],
  ] as const)("%s", (_, before, amendment, mails) => {
    expect(changeDelegation(before, amendment, bySecretariat).mails).toEqual(mails);
  });

  test("that its quota is lifted", () => {
    const { quota: _quota, ...unlimited } = made(2);
    const change = changeDelegation(unlimited, {}, bySecretariat);
    expect(change.mails).toEqual([]);
  });

  test("is nothing that an address has to confirm", () => {
    const change = requestDelegation(conference, draft, delegationId, byFocalPoint);
    expect(addConfirmationDeadline({ ...conference, confirmWithinHours: 24 }, change)).toEqual(change);
  });
});

describe("a delegation without a quota", () => {
  test("is limited by the venue and the category alone", () => {
    const world = new World();
    for (const name of ["a", "b", "c", "d", "e", "f", "g"]) world.nominate(name);
    expect(world.seats().map((each) => each.split(" ")[1])).toEqual([...Array(6).fill("held"), "waiting"]);
    expect(world.row("g").waitingFor).toEqual(["venue"]);
  });
});

describe("where the secretariat selects", () => {
  const hall = { ...conference, seatTakenAt: "approval" as const };

  test("whoever is confirmed as a member asks for no seat yet", () => {
    const world = new World(1, hall);
    const application = { ...anApplication({}, { email: "claims@example.org" }), claimedDelegation: delegationId };
    const [step] = submit(hall, world.states, application, "claims", {
      actor: { kind: "public" },
      at: noon,
    }).registrations;
    if (!step) throw new Error("no registration");
    world.carryOut(confirmMember(hall, world.states, world.standing, step.after, byFocalPoint));
    expect(world.seats()).toEqual(["claims none"]);
  });
});

describe("a substitution by the secretariat", () => {
  test("says which officer it was", () => {
    const world = new World(1);
    world.nominate("a");
    const leaver = { registration: world.row("a"), inside: false };
    world.carryOut(substitute(conference, world.standing, leaver, aNomination("new"), "new", bySecretariat));
    expect(world.row("a").accreditation).toEqual({ state: "withdrawn", at: noon, by: "secretariat-1" });
  });
});

describe("a seat that comes free", () => {
  test("is told by its delegation, once; one of nobody's delegation by none", () => {
    const world = new World(2);
    for (const name of ["a", "b"]) world.nominate(name);
    const [one, two] = [withdraw(world.row("a"), byFocalPoint), withdraw(world.row("b"), byFocalPoint)];
    expect(listDelegationsWithFreedSeats({ registrations: [...one.registrations, ...two.registrations] })).toEqual([
      delegationId,
    ]);
    const { delegationId: _own, ...alone } = world.row("a");
    expect(listDelegationsWithFreedSeats(withdraw(alone, byFocalPoint))).toEqual([]);
    expect(listDelegationsWithFreedSeats({ registrations: [{ after: world.row("a") }] })).toEqual([]);
  });

  test("goes to nobody where nobody of the delegation waits, or where a change touches them already", () => {
    const world = new World(1);
    for (const name of ["a", "b"]) world.nominate(name);
    const both = [withdraw(world.row("a"), byFocalPoint), withdraw(world.row("b"), byFocalPoint)] as const;
    const change = { ...both[0], registrations: [...both[0].registrations, ...both[1].registrations] };
    expect(world.carryOut(change).registrations).toHaveLength(2);
    expect(world.seats()).toEqual([]);
  });
});

describe("two spellings of one name", () => {
  test.each([
    [
      { givenName: "Amína", familyName: "DIALLO" },
      { givenName: "Diallo", familyName: "Amina" },
    ],
    [{ givenName: "Juan José", familyName: "Gómez-Camacho" }, { familyName: "Gomez Camacho Juan Jose" }],
    [{ familyName: "Nguyễn" }, { givenName: "nguyen" }],
  ])("are the same: %j %j", (one, other) => {
    expect(sameName(one)).toBe(sameName(other));
  });

  test("of two names are not", () => {
    expect(sameName({ givenName: "Amina" })).not.toBe(sameName({ givenName: "Aminata" }));
    expect(sameName({})).toBe("");
  });
});
