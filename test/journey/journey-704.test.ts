import { beforeAll, describe, expect, test } from "vitest";
import type { ConferenceEvidence, JourneyEvidence } from "./evidence.ts";
import { listFindings } from "./facts.ts";
import { runJourney } from "./journey.ts";
import { JourneyProgress } from "./progress.ts";
import { formatReport } from "./report.ts";
import { withOwnSystem } from "./running-system.ts";

const shown: string[] = [];
let evidence: JourneyEvidence;

beforeAll(async () => {
  const progress = new JourneyProgress({ write: (text) => shown.push(text) });
  await withOwnSystem(async (system) => {
    evidence = await runJourney(system, progress);
  });
}, 600_000);

const of = (conferenceId: string): ConferenceEvidence => {
  const found = evidence.conferences.find((each) => each.conferenceId === conferenceId);
  if (!found) throw new Error(`no journey through ${conferenceId}`);
  return found;
};

describe("the journey of 704 applicants from the first form to the gate, after the journey of the agenda", () => {
  test("holds each invariant at the end of the report", () => {
    expect(listFindings(evidence).filter(({ holds }) => !holds)).toEqual([]);
    expect(formatReport(evidence)).toContain("\n0 seats over 600\n0 free seats while someone waits\nrecount equal\n");
  });

  test("admits every person of New York's agenda", () => {
    const { gate, recount } = of("idm-2017-new-york");
    expect([recount.registrations, gate.confirmed, gate.admitted, gate.inside]).toEqual([35, 35, 35, 35]);
  });

  test("fills the 600 seats in Geneva and no more", () => {
    const { gate, pools, recount, waitingList } = of("idm-2015");
    expect(pools.find(({ pool }) => pool === "venue")).toMatchObject({ limit: 600, taken: 600 });
    expect([recount.registrations, gate.confirmed, gate.admitted, gate.inside]).toEqual([704, 600, 600, 600]);
    expect(waitingList?.moved).toBe(24 + 4 + 6 + 4 + 2);
  });

  test("sends each kind of email that the journey causes", () => {
    const counts = of("idm-2015").emails.counts;
    const kinds = ["already-registered", "approved", "approved-waiting", "received", "rejected", "returned", "revoked"];
    expect(counts.map(({ kind }) => kind)).toEqual([
      ...kinds,
      "seat-given",
      "sign-in",
      "visa-letter",
      "waiting",
      "withdrawn",
    ]);
    for (const { expected, queued, sent } of counts) expect([queued, sent]).toEqual([expected, expected]);
  });

  test("prints a line for each step without a terminal", () => {
    expect(shown.some((line) => /^704 applications, 64 at a time \(\d+\.\d s\)\n$/.test(line))).toBe(true);
  });
});
