import { invariant, type Section, target } from "../support/report.ts";
import type { Results } from "../support/results.ts";
import { figures, median, separation } from "../support/statistics.ts";
import { type Ask, probes, type Times, timesOf } from "./probes.ts";

/** Nobody who sees only how long an answer takes may guess better than this; with 1,000 of each, chance stays below. */
const atMost = 0.55;

/** How many are asked at a time. */
const loads = [1, 4];

/** Both probes under both loads, each with a conference and addresses of its own. */
export async function measureWith(
  results: Results,
  where: string,
  count: number,
  { ask, makeConference }: { readonly ask: Ask; readonly makeConference: (conferenceId: string) => Promise<void> },
): Promise<Section> {
  const outcomes: [string, Times][] = [];
  for (const [number, probe] of probes.entries()) {
    for (const atOnce of loads) {
      const name = `${probe}, ${atOnce} at a time`;
      const conferenceId = `enumeration-${number}-${atOnce}-${Date.now().toString(36)}`;
      const times = await results.cell(`${where}: ${name}`, async () => {
        await makeConference(conferenceId);
        return timesOf(ask, { probe, conferenceId, count, atOnce });
      });
      outcomes.push([name, times]);
    }
  }
  return sectionOf(where, count, outcomes);
}

function sectionOf(where: string, count: number, outcomes: readonly (readonly [string, Times])[]): Section {
  const hidden = outcomes.filter(([, { known, unknown }]) => separation(known, unknown) <= atMost);
  const calm = outcomes.filter(([, { unknown, control }]) => separation(unknown, control) <= atMost);
  return {
    title: `Enumeration, ${where}: whether an answer tells who is registered`,
    notes: [
      `${count} known and twice as many unknown addresses in random turn, each asked for once`,
      "tells apart: area under the ROC curve, known against unknown; chance: the same of unknown against unknown",
    ],
    head: ["", "known, ms", "unknown, ms", "tells apart", "chance"],
    rows: outcomes.map(([name, { known, unknown, control }]) => [
      name,
      figures(median(known)),
      figures(median(unknown)),
      separation(known, unknown).toFixed(3),
      separation(unknown, control).toFixed(3),
    ]),
    verdicts: [
      invariant(
        "the same status, keys and headers for all",
        outcomes.every(([, { looks }]) => looks.length === 1),
      ),
      target(
        `the machine is calm enough to tell: unknown against unknown is at most ${atMost}`,
        calm.length === outcomes.length,
      ),
      target(`time tells known from unknown no better than ${atMost}`, hidden.length === outcomes.length),
    ],
  };
}
