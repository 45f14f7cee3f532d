import { beforeAll, describe, expect, test } from "vitest";
import type { ConferenceEvidence, Evidence } from "./evidence.ts";
import { factsOf } from "./facts.ts";
import { travel } from "./journey.ts";
import { Progress } from "./progress.ts";
import { reportOf } from "./report.ts";
import { withOwnSystem } from "./running-system.ts";

const shown: string[] = [];
let evidence: Evidence;

beforeAll(async () => {
  const progress = new Progress({ write: (text) => shown.push(text) });
  await withOwnSystem(async (system) => {
    evidence = await travel(system, progress);
  });
}, 600_000);

const of = (conferenceId: string): ConferenceEvidence => {
  const found = evidence.conferences.find((each) => each.conferenceId === conferenceId);
  if (!found) throw new Error(`no travel through ${conferenceId}`);
  return found;
};

describe("the journey of 704 from the first form to the gate, after the one of the agenda", () => {
  test("every line at the end of the report holds", () => {
    expect(factsOf(evidence).filter(({ holds }) => !holds)).toEqual([]);
    expect(reportOf(evidence)).toContain("\n0 seats over 600\n0 free seats while someone waits\nrecount equal\n");
  });

  test("takes everyone in the agenda of New York through the gate", () => {
    const { gate, recount } = of("idm-2017-new-york");
    expect([recount.registrations, gate.confirmed, gate.admitted, gate.inside]).toEqual([35, 35, 35, 35]);
  });

  test("fills the room of 600 in Geneva, to the last seat and no further", () => {
    const { gate, pools, recount, line } = of("idm-2015");
    expect(pools.find(({ pool }) => pool === "venue")).toMatchObject({ limit: 600, taken: 600 });
    expect([recount.registrations, gate.confirmed, gate.admitted, gate.inside]).toEqual([704, 600, 600, 600]);
    expect(line?.moved).toBe(24 + 4 + 6 + 4 + 2);
  });

  test("sends every kind of mail that the journey calls for", () => {
    const counts = of("idm-2015").mails.counts;
    const kinds = ["already-registered", "approved", "approved-waiting", "received", "rejected", "returned", "revoked"];
    expect(counts.map(({ kind }) => kind)).toEqual([
      ...kinds,
      "seat-given",
      "sign-in",
      "visa-letter",
      "waiting",
      "withdrawn",
    ]);
    for (const { expected, promised, given } of counts) expect([promised, given]).toEqual([expected, expected]);
  });

  test("shows a line for each step where there is no terminal", () => {
    expect(shown.some((line) => /^704 applications, 64 at a time \(\d+\.\d s\)\n$/.test(line))).toBe(true);
  });
});
