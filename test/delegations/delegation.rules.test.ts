import { describe, expect, test } from "vitest";
import { withdrawAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { addConfirmationDeadline } from "#shared/capacity/seats.rules.ts";
import { delegationAmendment, delegationDraft } from "#shared/delegations/contract.ts";
import { delegationRequest } from "#shared/delegations/delegation-request.contract.ts";
import { confirmDelegationMember, substituteMember } from "#shared/delegations/nomination.rules.ts";
import { listDelegationsWithFreedSeats } from "#shared/delegations/reserve-promotion.rules.ts";
import { amendDelegation, assertConfirmed, assertNotDeclined, type Delegation } from "#shared/model/delegation.ts";
import type { Registration } from "#shared/model/registration.ts";
import {
  applyDelegationAmendment,
  confirmFocalPoint,
  createAccreditedDelegation,
  createRequestedDelegation,
  declineFocalPoint,
} from "../../functions/delegations/change-delegation.rules.ts";
import { getChangedRegistration, noon } from "../support/builders.ts";
import {
  buildNomination,
  byFocalPoint,
  bySecretariat,
  DelegationFixture,
  delegationConference,
  delegationDraftBody,
  delegationId,
} from "../support/delegation-world.ts";

const made = (quota?: number): Delegation =>
  createAccreditedDelegation(
    delegationConference,
    { ...delegationDraftBody, ...(quota !== undefined && { quota }) },
    delegationId,
    bySecretariat,
  ).delegation?.after as Delegation;

const asked = createRequestedDelegation(delegationConference, delegationDraftBody, delegationId, byFocalPoint)
  .delegation?.after as Delegation;

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
    expect(applyDelegationAmendment(delegationConference, before, amendment, bySecretariat).emails).toEqual(mails);
  });

  test("that its quota is lifted", () => {
    const { quota: _quota, ...unlimited } = made(2);
    const change = applyDelegationAmendment(delegationConference, unlimited, {}, bySecretariat);
    expect(change.emails).toEqual([]);
  });

  test("is nothing that an address has to confirm", () => {
    const change = createRequestedDelegation(delegationConference, delegationDraftBody, delegationId, byFocalPoint);
    expect(addConfirmationDeadline({ ...delegationConference, confirmWithinHours: 24 }, change)).toEqual(change);
  });
});

describe("the request of an organization", () => {
  test("keeps its justification and its time, also after the decision", () => {
    const draft = { ...delegationDraftBody, justification: "Twelve associations" };
    const change = createRequestedDelegation(delegationConference, draft, delegationId, byFocalPoint);
    const requested = change.delegation?.after as Delegation;
    const kept = { requestedAt: noon, justification: "Twelve associations" };
    expect(requested).toMatchObject(kept);
    expect(amendDelegation(requested, { status: "accredited" })).toMatchObject({ ...kept, status: "accredited" });
  });

  test.each([
    ["2,000 letters outside the basic plane", "𝔄".repeat(2000), true],
    ["2,001", "𝔄".repeat(2001), false],
    ["several lines", "One\nTwo", true],
    ["spaces alone", " \n ", false],
    ["a control character", "One\u0007", false],
  ])("may justify itself with %s: %s", (_, justification, isAccepted) => {
    expect(delegationRequest.safeParse({ ...delegationDraftBody, justification }).success).toBe(isAccepted);
  });

  test.each([delegationDraft, delegationAmendment])(
    "has a justification that the secretariat does not write",
    (contract) => {
      const found = contract.safeParse({ ...delegationDraftBody, justification: "Why" });
      expect(JSON.stringify(found.error?.issues)).toContain("justification");
    },
  );

  test("has no time if the secretariat creates the delegation", () => {
    expect(made()).not.toHaveProperty("requestedAt");
  });
});

describe("a delegation without a quota", () => {
  test("is limited by the venue and the category alone", () => {
    const world = new DelegationFixture();
    for (const name of ["a", "b", "c", "d", "e", "f", "g"]) world.nominate(name);
    expect(world.listSeats().map((each) => each.split(" ")[1])).toEqual([...Array(6).fill("held"), "waiting"]);
    expect(world.getRow("g").waitingFor).toEqual(["venue"]);
  });
});

describe("where the secretariat selects", () => {
  const hall = { ...delegationConference, seatTakenAt: "approval" as const };

  test("a person who is confirmed as a member requests no seat yet", () => {
    const world = new DelegationFixture(1, hall);
    const claims = getChangedRegistration(world.requestMembership().confirmed);
    world.carryOut(confirmDelegationMember(hall, world.states, world.delegationState, claims, byFocalPoint));
    expect(world.listSeats()).toEqual(["claims none"]);
  });
});

describe("a substitution by the secretariat", () => {
  test("says which officer it was", () => {
    const world = new DelegationFixture(1);
    world.nominate("a");
    const leaver = { registration: world.getRow("a"), isInside: false };
    world.carryOut(
      substituteMember(
        delegationConference,
        world.delegationState,
        leaver,
        buildNomination("new"),
        "new",
        bySecretariat,
      ),
    );
    expect(world.getRow("a").accreditation).toEqual({ state: "withdrawn", at: noon, by: "secretariat-1" });
  });
});

describe("a seat that comes free", () => {
  test("is announced by its delegation, once; without a delegation by none", () => {
    const world = new DelegationFixture(2);
    for (const name of ["a", "b"]) world.nominate(name);
    const [one, two] = [
      withdrawAccreditation(world.getRow("a"), byFocalPoint),
      withdrawAccreditation(world.getRow("b"), byFocalPoint),
    ];
    expect(listDelegationsWithFreedSeats({ registrations: [...one.registrations, ...two.registrations] })).toEqual([
      delegationId,
    ]);
    const { delegationId: _own, ...alone } = world.getRow("a");
    expect(listDelegationsWithFreedSeats(withdrawAccreditation(alone, byFocalPoint))).toEqual([]);
    expect(listDelegationsWithFreedSeats({ registrations: [{ after: world.getRow("a") }] })).toEqual([]);
  });

  test("goes to no one if no member of the delegation waits, or if the change already contains that member", () => {
    const world = new DelegationFixture(1);
    for (const name of ["a", "b"]) world.nominate(name);
    const both = [
      withdrawAccreditation(world.getRow("a"), byFocalPoint),
      withdrawAccreditation(world.getRow("b"), byFocalPoint),
    ] as const;
    const change = { ...both[0], registrations: [...both[0].registrations, ...both[1].registrations] };
    expect(world.carryOut(change).registrations).toHaveLength(2);
    expect(world.listSeats()).toEqual([]);
  });
});

describe("focal points who have to confirm", () => {
  const focalPoints = ["one@example.org", "two@example.org"];
  const draft = { ...delegationDraftBody, focalPoints, confirmation: "awaited" } as const;
  const change = createAccreditedDelegation(delegationConference, draft, delegationId, bySecretariat);
  const awaited = change.delegation?.after as Delegation;
  const amend = (amendment: object, before = awaited) =>
    applyDelegationAmendment(delegationConference, before, amendment, bySecretariat);
  const requests = (...positions: number[]) =>
    positions.map((position) => ({ kind: "focal-point-confirmation", delegationId, position }));

  test("are each asked by email, in place of the notice of the accreditation", () => {
    expect(awaited).toMatchObject({ status: "accredited", confirmation: "awaited" });
    expect(change.emails).toEqual(requests(0, 1));
    expect(() => assertConfirmed(awaited)).toThrow("focal-point-unconfirmed");
    expect(() => assertNotDeclined(awaited)).not.toThrow();
    expect(() => assertConfirmed(made(2))).not.toThrow();
  });

  test("confirm or decline, and can confirm after they declined", () => {
    const declined = declineFocalPoint(awaited, "one@example.org", byFocalPoint);
    expect(declined).toMatchObject({ action: "decline-focal-point", emails: [] });
    const after = declined.delegation?.after as Delegation;
    expect(after.confirmation).toBe("declined");
    expect(() => assertConfirmed(after)).toThrow("focal-point-unconfirmed");
    expect(() => assertNotDeclined(after)).toThrow("focal-point-unconfirmed");
    const confirmed = confirmFocalPoint(after, [], "one@example.org", byFocalPoint);
    expect(confirmed.action).toBe("confirm-focal-point");
    expect(confirmed.delegation?.after).not.toHaveProperty("confirmation");
    expect(() => confirmFocalPoint(made(2), [], undefined, byFocalPoint)).toThrow("wrong-state");
  });

  test("who declined are no focal points once another one confirms, who then is the first", () => {
    const answer = (before: Delegation, isConfirmed: boolean, address?: string) =>
      (isConfirmed
        ? confirmFocalPoint(before, [], address, byFocalPoint)
        : declineFocalPoint(before, address, byFocalPoint)
      ).delegation?.after as Delegation;
    const declined = answer(awaited, false, "one@example.org");
    expect(declined).toMatchObject({ focalPoints, declinedBy: ["one@example.org"] });
    const confirmed = answer(declined, true, "two@example.org");
    expect(confirmed.focalPoints).toEqual(["two@example.org"]);
    expect(confirmed).not.toHaveProperty("declinedBy");
    expect(answer(declined, true, "one@example.org").focalPoints).toEqual(focalPoints);
    expect(answer(declined, true).focalPoints).toEqual(["two@example.org"]);
    expect(answer(awaited, true, "two@example.org").focalPoints).toEqual(["two@example.org", "one@example.org"]);
    const all = answer(declined, false, "two@example.org");
    expect(all.declinedBy).toEqual(focalPoints);
    expect(answer(all, true, "one@example.org").focalPoints).toEqual(["one@example.org"]);
    expect(answer(all, true).focalPoints).toEqual(focalPoints);
    // One who is removed, and named again later, is asked again as if they had never answered.
    const removed = amendDelegation(declined, { focalPoints: ["two@example.org"] });
    expect(removed.declinedBy).toEqual([]);
    const again = amendDelegation(removed, { focalPoints });
    expect(answer(again, true, "two@example.org").focalPoints).toEqual(["two@example.org", "one@example.org"]);
    const kept = amendDelegation(declined, { focalPoints: [...focalPoints, "three@example.org"] });
    expect(answer(kept, true, "three@example.org").focalPoints).toEqual(["three@example.org", "two@example.org"]);
  });

  test("get the badge and the valid letter of each member without an address once they confirm", () => {
    const approved = { state: "approved", at: noon, by: "s" } as const;
    const member: Registration = {
      ...getChangedRegistration(new DelegationFixture(1).nominate("a")),
      ...{ accreditation: approved, seat: { state: "held", since: noon }, badgeSerial: 3 },
      visaLetter: { number: 2, at: noon },
    };
    const { email: _none, ...person } = member.person;
    const { registrationId, visaLetter: _letter, ...rest } = { ...member, person };
    const badge = { kind: "approved", registrationId, serial: 3 };
    const letter = { kind: "visa-letter", registrationId, number: 2 };
    const listEmails = (...members: Registration[]) =>
      confirmFocalPoint(awaited, members, "one@example.org", byFocalPoint).emails;
    expect(listEmails({ ...member, person })).toEqual([badge, letter]);
    expect(listEmails({ ...rest, registrationId })).toEqual([badge]);
    expect(listEmails({ ...member, person, accreditation: { state: "pending", since: noon } }, member)).toEqual([]);
  });

  test("are asked again when the secretariat wants it, and when they are others", () => {
    expect(amend({ quota: 9 }).emails).toEqual([{ kind: "quota-changed", delegationId, quota: 9 }]);
    expect(amend({ confirmation: "awaited" }).emails).toEqual(requests(0, 1));
    const declined = declineFocalPoint(awaited, "one@example.org", byFocalPoint).delegation?.after as Delegation;
    const replaced = amend({ focalPoints: ["three@example.org"] }, declined);
    expect(replaced.delegation?.after.confirmation).toBe("awaited");
    expect(replaced.emails).toEqual(requests(0));
    const same = amend({ focalPoints: focalPoints.toReversed() }, declined);
    expect([same.delegation?.after.confirmation, same.emails]).toEqual(["declined", []]);
    const confirmed = amend({ focalPoints: ["three@example.org"] }, made(2));
    expect([confirmed.delegation?.after.confirmation, confirmed.emails]).toEqual([undefined, []]);
  });
});
