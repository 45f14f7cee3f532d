import { describe, expect, test } from "vitest";
import type { QueuedEmail } from "#shared/commands/journal.ts";
import type { ConferenceEvidence, Evidence } from "./evidence.ts";
import { factsOf } from "./facts.ts";
import { compareMails, unpromised } from "./mail-ledger.ts";
import { reportOf } from "./report.ts";

/** A journey of three people in which everything went well. */
const good = {
  conferenceId: "idm-2015",
  title: "Conference on Migrants and Cities",
  place: "Geneva",
  startsOn: "2027-10-25",
  endsOn: "2027-10-26",
  story: [["Applications", "4 for 3 seats"]],
  pools: [{ pool: "venue", limit: 3, taken: 3, offered: 0, waiting: 1 }],
  mostOver: 0,
  recount: {
    conferenceId: "idm-2015",
    registrations: 4,
    shards: [],
    overhang: 0,
    freeWhileWaiting: 0,
    notYetCounted: 0,
    differences: [],
  },
  mails: { counts: [{ kind: "received", expected: 3, promised: 3, given: 3 }], faults: [] },
  gate: {
    confirmed: 3,
    verifiedOffline: 3,
    admitted: 3,
    duplicate: { tried: 3, refused: 3 },
    inside: 3,
    expectedInside: 3,
  },
  line: { moved: 2, longestWaitMs: 400, medianWaitMs: 200, jumped: 0 },
  falseBadges: {
    forged: { tried: 2, refused: 2 },
    revoked: { tried: 1, refused: 1 },
    reprinted: { tried: 4, refused: 4 },
    reprintsAdmitted: 2,
    sameScanSameAnswer: true,
  },
  surprises: [],
} satisfies ConferenceEvidence;

const evidence = (change: Partial<ConferenceEvidence> = {}, more: Partial<Evidence> = {}): Evidence => ({
  api: "http://localhost:4600",
  at: "2026-11-24T01:32:00.000Z",
  seconds: 42,
  validated: 2_431,
  conferences: [{ ...good, ...change }],
  unpromised: [],
  ...more,
});

const broken = (change: Partial<ConferenceEvidence>, more: Partial<Evidence> = {}) =>
  factsOf(evidence(change, more)).flatMap(({ text, holds }) => (holds ? [] : [text]));

describe("the report", () => {
  test("ends with what holds", () => {
    expect(reportOf(evidence()).trimEnd().split("\n").slice(-7)).toEqual([
      "0 seats over 600",
      "0 free seats while someone waits",
      "recount equal",
      "one mail per promise",
      "every confirmed badge admitted once",
      "duplicate, forged, revoked and reprinted badges refused",
      "every other answer as it had to be",
    ]);
  });

  test("shows pools and mails as tables that line up", () => {
    expect(reportOf(evidence())).toContain(
      ["  Pool    limit   taken   waiting", "  venue       3       3         1"].join("\n"),
    );
    expect(reportOf(evidence())).toContain("  received            3          3              3");
  });

  test.each([
    ["2 seats over 600", { mostOver: 2 }],
    ["1 seats over 600", { recount: { ...good.recount, overhang: 1 } }],
    ["1 free seats while someone waits", { recount: { ...good.recount, freeWhileWaiting: 1 } }],
    ["0 free seats while someone waits", { line: { ...good.line, jumped: 1 } }],
    ["recount equal", { recount: { ...good.recount, differences: ["venue shard 0 says 3 taken, the rows say 2"] } }],
    ["one mail per promise", { mails: { counts: [], faults: ["received mail x.0 is promised"] } }],
    ["every confirmed badge admitted once", { gate: { ...good.gate, admitted: 2 } }],
    ["every confirmed badge admitted once", { gate: { ...good.gate, verifiedOffline: 2 } }],
    ["every confirmed badge admitted once", { gate: { ...good.gate, inside: 4 } }],
    [
      "duplicate, forged, revoked and reprinted badges refused",
      { gate: { ...good.gate, duplicate: { tried: 3, refused: 2 } } },
    ],
    [
      "duplicate, forged, revoked and reprinted badges refused",
      { falseBadges: { ...good.falseBadges, forged: { tried: 0, refused: 0 } } },
    ],
    [
      "duplicate, forged, revoked and reprinted badges refused",
      { falseBadges: { ...good.falseBadges, reprintsAdmitted: 1 } },
    ],
    [
      "duplicate, forged, revoked and reprinted badges refused",
      { falseBadges: { ...good.falseBadges, sameScanSameAnswer: false } },
    ],
    ["every other answer as it had to be", { surprises: ["a correction on a stale version was answered 200"] }],
  ] satisfies [string, Partial<ConferenceEvidence>][])("says which line doesn't hold: %s", (text, change) => {
    expect(broken(change)).toEqual([text]);
    expect(reportOf(evidence(change))).toContain(`DOES NOT HOLD: ${text}`);
  });

  test("counts a mail that nothing promised as a fault", () => {
    expect(broken({}, { unpromised: ["nothing promises the received mail y.0"] })).toEqual(["one mail per promise"]);
  });
});

const promised = (mailId: string, standing: QueuedEmail["standing"]): QueuedEmail => ({
  mailId,
  conferenceId: "idm-2015",
  intent: { kind: "received", registrationId: "a" },
  standing,
});

const sent = { state: "sent", at: "2026-11-24T01:32:00.000Z", messageId: "m" } as const;
const given = (mailId: string, kind = "received") => ({ mailId, kind });

describe("one mail per promise", () => {
  const faults = (mail: QueuedEmail, mails: ReturnType<typeof given>[], expected = 1) =>
    compareMails(new Map([["received", expected]]), [mail], mails).faults;

  test("holds for a mail that was given once, or twice where that is recorded", () => {
    expect(faults(promised("x.0", sent), [given("x.0")])).toEqual([]);
    expect(faults(promised("x.0", { ...sent, possiblyTwice: true }), [given("x.0"), given("x.0")])).toEqual([]);
  });

  test("fails for one that is missing, doubled, of another kind, unsent, or not called for", () => {
    expect(faults(promised("x.0", sent), [])).toEqual([
      "received mail x.0 is recorded as sent, and was never given to SES",
    ]);
    expect(faults(promised("x.0", sent), [given("x.0"), given("x.0")])).toEqual([
      "received mail x.0 was given to SES 2 times",
    ]);
    expect(faults(promised("x.0", sent), [given("x.0", "waiting")])).toEqual(["received mail x.0 was sent as waiting"]);
    expect(faults(promised("x.0", { state: "promised" }), [])).toEqual(["received mail x.0 is promised"]);
    expect(faults(promised("x.0", sent), [given("x.0")], 2)).toEqual([
      "received: what was done calls for 2 mails, 1 are promised",
    ]);
    expect(unpromised([promised("x.0", sent)], [given("x.0"), given("y.0")])).toEqual([
      "nothing promises the received mail y.0",
    ]);
  });
});
