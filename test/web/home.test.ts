import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toLocalDay } from "#shared/model/time.ts";
import { binDays } from "../../web/console/home/day-bins.ts";
import { getSeatedFilters, listChangeFigures } from "../../web/console/home/figures.ts";
import { continueVisit } from "../../web/console/home/last-visit.ts";
import { createRangeTest, parseRangeValue } from "../../web/console/register/engine/time-range.ts";

describe("the bars of registrations by day", () => {
  test("are of a day each, with the days without registrations, until the deadline", () => {
    const counts = new Map([
      ["2026-12-03", 2],
      ["2026-12-01", 5],
    ]);
    const { days, bins } = binDays(counts, "2026-12-04", "Europe/Zurich");
    expect(days).toBe(1);
    expect(bins.map(({ from, to, count, filter }) => [from, to, count, filter])).toEqual([
      ["2026-12-01", "2026-12-01", 5, "2026-12-01"],
      ["2026-12-02", "2026-12-02", 0, "2026-12-02"],
      ["2026-12-03", "2026-12-03", 2, "2026-12-03"],
      ["2026-12-04", "2026-12-04", 0, "2026-12-04"],
    ]);
  });

  test("of a week or of four weeks are filtered by a range, and a deadline years away is left out", () => {
    const week = binDays(new Map([["2026-01-01", 1]]), "2026-04-01", "UTC");
    expect([week.days, week.bins.length]).toEqual([7, 13]);
    expect(week.bins[1]?.filter).toBe("2026-01-08T00:00:00.000Z/2026-01-15T00:00:00.000Z");
    expect(binDays(new Map([["2026-01-01", 1]]), "2099-01-01", "UTC").bins).toHaveLength(1);
    const years = binDays(
      new Map([
        ["2024-01-01", 1],
        ["2026-01-01", 3],
      ]),
      "2026-01-02",
      "UTC",
    );
    expect([years.days, years.bins.reduce((sum, { count }) => sum + count, 0)]).toEqual([28, 4]);
    expect(binDays(new Map(), "2026-01-01", "UTC").bins).toEqual([]);
  });

  test("count each registration once, in the bar whose filter finds it, in any time zone", () => {
    const time = fc
      .integer({ min: 0, max: 900 * 24 })
      .map((hours) => new Date(1_750_000_000_000 + hours * 3_600_000).toISOString());
    const timeZone = fc.constantFrom("UTC", "America/St_Johns", "Pacific/Auckland", "Africa/Casablanca");
    fc.assert(
      fc.property(fc.array(time, { minLength: 1, maxLength: 30 }), timeZone, (times, zone) => {
        const counts = new Map(
          [...Map.groupBy(times, (each) => toLocalDay(each, zone))].map(([day, all]) => [day, all.length]),
        );
        const { bins } = binDays(counts, "2026-01-01", zone);
        for (const { count, filter } of bins) {
          const range = parseRangeValue(filter);
          const isIn = range ? createRangeTest(range) : (each: string) => toLocalDay(each, zone) === filter;
          expect(times.filter(isIn).length).toBe(count);
        }
        expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(times.length);
      }),
    );
  });
});

describe("a visit", () => {
  const hour = 3_600_000;

  test("goes on within half an hour, and after that ends when the home was last seen", () => {
    const first = continueVisit(undefined, 10 * hour);
    expect(first).toEqual({ seen: 10 * hour });
    const same = continueVisit(first, 10.4 * hour);
    expect(same).toEqual({ seen: 10.4 * hour });
    const next = continueVisit(same, 11 * hour);
    expect(next).toEqual({ since: 10.4 * hour, seen: 11 * hour });
    expect(continueVisit(next, 11.2 * hour)).toEqual({ since: 10.4 * hour, seen: 11.2 * hour });
  });

  test("begins anew if the clock was set back", () => {
    expect(continueVisit({ since: 1, seen: 12 * hour }, 11 * hour)).toEqual({ seen: 11 * hour });
  });
});

test("what has changed is counted by the times of submission and of the state", () => {
  const since = "2026-12-01T10:00:00.000Z";
  const figures = Object.fromEntries(listChangeFigures(since).map(({ key, filters }) => [key, filters]));
  expect(figures["new"]).toEqual({ submittedAt: [`${since}/`] });
  expect(figures["withdrawn"]).toEqual({ accreditation: ["withdrawn"], accreditationSince: [`${since}/`] });
});

test("a pool is filtered by the seats that count in it", () => {
  expect(getSeatedFilters("venue")).toEqual({ seat: ["held", "offered"] });
  expect(getSeatedFilters("category:ngo")).toEqual({ seat: ["held", "offered"], category: ["ngo"] });
  expect(getSeatedFilters("session:gala")).toEqual({ sessions: ["gala held", "gala offered"] });
});
