import { describe, expect, test } from "vitest";
import { decideAccreditation, withdrawAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { applyAmendment } from "#shared/accreditation/amendment.rules.ts";
import { confirmAddress, listSeatPools } from "#shared/capacity/seats.rules.ts";
import {
  addMember,
  assertNominationCapacity,
  changeRequestedDelegation,
  confirmDelegationMember,
  declineDelegationMember,
  nominateMember,
  rankDelegationMembers,
  rejoinDelegation,
  substituteMember,
} from "#shared/delegations/nomination.rules.ts";
import type { Change } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import { hasHiddenRequest } from "#shared/registrations/registration.rules.ts";
import {
  applyDelegationAmendment,
  createAccreditedDelegation,
  createRequestedDelegation,
} from "../../functions/delegations/change-delegation.rules.ts";
import { acceptOffer } from "../../functions/registration/offers.rules.ts";
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

const kinds = ({ emails }: Change) => emails.map(({ kind }) => kind);

describe("a delegation", () => {
  test("that an organization requested nominates no one before its accreditation, and gets an e-mail", () => {
    const asked = createRequestedDelegation(delegationConference, delegationDraftBody, delegationId, byFocalPoint);
    const world = new DelegationFixture(4, delegationConference, { status: "requested" });
    expect(kinds(asked)).toEqual(["delegation-requested"]);
    expect(() => world.nominate("one")).toThrow("delegation-not-accredited");
    const accredited = applyDelegationAmendment(
      delegationConference,
      world.delegation,
      { status: "accredited", quota: 4 },
      bySecretariat,
    );
    expect(accredited.emails).toEqual([{ kind: "delegation-accredited", delegationId, quota: 4 }]);
    world.carryOut(accredited);
    expect(world.nominate("one").registrations[0]?.after.seat.state).toBe("held");
    expect(() =>
      applyDelegationAmendment(delegationConference, world.delegation, { status: "refused" }, bySecretariat),
    ).toThrow("wrong-state");
  });

  test("in a category that the conference doesn't have is refused", () => {
    const other = { ...delegationDraftBody, category: "academia" } as const;
    expect(() => createAccreditedDelegation(delegationConference, other, delegationId, bySecretariat)).toThrow(
      "invalid-request",
    );
  });
});

describe("nominations", () => {
  test("of nine with a quota of four: the first four stand, five wait for the delegation's own pool", () => {
    const world = new DelegationFixture(4);
    const changes = Array.from({ length: 9 }, (_, index) => world.nominate(`n${index + 1}`));
    const seats = world.listSeats().map((each) => each.split(" ")[1]);
    expect(seats).toEqual([...Array(4).fill("held"), ...Array(5).fill("waiting")]);
    expect(world.getRow("n5").waitingFor).toEqual([`delegation:${delegationId}`]);
    expect(changes.map((change) => kinds(change)[0])).toEqual([
      ...Array(4).fill("received"),
      ...Array(5).fill("waiting"),
    ]);
  });

  test("above the reserve's limit are refused: three times the quota unless it is set", () => {
    const world = new DelegationFixture(1, delegationConference);
    for (const name of ["a", "b", "c", "d"]) world.nominate(name);
    expect(() => world.nominate("e")).toThrow("reserve-full");
    expect(() =>
      assertNominationCapacity(new DelegationFixture(1, delegationConference, { reserve: 0 }).delegationState, 2),
    ).toThrow("reserve-full");
    expect(() => assertNominationCapacity(new DelegationFixture().delegationState, 400)).not.toThrow();
  });

  test("end for focal points when registration closes, and not for the secretariat", () => {
    const late = { ...byFocalPoint, at: "2027-10-25T00:00:00.000Z" };
    const world = new DelegationFixture(2);
    const one = (context: typeof late | typeof bySecretariat) =>
      nominateMember(delegationConference, world.states, world.delegationState, buildNomination("one"), "one", context);
    expect(() => one(late)).toThrow("registration-closed");
    expect(one({ ...bySecretariat, at: late.at }).registrations).toHaveLength(1);
  });

  test("without a role have the default role of the conference, which counts against its maximum", () => {
    const roles = [{ role: "participant", assignableBy: "anyone", maxPerDelegation: 1 }] as const;
    const world = new DelegationFixture(4, { ...delegationConference, roles });
    world.nominate("one");
    expect(world.getRow("one").role).toBe("participant");
    expect(() => world.nominate("two")).toThrow(
      expect.objectContaining({ fieldErrors: [expect.objectContaining({ path: "role", rule: "tooManyInRole" })] }),
    );
  });

  test("say of the person what the delegation's data says, unless they say it themselves", () => {
    const world = new DelegationFixture(2, delegationConference, { country: "SEN" });
    world.nominate("one");
    expect(world.getRow("one")).toMatchObject({
      category: "ngo",
      organization: delegationDraftBody.name.en,
      country: "SEN",
      delegationId,
    });
    world.nominate("two", { organization: "A branch of it", country: "CHE" });
    expect(world.getRow("two")).toMatchObject({ organization: "A branch of it", country: "CHE" });
  });
});

describe("the delegation's reserve", () => {
  test.each([
    ["withdraws", (world: DelegationFixture) => withdrawAccreditation(world.getRow("a"), byFocalPoint)],
    [
      "is rejected",
      (world: DelegationFixture) =>
        decideAccreditation(
          delegationConference,
          world.states,
          world.getRow("a"),
          { decision: "reject" },
          bySecretariat,
        ),
    ],
  ])("moves up in the same change when one of its own %s, before anybody else in line", (_, leave) => {
    const world = new DelegationFixture(2);
    for (const name of ["a", "b", "c", "d"]) world.nominate(name);
    const change = world.carryOut(leave(world));
    expect(change.registrations.map(({ after }) => after.registrationId)).toEqual(["a", "c"]);
    expect(world.listSeats()).toEqual(["b held", "c held", "d waiting"]);
    expect(kinds(change)).toContain("seat-given");
  });

  test("gets an offer where the conference gives time to think", () => {
    const world = new DelegationFixture(1, { ...delegationConference, offerHours: 24 });
    for (const name of ["a", "b"]) world.nominate(name);
    world.carryOut(withdrawAccreditation(world.getRow("a"), byFocalPoint));
    expect(world.getRow("b").seat.state).toBe("offered");
  });

  test("gets nothing while the delegation has more seats than its quota: then it drains", () => {
    const world = new DelegationFixture(2);
    for (const name of ["a", "b", "c"]) world.nominate(name);
    const lowered = applyDelegationAmendment(delegationConference, world.delegation, { quota: 1 }, bySecretariat);
    expect(lowered.emails).toEqual([{ kind: "quota-changed", delegationId, quota: 1 }]);
    world.carryOut(lowered);
    expect(world.listSeats()).toEqual(["a held", "b held", "c waiting"]);
    world.carryOut(withdrawAccreditation(world.getRow("a"), byFocalPoint));
    expect(world.listSeats()).toEqual(["b held", "c waiting"]);
  });

  test("is served in the focal point's order, and unseats no one", () => {
    const world = new DelegationFixture(1);
    const order = ["a", "b", "c", "d"];
    for (const [index, name] of order.entries()) {
      const at = new Date(Date.parse(noon) + index).toISOString();
      world.carryOut(
        nominateMember(delegationConference, world.states, world.delegationState, buildNomination(name), name, {
          ...byFocalPoint,
          at,
        }),
      );
    }
    world.carryOut(
      rankDelegationMembers(world.delegationState, ["d", "a", "c", "b"], world.delegationState.members, byFocalPoint),
    );
    expect(world.listSeats()).toEqual(["d waiting", "a held", "c waiting", "b waiting"]);
    const since = (id: string) => (world.getRow(id).seat as { since: string }).since;
    expect(["d", "c", "b"].map(since)).toEqual(
      ["b", "c", "d"].map((_, index) => new Date(Date.parse(noon) + index + 1).toISOString()),
    );
    world.carryOut(withdrawAccreditation(world.getRow("a"), byFocalPoint));
    expect(world.listSeats()).toEqual(["d held", "c waiting", "b waiting"]);
  });

  test.each([[["a"]], [["a", "b", "c"]], [["a", "a"]]])("a ranking that isn't one is refused: %j", (wanted) => {
    const world = new DelegationFixture(1);
    for (const name of ["a", "b"]) world.nominate(name);
    expect(() =>
      rankDelegationMembers(world.delegationState, wanted, world.delegationState.members, byFocalPoint),
    ).toThrow("invalid-request");
  });
});

describe("a substitution", () => {
  const into = (world: DelegationFixture, leaves: string, inside = false) =>
    substituteMember(
      delegationConference,
      world.delegationState,
      { registration: world.getRow(leaves), isInside: inside },
      buildNomination("new"),
      "new",
      byFocalPoint,
    );

  test("hands on the seat as it is: no pool changes, the one who came is reviewed, the chain is kept", () => {
    const world = new DelegationFixture(2);
    for (const name of ["a", "b", "c"]) world.nominate(name);
    world.carryOut(
      decideAccreditation(
        delegationConference,
        world.states,
        world.getRow("a"),
        { decision: "approve" },
        bySecretariat,
      ),
    );
    const before = JSON.stringify([...world.states]);
    const change = world.carryOut(into(world, "a"));
    expect(JSON.stringify([...world.states])).toBe(before);
    expect(world.listSeats()).toEqual(["new held", "b held", "c waiting"]);
    expect(world.getRow("new")).toMatchObject({
      accreditation: { state: "pending" },
      substitutes: "a",
      badgeSerial: 0,
    });
    expect(world.getRow("a").accreditation.state).toBe("withdrawn");
    expect(kinds(change)).toEqual(["substituted", "substitute"]);
    expect(change.mustBeOutside).toEqual([{ registrationId: "a", since: "2027-03-01T03:00:00.000Z" }]);
  });

  test("a substitute of a waiting person waits in the same position; without a seat the e-mail promises none", () => {
    const world = new DelegationFixture(2);
    for (const name of ["a", "b", "c"]) world.nominate(name);
    expect(kinds(into(world, "c"))).toEqual(["substituted", "waiting"]);
    const hall = { ...delegationConference, seatTakenAt: "approval" as const };
    const unseated = new DelegationFixture(1, hall);
    unseated.nominate("a");
    expect(into(unseated, "a").emails[1]).toEqual({ kind: "substitute", registrationId: "new", unseated: true });
  });

  test("the substitute keeps the seat at approval, also where seats are taken at approval", () => {
    const hall = { ...delegationConference, seatTakenAt: "approval" as const };
    const world = new DelegationFixture(1, hall);
    world.nominate("a");
    world.carryOut(decideAccreditation(hall, world.states, world.getRow("a"), { decision: "approve" }, bySecretariat));
    world.carryOut(
      substituteMember(
        hall,
        world.delegationState,
        { registration: world.getRow("a"), isInside: false },
        buildNomination("new"),
        "new",
        byFocalPoint,
      ),
    );
    world.carryOut(
      decideAccreditation(hall, world.states, world.getRow("new"), { decision: "approve" }, bySecretariat),
    );
    expect(world.getRow("new")).toMatchObject({ seat: { state: "held" }, badgeSerial: 1 });
  });

  test("for a person inside, of another delegation, or who has withdrawn, is refused", () => {
    const world = new DelegationFixture(2);
    world.nominate("a");
    expect(() => into(world, "a", true)).toThrow("inside-already");
    world.carryOut(withdrawAccreditation(world.getRow("a"), byFocalPoint));
    expect(() => into(world, "a")).toThrow("wrong-state");
    world.rows.set("x", { ...world.getRow("a"), registrationId: "x", delegationId: "other" });
    expect(() => into(world, "x")).toThrow("not-a-member");
  });
});

describe("a form that names a delegation", () => {
  const claimed = (world: DelegationFixture) => getChangedRegistration(world.requestMembership().confirmed);

  test("tells the focal point once the person has opened a link, and not before", () => {
    const { submitted, confirmed } = new DelegationFixture(1).requestMembership();
    expect(submitted.emails).toEqual([{ kind: "received", registrationId: "claims", unseated: true }]);
    expect(confirmed.emails).toEqual([{ kind: "membership-requested", delegationId }]);
    const before = getChangedRegistration(submitted);
    const withdrawn = getChangedRegistration(withdrawAccreditation(before, bySecretariat));
    expect(confirmAddress(withdrawn, bySecretariat)?.emails).toEqual([]);
    const { requestedDelegationId: _, ...alone } = before;
    const hidden = [before, withdrawn, alone, getChangedRegistration(confirmed)].map(hasHiddenRequest);
    expect(hidden).toEqual([true, false, false, false]);
  });

  test("is no request for a focal point before the person has opened a link, but for the secretariat", () => {
    const world = new DelegationFixture(1);
    const before = getChangedRegistration(world.requestMembership().submitted);
    const confirm = (context: typeof byFocalPoint | typeof bySecretariat) =>
      confirmDelegationMember(delegationConference, world.states, world.delegationState, before, context);
    expect(() => confirm(byFocalPoint)).toThrow("not-a-member");
    expect(() => declineDelegationMember(world.delegationState, before, byFocalPoint)).toThrow("not-a-member");
    expect(getChangedRegistration(confirm(bySecretariat)).seat.state).toBe("held");
  });

  test("is told to the focal point when the secretariat gives the person another address", () => {
    const world = new DelegationFixture(1);
    const before = getChangedRegistration(world.requestMembership().submitted);
    const amendment = { person: { email: "other@example.org" } };
    const change = applyAmendment(delegationConference, world.states, before, amendment, bySecretariat);
    expect(kinds(change)).toContain("membership-requested");
  });

  test("takes no seat until a focal point says yes, then one of the delegation's", () => {
    const world = new DelegationFixture(1);
    const before = claimed(world);
    expect(before.seat.state).toBe("none");
    expect(() =>
      decideAccreditation(delegationConference, world.states, before, { decision: "approve" }, bySecretariat),
    ).toThrow("delegation-unconfirmed");
    const change = world.carryOut(
      confirmDelegationMember(delegationConference, world.states, world.delegationState, before, byFocalPoint),
    );
    expect(world.listSeats()).toEqual(["claims held"]);
    // The delegation vouches for the person, so the seat does not expire.
    expect(world.getRow("claims").addressConfirmed).toBe(true);
    expect(listSeatPools(delegationConference, world.getRow("claims"))).toContain(`delegation:${delegationId}`);
    expect(change.emails).toEqual([
      { kind: "membership-confirmed", registrationId: "claims" },
      { kind: "membership-decided", delegationId },
    ]);
  });

  test("joins the reserve where the quota is used up, and hears so", () => {
    const world = new DelegationFixture(1);
    world.nominate("a");
    const change = world.carryOut(
      confirmDelegationMember(delegationConference, world.states, world.delegationState, claimed(world), byFocalPoint),
    );
    expect([world.listSeats(), kinds(change)]).toEqual([
      ["a held", "claims waiting"],
      ["membership-confirmed", "waiting", "membership-decided"],
    ]);
  });

  test("is confirmed by that delegation alone, and only while it stands", () => {
    const world = new DelegationFixture(1);
    const before = claimed(world);
    const other = { ...before, requestedDelegationId: "e".repeat(26) };
    expect(() =>
      confirmDelegationMember(delegationConference, world.states, world.delegationState, other, byFocalPoint),
    ).toThrow("not-a-member");
    const gone = withdrawAccreditation(before, byFocalPoint).registrations[0]?.after as Registration;
    expect(() =>
      confirmDelegationMember(delegationConference, world.states, world.delegationState, gone, byFocalPoint),
    ).toThrow("wrong-state");
  });

  test("that the delegation declines keeps no seat, tells both, and is no request any more", () => {
    const world = new DelegationFixture(1);
    const before = claimed(world);
    const change = declineDelegationMember(world.delegationState, before, byFocalPoint);
    const declined = change.registrations[0]?.after as Registration;
    expect(declined).toMatchObject({ accreditation: { state: "pending" }, seat: { state: "none" } });
    expect([declined.requestedDelegationId, declined.declinedDelegationId]).toEqual([undefined, delegationId]);
    expect(change.emails).toEqual([
      { kind: "membership-declined", registrationId: "claims" },
      { kind: "membership-decided", delegationId },
    ]);
    expect(() => declineDelegationMember(world.delegationState, declined, byFocalPoint)).toThrow("not-a-member");
  });

  test("that was declined names another delegation, or none and takes a seat as a newcomer does", () => {
    const world = new DelegationFixture(1);
    const owner = { actor: { kind: "delegate", id: "claims" } as const, at: noon };
    const declined = declineDelegationMember(world.delegationState, claimed(world), byFocalPoint).registrations[0]
      ?.after as Registration;
    const other = { ...world.delegation, delegationId: "e".repeat(26) };
    const renamed = changeRequestedDelegation(delegationConference, world.states, declined, other, owner);
    expect(renamed.registrations[0]?.after).toMatchObject({ requestedDelegationId: other.delegationId });
    expect(renamed.registrations[0]?.after.declinedDelegationId).toBeUndefined();
    expect(renamed.emails).toEqual([{ kind: "membership-requested", delegationId: other.delegationId }]);
    const alone = changeRequestedDelegation(delegationConference, world.states, declined, undefined, owner);
    expect(alone.registrations[0]?.after.seat.state).toBe("held");
    expect(kinds(alone)).toEqual(["seat-given"]);
    const member = { ...declined, declinedDelegationId: undefined } as unknown as Registration;
    expect(() => changeRequestedDelegation(delegationConference, world.states, member, other, owner)).toThrow(
      "wrong-state",
    );
  });

  test("that names the same delegation again tells no focal point twice, also on a returned registration", () => {
    const world = new DelegationFixture(1);
    const before = claimed(world);
    const returned = { state: "returned", at: noon, by: "s", reason: "r", fields: [] } as const;
    const rename = (named: Registration) =>
      changeRequestedDelegation(delegationConference, world.states, named, world.delegation, byFocalPoint);
    for (const accreditation of [before.accreditation, returned]) {
      const named = { ...before, accreditation };
      expect(rename(named).emails).toEqual([]);
    }
    // The person has signed in to name it, which confirms the address.
    const renamed = rename(getChangedRegistration(world.requestMembership().submitted));
    expect([getChangedRegistration(renamed).addressConfirmed, kinds(renamed)]).toEqual([
      true,
      ["membership-requested"],
    ]);
  });

  test("releases a seat that the person has, because the delegation's seats are in its own pool", () => {
    const world = new DelegationFixture(1);
    const declined = declineDelegationMember(world.delegationState, claimed(world), byFocalPoint).registrations[0]
      ?.after as Registration;
    const seated = { ...declined, seat: { state: "held", since: noon } } as const;
    const change = changeRequestedDelegation(
      delegationConference,
      world.states,
      seated,
      world.delegation,
      byFocalPoint,
    );
    expect(change.registrations[0]?.after.seat).toEqual({ state: "none" });
  });

  test("that was declined and requests a seat alone, names no delegation any more", () => {
    const world = new DelegationFixture(1);
    const declined = declineDelegationMember(world.delegationState, claimed(world), byFocalPoint).registrations[0]
      ?.after as Registration;
    const alone = acceptOffer(delegationConference, world.states, declined, byFocalPoint).registrations[0]?.after;
    expect(alone?.seat.state).toBe("held");
    expect(alone).not.toHaveProperty("declinedDelegationId");
  });

  test("that names none any more takes no seat before the approval, where the approval gives it", () => {
    const world = new DelegationFixture(1);
    const atApproval = { ...delegationConference, seatTakenAt: "approval" } as const;
    const change = changeRequestedDelegation(atApproval, world.states, claimed(world), undefined, byFocalPoint);
    expect(change.registrations[0]?.after.seat.state).toBe("none");
  });

  test("cannot be declined once the person is a member", () => {
    const world = new DelegationFixture(1);
    const member = { ...claimed(world), delegationId };
    expect(() => declineDelegationMember(world.delegationState, member, byFocalPoint)).toThrow("wrong-state");
  });

  test("that was declined is approved alone, with a seat", () => {
    const world = new DelegationFixture(1);
    const declined = declineDelegationMember(world.delegationState, claimed(world), byFocalPoint).registrations[0]
      ?.after as Registration;
    const [approved] = decideAccreditation(
      delegationConference,
      world.states,
      declined,
      { decision: "approve" },
      bySecretariat,
    ).registrations;
    expect(approved?.after).toMatchObject({ accreditation: { state: "approved" }, seat: { state: "held" } });
  });

  test("takes no seat while it waits for the delegation, whether it is reopened or requests a seat", () => {
    const world = new DelegationFixture(1);
    const before = claimed(world);
    const rejected = {
      ...before,
      accreditation: { state: "rejected", at: noon, by: "s", reason: "r" },
    } as Registration;
    const [reopened] = decideAccreditation(
      delegationConference,
      world.states,
      rejected,
      { decision: "reopen" },
      bySecretariat,
    ).registrations;
    expect(reopened?.after.seat.state).toBe("none");
    expect(() => acceptOffer(delegationConference, world.states, before, byFocalPoint)).toThrow(
      "delegation-unconfirmed",
    );
  });
});

describe("the order of a delegation", () => {
  const seen = {
    version: 1,
    documentId: "l".repeat(26),
    at: noon,
    review: { at: noon, by: "s", registrationIds: [] },
  } as const;
  const joining = () => {
    const change = new DelegationFixture(1).nominate("joins");
    return { ...change, delegation: undefined } as unknown as Change;
  };

  test("puts a member whom the secretariat adds last, and marks them as not named in a reviewed letter", () => {
    const world = new DelegationFixture(3);
    world.nominate("a");
    const added = addMember(world.delegationState, joining());
    expect(added.delegation?.after.members).toEqual(["a", "joins"]);
    expect(added.registrations[0]?.after).not.toHaveProperty("isNamedInLetter");
    const reviewed = { ...world.delegation, letters: [seen] };
    const [unnamed] = addMember({ ...world.delegationState, delegation: reviewed }, joining()).registrations;
    expect(unnamed?.after.isNamedInLetter).toBe(false);
    expect(() => addMember(world.delegationState, { ...joining(), registrations: [] })).toThrow(
      "a change without a registration",
    );
  });

  test("puts a reopened member last, unless it still lists them", () => {
    const world = new DelegationFixture(3);
    world.nominate("a");
    const rejoin = (change: Change, conference: Conference = delegationConference) =>
      rejoinDelegation(conference, world.delegationState, change);
    expect(rejoin(joining()).delegation?.after.members).toEqual(["a", "joins"]);
    const again = { ...joining(), registrations: [{ after: world.getRow("a") }] };
    expect(rejoin(again)).toBe(again);
    const none = { ...joining(), registrations: [] };
    expect(rejoin(none)).toBe(none);
    const roles = [{ role: "delegate", assignableBy: "anyone", maxPerDelegation: 1 }] as const;
    expect(() => rejoin(joining(), { ...delegationConference, roles })).toThrow("invalid-request");
    world.delegation = { ...world.delegation, quota: 1, reserve: 0 };
    expect(() => rejoin(joining())).toThrow("reserve-full");
  });
});
