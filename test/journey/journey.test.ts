import { beforeAll, describe, expect, test } from "vitest";
import type { JourneyEvidence } from "./evidence.ts";
import { listFindings } from "./facts.ts";
import { runJourney } from "./journey.ts";
import { runNewYork } from "./new-york.ts";
import { JourneyProgress } from "./progress.ts";
import { formatReport } from "./report.ts";
import { withOwnSystem } from "./running-system.ts";

const shown: string[] = [];
let evidence: JourneyEvidence;
let again: JourneyEvidence;

/** The same conference twice, to show that a journey can be repeated. */
beforeAll(async () => {
  const progress = new JourneyProgress({ write: (text) => shown.push(text) });
  await withOwnSystem(async (system) => {
    evidence = await runJourney(system, progress, [runNewYork]);
    again = await runJourney(system, progress, [runNewYork]);
  });
}, 600_000);

describe("the journey of the agenda's 35 people from the first form to the gate", () => {
  test("holds each invariant at the end of the report", () => {
    expect(listFindings(evidence).filter(({ holds }) => !holds)).toEqual([]);
    expect(formatReport(evidence)).toContain("\n0 seats over 600\n0 free seats while someone waits\nrecount equal\n");
  });

  test("admits every person of New York's agenda", () => {
    const counts = evidence.conferences.map(({ gate, recount }) => [
      recount.registrations,
      gate.confirmed,
      gate.admitted,
      gate.inside,
    ]);
    expect(counts).toEqual([[35, 35, 35, 35]]);
  });

  test("sends each kind of email that the journey causes", () => {
    const counts = evidence.conferences.flatMap(({ emails }) => emails.counts);
    expect(counts.map(({ kind }) => kind)).toEqual(["approved", "received"]);
    for (const { expected, queued, sent } of counts) expect([queued, sent]).toEqual([expected, expected]);
  });

  test("prints a line for each step without a terminal", () => {
    expect(shown.some((line) => /^35 applications, 35 at a time \(\d+\.\d s\)\n$/.test(line))).toBe(true);
  });

  test("can be repeated with a new conference", () => {
    expect(again.conferences.map(({ conferenceId }) => conferenceId)).toEqual(["idm-2017-new-york-journey-2"]);
    expect(listFindings(again).filter(({ holds }) => !holds)).toEqual([]);
  });
});
