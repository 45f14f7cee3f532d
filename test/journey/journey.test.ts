import { beforeAll, describe, expect, test } from "vitest";
import type { Evidence } from "./evidence.ts";
import { factsOf } from "./facts.ts";
import { travel } from "./journey.ts";
import { travelNewYork } from "./new-york.ts";
import { Progress } from "./progress.ts";
import { reportOf } from "./report.ts";
import { withOwnSystem } from "./running-system.ts";

const shown: string[] = [];
let evidence: Evidence;
let again: Evidence;

/** One conference twice, for it must be possible to travel again. */
beforeAll(async () => {
  const progress = new Progress({ write: (text) => shown.push(text) });
  await withOwnSystem(async (system) => {
    evidence = await travel(system, progress, [travelNewYork]);
    again = await travel(system, progress, [travelNewYork]);
  });
}, 600_000);

describe("the journey of the agenda's 35 from the first form to the gate", () => {
  test("every line at the end of the report holds", () => {
    expect(factsOf(evidence).filter(({ holds }) => !holds)).toEqual([]);
    expect(reportOf(evidence)).toContain("\n0 seats over 600\n0 free seats while someone waits\nrecount equal\n");
  });

  test("takes everyone in the agenda of New York through the gate", () => {
    const counts = evidence.conferences.map(({ gate, recount }) => [
      recount.registrations,
      gate.confirmed,
      gate.admitted,
      gate.inside,
    ]);
    expect(counts).toEqual([[35, 35, 35, 35]]);
  });

  test("sends every kind of mail that the journey calls for", () => {
    const counts = evidence.conferences.flatMap(({ mails }) => mails.counts);
    expect(counts.map(({ kind }) => kind)).toEqual(["approved", "received"]);
    for (const { expected, promised, given } of counts) expect([promised, given]).toEqual([expected, expected]);
  });

  test("shows a line for each step where there is no terminal", () => {
    expect(shown.some((line) => /^35 applications, 35 at a time \(\d+\.\d s\)\n$/.test(line))).toBe(true);
  });

  test("can be travelled again, through a fresh conference", () => {
    expect(again.conferences.map(({ conferenceId }) => conferenceId)).toEqual(["idm-2017-new-york-journey-2"]);
    expect(factsOf(again).filter(({ holds }) => !holds)).toEqual([]);
  });
});
