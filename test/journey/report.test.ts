import { describe, expect, test } from "vitest";
import type { QueuedEmail } from "#shared/commands/journal.ts";
import { compareEmails, listUnqueued } from "./email-ledger.ts";
import type { ConferenceEvidence, JourneyEvidence } from "./evidence.ts";
import { listFindings } from "./facts.ts";
import { formatCommands, formatReport } from "./report.ts";

/** A journey of three people without a deviation. */
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
    poolsOverLimit: [],
    seatsOverLimit: 0,
    hasUnknownSeats: false,
    seatsFreeWhileWaiting: 0,
    pendingStatistics: 0,
    differences: [],
  },
  emails: { counts: [{ kind: "received", expected: 3, queued: 3, sent: 3 }], faults: [] },
  gate: {
    confirmed: 3,
    verifiedOffline: 3,
    admitted: 3,
    duplicate: { tried: 3, refused: 3 },
    inside: 3,
    expectedInside: 3,
  },
  attendance: { counted: { attended: 3 }, byVerdicts: { attended: 3 } },
  waitingList: { moved: 2, longestWaitMs: 400, medianWaitMs: 200, jumped: 0 },
  falseBadges: {
    forged: { tried: 2, refused: 2 },
    revoked: { tried: 1, refused: 1 },
    reprinted: { tried: 2, refused: 2 },
    reprintsAdmitted: 2,
    sameScanSameAnswer: true,
  },
  surprises: [],
} satisfies ConferenceEvidence;

const buildEvidence = (
  change: Partial<ConferenceEvidence> = {},
  more: Partial<JourneyEvidence> = {},
): JourneyEvidence => ({
  api: "http://localhost:4600",
  at: "2026-11-24T01:32:00.000Z",
  seconds: 42,
  validated: 2_431,
  conferences: [{ ...good, ...change }],
  unqueued: [],
  ...more,
});

const listViolations = (change: Partial<ConferenceEvidence>, more: Partial<JourneyEvidence> = {}) =>
  listFindings(buildEvidence(change, more)).flatMap(({ text, holds }) => (holds ? [] : [text]));

describe("the journey's report", () => {
  test("ends with the invariants", () => {
    expect(formatReport(buildEvidence()).trimEnd().split("\n").slice(-8)).toEqual([
      "0 seats over 600",
      "0 free seats while someone waits",
      "recount equal",
      "each queued email sent once",
      "every confirmed badge admitted once",
      "attendance equals the verdicts of the gates",
      "duplicate, forged, revoked and reprinted badges refused",
      "all other answers as expected",
    ]);
  });

  test("is followed by the commands that verify each of its conferences", () => {
    expect(formatCommands(buildEvidence())).toBe(
      "To verify its conferences yourself:\n" +
        "  npm run verify-counters -- --conference idm-2015\n  npm run audit -- --conference idm-2015\n",
    );
  });

  test("shows pools and emails as aligned tables", () => {
    expect(formatReport(buildEvidence())).toContain(
      ["  Pool    limit   taken   waiting", "  venue       3       3         1"].join("\n"),
    );
    expect(formatReport(buildEvidence())).toContain("  received          3        3      3");
  });

  test.each([
    ["2 seats over 600", { mostOver: 2 }],
    ["1 seats over 600", { recount: { ...good.recount, seatsOverLimit: 1 } }],
    ["1 free seats while someone waits", { recount: { ...good.recount, seatsFreeWhileWaiting: 1 } }],
    ["0 free seats while someone waits", { waitingList: { ...good.waitingList, jumped: 1 } }],
    ["recount equal", { recount: { ...good.recount, differences: ["venue shard 0 says 3 taken, the rows say 2"] } }],
    ["each queued email sent once", { emails: { counts: [], faults: ["received email x.0 is queued"] } }],
    ["every confirmed badge admitted once", { gate: { ...good.gate, admitted: 2 } }],
    ["every confirmed badge admitted once", { gate: { ...good.gate, verifiedOffline: 2 } }],
    ["every confirmed badge admitted once", { gate: { ...good.gate, inside: 4 } }],
    [
      "attendance equals the verdicts of the gates",
      { attendance: { counted: { attended: 3 }, byVerdicts: { attended: 2 } } },
    ],
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
    ["all other answers as expected", { surprises: ["a correction on a stale version was answered 200"] }],
  ] satisfies [string, Partial<ConferenceEvidence>][])("reports a violated invariant: %s", (text, change) => {
    expect(listViolations(change)).toEqual([text]);
    expect(formatReport(buildEvidence(change))).toContain(`DOES NOT HOLD: ${text}`);
  });

  test("counts an email that was never queued as a violation", () => {
    expect(listViolations({}, { unqueued: ["the received email y.0 was sent but never queued"] })).toEqual([
      "each queued email sent once",
    ]);
  });
});

const buildQueuedEmail = (emailId: string, status: QueuedEmail["status"]): QueuedEmail => ({
  emailId,
  changeId: emailId.split(".")[0] ?? "",
  conferenceId: "idm-2015",
  intent: { kind: "received", registrationId: "a" },
  status,
});

const sent = { state: "sent", at: "2026-11-24T01:32:00.000Z", messageId: "m" } as const;
const buildSentEmail = (emailId: string, kind = "received") => ({ emailId, kind });

describe("the email ledger", () => {
  const faults = (queued: QueuedEmail, sentEmails: ReturnType<typeof buildSentEmail>[], expected = 1) =>
    compareEmails(new Map([["received", expected]]), [queued], sentEmails).faults;

  test("accepts an email that was sent once, or twice if that is recorded", () => {
    expect(faults(buildQueuedEmail("x.0", sent), [buildSentEmail("x.0")])).toEqual([]);
    expect(
      faults(buildQueuedEmail("x.0", { ...sent, possiblyTwice: true }), [buildSentEmail("x.0"), buildSentEmail("x.0")]),
    ).toEqual([]);
  });

  test("reports an email that is missing, doubled, of another kind, unsent, or unexpected", () => {
    expect(faults(buildQueuedEmail("x.0", sent), [])).toEqual([
      "received email x.0 is recorded as sent, but SES never received it",
    ]);
    expect(faults(buildQueuedEmail("x.0", sent), [buildSentEmail("x.0"), buildSentEmail("x.0")])).toEqual([
      "received email x.0 was sent 2 times",
    ]);
    expect(faults(buildQueuedEmail("x.0", sent), [buildSentEmail("x.0", "waiting")])).toEqual([
      "received email x.0 was sent as waiting",
    ]);
    expect(faults(buildQueuedEmail("x.0", { state: "queued" }), [])).toEqual(["received email x.0 is queued"]);
    expect(faults(buildQueuedEmail("x.0", sent), [buildSentEmail("x.0")], 2)).toEqual([
      "received: 2 emails are expected, 1 are queued",
    ]);
    expect(listUnqueued([buildQueuedEmail("x.0", sent)], [buildSentEmail("x.0"), buildSentEmail("y.0")])).toEqual([
      "the received email y.0 was sent but never queued",
    ]);
  });
});
