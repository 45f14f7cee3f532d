import { describe, expect, test } from "vitest";
import { decide, withdraw } from "#shared/domain/accreditation.ts";
import type { Change } from "#shared/domain/change.ts";
import { changeDelegation, makeDelegation, requestDelegation } from "#shared/domain/delegation-change.ts";
import { confirmMember, mustHaveRoom, nominate, rank, substitute } from "#shared/domain/nomination.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { seatPools } from "#shared/domain/seats.ts";
import { submit } from "#shared/domain/submission.ts";
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

const kinds = ({ mails }: Change) => mails.map(({ kind }) => kind);

describe("a delegation", () => {
  test("that an organization asked for nominates nobody before it is accredited, and is told", () => {
    const asked = requestDelegation(conference, draft, delegationId, byFocalPoint);
    const world = new World(4, conference, { status: "requested" });
    expect(kinds(asked)).toEqual(["delegation-requested"]);
    expect(() => world.nominate("one")).toThrow("delegation-not-accredited");
    const accredited = changeDelegation(world.delegation, { status: "accredited", quota: 4 }, bySecretariat);
    expect(accredited.mails).toEqual([{ kind: "delegation-accredited", delegationId, quota: 4 }]);
    world.carryOut(accredited);
    expect(world.nominate("one").registrations[0]?.after.seat.state).toBe("held");
    expect(() => changeDelegation(world.delegation, { status: "refused" }, bySecretariat)).toThrow("wrong-state");
  });

  test("in a category that the conference doesn't have is refused", () => {
    const other = { ...draft, category: "academia" } as const;
    expect(() => makeDelegation(conference, other, delegationId, bySecretariat)).toThrow("invalid-request");
  });
});

describe("nominations", () => {
  test("of nine with a quota of four: the first four stand, five wait for the delegation's own pool", () => {
    const world = new World(4);
    const changes = Array.from({ length: 9 }, (_, index) => world.nominate(`n${index + 1}`));
    const seats = world.seats().map((each) => each.split(" ")[1]);
    expect(seats).toEqual([...Array(4).fill("held"), ...Array(5).fill("waiting")]);
    expect(world.row("n5").waitingFor).toEqual([`delegation:${delegationId}`]);
    expect(changes.map((change) => kinds(change)[0])).toEqual([
      ...Array(4).fill("received"),
      ...Array(5).fill("waiting"),
    ]);
  });

  test("above the reserve's limit are refused: three times the quota unless it is set", () => {
    const world = new World(1, conference);
    for (const name of ["a", "b", "c", "d"]) world.nominate(name);
    expect(() => world.nominate("e")).toThrow("reserve-full");
    expect(() => mustHaveRoom(new World(1, conference, { reserve: 0 }).standing, 2)).toThrow("reserve-full");
    expect(() => mustHaveRoom(new World().standing, 400)).not.toThrow();
  });

  test("end for focal points when registration closes, and not for the secretariat", () => {
    const late = { ...byFocalPoint, at: "2028-01-01T00:00:00.000Z" };
    const world = new World(2);
    const one = (context: typeof late | typeof bySecretariat) =>
      nominate(conference, world.states, world.standing, aNomination("one"), "one", context);
    expect(() => one(late)).toThrow("registration-closed");
    expect(one({ ...bySecretariat, at: late.at }).registrations).toHaveLength(1);
  });

  test("say of the person what the delegation's data says, unless they say it themselves", () => {
    const world = new World(2, conference, { country: "SEN" });
    world.nominate("one");
    expect(world.row("one")).toMatchObject({
      category: "ngo",
      organization: draft.name.en,
      country: "SEN",
      delegationId,
    });
    world.nominate("two", { organization: "A branch of it", country: "CHE" });
    expect(world.row("two")).toMatchObject({ organization: "A branch of it", country: "CHE" });
  });
});

describe("the delegation's reserve", () => {
  test.each([
    ["withdraws", (world: World) => withdraw(world.row("a"), byFocalPoint)],
    [
      "is rejected",
      (world: World) => decide(conference, world.states, world.row("a"), { decision: "reject" }, bySecretariat),
    ],
  ])("moves up in the same change when one of its own %s, before anybody else in line", (_, leave) => {
    const world = new World(2);
    for (const name of ["a", "b", "c", "d"]) world.nominate(name);
    const change = world.carryOut(leave(world));
    expect(change.registrations.map(({ after }) => after.registrationId)).toEqual(["a", "c"]);
    expect(world.seats()).toEqual(["b held", "c held", "d waiting"]);
    expect(kinds(change)).toContain("seat-given");
  });

  test("gets an offer where the conference gives time to think", () => {
    const world = new World(1, { ...conference, offerHours: 24 });
    for (const name of ["a", "b"]) world.nominate(name);
    world.carryOut(withdraw(world.row("a"), byFocalPoint));
    expect(world.row("b").seat.state).toBe("offered");
  });

  test("gets nothing while the delegation has more seats than its quota: then it drains", () => {
    const world = new World(2);
    for (const name of ["a", "b", "c"]) world.nominate(name);
    const lowered = changeDelegation(world.delegation, { quota: 1 }, bySecretariat);
    expect(lowered.mails).toEqual([{ kind: "quota-changed", delegationId, quota: 1 }]);
    world.carryOut(lowered);
    expect(world.seats()).toEqual(["a held", "b held", "c waiting"]);
    world.carryOut(withdraw(world.row("a"), byFocalPoint));
    expect(world.seats()).toEqual(["b held", "c waiting"]);
  });

  test("is served in the order that the focal point gave, and nobody is unseated by it", () => {
    const world = new World(1);
    const order = ["a", "b", "c", "d"];
    for (const [index, name] of order.entries()) {
      const at = new Date(Date.parse(noon) + index).toISOString();
      world.carryOut(
        nominate(conference, world.states, world.standing, aNomination(name), name, { ...byFocalPoint, at }),
      );
    }
    world.carryOut(rank(world.standing, ["d", "a", "c", "b"], byFocalPoint));
    expect(world.seats()).toEqual(["d waiting", "a held", "c waiting", "b waiting"]);
    const since = (id: string) => (world.row(id).seat as { since: string }).since;
    expect(["d", "c", "b"].map(since)).toEqual(
      ["b", "c", "d"].map((_, index) => new Date(Date.parse(noon) + index + 1).toISOString()),
    );
    world.carryOut(withdraw(world.row("a"), byFocalPoint));
    expect(world.seats()).toEqual(["d held", "c waiting", "b waiting"]);
  });

  test.each([[["a"]], [["a", "b", "c"]], [["a", "a"]]])("a ranking that isn't one is refused: %j", (wanted) => {
    const world = new World(1);
    for (const name of ["a", "b"]) world.nominate(name);
    expect(() => rank(world.standing, wanted, byFocalPoint)).toThrow("invalid-request");
  });
});

describe("a substitution", () => {
  const into = (world: World, leaves: string, inside = false) =>
    substitute(
      conference,
      world.standing,
      { registration: world.row(leaves), inside },
      aNomination("new"),
      "new",
      byFocalPoint,
    );

  test("hands on the seat as it is: no pool changes, the one who came is reviewed, the chain is kept", () => {
    const world = new World(2);
    for (const name of ["a", "b", "c"]) world.nominate(name);
    world.carryOut(decide(conference, world.states, world.row("a"), { decision: "approve" }, bySecretariat));
    const before = JSON.stringify([...world.states]);
    const change = world.carryOut(into(world, "a"));
    expect(JSON.stringify([...world.states])).toBe(before);
    expect(world.seats()).toEqual(["new held", "b held", "c waiting"]);
    expect(world.row("new")).toMatchObject({ accreditation: { state: "pending" }, substitutes: "a", badgeSerial: 0 });
    expect(world.row("a").accreditation.state).toBe("withdrawn");
    expect([kinds(change), change.mustBeOutside]).toEqual([["substituted", "substitute"], ["a"]]);
  });

  test("who comes in the place of somebody in line waits there, and hears so; without a seat the mail promises none", () => {
    const world = new World(2);
    for (const name of ["a", "b", "c"]) world.nominate(name);
    expect(kinds(into(world, "c"))).toEqual(["substituted", "waiting"]);
    const hall = { ...conference, seatTakenAt: "approval" as const };
    const unseated = new World(1, hall);
    unseated.nominate("a");
    expect(into(unseated, "a").mails[1]).toEqual({ kind: "substitute", registrationId: "new", unseated: true });
  });

  test("whoever came keeps the seat when approved, also where seats are taken at approval", () => {
    const hall = { ...conference, seatTakenAt: "approval" as const };
    const world = new World(1, hall);
    world.nominate("a");
    world.carryOut(decide(hall, world.states, world.row("a"), { decision: "approve" }, bySecretariat));
    world.carryOut(
      substitute(
        hall,
        world.standing,
        { registration: world.row("a"), inside: false },
        aNomination("new"),
        "new",
        byFocalPoint,
      ),
    );
    world.carryOut(decide(hall, world.states, world.row("new"), { decision: "approve" }, bySecretariat));
    expect(world.row("new")).toMatchObject({ seat: { state: "held" }, badgeSerial: 1 });
  });

  test("for somebody inside, of another delegation, or who has left already, is refused", () => {
    const world = new World(2);
    world.nominate("a");
    expect(() => into(world, "a", true)).toThrow("inside-already");
    world.carryOut(withdraw(world.row("a"), byFocalPoint));
    expect(() => into(world, "a")).toThrow("wrong-state");
    world.rows.set("x", { ...world.row("a"), registrationId: "x", delegationId: "other" });
    expect(() => into(world, "x")).toThrow("not-a-member");
  });
});

describe("a form that names a delegation", () => {
  function claimed(world: World): Registration {
    const application = { ...anApplication({}, { email: "claims@example.org" }), claimedDelegation: delegationId };
    const { registrations, mails } = submit(conference, world.states, application, "claims", {
      actor: { kind: "public" },
      at: noon,
    });
    expect(mails).toEqual([{ kind: "received", registrationId: "claims", unseated: true }]);
    return registrations[0]?.after as Registration;
  }

  test("takes no seat until a focal point says yes, then one of the delegation's", () => {
    const world = new World(1);
    const before = claimed(world);
    expect(before.seat.state).toBe("none");
    expect(() => decide(conference, world.states, before, { decision: "approve" }, bySecretariat)).toThrow(
      "wrong-state",
    );
    const change = world.carryOut(confirmMember(conference, world.states, world.standing, before, byFocalPoint));
    expect(world.seats()).toEqual(["claims held"]);
    expect(seatPools(conference, world.row("claims"))).toContain(`delegation:${delegationId}`);
    expect(kinds(change)).toEqual(["seat-given"]);
  });

  test("joins the reserve where the quota is used up, and hears so", () => {
    const world = new World(1);
    world.nominate("a");
    const change = world.carryOut(
      confirmMember(conference, world.states, world.standing, claimed(world), byFocalPoint),
    );
    expect([world.seats(), kinds(change)]).toEqual([["a held", "claims waiting"], ["waiting"]]);
  });

  test("is confirmed by that delegation alone, and only while it stands", () => {
    const world = new World(1);
    const before = claimed(world);
    const other = { ...before, claimedDelegation: "e".repeat(24) };
    expect(() => confirmMember(conference, world.states, world.standing, other, byFocalPoint)).toThrow("not-a-member");
    const gone = withdraw(before, byFocalPoint).registrations[0]?.after as Registration;
    expect(() => confirmMember(conference, world.states, world.standing, gone, byFocalPoint)).toThrow("wrong-state");
  });
});
