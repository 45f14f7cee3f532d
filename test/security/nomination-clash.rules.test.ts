import { describe, expect, test } from "vitest";
import { withdrawAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { listOccupiedPools } from "#shared/capacity/seats.rules.ts";
import { serveWaitingList } from "#shared/capacity/waiting-list.rules.ts";
import { createClash } from "#shared/delegations/create-clash.rules.ts";
import { nominateMember, substituteMember } from "#shared/delegations/nomination.rules.ts";
import { acceptClash, acceptOutsideDelegation, declineClash } from "#shared/delegations/nomination-clash.rules.ts";
import type { Change } from "#shared/model/change.ts";
import type { Registration } from "#shared/model/registration.ts";
import { maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";
import { acceptOffer } from "../../functions/registration/offers.rules.ts";
import { aConference, buildRegistration, getChangedRegistration, noon, sideEvent } from "../support/builders.ts";
import {
  buildNomination,
  byFocalPoint,
  bySecretariat,
  DelegationFixture,
  delegationId,
} from "../support/delegation-world.ts";

const session = { ...sideEvent, sessionId: "panel" };
const hall = aConference({
  venue: { name: "Hall", city: "Geneva", country: "CHE", capacity: 6 },
  sessions: [session],
});
const holder = "h".repeat(26);
const existing = (more: Partial<Registration> = {}): Registration => ({
  ...buildRegistration(hall),
  registrationId: holder,
  ...more,
});

/** A delegation with a nomination that clashes, and its seat in the delegation if it is a substitute. */
function createWorld({ quota = 2, conference = hall, isSubstitute = false } = {}) {
  const world = new DelegationFixture(quota, conference);
  world.nominate("first");
  if (!isSubstitute) {
    const nomination = buildNomination("second", { sessions: ["panel"] });
    const change = nominateMember(conference, world.states, world.delegationState, nomination, "s", byFocalPoint);
    world.carryOut(createClash(change, holder));
  } else {
    const leaver = { registration: world.getRow("first"), isInside: false };
    const nomination = buildNomination("second");
    const state = world.delegationState;
    const change = substituteMember(conference, state, leaver, nomination, "s", byFocalPoint);
    world.carryOut(createClash(change, holder));
  }
  return world;
}

const accept = (world: DelegationFixture, person: Registration | undefined) =>
  acceptClash(world.conference, world.states, world.delegationState, world.getRow("s"), person, bySecretariat);
const kinds = ({ emails }: { readonly emails: readonly { readonly kind: string }[] }) => emails.map(({ kind }) => kind);

const delegationPool = `delegation:${delegationId}` as const;
const listPools = (row: Registration) => listOccupiedPools(hall, row);

describe("a nomination of a registered person", () => {
  test("has the seat of a new person, and takes it from the same pools", () => {
    const row = createWorld().getRow("s");
    expect([row.seat.state, row.sessions[0]?.seat.state, row.clash, listPools(row)]).toEqual([
      "held",
      "held",
      { registrationId: holder },
      ["venue", "category:ngo", delegationPool, "session:panel"],
    ]);
    expect(
      maskProtectedIdentity({ ...row, protection: { alias: { nameOnBadge: "X" }, readers: [] } }),
    ).not.toHaveProperty("clash");
  });

  test("waits as a new person would, beyond the quota and where seats are taken at approval", () => {
    expect(createWorld({ quota: 1 }).getRow("s").seat.state).toBe("waiting");
    const conference = { ...hall, seatTakenAt: "approval" as const };
    expect(createWorld({ conference }).getRow("s").seat.state).toBe("none");
  });

  test("requests a seat again from all pools", () => {
    const world = createWorld({ quota: 3 });
    const row = { ...world.getRow("s"), seat: { state: "none" } as const };
    const after = getChangedRegistration(acceptOffer(hall, world.states, row, byFocalPoint));
    expect([after.seat.state, listPools(after)]).toEqual(["held", ["venue", "category:ngo", delegationPool]]);
  });

  test("keeps the seat of the member whom it substitutes in all pools", () => {
    const row = createWorld({ isSubstitute: true }).getRow("s");
    expect([row.seat.state, row.clash, listPools(row)]).toEqual([
      "held",
      { registrationId: holder },
      ["venue", "category:ngo", delegationPool],
    ]);
  });

  test("is served from the waiting list in its turn, with a seat of each pool", () => {
    const world = createWorld();
    const waiting = (id: string): Registration => ({
      ...world.getRow(id),
      seat: { state: "waiting", since: noon },
      sessions: [{ sessionId: "panel", seat: { state: "none" } }],
      waitingFor: ["venue"],
    });
    const [ordinary, clash] = [{ ...waiting("first"), registrationId: "t" }, waiting("s")];
    const pools = new Map(world.states).set("venue", { limit: 7, taken: 5, isOpen: false });
    pools.set("session:panel", { limit: 2, taken: 0, isOpen: true });
    pools.set(delegationPool, { limit: 2, taken: 0, isOpen: true });
    const served = serveWaitingList(hall, pools, [ordinary, clash], noon);
    expect(
      served.map((change) => getChangedRegistration(change)).map((row) => [row.seat.state, ...row.sessions]),
    ).toEqual(["s", "t"].map(() => ["held", { sessionId: "panel", seat: { state: "held", since: noon } }]));
    pools.set("venue", { limit: 6, taken: 5, isOpen: false });
    expect(serveWaitingList(hall, pools, [ordinary, clash], noon)).toHaveLength(1);
  });
});

describe("the secretariat declines it", () => {
  test.each([false, true])(
    "with an e-mail that is withheld, and without its seat: a substitute is %s",
    (isSubstitute) => {
      const row = {
        ...createWorld({ isSubstitute }).getRow("s"),
        sessions: [{ sessionId: "panel", seat: { state: "none" } as const }],
      };
      const change = declineClash(row, "Not yours.", bySecretariat);
      const after = getChangedRegistration(change);
      expect([change.action, kinds(change), after.accreditation.state, after.seat.state]).toEqual([
        "reject",
        ["rejected"],
        "rejected",
        "none",
      ]);
      expect(listPools(after)).toEqual([]);
    },
  );
});

describe("the secretariat accepts it", () => {
  test("the person moves to the place of the nomination with their seat", () => {
    const world = createWorld();
    const change = accept(world, existing());
    const [nomination, person] = change.registrations.map(({ after }) => after);
    expect([nomination?.accreditation.state, person?.delegationId, person?.seat.state]).toEqual([
      "withdrawn",
      delegationId,
      "held",
    ]);
    expect([change.action, change.delegation?.after.members, kinds(change)]).toEqual([
      "accept-nomination",
      ["first", holder],
      ["corrected", "membership-decided"],
    ]);
  });

  test.each(["none", "waiting", "held", "offered"] as const)(
    "a substitute takes over the seat of the member who left, or keeps their seat: %s",
    (state) => {
      const world = createWorld({ quota: 1, isSubstitute: true });
      const own =
        state === "offered" ? { state, since: noon, until: "2027-03-02T12:00:00.000Z" } : { state, since: noon };
      const change = accept(world, existing({ seat: own as Registration["seat"], waitingFor: [] }));
      const [nomination, person] = change.registrations.map(({ after }) => after);
      const expected = state === "offered" ? "offered" : "held";
      expect([nomination?.seat.state, person?.seat.state]).toEqual(["none", expected]);
    },
  );

  test("an approved person who takes over a seat while others wait is confirmed, with a badge", () => {
    const world = createWorld({ quota: 1, isSubstitute: true });
    const closed = new Map([...world.states].map(([name, pool]) => [name, { ...pool, isOpen: false }]));
    const accreditation = { state: "approved", at: noon, by: "s" } as const;
    const person = existing({ accreditation, seat: { state: "waiting", since: noon } });
    const nomination = world.getRow("s");
    const change = acceptClash(hall, closed, world.delegationState, nomination, person, bySecretariat);
    expect(change.registrations[1]?.after).toMatchObject({ seat: { state: "held" }, badgeSerial: 1 });
    expect(kinds(change)).toEqual(["approved", "corrected", "membership-decided"]);
  });

  test("of a person who is not registered any more, it becomes an ordinary nomination", () => {
    const withdrawn = existing({ accreditation: { state: "withdrawn", at: noon, by: "x" } });
    for (const person of [undefined, withdrawn]) {
      const change = accept(createWorld(), person);
      const after = getChangedRegistration(change);
      expect([after.seat.state, kinds(change)]).toEqual(["held", ["received"]]);
      expect(after).not.toHaveProperty("clash");
    }
    const approval = { ...hall, seatTakenAt: "approval" as const };
    const unseated = accept(createWorld({ conference: approval }), undefined);
    expect([getChangedRegistration(unseated).seat.state, unseated.emails[0]]).toEqual([
      "none",
      { kind: "received", registrationId: "s", unseated: true },
    ]);
    const waiting = accept(createWorld({ quota: 1 }), undefined);
    expect(waiting.emails).toEqual([{ kind: "waiting", registrationId: "s", waitingFor: [delegationPool] }]);
    const substitute = accept(createWorld({ isSubstitute: true }), undefined);
    expect(getChangedRegistration(substitute).seat.state).toBe("held");
  });

  test("a person who is a member already stays at their place, and the nomination leaves", () => {
    const world = createWorld();
    const own = { ...existing(), delegationId };
    world.rows.set(holder, own);
    world.delegation = { ...world.delegation, members: ["first", holder, "s"] };
    const change = accept(world, own);
    expect([change.action, change.delegation?.after.members, kinds(change)]).toEqual([
      "accept-nomination",
      ["first", holder],
      ["membership-decided"],
    ]);
    expect(change.registrations.map(({ after }) => [after.registrationId, after.accreditation.state])).toEqual([
      ["s", "withdrawn"],
    ]);
  });

  test("a member who waits takes over the seat of the substitute that the nomination was", () => {
    const world = createWorld({ quota: 1, isSubstitute: true });
    const own = { ...existing({ seat: { state: "waiting", since: noon } }), delegationId };
    world.rows.set(holder, own);
    world.delegation = { ...world.delegation, members: ["s", holder] };
    const { registrations, delegation } = accept(world, own);
    expect(registrations.map(({ after }) => [after.registrationId, after.seat.state])).toEqual([
      ["s", "none"],
      [holder, "held"],
    ]);
    expect(delegation?.after.members).toEqual([holder]);
  });

  test("is refused if the delegation has as many members in the person's role as it may have", () => {
    const adviser = { role: "adviser", assignableBy: "anyone", maxPerDelegation: 1 };
    const conference = aConference({
      venue: { name: "Hall", city: "Geneva", country: "CHE", capacity: 6 },
      sessions: [session],
      roles: [{ role: "delegate", assignableBy: "anyone" }, adviser],
    });
    const world = createWorld({ conference });
    world.rows.set("first", { ...world.getRow("first"), role: "adviser" });
    expect(() => accept(world, existing({ role: "adviser" }))).toThrow("invalid-request");
    expect(accept(world, existing()).action).toBe("accept-nomination");
    world.rows.set("s", { ...world.getRow("s"), role: "adviser" });
    world.rows.set("first", { ...world.getRow("first"), role: "delegate" });
    expect(accept(world, existing({ role: "adviser" })).action).toBe("accept-nomination");
  });

  test("takes no seat for a person who takes part online", () => {
    const conference = aConference({
      venue: { name: "Hall", city: "Geneva", country: "CHE", capacity: 6 },
      sessions: [session],
      participation: "hybrid",
    });
    const { registrations } = accept(
      createWorld({ conference }),
      existing({ participation: "online", seat: { state: "none" } }),
    );
    expect(registrations.map(({ after }) => after.seat)).toEqual([{ state: "none" }, { state: "none" }]);
  });

  test("is refused without a clash, and after a decision", () => {
    const world = createWorld();
    const act = (row: Registration) =>
      acceptClash(hall, world.states, world.delegationState, row, existing(), bySecretariat);
    expect(() => act(world.getRow("first"))).toThrow("wrong-state");
    expect(() => act(getChangedRegistration(declineClash(world.getRow("s"), "", bySecretariat)))).toThrow(
      "wrong-state",
    );
  });
});

describe("a registration outside of a delegation that clashes", () => {
  const clashing = { ...existing({ registrationId: "c" }), clash: { registrationId: holder } };

  test("stays as it is while the person is registered, and becomes an ordinary one afterwards", () => {
    const act = (row: Registration, person?: Registration) => acceptOutsideDelegation(hall, row, person, bySecretariat);
    expect(() => act(clashing, existing())).toThrow("already-registered");
    const withdrawn = existing({ accreditation: { state: "withdrawn", at: noon, by: "h" } });
    for (const person of [undefined, withdrawn]) {
      const change = act(clashing, person);
      expect([kinds(change), getChangedRegistration(change)]).toEqual([
        ["received"],
        expect.not.objectContaining({ clash: expect.anything() }),
      ]);
    }
    expect(() => act(withdrawn)).toThrow("wrong-state");
  });

  test("that staff have approved gets the e-mail with the badge", () => {
    const approved = existing({
      ...clashing,
      accreditation: { state: "approved", at: noon, by: "s" },
      seat: { state: "held", since: noon },
      badgeSerial: 1,
    });
    expect(acceptOutsideDelegation(hall, approved, undefined, bySecretariat).emails).toEqual([
      { kind: "approved", registrationId: "c", serial: 1 },
    ]);
  });

  test("is the one that gets the address of the person", () => {
    const change = {
      ...declineClash(clashing, "", bySecretariat),
      registrations: [{ before: clashing, after: existing() }],
    };
    expect(getChangedRegistration(createClash(change, "p", holder)).clash).toEqual({ registrationId: "p" });
    expect(getChangedRegistration(createClash(change, "p"))).not.toHaveProperty("clash");
  });
});

describe("the substitute of such a nomination", () => {
  const substitute = (world: DelegationFixture) =>
    getLast(
      substituteMember(
        hall,
        world.delegationState,
        { registration: world.getRow("s"), isInside: false },
        buildNomination("third"),
        "t",
        byFocalPoint,
      ),
    );
  const getLast = ({ registrations }: Change) => registrations.at(-1)?.after as Registration;

  test("takes over its seat and sessions, in all pools", () => {
    const after = substitute(createWorld());
    expect(after).toMatchObject({ substitutes: "s", seat: { state: "held" }, sessions: [{ seat: { state: "held" } }] });
    expect(listPools(after)).toEqual(["venue", "category:ngo", delegationPool, "session:panel"]);
  });

  test("waits with it", () => {
    expect(substitute(createWorld({ quota: 1 })).seat.state).toBe("waiting");
  });

  test("takes over its seat, in all pools, if they are registered already", () => {
    const world = createWorld();
    const leaver = { registration: world.getRow("s"), isInside: false };
    const state = world.delegationState;
    const change = substituteMember(hall, state, leaver, buildNomination("third"), "t", byFocalPoint);
    const clash = getLast(createClash(change, "o".repeat(26)));
    expect(listPools(clash)).toEqual(listPools(world.getRow("s")));
  });
});

describe("the reserve of the delegation", () => {
  const withdraw = (world: DelegationFixture, id: string) =>
    world.carryOut(withdrawAccreditation(world.getRow(id), byFocalPoint));

  test("receives the seat of such a nomination, unless the venue is over its limit", () => {
    const world = createWorld();
    world.nominate("third");
    expect(world.listSeats()).toEqual(["first held", "s held", "third waiting"]);
    withdraw(world, "s");
    expect(world.listSeats()).toEqual(["first held", "third held"]);
    const full = createWorld({ conference: { ...hall, venue: { ...hall.venue, capacity: 1 } }, quota: 2 });
    expect(full.getRow("s").seat.state).toBe("waiting");
    full.rows.set("s", { ...full.getRow("s"), seat: { state: "held", since: noon }, waitingFor: [] });
    full.nominate("third");
    withdraw(full, "s");
    expect(full.listSeats()).toEqual(["first held", "third waiting"]);
  });

  test("gives such a nomination a seat in its turn", () => {
    const world = createWorld({ quota: 1 });
    world.nominate("third");
    withdraw(world, "first");
    expect([...world.listSeats(), ...listPools(world.getRow("s"))]).toEqual([
      "s held",
      "third waiting",
      ...["venue", "category:ngo", delegationPool, "session:panel"],
    ]);
  });

  test("receives none if a person with a seat of their own takes the seat of the nomination", () => {
    const world = createWorld();
    world.nominate("third");
    world.rows.set(holder, existing({ seat: { state: "held", since: noon } }));
    world.carryOut(accept(world, world.getRow(holder)));
    expect(world.listSeats()).toEqual(["first held", `${holder} held`, "third waiting"]);
  });
});
