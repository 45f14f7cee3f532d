import { describe, expect, test } from "vitest";
import { drawArrivals } from "../../bench/rehearse/applicants.ts";
import {
  drawConflicts,
  drawPlot,
  listAnswerSeries,
  listLatencySeries,
  listSeatSeries,
  roundUp,
} from "../../bench/rehearse/plots.ts";
import { listFindings, type Recording } from "../../bench/rehearse/recording.ts";
import { writePageReport, writeTextReport } from "../../bench/rehearse/report.ts";
import { Random } from "../support/random.ts";

const answer = (sentAt: number, answeredAt: number, outcome = "held", isError = false) => ({
  sentAt,
  answeredAt,
  outcome,
  isError,
});

const recorded: Recording = {
  conference: "rehearsal-idm-2015-abc",
  title: "Migrants & <Cities>",
  capacity: 2,
  seatTakenAt: "submission",
  applicants: 3,
  seconds: 2,
  at: "2027-01-01T09:00:00.000Z",
  answers: [answer(0, 100), answer(500, 900), answer(1_500, 2_500, "waiting")],
  samples: [
    { at: 0, limit: 2, taken: 0, waiting: 0 },
    { at: 1_000, limit: 2, taken: 2, waiting: 1 },
  ],
  pools: [
    { pool: "venue", limit: 2, taken: 2, waiting: 1 },
    { pool: "category:ngo", limit: null, taken: 2, waiting: 0 },
  ],
  conflicts: [{ pool: "venue", shard: 3, count: 7 }],
  seatsFreeWhileWaiting: 0,
  differences: [],
};
const empty: Recording = { ...recorded, answers: [], samples: [], pools: [], conflicts: [] };

describe("the arrivals", () => {
  test("are as many as asked for, in order, within the time, and the same for the same seed", () => {
    const times = drawArrivals(500, 10, new Random(4));
    expect(times).toEqual(drawArrivals(500, 10, new Random(4)));
    expect(times).not.toEqual(drawArrivals(500, 10, new Random(5)));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect([times.length, (times[0] ?? -1) >= 0, (times.at(-1) ?? 0) < 10_000]).toEqual([500, true, true]);
    expect(times.filter((at) => at < 5_000).length).toBeGreaterThan(200);
  });
});

describe("the report", () => {
  test("ends with what holds, and says plainly what doesn't", () => {
    expect(listFindings(recorded).every(({ holds }) => holds)).toBe(true);
    expect(writeTextReport(recorded)).toMatch(
      /\n0 over the cap\n0 errors\n0 free seats while someone waits\nrecount equal\nall answers within 1\.0 s\n$/,
    );
    const bad: Recording = {
      ...recorded,
      samples: [{ at: 0, limit: 2, taken: 3, waiting: 0 }],
      answers: [answer(0, 1, "internal-error", true)],
      seatsFreeWhileWaiting: 1,
      differences: ["venue shard 0 says 3 taken, the rows say 2"],
    };
    const text = writeTextReport(bad);
    for (const line of ["1 over the cap", "1 errors", "1 free seats while someone waits", "recount differs"])
      expect(text).toContain(`DOES NOT HOLD: ${line}`);
  });

  test("is one page that needs nothing else, with every number drawn, also without arrivals", () => {
    for (const each of [recorded, empty]) {
      const page = writePageReport(each);
      expect(page).not.toMatch(/NaN|Infinity|undefined|null|<script|src=|https?:/);
      expect(page).toContain("Migrants &amp; &lt;Cities>");
      expect(page.match(/<svg/g)?.length).toBe(each === recorded ? 4 : 3);
    }
  });

  test("shows the conflicts of each shard, or says that none were recorded", () => {
    expect(drawConflicts(recorded)).toContain("venue 3");
    expect(drawConflicts(empty)).toContain("None were recorded");
  });
});

describe("the plots", () => {
  test("draw each line within its frame", () => {
    const svg = drawPlot("t", "d", [
      ...listSeatSeries(recorded),
      ...listAnswerSeries(recorded),
      ...listLatencySeries(recorded),
    ]);
    const points = [...svg.matchAll(/points="([^"]+)"/g)].flatMap(([, all]) => (all ?? "").split(" "));
    expect(points.length).toBeGreaterThan(10);
    for (const point of points) {
      const [x = -1, y = -1] = point.split(",").map(Number);
      expect(x >= 0 && x <= 760 && y >= 0 && y <= 260, point).toBe(true);
    }
  });

  test("end their axes at a number that reads well", () => {
    expect([0, 1, 27, 640, 1_201].map(roundUp)).toEqual([1, 1, 30, 800, 1_600]);
  });
});
