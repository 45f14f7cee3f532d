import { describe, expect, test } from "vitest";
import { applyAmendment } from "#shared/accreditation/amendment.rules.ts";
import { createSubmission, getRegistrationState } from "#shared/accreditation/submission.rules.ts";
import { nominateMember, substituteMember } from "#shared/delegations/nomination.rules.ts";
import { toConferenceSettingsView } from "#shared/http/views.ts";
import type { Conference } from "#shared/model/conference.ts";
import { amendDelegation, buildDelegation, type Delegation } from "#shared/model/delegation.ts";
import { assertMayChange, getPeriod, isOpenFor } from "#shared/registrations/deadlines.rules.ts";
import { updateConference } from "../../functions/conference/conference.rules.ts";
import {
  aConference,
  aConferenceUse,
  buildApplication,
  buildPools,
  buildRegistration,
  noon,
  parseConferenceBody,
  secretariatActor,
} from "../support/builders.ts";

const ngo = { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32", requires: [] };
const media = { ...ngo, category: "media" };
const [day, nextDay] = ["2027-03-01T00:00:00.000Z", "2027-03-02T00:00:00.000Z"];
const closed = { closesAt: day };
const withDeadlines = (deadlines: object | null | undefined, from?: Conference) =>
  updateConference(
    from,
    "idm-test",
    parseConferenceBody({ categories: [{ ...ngo, ...(deadlines !== undefined && { deadlines }) }, media] }),
    aConferenceUse(true),
  );
const focalPoint = { actor: { kind: "focal-point", delegationId: "d", id: "x" }, at: noon } as never;
const staff = { actor: secretariatActor, at: noon };
const anyone = { actor: { kind: "public" }, at: noon } as const;
const closedFor = (code: string) => expect.objectContaining({ code });

describe("the deadlines of a category", () => {
  const conference = withDeadlines({ registration: closed, changes: { opensAt: nextDay } });

  test("stay as they are in what a change does not name, and end with null, each for itself", () => {
    expect(withDeadlines(undefined, conference).categories[0]?.deadlines).toEqual(conference.categories[0]?.deadlines);
    const more = withDeadlines({ registration: { opensAt: "2027-02-01T00:00:00Z" }, changes: null }, conference);
    expect(more.categories[0]?.deadlines).toEqual({ registration: { opensAt: "2027-02-01T00:00:00.000Z", ...closed } });
    expect(withDeadlines({ registration: { opensAt: null } }, more).categories[0]?.deadlines).toEqual({
      registration: closed,
    });
    expect(withDeadlines(null, conference).categories[0]).not.toHaveProperty("deadlines");
    expect(toConferenceSettingsView(conference).categories[0]?.deadlines).toEqual(conference.categories[0]?.deadlines);
  });

  test.each([
    [{ nomination: { opensAt: nextDay, closesAt: day } }, "nomination", "endsBeforeStart"],
    [{ substitution: { closesAt: "2026-12-31T00:00:00Z" } }, "substitution", "endsBeforeStart"],
    [{ changes: { closesAt: "2027-12-31T00:00:00Z" } }, "changes", "closesAfterEnd"],
  ])("%o are refused", (deadlines, kind, rule) => {
    expect(() => withDeadlines(deadlines)).toThrow(
      expect.objectContaining({ fieldErrors: [{ path: `categories.0.deadlines.${kind}.closesAt`, rule }] }),
    );
  });

  test("are those of the conference where it names none, and no deadline for changes", () => {
    expect(getPeriod(conference, "media", "registration")).toEqual(conference.registration);
    expect(getPeriod(conference, "unheard-of", "nomination")).toEqual(conference.registration);
    expect(getPeriod(conference, "ngo", "registration")).toEqual({ ...conference.registration, closesAt: day });
    expect(getPeriod(conference, "media", "changes")).toEqual({});
    expect(getPeriod(conference, "ngo", "registration", { registration: { closesAt: nextDay } }).closesAt).toBe(
      nextDay,
    );
  });

  test("end at their time, never after the end of the conference", () => {
    const open = (at: string) => isOpenFor(conference, "ngo", "registration", at);
    expect([open("2027-02-28T23:59:59.999Z"), open(day)]).toEqual([true, false]);
    const long = { nomination: { closesAt: "2029-01-01T00:00:00.000Z" } };
    expect(isOpenFor(conference, "ngo", "nomination", "2027-12-01T00:00:00.000Z", long)).toBe(false);
  });

  test("close the form for this category alone", () => {
    const submit = (category: string) => () =>
      createSubmission(conference, buildPools(conference), buildApplication({ category }), "r", anyone);
    expect(submit("ngo")).toThrow(closedFor("registration-closed"));
    expect(submit("media")).not.toThrow();
    const byStaff = buildApplication({ category: "ngo" });
    expect(() => createSubmission(conference, buildPools(conference), byStaff, "r", staff)).not.toThrow();
    expect(getRegistrationState(conference, noon)).toBe("open");
    const all = { ...conference, categories: conference.categories.slice(0, 1) };
    expect(getRegistrationState(all, noon)).toBe("closed");
    const nominated = {
      ...conference,
      categories: all.categories.map((each) => ({ ...each, selfRegistration: false })),
    };
    expect(getRegistrationState(nominated, noon)).toBe("open");
  });

  test("keep a person out who is registered in another category", () => {
    const person = buildRegistration(conference, { category: "media" });
    const move = (context: typeof anyone | typeof staff) =>
      applyAmendment(conference, buildPools(conference), person, { category: "ngo" }, context as never);
    expect(() => move(anyone)).toThrow(closedFor("registration-closed"));
    expect(move(staff).registrations[0]?.after.category).toBe("ngo");
  });
});

describe("a delegation", () => {
  const conference = withDeadlines({ nomination: closed, substitution: closed });
  const draft = { name: { en: "D" }, category: "ngo", focalPoints: ["f@example.org"], language: "en" } as const;
  const delegation = buildDelegation("idm-test", "d", draft, "accredited");
  const later = { closesAt: nextDay };
  const { category: _, ...nomination } = buildApplication();
  const nominate = (of: Delegation, context = focalPoint) =>
    nominateMember(
      conference,
      new Map([...buildPools(conference), ["delegation:d", { isOpen: true, limit: 9, taken: 0 }]]),
      { delegation: of, members: [] },
      nomination,
      "r",
      context,
    );
  const member = { ...buildRegistration(conference, { category: "media" }), category: "ngo", delegationId: "d" };
  const substitute = (of: Delegation) =>
    substituteMember(
      conference,
      { delegation: of, members: [member] },
      { registration: member, isInside: false },
      nomination,
      "s",
      focalPoint,
    );

  test("nominates and substitutes until its deadlines, the secretariat at any time", () => {
    expect(() => nominate(delegation)).toThrow(closedFor("registration-closed"));
    expect(() => substitute(delegation)).toThrow(closedFor("registration-closed"));
    expect(nominate(delegation, staff as never).registrations).toHaveLength(1);
  });

  test("has a dated exception, for each of them", () => {
    const nominating = amendDelegation(delegation, { deadlines: { nomination: later } });
    expect(nominate(nominating).registrations).toHaveLength(1);
    expect(() => substitute(nominating)).toThrow(closedFor("registration-closed"));
    const both = amendDelegation(nominating, { deadlines: { substitution: later } });
    expect(both.deadlines).toEqual({ nomination: later, substitution: later });
    expect(substitute(both).registrations).toHaveLength(2);
    expect(amendDelegation(both, { reserve: 1 }).deadlines).toEqual(both.deadlines);
    expect(amendDelegation(both, { deadlines: { nomination: null } }).deadlines).toEqual({ substitution: later });
    expect(amendDelegation(both, { deadlines: null })).not.toHaveProperty("deadlines");
  });
});

describe("after the deadline for changes", () => {
  const conference = withDeadlines({ changes: closed });
  const open = withDeadlines(undefined);
  const person = buildRegistration(open);
  const returned = {
    ...person,
    accreditation: { state: "returned", at: noon, by: "x", reason: "r", fields: [] },
  } as const;
  const change =
    (
      paths: readonly string[],
      { of = person, delegation }: { of?: typeof person; delegation?: Pick<Delegation, "deadlines"> } = {},
    ) =>
    () =>
      assertMayChange(conference, of, paths, delegation, noon);

  test("nothing changes but consent and language, unless an officer returned the registration", () => {
    expect(change(["functionTitle"])).toThrow(closedFor("changes-closed"));
    expect(change(["consent", "functionTitle"])).toThrow(closedFor("changes-closed"));
    expect(change(["consent", "language"])).not.toThrow();
    expect(change(["functionTitle"], { of: returned })).not.toThrow();
    expect(() => assertMayChange(open, person, ["functionTitle"], undefined, noon)).not.toThrow();
    const removed = { ...conference, categories: [], removedCategories: conference.categories };
    expect(() => assertMayChange(removed, person, ["functionTitle"], undefined, noon)).toThrow("changes-closed");
    const unknown = { ...conference, categories: [] };
    expect(() => assertMayChange(unknown, person, ["functionTitle"], undefined, noon)).not.toThrow();
  });

  test("a delegation or a person with a dated exception still changes", () => {
    const delegation = { deadlines: { changes: { closesAt: nextDay } } };
    expect(change(["functionTitle"], { delegation })).not.toThrow();
    expect(change(["functionTitle"], { of: { ...person, changesUntil: nextDay } })).not.toThrow();
    const [own, late] = [
      { ...person, changesUntil: day },
      { of: { ...person, changesUntil: day }, delegation },
    ];
    expect(change(["functionTitle"], { of: own })).toThrow(closedFor("changes-closed"));
    expect(change(["functionTitle"], late)).toThrow(closedFor("changes-closed"));
  });
});

test("a conference whose categories have no deadlines is open in its registration period", () => {
  const conference = aConference();
  expect([
    getRegistrationState(conference, noon),
    getRegistrationState(conference, "2027-10-20T00:00:00.000Z"),
  ]).toEqual(["open", "closed"]);
});
