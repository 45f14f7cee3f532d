import { describe, expect, test } from "vitest";
import { decideAccreditation, withdrawAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { reprintBadge } from "#shared/badges/badge.rules.ts";
import {
  type CheckInEvent,
  evaluateScan,
  type GateScan,
  isInside,
  toGateBadge,
  updateBadgeValidityPeriods,
} from "#shared/check-in/check-in.rules.ts";
import { evaluateOfflineScan, mergeGateListPage } from "#shared/check-in/offline-scan.rules.ts";
import { replayCheckIns } from "#shared/check-in/replay-check-ins.rules.ts";
import type { Presence } from "#shared/model/check-in.ts";
import type { Registration } from "#shared/model/registration.ts";
import { reconcileOfflineScan } from "../../functions/check-in/reconcile-offline-scans.rules.ts";
import {
  aConference,
  buildPools,
  buildRegistration,
  getChangedRegistration,
  secretariatActor,
} from "../support/builders.ts";
import { buildGateListPage, testConferenceTag } from "../support/gate-lists.ts";

/** The clocks of Zurich go back on 31 October: 02:30 is shown twice, at 00:30 and 01:30 UTC. */
const conference = aConference({ startsOn: "2027-10-30", endsOn: "2027-10-31", dayEndsAt: "02:30" });
const [evening, beforeEnd, end, morning] = [
  "2027-10-30T18:00:00.000Z",
  "2027-10-31T01:29:59.999Z",
  "2027-10-31T01:30:00.000Z",
  "2027-10-31T08:00:00.000Z",
];
const context = { actor: secretariatActor, at: evening };
const pending = buildRegistration(conference);
const confirmed = getChangedRegistration(
  decideAccreditation(conference, buildPools(conference), pending, { decision: "approve" }, context),
);
const { registrationId } = confirmed;
const claims = { registrationId, serial: 1 };
const cameIn: Presence = { inside: true, gate: "A", since: evening, scanId: "s1" };

const listWith = (holder: Registration, presence: Presence | undefined, insideAtOnce?: number) =>
  mergeGateListPage(
    undefined,
    buildGateListPage({
      dayEndsAt: "02:30",
      items: [{ ...toGateBadge(holder), delegationId: "mission" }] as never,
      presences: presence ? [{ ...presence, registrationId: holder.registrationId, place: "venue" }] : [],
      delegations: insideAtOnce === undefined ? [] : [{ delegationId: "mission", insideAtOnce }],
    }),
  );

/** The verdict of the server and of a desk without a network, which have to agree. */
function scan(holder: Registration, presence: Presence | undefined, read: GateScan, serial = 1): string {
  const online = evaluateScan(conference, { registrationId, serial }, holder, { presence }, read);
  const token = { registrationId, serial, conferenceTag: testConferenceTag };
  expect(evaluateOfflineScan(listWith(holder, presence), token, [], read)).toEqual(online);
  return online.verdict === "admit" ? "admit" : online.reason;
}

describe("a person who entered and was not scanned on the way out", () => {
  test("is inside until the day ends, and may enter from that instant on", () => {
    expect(scan(confirmed, cameIn, { direction: "in", at: beforeEnd })).toBe("already-inside");
    expect(scan(confirmed, cameIn, { direction: "in", at: end })).toBe("admit");
    expect(scan(confirmed, cameIn, { direction: "in", at: morning })).toBe("admit");
    expect([isInside(cameIn, beforeEnd, conference), isInside(cameIn, end, conference)]).toEqual([true, false]);
    expect(isInside(undefined, end, conference)).toBe(false);
  });

  test("counts as out for an exit on the next day", () => {
    expect(scan(confirmed, cameIn, { direction: "out", at: beforeEnd })).toBe("admit");
    expect(scan(confirmed, cameIn, { direction: "out", at: morning })).toBe("not-inside");
  });

  test("contradicts nothing with the entry of the next day, also when a gate sends it late", () => {
    const event: CheckInEvent = { ...claims, scanId: "s1", place: "venue", gate: "A", direction: "in", at: evening };
    const late = { scanId: "late", gate: "B", direction: "in" as const, at: morning, admitted: true };
    const holder = { ...confirmed, badgeValidityPeriods: updateBadgeValidityPeriods(pending, confirmed, "") };
    expect(reconcileOfflineScan(conference, claims, holder, late, [event], undefined).conflict).toBeUndefined();
    expect(
      reconcileOfflineScan(conference, claims, holder, { ...late, at: beforeEnd }, [event], undefined).conflict,
    ).toBe("already-inside");
    const left = { ...late, direction: "out" as const };
    expect(reconcileOfflineScan(conference, claims, holder, left, [event], undefined).conflict).toBe("not-inside");
  });

  test("takes no place of their delegation on the next day", () => {
    const other = { ...cameIn, scanId: "s2" };
    const list = mergeGateListPage(listWith(confirmed, undefined, 1), {
      ...listWith(confirmed, undefined),
      items: [{ ...toGateBadge(confirmed), registrationId: "other", delegationId: "mission" }] as never,
      presences: [{ ...other, registrationId: "other", place: "venue" }],
      delegations: [],
    });
    const token = { ...claims, conferenceTag: testConferenceTag };
    expect(evaluateOfflineScan(list, token, [], { direction: "in", at: beforeEnd })).toMatchObject({
      reason: "delegation-inside-full",
    });
    expect(evaluateOfflineScan(list, token, [], { direction: "in", at: morning })).toEqual({ verdict: "admit" });
    const events = ["a", "b"].map((id, index): CheckInEvent => {
      const at = index === 0 ? evening : morning;
      return { registrationId: id, serial: 1, scanId: id, place: "venue", gate: "A", direction: "in", at };
    });
    const holders = {
      getBadgeValidityPeriods: () => [{ serial: 1, from: "" }],
      findDelegationLimit: () => ({ delegationId: "mission", insideAtOnce: 1 }),
    };
    expect(replayCheckIns(events, holders, conference).conflicts).toEqual([]);
    const early = events.map((event) => ({ ...event, at: event.scanId === "b" ? beforeEnd : event.at }));
    expect(replayCheckIns(early, holders, conference).conflicts).toMatchObject([{ reason: "delegation-inside-full" }]);
  });

  test("may enter until the day ends with a badge for that day", () => {
    const limited = { ...confirmed, access: { days: ["2027-10-30"] } };
    expect(scan(limited, undefined, { direction: "in", at: beforeEnd })).toBe("admit");
    expect(scan(limited, undefined, { direction: "in", at: end })).toBe("wrong-day");
  });
});

describe("an exit", () => {
  const decided = (decision: "revoke") =>
    getChangedRegistration(decideAccreditation(conference, buildPools(conference), confirmed, { decision }, context));
  const leaving = { direction: "out" as const, at: beforeEnd };

  test.each([
    ["revoked", decided("revoke")],
    ["withdrawn", getChangedRegistration(withdrawAccreditation(confirmed, context))],
    ["replaced", getChangedRegistration(reprintBadge(confirmed, "lost", context))],
    ["not-confirmed", { ...confirmed, seat: { state: "waiting" as const, since: evening } }],
  ])(
    "is admitted when the badge of a person inside is %s, and the badge stays refused on the way in",
    (fault, holder) => {
      expect(scan(holder, cameIn, leaving)).toBe("admit");
      expect(scan(holder, cameIn, { ...leaving, direction: "in" })).toBe(fault);
      expect(scan(holder, undefined, leaving)).toBe(fault);
    },
  );

  test("that is sent late is recorded without a conflict, whatever became of the badge", () => {
    const holder = { ...confirmed, badgeValidityPeriods: updateBadgeValidityPeriods(pending, confirmed, "") };
    const revoked = {
      ...decided("revoke"),
      badgeValidityPeriods: updateBadgeValidityPeriods(holder, decided("revoke"), evening),
    };
    const event: CheckInEvent = { ...claims, scanId: "s1", place: "venue", gate: "A", direction: "in", at: evening };
    for (const admitted of [true, false]) {
      const late = { scanId: "late", gate: "B", direction: "out" as const, at: beforeEnd, admitted };
      expect(
        reconcileOfflineScan(
          conference,
          claims,
          revoked,
          late,
          [{ ...event, at: "2027-10-30T17:00:00.000Z" }],
          undefined,
        ),
      ).toMatchObject({
        verdict: { verdict: "admit" },
        event: { direction: "out" },
      });
      expect(
        reconcileOfflineScan(
          conference,
          claims,
          revoked,
          late,
          [{ ...event, at: "2027-10-30T17:00:00.000Z" }],
          undefined,
        ).conflict,
      ).toBeUndefined();
    }
  });

  test("with the badge of another conference is refused", () => {
    const other = { ...confirmed, conferenceId: "idm-other" };
    expect(evaluateScan(conference, claims, other, { presence: cameIn }, leaving)).toMatchObject({
      reason: "other-conference",
    });
  });
});
