import { describe, expect, test } from "vitest";
import { decideAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { reprintBadge } from "#shared/badges/badge.rules.ts";
import {
  evaluateScan,
  evaluateWithOverride,
  type GateScan,
  type HolderState,
  toGateBadge,
  updateBadgeValidityPeriods,
} from "#shared/check-in/check-in.rules.ts";
import { evaluateOfflineScan, mergeGateListPage } from "#shared/check-in/offline-scan.rules.ts";
import { replayCheckIns } from "#shared/check-in/replay-check-ins.rules.ts";
import type { Presence } from "#shared/model/check-in.ts";
import type { Registration } from "#shared/model/registration.ts";
import { type OfflineScan, reconcileOfflineScan } from "../../functions/check-in/reconcile-offline-scans.rules.ts";
import {
  aConference,
  buildPools,
  buildRegistration,
  getChangedRegistration,
  noon,
  secretariatActor,
} from "../support/builders.ts";
import { buildGateListPage, testConferenceTag } from "../support/gate-lists.ts";

const conference = aConference();
const context = { actor: secretariatActor, at: noon };
const pending = buildRegistration(conference);
const approved = getChangedRegistration(
  decideAccreditation(conference, buildPools(conference), pending, { decision: "approve" }, context),
);
const confirmed = { ...approved, badgeValidityPeriods: updateBadgeValidityPeriods(pending, approved, "") };
const decided = getChangedRegistration(
  decideAccreditation(conference, buildPools(conference), confirmed, { decision: "revoke" }, context),
);
const revoked = { ...decided, badgeValidityPeriods: updateBadgeValidityPeriods(confirmed, decided, "2027-03-01") };
const { registrationId } = confirmed;
const claims = { registrationId, serial: 1 };
const inside: Presence = { inside: true, gate: "A", since: "2027-03-01T08:00:00.000Z", scanId: "s1" };
const entering: GateScan = { direction: "in", at: noon };

/** The verdict with an override, by the server and by a desk without a network, which have to agree. */
function override(
  holder: Registration | undefined,
  state: HolderState = {},
  more: Partial<GateScan> = {},
  of = conference,
) {
  const scan = { ...entering, ...more };
  const result = evaluateWithOverride(
    (isOverridden) => evaluateScan(of, claims, holder, state, { ...scan, isOverridden }),
    true,
  );
  const badge = holder?.conferenceId === of.conferenceId ? toGateBadge(holder) : undefined;
  if (badge && !state.delegation) {
    const presences = state.presence ? [{ ...state.presence, registrationId, place: "venue" as const }] : [];
    const list = mergeGateListPage(undefined, buildGateListPage({ timeZone: of.timeZone, items: [badge], presences }));
    const token = { ...claims, conferenceTag: testConferenceTag };
    expect(evaluateOfflineScan(list, token, [], { ...scan, isOverridden: true })).toEqual(result.verdict);
  }
  const { verdict, overridden } = result;
  return verdict.verdict === "admit" ? { admitted: overridden } : verdict.reason;
}

describe("an operator may admit in spite of a refusal", () => {
  test("for re-entry and for a wrong day, which are named", () => {
    expect(override(confirmed, { presence: inside })).toEqual({ admitted: "already-inside" });
    const limited = { ...confirmed, access: { days: ["2027-10-26"] } };
    expect(override(limited)).toEqual({ admitted: "wrong-day" });
    expect(override(limited, { presence: inside })).toEqual({ admitted: "wrong-day" });
  });

  test("and overrides nothing where the badge would be admitted anyway", () => {
    expect(override(confirmed)).toEqual({ admitted: undefined });
    const refused = () => evaluateScan(conference, claims, confirmed, { presence: inside }, entering);
    expect(evaluateWithOverride(refused, false)).toEqual({ verdict: refused() });
  });

  test.each([
    ["revoked", revoked, {}],
    ["replaced", getChangedRegistration(reprintBadge(confirmed, "lost", context)), {}],
    ["not-confirmed", pending, {}],
    ["forged", undefined, {}],
    ["wrong-zone", { ...confirmed, access: { days: ["2027-10-26"], zones: ["B"] } }, { zone: "C" }],
    ["not-inside", confirmed, { direction: "out" as const }],
  ])("but not when the reason is %s", (reason, holder, more) => {
    expect(override(holder, {}, more)).toBe(reason);
  });

  test("but not with a badge of another conference, nor beyond the limit of the delegation", () => {
    expect(override(confirmed, {}, {}, aConference({}, "idm-other"))).toBe("other-conference");
    const delegation = { insideAtOnce: 1, inside: ["another"] };
    expect(override({ ...confirmed, access: { days: ["2027-10-26"] } }, { delegation })).toBe("delegation-inside-full");
  });
});

describe("an override that a gate sends late", () => {
  const send = (more: Partial<OfflineScan>, holder: Registration | undefined = confirmed) => {
    const scan = { scanId: "late", gate: "B", ...entering, admitted: true, override: { reason: "left by the garden" } };
    return reconcileOfflineScan(conference, claims, holder, { ...scan, ...more }, [], undefined);
  };

  test("is recorded with its reason and is an incident, even if the history has nothing against it", () => {
    const { verdict, event, conflict } = send({});
    expect([verdict.verdict, conflict]).toEqual(["admit", "already-inside"]);
    expect(event?.override).toEqual({ reason: "left by the garden", refusal: "already-inside" });
    const holders = { getBadgeValidityPeriods: () => confirmed.badgeValidityPeriods };
    expect(replayCheckIns(event ? [event] : [], holders, conference).conflicts).toMatchObject([
      { reason: "already-inside" },
    ]);
  });

  test("admits for a wrong day, also when the gate leaves the decision to the server", () => {
    const limited = { ...confirmed, access: { days: ["2027-10-26"] } };
    expect(send({ admitted: false }, limited)).toMatchObject({ verdict: { verdict: "admit" }, conflict: "wrong-day" });
    expect(send({ admitted: false, override: undefined }, limited).verdict).toMatchObject({ reason: "wrong-day" });
  });

  test("never admits with a revoked, a forged or a foreign badge; a passage that happened is recorded as what it was", () => {
    expect(send({ admitted: false }, revoked)).toEqual({ verdict: { verdict: "refuse", reason: "revoked" } });
    expect(send({}, revoked).conflict).toBe("revoked");
    expect(send({}, pending)).toEqual({ verdict: { verdict: "refuse", reason: "forged" } });
    expect(send({}, { ...confirmed, conferenceId: "idm-other" }).verdict).toMatchObject({ reason: "other-conference" });
  });

  test("of an exit overrides nothing", () => {
    expect(send({ direction: "out" }).event?.override).toBeUndefined();
  });
});
