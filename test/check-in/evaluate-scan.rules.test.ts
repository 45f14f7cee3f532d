import { describe, expect, test } from "vitest";
import { decideAccreditation, withdrawAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { limitBadgeAccess, reprintBadge } from "#shared/badges/badge.rules.ts";
import {
  evaluateScan,
  toGateBadge,
  toShownReason,
  updateBadgeValidityPeriods,
} from "#shared/check-in/check-in.rules.ts";
import { findBadgeFaultAt } from "#shared/model/badge.ts";
import type { Presence, ScanDirection } from "#shared/model/check-in.ts";
import type { Registration } from "#shared/model/registration.ts";
import { getDisplayName } from "#shared/registrations/names.rules.ts";
import {
  aConference,
  buildPools,
  buildRegistration,
  getChangedRegistration,
  noon,
  secretariatActor,
} from "../support/builders.ts";

const conference = aConference();
const context = { actor: secretariatActor, at: noon };
const at = noon;
const pending = buildRegistration(conference);
const confirmed = getChangedRegistration(
  decideAccreditation(conference, buildPools(conference), pending, { decision: "approve" }, context),
);
const inside: Presence = { inside: true, gate: "A", since: noon, scanId: "s1" };
const outside: Presence = { ...inside, inside: false };
const badge = (serial = 1) => ({ registrationId: confirmed.registrationId, serial });
const reason = (verdict: ReturnType<typeof evaluateScan>) => (verdict.verdict === "admit" ? "admit" : verdict.reason);
const read = (
  claims: ReturnType<typeof badge>,
  holder: Registration,
  presence: Presence | undefined,
  direction: ScanDirection,
) => reason(evaluateScan(conference, claims, holder, { presence }, { direction, at }));

describe("no one enters without approval, a seat and a live badge", () => {
  const revoked = getChangedRegistration(
    decideAccreditation(conference, buildPools(conference), confirmed, { decision: "revoke" }, context),
  );
  const unseated: Registration = { ...confirmed, seat: { state: "waiting", since: noon } };

  const other = aConference({}, "idm-other");

  test.each([
    ["a confirmed person with their badge", conference, badge(), confirmed, "admit"],
    ["a badge without a registration", conference, badge(), undefined, "forged"],
    ["a badge of another conference", other, badge(), confirmed, "other-conference"],
    ["a revoked badge", conference, badge(), revoked, "revoked"],
    [
      "a withdrawn one",
      conference,
      badge(),
      getChangedRegistration(withdrawAccreditation(confirmed, context)),
      "withdrawn",
    ],
    ["a person who is only pending", conference, badge(), pending, "not-confirmed"],
    ["an approved person without a seat", conference, badge(), unseated, "not-confirmed"],
    ["a serial that was never issued", conference, badge(2), confirmed, "replaced"],
  ] as const)("%s: %#", (_, at, claims, holder, expected) => {
    expect(reason(evaluateScan(at, claims, holder, {}, { direction: "in", at: noon }))).toBe(expected);
  });
});

describe("inside belongs to the person, not to the badge", () => {
  const reprinted = getChangedRegistration(reprintBadge(confirmed, "lost", context));

  test("who is inside can't enter again, and can go out", () => {
    expect(read(badge(), confirmed, inside, "in")).toBe("already-inside");
    expect(read(badge(), confirmed, inside, "out")).toBe("admit");
  });

  test("who is out can enter, and can't go out", () => {
    expect(read(badge(), confirmed, outside, "in")).toBe("admit");
    expect(read(badge(), confirmed, undefined, "out")).toBe("not-inside");
  });

  test("a reprint invalidates the older badge and admits no one twice", () => {
    expect(read(badge(1), reprinted, outside, "in")).toBe("replaced");
    expect(read(badge(2), reprinted, outside, "in")).toBe("admit");
    expect(read(badge(2), reprinted, inside, "in")).toBe("already-inside");
  });

  test("only a confirmed person's badge is reprinted", () => {
    expect(() => reprintBadge(pending, "lost", context)).toThrow(expect.objectContaining({ code: "not-confirmed" }));
    expect(reprintBadge(confirmed, "lost", context)).toMatchObject({ action: "reprint", reason: "lost", emails: [] });
  });
});

test("the name shown is the one for the badge, else given and family name, of which one may be missing", () => {
  const person = { ...confirmed.person, givenName: "Juan José", familyName: "Gómez Camacho" };
  expect(getDisplayName({ person })).toBe("Juan José Gómez Camacho");
  expect(getDisplayName({ person: { ...person, nameOnBadge: "J. J. Gómez" } })).toBe("J. J. Gómez");
  const { givenName: _givenName, ...single } = person;
  expect(getDisplayName({ person: { ...single, familyName: "Sukarno" } })).toBe("Sukarno");
});

describe("a badge is limited to what the secretariat says, and only then", () => {
  const seated = {
    sessionId: "side-event",
    capacity: 1,
    startsAt: noon,
    endsAt: "2027-10-26T14:00:00Z",
    title: { en: "Side event" },
  };
  const { capacity: _, ...open } = { ...seated, sessionId: "plenary" };
  const held = aConference({
    sessions: [
      { ...seated, startsAt: "2027-10-26T12:00:00Z" },
      { ...open, startsAt: "2027-10-26T12:00:00Z" },
    ],
  });
  const limited = getChangedRegistration(
    limitBadgeAccess(confirmed, { days: ["2027-10-26"], zones: ["plenary", "B"] }, context),
  );
  const enter = (holder: Registration, reading: object) =>
    reason(evaluateScan(held, badge(), holder, {}, { direction: "in", at: "2027-10-26T09:00:00.000Z", ...reading }));

  test("days are the conference's, which end at four in the morning at the venue", () => {
    expect(enter(limited, { at: "2027-10-26T01:59:59.999Z" })).toBe("wrong-day");
    expect(enter(limited, { at: "2027-10-26T02:00:00.000Z" })).toBe("admit");
    expect(enter(limited, { at: "2027-10-27T01:59:59.999Z" })).toBe("admit");
    expect(enter(limited, { at: "2027-10-27T02:00:00.000Z" })).toBe("wrong-day");
    expect(enter(confirmed, { at: "2031-01-01T00:00:00.000Z" })).toBe("admit");
  });

  test("zones are asked for where the gate says which it is", () => {
    expect(enter(limited, { zone: "B" })).toBe("admit");
    expect(enter(limited, { zone: "C" })).toBe("wrong-zone");
    expect(enter(limited, {})).toBe("admit");
    expect(enter(confirmed, { zone: "C" })).toBe("admit");
  });

  test("a person inside may leave on a day and from a zone that the badge is not for", () => {
    const leaving = { direction: "out", at: noon, zone: "C" } as const;
    expect(reason(evaluateScan(held, badge(), limited, { presence: inside }, leaving))).toBe("admit");
  });

  test("a session with a capacity is for those who have its seat; one without, for all", () => {
    const holder: Registration = {
      ...confirmed,
      sessions: [{ sessionId: "side-event", seat: { state: "held", since: noon } }],
    };
    const waiting: Registration = {
      ...confirmed,
      sessions: [{ sessionId: "side-event", seat: { state: "waiting", since: noon } }],
    };
    expect(enter(holder, { sessionId: "side-event" })).toBe("admit");
    expect(enter(waiting, { sessionId: "side-event" })).toBe("no-session-seat");
    expect(enter(confirmed, { sessionId: "side-event" })).toBe("no-session-seat");
    expect(enter(confirmed, { sessionId: "plenary" })).toBe("admit");
  });

  test("no limits lift the limits", () => {
    expect(getChangedRegistration(limitBadgeAccess(limited, {}, context))).not.toHaveProperty("access");
    expect(getChangedRegistration(limitBadgeAccess(limited, { zones: ["A"] }, context)).access).toEqual({
      zones: ["A"],
    });
  });
});

describe("a delegation's limit of those inside at once", () => {
  const { registrationId } = confirmed;
  const enter = (inside: string[], more: object = {}) =>
    evaluateScan(
      conference,
      badge(),
      confirmed,
      { delegation: { insideAtOnce: 2, inside } },
      { direction: "in", at, ...more },
    );

  test("refuses the member beyond it, and says who is inside", () => {
    expect(enter(["a"])).toEqual({ verdict: "admit" });
    expect(enter(["a", "b"])).toEqual({
      verdict: "refuse",
      reason: "delegation-inside-full",
      details: { inside: ["a", "b"] },
    });
    expect(enter(["a", registrationId])).toEqual({ verdict: "admit" });
  });

  test("is the venue's alone: who is in it may go to any session", () => {
    expect(enter(["a", "b"], { sessionId: "plenary" })).toEqual({ verdict: "admit" });
  });
});

describe("a badge's lives", () => {
  const lives = (steps: readonly [Registration, string][]) => {
    let before: Registration | undefined;
    for (const [after, moment] of steps)
      before = { ...after, badgeValidityPeriods: updateBadgeValidityPeriods(before, after, moment) };
    return before?.badgeValidityPeriods ?? [];
  };
  const [one, two, three] = ["2027-03-01T10:00:00.000Z", "2027-03-01T11:00:00.000Z", "2027-03-01T12:00:00.000Z"];
  const revoked = getChangedRegistration(
    decideAccreditation(conference, buildPools(conference), confirmed, { decision: "revoke" }, context),
  );

  test("begin when it is issued and end with what killed it", () => {
    const reprinted = getChangedRegistration(reprintBadge(confirmed, "lost", context));
    const found = lives([
      [pending, one],
      [confirmed, one],
      [reprinted, two],
      [{ ...revoked, badgeSerial: 2 }, three],
    ]);
    expect(found).toEqual([
      { serial: 1, from: one, until: two, endReason: "replaced" },
      { serial: 2, from: two, until: three, endReason: "revoked" },
    ]);
    expect(findBadgeFaultAt(found, 1, "2027-03-01T10:59:59.999Z")).toBeUndefined();
    expect(findBadgeFaultAt(found, 1, two)).toBe("replaced");
    expect(findBadgeFaultAt(found, 2, three)).toBe("revoked");
    expect(findBadgeFaultAt(found, 3, three)).toBe("replaced");
  });

  test("decide a scan that a slow clock dates before the badge was issued by how the badge ended", () => {
    const early = "2027-02-20T10:00:00.000Z";
    const ended = lives([
      [confirmed, one],
      [revoked, two],
    ]);
    expect(findBadgeFaultAt(ended, 1, early)).toBe("revoked");
    expect(findBadgeFaultAt(ended, 1, one)).toBeUndefined();
    expect(findBadgeFaultAt(lives([[confirmed, one]]), 1, early)).toBeUndefined();
  });

  test("end as not confirmed where the seat was lost, and stay as they are where nothing changed", () => {
    const unseated: Registration = { ...confirmed, seat: { state: "waiting", since: two } };
    const withdrawn = getChangedRegistration(withdrawAccreditation(unseated, context));
    const found = lives([
      [confirmed, one],
      [unseated, two],
      [withdrawn, three],
    ]);
    expect(found).toEqual([{ serial: 1, from: one, until: two, endReason: "not-confirmed" }]);
  });

  test("are known to a gate with all that a verdict needs", () => {
    const member: Registration = {
      ...revoked,
      delegationId: "d",
      organization: "IOM",
      access: { zones: ["A"] },
      sessions: [{ sessionId: "s", seat: { state: "held", since: noon } }],
    };
    expect(toGateBadge(member)).toEqual({
      registrationId: confirmed.registrationId,
      serial: 1,
      invalidReason: "revoked",
      nameOnBadge: "Amina Diallo",
      category: "ngo",
      organization: "IOM",
      delegationId: "d",
      access: { zones: ["A"] },
      sessions: ["s"],
    });
    expect(toGateBadge(pending)).toBeUndefined();
  });
});

test("a gate shows of a protected person no reason that is about their delegation", () => {
  const protection = { alias: { nameOnBadge: "A. Guest" }, readers: [{ email: "a@example.org", holder: "a" }] };
  const guest = { ...confirmed, protection };
  expect(toShownReason("delegation-inside-full", guest)).toBe("ask-secretariat");
  expect(toShownReason("revoked", guest)).toBe("revoked");
  expect(toShownReason("delegation-inside-full", confirmed)).toBe("delegation-inside-full");
  expect(toShownReason("delegation-inside-full", undefined)).toBe("delegation-inside-full");
});
