import { describe, expect, test } from "vitest";
import {
  type CheckInEvent,
  findLatestPresence,
  type GateBadge,
  type GateScan,
} from "#shared/check-in/check-in.rules.ts";
import { evaluateOfflineScan, type GateListPage, mergeGateListPage } from "#shared/check-in/offline-scan.rules.ts";
import { replayCheckIns } from "#shared/check-in/replay-check-ins.rules.ts";
import { noon } from "../support/builders.ts";
import { buildGateListPage, testConferenceTag } from "../support/gate-lists.ts";

const badge = (registrationId: string, more: Partial<GateBadge> = {}): GateBadge => ({
  registrationId,
  serial: 1,
  nameOnBadge: registrationId,
  category: "ngo",
  ...more,
});
const insideAt = (registrationId: string, inside = true) => ({
  registrationId,
  place: "venue" as const,
  inside,
  gate: "Gate B",
  since: "2027-03-01T09:12:00.000Z",
  scanId: `s-${registrationId}`,
});
const page = (more: Partial<GateListPage> = {}): GateListPage =>
  buildGateListPage({
    seatedSessions: ["side-event"],
    items: [badge("amina"), badge("li"), badge("juan", { invalidReason: "revoked" })],
    presences: [insideAt("li")],
    ...more,
  });
const passage = (registrationId: string, more: Partial<CheckInEvent> = {}): CheckInEvent => ({
  registrationId,
  scanId: "p1",
  serial: 1,
  place: "venue",
  gate: "Gate A",
  direction: "in",
  at: "2027-03-01T11:00:00.000Z",
  ...more,
});
const token = (registrationId: string, serial = 1) => ({ registrationId, serial, conferenceTag: testConferenceTag });
const entering: GateScan = { direction: "in", at: noon };
const list = mergeGateListPage(undefined, page());
const read = (id: string, serial = 1, passages: CheckInEvent[] = [], reading = entering, known = list) => {
  const verdict = evaluateOfflineScan(known, token(id, serial), passages, reading);
  return verdict.verdict === "admit" ? "admit" : verdict.reason;
};

describe("a gate without a network", () => {
  test("admits whom its list knows with a live badge, and refuses whom it knows to be inside", () => {
    expect(read("amina")).toBe("admit");
    expect(evaluateOfflineScan(list, token("li"), [], entering)).toEqual({
      verdict: "refuse",
      reason: "already-inside",
      details: { since: "2027-03-01T09:12:00.000Z", gate: "Gate B" },
    });
    expect(read("juan")).toBe("revoked");
  });

  test("refuses a badge of another conference, and one that its list hasn't heard of", () => {
    expect(evaluateOfflineScan(list, { ...token("amina"), conferenceTag: "ffffffff" }, [], entering)).toMatchObject({
      reason: "other-conference",
    });
    expect(read("unknown")).toBe("not-on-list");
  });

  test("counts its own passages: no one enters twice, and a person who left may enter again", () => {
    const came = passage("amina");
    expect(read("amina", 1, [came])).toBe("already-inside");
    expect(read("amina", 1, [came, passage("amina", { scanId: "p2", direction: "out", at: noon })])).toBe("admit");
    expect(read("li", 1, [passage("li", { direction: "out" })])).toBe("admit");
    expect(read("li", 1, [], { ...entering, direction: "out" })).toBe("admit");
    expect(read("amina", 1, [], { ...entering, direction: "out" })).toBe("not-inside");
  });

  test("a later list outdoes an earlier passage", () => {
    expect(read("li", 1, [passage("li", { direction: "out", at: "2027-03-01T08:00:00.000Z" })])).toBe("already-inside");
  });

  test("takes a higher number for a reprint, which kills the older badge", () => {
    expect(read("amina", 2)).toBe("admit");
    const [came, left] = [
      passage("amina", { serial: 2 }),
      passage("amina", { serial: 2, scanId: "p2", direction: "out", at: noon }),
    ];
    expect(read("amina", 1, [came, left])).toBe("replaced");
    expect(read("juan", 2)).toBe("revoked");
  });

  test("knows a session's door from the venue's", () => {
    const seated = mergeGateListPage(list, page({ items: [badge("amina", { sessions: ["side-event"] })] }));
    expect(read("amina", 1, [], { ...entering, sessionId: "side-event" }, seated)).toBe("admit");
    expect(read("li", 1, [], { ...entering, sessionId: "side-event" }, seated)).toBe("no-session-seat");
    expect(read("li", 1, [], { ...entering, sessionId: "plenary" }, seated)).toBe("admit");
    expect(read("li", 1, [passage("li", { place: "session:plenary" })], { ...entering, sessionId: "plenary" })).toBe(
      "already-inside",
    );
  });
});

describe("a delegation at gates without a network", () => {
  const members = ["a", "b", "c", "d"].map((id) => badge(id, { delegationId: "mission" }));
  const limited = (insideAtOnce: number, gates = 1) =>
    mergeGateListPage(
      undefined,
      page({
        items: members,
        presences: [insideAt("a"), insideAt("d", false)],
        delegations: [{ delegationId: "mission", insideAtOnce }],
      }),
      gates,
    );

  test("has no more inside than it may, by the list and by the gate's own passages", () => {
    expect(read("b", 1, [], entering, limited(2))).toBe("admit");
    expect(read("c", 1, [passage("b")], entering, limited(2))).toBe("delegation-inside-full");
    expect(read("c", 1, [passage("b"), passage("a", { scanId: "p2", direction: "out" })], entering, limited(2))).toBe(
      "admit",
    );
    expect(read("b", 1, [], entering, limited(1))).toBe("delegation-inside-full");
  });

  test("has its free places shared out among the gates, so that together they stay below the limit", () => {
    expect(read("b", 1, [], entering, limited(3, 2))).toBe("admit");
    expect(read("c", 1, [passage("b")], entering, limited(3, 2))).toBe("delegation-inside-full");
    expect(read("b", 1, [], entering, limited(2, 2))).toBe("delegation-inside-full");
  });

  test("is limited no more once a page says so; a page about others changes nothing of it", () => {
    const before = limited(1);
    const same = mergeGateListPage(before, page({ items: [], presences: [] }));
    expect(read("b", 1, [], entering, same)).toBe("delegation-inside-full");
    const lifted = mergeGateListPage(
      before,
      page({ items: [], presences: [], delegations: [{ delegationId: "mission" }] }),
    );
    expect(read("b", 1, [], entering, lifted)).toBe("admit");
    expect(lifted.badges.size).toBe(4);
  });
});

describe("the ordered history", () => {
  const zurich = { timeZone: "Europe/Zurich" };
  const lives = () => [{ serial: 1, from: "2027-03-01T00:00:00.000Z" }];

  test("takes passages of one moment by the scan's name, and each once", () => {
    const [first, second] = [passage("amina", { scanId: "a" }), passage("amina", { scanId: "b", direction: "out" })];
    const folded = replayCheckIns([second, first, second], { getBadgeValidityPeriods: lives }, zurich);
    expect(folded.conflicts).toEqual([]);
    expect(folded.presences.get("amina venue")).toMatchObject({ inside: false, scanId: "b" });
    expect(findLatestPresence([second, first])).toMatchObject({ scanId: "b" });
    expect(findLatestPresence([])).toBeUndefined();
  });

  test("names a second entry with the first, an exit without an entry, and a limit that was broken", () => {
    const again = passage("amina", { scanId: "p2", at: noon });
    const out = passage("li", { scanId: "p3", direction: "out" });
    const elsewhere = passage("juan", { scanId: "p4", limit: "wrong-zone" });
    const { conflicts } = replayCheckIns(
      [again, passage("amina"), out, elsewhere],
      { getBadgeValidityPeriods: lives },
      zurich,
    );
    expect(
      conflicts.map(({ event, reason, contradictedScan }) => [event.scanId, reason, contradictedScan?.scanId]),
    ).toEqual([
      ["p3", "not-inside", undefined],
      ["p4", "wrong-zone", undefined],
      ["p2", "already-inside", "p1"],
    ]);
  });

  test("names the member of a delegation who exceeded the limit, in any order of arrival", () => {
    const limit = (id: string) => (id === "juan" ? undefined : { delegationId: "mission", insideAtOnce: 1 });
    const facts = [
      passage("li", { scanId: "p2", at: "2027-03-01T11:05:00.000Z" }),
      passage("amina"),
      passage("amina", { scanId: "p3", direction: "out", at: "2027-03-01T11:10:00.000Z" }),
      passage("juan", { scanId: "p4" }),
      passage("amina", { scanId: "p5", place: "session:plenary" }),
    ];
    for (const order of [facts, facts.toReversed()]) {
      const { conflicts } = replayCheckIns(
        order,
        { getBadgeValidityPeriods: lives, findDelegationLimit: limit },
        zurich,
      );
      expect(conflicts.map(({ event, reason }) => [event.scanId, reason])).toEqual([["p2", "delegation-inside-full"]]);
    }
  });
});
