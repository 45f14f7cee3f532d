import { describe, expect, test } from "vitest";
import { decideAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { applyAmendment } from "#shared/accreditation/amendment.rules.ts";
import { createSubmission, getRegistrationState } from "#shared/accreditation/submission.rules.ts";
import { assertGivesNoSeatAfterEnd } from "#shared/capacity/seats.rules.ts";
import { serveWaitingList } from "#shared/capacity/waiting-list.rules.ts";
import { nominateMember, substituteMember } from "#shared/delegations/nomination.rules.ts";
import { promoteReserve } from "#shared/delegations/reserve-promotion.rules.ts";
import type { Conference } from "#shared/model/conference.ts";
import { buildDelegation } from "#shared/model/delegation.ts";
import type { Registration } from "#shared/model/registration.ts";
import { createChange } from "#shared/registrations/registration.rules.ts";
import { updateConference } from "../../functions/conference/conference.rules.ts";
import { acceptOffer } from "../../functions/registration/offers.rules.ts";
import {
  aConference,
  aConferenceUse,
  buildApplication,
  buildPools,
  buildRegistration,
  draftBody,
  noon,
  secretariatActor,
} from "../support/builders.ts";
import { buildNomination, delegationDraftBody } from "../support/delegation-world.ts";

/** The conference in Geneva ends on 27 October at 04:00 of the next date, in summer time. */
const end = "2027-10-28T02:00:00.000Z";
const justBefore = "2027-10-28T01:59:59.999Z";
const context = (at: string) => ({ actor: secretariatActor, at });
const over = expect.objectContaining({ code: "conference-over" });

const conference = aConference();
const delegationId = "d".repeat(26);
const delegation = buildDelegation(conference.conferenceId, delegationId, delegationDraftBody, "accredited");
const full = (where: Conference) => buildPools(where, { venue: 2 });
const waitingAt = (where: Conference): Registration => buildRegistration(where, {}, full(where));
const free = (where: Conference) => buildPools(where, { venue: 1 });

describe("a seat that becomes free after the end of the conference", () => {
  test.each([
    ["at once", {}, "held"],
    ["as an offer", { offerHours: 24 }, "offered"],
  ])("is given %s until the last moment, and to no one from then on", (_, body, state) => {
    const where = aConference(body);
    const [change] = serveWaitingList(where, free(where), [waitingAt(where)], justBefore);
    expect(change?.registrations[0]?.after.seat.state).toBe(state);
    expect(serveWaitingList(where, free(where), [waitingAt(where)], end)).toEqual([]);
    expect(serveWaitingList(where, free(where), [waitingAt(where)], "2027-11-05T09:00:00.000Z")).toEqual([]);
  });

  test.each([
    [
      "in New York, two hours after the clock change",
      "America/New_York",
      "2027-11-06",
      "04:00",
      "2027-11-07T09:00:00.000Z",
    ],
    [
      "in Kiritimati, the first place on earth",
      "Pacific/Kiritimati",
      "2027-10-27",
      "04:00",
      "2027-10-27T14:00:00.000Z",
    ],
    ["in Pago Pago, the last place on earth", "Pacific/Pago_Pago", "2027-10-27", "04:00", "2027-10-28T15:00:00.000Z"],
    [
      "in Zurich, at an hour that the clock change repeats",
      "Europe/Zurich",
      "2027-10-30",
      "02:30",
      "2027-10-31T01:30:00.000Z",
    ],
    [
      "in Zurich, on a day that ends in the evening",
      "Europe/Zurich",
      "2027-10-27",
      "22:00",
      "2027-10-27T20:00:00.000Z",
    ],
  ])("%s: goes by the clock of the venue", (_, timeZone, endsOn, dayEndsAt, ends) => {
    const where = aConference({ timeZone, endsOn, dayEndsAt });
    const before = new Date(Date.parse(ends) - 1).toISOString();
    expect(serveWaitingList(where, free(where), [waitingAt(where)], before)).toHaveLength(1);
    expect(serveWaitingList(where, free(where), [waitingAt(where)], ends)).toEqual([]);
  });

  test("stays free in a delegation, too, where the reserve comes first", () => {
    const holder = { ...buildRegistration(conference), delegationId };
    const reserve = { ...waitingAt(conference), delegationId };
    const pools = new Map([
      ...full(conference),
      [`delegation:${delegationId}` as const, { isOpen: true, limit: 1, taken: 1 }],
    ]);
    const leave = (at: string) => {
      const gone: Registration = {
        ...holder,
        seat: { state: "none" },
        accreditation: { state: "withdrawn", at, by: "x" },
      };
      const change = createChange(holder, gone, "withdraw", context(at));
      return promoteReserve(conference, pools, delegation, [holder, reserve], change).registrations;
    };
    expect(leave(justBefore)).toHaveLength(2);
    expect(leave(end)).toHaveLength(1);
  });
});

describe("an offer", () => {
  const where = aConference({ offerHours: 24 });

  test("ends with the conference at the latest, so that no one accepts it afterwards", () => {
    const [change] = serveWaitingList(where, free(where), [waitingAt(where)], "2027-10-27T20:00:00.000Z");
    expect(change?.registrations[0]?.after.seat).toMatchObject({ state: "offered", until: end });
    expect(change?.emails).toMatchObject([{ kind: "offer", until: end }]);
  });

  test("that was made for longer is refused after the end", () => {
    const offered: Registration = {
      ...waitingAt(where),
      seat: { state: "offered", since: noon, until: "2027-12-01T00:00:00.000Z" },
    };
    expect(acceptOffer(where, free(where), offered, context(justBefore)).registrations[0]?.after.seat.state).toBe(
      "held",
    );
    expect(() => acceptOffer(where, free(where), offered, context(end))).toThrow(over);
  });
});

describe("a change after the end of the conference", () => {
  const registration = buildRegistration(conference);
  const none = { state: "none" } as const;
  const held = { state: "held", since: noon } as const;
  const offered = { state: "offered", since: noon, until: end } as const;
  const session = (seat: typeof held | typeof none) => [{ sessionId: "opening", seat }];
  test.each<[string, Partial<Registration>, Partial<Registration>, boolean]>([
    ["gives a seat", { seat: none }, { seat: held }, true],
    ["offers a seat", { seat: none }, { seat: offered }, true],
    ["gives a seat of a session", { sessions: session(none) }, { sessions: session(held) }, true],
    ["requests a session", { sessions: [] }, { sessions: session(none) }, false],
    ["keeps a seat", {}, { organization: "IOM" }, false],
    ["takes a seat away", {}, { seat: none }, false],
  ])("that %s", (_, before, after, isRefused) => {
    const change = (at: string) =>
      createChange({ ...registration, ...before }, { ...registration, ...before, ...after }, "amend", context(at));
    const assertAt = (at: string) => () => assertGivesNoSeatAfterEnd(conference, change(at));
    expect(assertAt(justBefore)).not.toThrow();
    if (isRefused) expect(assertAt(end)).toThrow(over);
    else expect(assertAt(end)).not.toThrow();
  });

  test("that creates a registration with a seat is refused", () => {
    const change = createChange(undefined, registration, "submit", context(end));
    expect(() => assertGivesNoSeatAfterEnd(conference, change)).toThrow(over);
  });
});

describe("after the end of the conference", () => {
  test("the registration is closed, even if its period was set longer", () => {
    const where = aConference({ registration: { opensAt: "2027-01-01T00:00:00Z", closesAt: "2028-01-01T00:00:00Z" } });
    expect([getRegistrationState(where, justBefore), getRegistrationState(where, end)]).toEqual(["open", "closed"]);
  });

  test.each<[string, (at: string) => unknown]>([
    [
      "a submission by the secretariat, as in an import",
      (at) => createSubmission(conference, buildPools(conference), buildApplication(), "r", context(at)),
    ],
    [
      "an approval that takes the seat",
      (at) => {
        const where = aConference({ seatTakenAt: "approval" });
        return decideAccreditation(where, free(where), buildRegistration(where), { decision: "approve" }, context(at));
      },
    ],
    [
      "a reopening",
      (at) => {
        const { seat: _, ...rest } = buildRegistration(conference);
        const accreditation = { state: "rejected", at: noon, by: "x", reason: "" } as const;
        const rejected: Registration = { ...rest, seat: { state: "none" }, accreditation };
        return decideAccreditation(conference, free(conference), rejected, { decision: "reopen" }, context(at));
      },
    ],
    [
      "a nomination",
      (at) => {
        const pools = new Map([
          ...free(conference),
          [`delegation:${delegationId}` as const, { isOpen: true, limit: 5, taken: 0 }],
        ]);
        return nominateMember(conference, pools, { delegation, members: [] }, buildNomination("one"), "r", context(at));
      },
    ],
    [
      "a substitution",
      (at) => {
        const registration = { ...buildRegistration(conference), delegationId: delegationId };
        const departing = { registration, isInside: false };
        const current = { delegation, members: [registration] };
        return substituteMember(conference, current, departing, buildNomination("one"), "r", context(at));
      },
    ],
  ])("%s is refused, and possible until then", (_, act) => {
    expect(act(justBefore)).toMatchObject({ registrations: expect.any(Array) });
    expect(() => act(end)).toThrow(over);
  });

  test("a person who holds a seat can be approved, and a person who waits can correct the category", () => {
    const held = buildRegistration(conference);
    const approve = { decision: "approve" } as const;
    const approved = decideAccreditation(conference, free(conference), held, approve, context(end));
    expect(approved.registrations[0]?.after).toMatchObject({
      accreditation: { state: "approved" },
      seat: { state: "held" },
    });
    const waits = waitingAt(conference);
    const amended = applyAmendment(conference, free(conference), waits, { category: "member-state" }, context(end));
    expect(amended.registrations[0]?.after).toMatchObject({ category: "member-state", seat: waits.seat });
  });
});

describe("the registration of a conference", () => {
  const draft = (closesAt: string) => {
    const {
      conferenceId: _id,
      version: _version,
      ...body
    } = aConference({
      registration: { opensAt: draftBody.registration.opensAt, closesAt },
    });
    return body;
  };

  test("closes before the conference ends, and is refused at its field otherwise", () => {
    expect(updateConference(undefined, "idm", draft(end), aConferenceUse(false)).registration.closesAt).toBe(end);
    const refusal = {
      code: "invalid-request",
      fieldErrors: [{ path: "registration.closesAt", rule: "closesAfterEnd" }],
    };
    expect(() => updateConference(undefined, "idm", draft("2027-10-28T02:00:00.001Z"), aConferenceUse(false))).toThrow(
      expect.objectContaining(refusal),
    );
    const early = { ...aConference(), dayEndsAt: "22:00" };
    expect(() => updateConference(early, "idm", draft("2027-10-27T21:00:00Z"), aConferenceUse(false))).toThrow(
      expect.objectContaining(refusal),
    );
  });
});
