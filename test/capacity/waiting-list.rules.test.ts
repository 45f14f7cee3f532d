import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withdrawAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { PoolNotLoaded, type PoolState, type Pools } from "#shared/capacity/seats.rules.ts";
import {
  assessPoolDemand,
  canBeSeated,
  formatArrivalOrder,
  getWaitingSince,
  isPoolOpenToNewcomers,
  listWantedPools,
  serveWaitingList,
  toRegistrationListing,
} from "#shared/capacity/waiting-list.rules.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import type { PoolName } from "#shared/model/seat.ts";
import { isConfirmed } from "#shared/registrations/registration.rules.ts";
import {
  aConference,
  buildCategoriesByPriority,
  buildPools,
  buildRegistration,
  secretariatActor,
  sideEvent,
} from "../support/builders.ts";

const categories = buildCategoriesByPriority(1);
const opening = { ...sideEvent, sessionId: "opening", capacity: undefined };
const conference = aConference({ categories, sessions: [sideEvent, opening] });
const at = "2027-03-05T00:00:00.000Z";

/** A person who has been waiting since the given minute. */
function waiting(
  category: string,
  minute: number,
  body: Record<string, unknown> = {},
  where: Conference = conference,
): Registration {
  const full = buildPools(where, { venue: 2 });
  const since = `2027-03-01T12:${String(minute).padStart(2, "0")}:00.000Z`;
  return { ...buildRegistration(where, { category, ...body }, full), seat: { state: "waiting", since } };
}

const served = (state: Pools, line: readonly Registration[]) =>
  serveWaitingList(conference, state, line, at).flatMap(({ registrations }) => registrations.map(({ after }) => after));
const ids = (registrations: readonly Registration[]) => registrations.map(({ registrationId }) => registrationId);

describe("the line is served in the published order", () => {
  test("priority first, then time of joining", () => {
    const [late, early, state] = [waiting("academia", 2), waiting("academia", 1), waiting("member-state", 9)];
    expect(ids(served(buildPools(conference, { venue: 0 }), [late, early, state]))).toEqual(ids([state, early]));
  });

  test("at the same moment, the identifier decides, so that everyone finds the same order", () => {
    const line = [waiting("academia", 1), waiting("academia", 1)];
    const order = line.toSorted((a, b) =>
      formatArrivalOrder(conference, a) < formatArrivalOrder(conference, b) ? -1 : 1,
    );
    expect(ids(served(buildPools(conference, { venue: 1 }), line))).toEqual(ids(order.slice(0, 1)));
    expect(ids(served(buildPools(conference, { venue: 1 }), line.toReversed()))).toEqual(ids(order.slice(0, 1)));
  });

  test("the order of a registration that does not wait has no time", () => {
    const holder = buildRegistration(conference, { category: "ngo" }, buildPools(conference));
    expect(getWaitingSince(holder)).toBeUndefined();
    expect(formatArrivalOrder(conference, holder)).toBe(`100##${holder.registrationId}`);
  });

  test("an index lists who waits by this order; a holder has none", () => {
    const person = waiting("academia", 1);
    expect(toRegistrationListing(conference, person)).toEqual({
      waitingOrder: `100#2027-03-01T12:01:00.000Z#${person.registrationId}`,
      expiresAt: undefined,
    });
    const holder = buildRegistration(conference, { category: "ngo" }, buildPools(conference));
    expect(toRegistrationListing(conference, holder)).toEqual({ waitingOrder: undefined, expiresAt: undefined });
  });

  test("a full quota holds back only those who need it", () => {
    const [first, second] = [waiting("ngo", 1), waiting("academia", 2)];
    expect(ids(served(buildPools(conference, { venue: 1, "category:ngo": 1 }), [first, second]))).toEqual(
      ids([second]),
    );
  });

  test("no one is served from a full pool; a pool that was not read is requested", () => {
    expect(served(buildPools(conference, { venue: 2 }), [waiting("academia", 1)])).toEqual([]);
    expect(() => served(new Map(), [waiting("academia", 1)])).toThrow(PoolNotLoaded);
  });

  test("who is approved already is confirmed by the seat, with a badge and its mail; the others hear of their seat", () => {
    const approved: Registration = { ...waiting("academia", 1), accreditation: { state: "approved", at, by: "s" } };
    const changes = serveWaitingList(conference, buildPools(conference), [approved, waiting("academia", 2)], at);
    expect(changes.map(({ emails }) => emails.map(({ kind }) => kind))).toEqual([["approved"], ["seat-given"]]);
    expect(changes.map(({ admission }) => admission)).toEqual(["waiting-list", "waiting-list"]);
    expect(changes[0]?.registrations[0]?.after).toSatisfy(isConfirmed);
  });
});

describe("sessions have lines of their own", () => {
  const body = { sessions: ["side-event", "opening"] };

  test("with the seat come the sessions asked for, as far as they have places", () => {
    const line = [waiting("academia", 1, body), waiting("academia", 2, body)];
    const [first, second] = served(buildPools(conference), line);
    expect(first?.sessions.map(({ seat }) => seat.state)).toEqual(["held", "held"]);
    expect(second?.sessions.map(({ seat }) => seat.state)).toEqual(["waiting", "held"]);
    expect(second?.waitingFor).toEqual(["session:side-event"]);
  });

  test("a place in a session goes to who waits for it, without touching their seat", () => {
    const holder = buildRegistration(
      conference,
      { category: "academia", ...body },
      buildPools(conference, { "session:side-event": 1 }),
    );
    expect(getWaitingSince(holder)).toBeDefined();
    expect(listWantedPools(conference, holder)).toEqual([["session:side-event"]]);
    expect(served(buildPools(conference, { "session:side-event": 1 }), [holder])).toEqual([]);
    const [after] = served(buildPools(conference, { venue: 2 }), [holder]);
    expect(after).toMatchObject({ seat: holder.seat, waitingFor: [] });
    expect(after && getWaitingSince(after)).toBeUndefined();
    expect(formatArrivalOrder(conference, after ?? holder)).toContain("100##");
  });

  test("a session that lost its limit holds no one back", () => {
    const holder = buildRegistration(
      conference,
      { category: "academia", ...body },
      buildPools(conference, { "session:side-event": 1 }),
    );
    const unlimited = aConference({ categories, sessions: [{ ...sideEvent, capacity: undefined }] });
    expect(canBeSeated(buildPools(unlimited), listWantedPools(unlimited, holder))).toBe(true);
  });
});

test("who waits for a seat needs a place in each of its pools", () => {
  expect(listWantedPools(conference, waiting("ngo", 1))).toEqual([["venue", "category:ngo"]]);
});

describe("a pool is closed", () => {
  const state = { isOpen: true, limit: 2 };
  const [full, oneLeft] = [
    { ...state, taken: 2 },
    { ...state, taken: 1 },
  ];

  test("while it is full and a waiting person needs it", () => {
    expect(isPoolOpenToNewcomers(full, "held-back")).toBe(false);
    expect(isPoolOpenToNewcomers(full, "none")).toBe(true);
  });

  test("while its free seat is for a waiting person, but not while another pool holds that person back", () => {
    expect(isPoolOpenToNewcomers(oneLeft, "could-be-seated")).toBe(false);
    expect(isPoolOpenToNewcomers(oneLeft, "held-back")).toBe(true);
  });

  test("for all whom one in line could take it from", () => {
    const states = new Map<PoolName, PoolState>([
      ["venue", oneLeft],
      ["category:ngo", full],
      ["session:side-event", oneLeft],
    ]);
    const needs = assessPoolDemand(states, [["venue", "category:ngo"], ["venue"], ["venue", "category:ngo"]]);
    expect([...needs]).toEqual([
      ["venue", "could-be-seated"],
      ["category:ngo", "held-back"],
    ]);
  });
});

test("service never exceeds a limit, and leaves no one waiting who would fit", () => {
  const people = fc.array(
    fc.record({ category: fc.constantFrom("member-state", "ngo", "academia"), minute: fc.nat(59) }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(people, fc.nat(8), fc.nat(2), (all, capacity, quota) => {
      const where = aConference({
        venue: { ...conference.venue, capacity: capacity + 1 },
        categories: categories.map((each) => (each.category === "ngo" ? { ...each, quota } : each)),
      });
      const line = all.map(({ category, minute }) => waiting(category, minute, {}, where));
      const seated = serveWaitingList(where, buildPools(where), line, at).flatMap(({ registrations }) =>
        registrations.map((step) => step.after),
      );
      const ngos = seated.filter(({ category }) => category === "ngo").length;
      const left = line.filter(({ registrationId }) => !ids(seated).includes(registrationId));
      expect(seated.length).toBeLessThanOrEqual(capacity + 1);
      expect(ngos).toBeLessThanOrEqual(quota);
      for (const { category } of left)
        expect(seated.length === capacity + 1 || (category === "ngo" && ngos === quota)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("who withdraws gives up the seat, the sessions' seats and the place in line", () => {
  const asked = { category: "academia", sessions: ["side-event"] };
  const where = aConference({ categories, sessions: [sideEvent] });
  for (const state of [
    buildPools(where),
    buildPools(where, { "session:side-event": 1 }),
    buildPools(where, { venue: 2 }),
  ]) {
    const [step] = withdrawAccreditation(buildRegistration(where, asked, state), {
      actor: secretariatActor,
      at,
    }).registrations;
    expect(step?.after).toMatchObject({
      seat: { state: "none" },
      sessions: [{ sessionId: "side-event", seat: { state: "none" } }],
      waitingFor: [],
    });
  }
});

test("who is seated from the line waits for nothing any more", () => {
  const [after] = served(buildPools(conference), [waiting("academia", 1, {}, conference)]);
  expect(after).toMatchObject({ seat: { state: "held" }, waitingFor: [] });
});
