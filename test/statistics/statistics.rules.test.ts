import { describe, expect, test } from "vitest";
import { countryCodes, stateCodes } from "#shared/countries/countries.ts";
import { getRegion, getRegionalGroup, getSubRegion, regionalGroups, regions } from "#shared/countries/regions.ts";
import type { Category } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import {
  type CountedRegistration,
  computeCountChanges,
  sumByDimension,
  toCountedRegistration,
} from "#shared/statistics/counts.rules.ts";
import { computeStatistics } from "#shared/statistics/statistics.rules.ts";
import { measureGain, measureTargets, noSeatedCounts, toSeatedCounts } from "#shared/statistics/targets.rules.ts";
import { adviseSeats } from "../../functions/conference/composition-advice.rules.ts";
import { aConference, buildRegistration } from "../support/builders.ts";

const conference = aConference({ venue: { name: "Hall", city: "Geneva", country: "CHE", capacity: 100 } });

/** A seated person by default. */
const someone = (more: Partial<Registration> = {}, person: object = {}): Registration => {
  const made = buildRegistration(conference);
  return { ...made, ...more, person: { ...made.person, ...person } };
};

const women = (n: number) => Array.from({ length: n }, () => someone({}, { gender: "female" }));
const men = (n: number) => Array.from({ length: n }, () => someone({}, { gender: "male", nationality: "CHE" }));

const tallyFrom = (registrations: readonly Registration[]) =>
  computeCountChanges(registrations.map((each) => ({ after: toCountedRegistration(each) })));

const seatedFrom = (registrations: readonly Registration[]) =>
  toSeatedCounts(computeStatistics(tallyFrom(registrations)));

const near = (value: number) => expect.closeTo(value, 9);

const waiting = (person: object, more: Partial<Registration> = {}) =>
  someone({ seat: { state: "waiting", since: "2027-03-01T12:00:00.000Z" }, ...more }, person);

describe("regions", () => {
  test("every country has a region and a sub-region, but the two codes that M49 has none for", () => {
    const nowhere = [...countryCodes].filter(
      (code) => getRegion(code) === "unknown" || getSubRegion(code) === "unknown",
    );
    expect(nowhere.toSorted()).toEqual(["ATA", "TWN"]);
    expect(new Set([...countryCodes].map(getRegion))).toEqual(new Set([...regions, "unknown"]));
    expect(new Set([...countryCodes].map(getSubRegion)).size).toBe(17 + 1);
  });

  test("every Member State is in one regional group, with as many in each as the General Assembly has", () => {
    const groups = Map.groupBy(stateCodes, getRegionalGroup);
    expect([...regionalGroups.map((group) => groups.get(group)?.length)]).toEqual([54, 55, 23, 33, 29]);
    expect(groups.get("unknown")).toEqual(["VAT"]);
    expect(getRegionalGroup("HKG")).toBe("unknown");
  });
});

describe("statistics", () => {
  test("count the country that is represented, or else the nationality; who didn't say which gender is undisclosed", () => {
    expect(toCountedRegistration(someone({ country: "FRA" }, { nationality: "SEN" })).values).toMatchObject({
      country: "FRA",
    });
    expect(toCountedRegistration(someone({}, { nationality: "SEN" }))).toMatchObject({
      status: "pending.held",
      values: { country: "SEN", gender: "undisclosed", day: "2027-03-01" },
    });
  });

  test("are told by every kind, and add up in each", () => {
    const all = [
      someone({}, { gender: "female", nationality: "SEN" }),
      someone({ accreditation: { state: "approved", at: "", by: "" } }, { gender: "female", nationality: "MAR" }),
      someone({ seat: { state: "offered", since: "", until: "" } }, { gender: "male", nationality: "CHE" }),
      waiting({ nationality: "CHE" }),
    ];
    const statistics = computeStatistics(tallyFrom(all));
    expect(statistics.total).toEqual({
      value: "all",
      registrations: 4,
      seated: 3,
      confirmed: 1,
      accreditation: { approved: 1, pending: 3 },
      seat: { held: 2, offered: 1, waiting: 1 },
    });
    const { total: _total, ...dimensions } = statistics;
    expect(Object.keys(dimensions)).toHaveLength(11);
    for (const counts of Object.values(dimensions))
      expect(counts.reduce((sum, { registrations }) => sum + registrations, 0)).toBe(4);
    expect(statistics.region.map(({ value, registrations }) => [value, registrations])).toEqual([
      ["africa", 2],
      ["europe", 2],
    ]);
    expect(statistics.subRegion.map(({ value }) => value)).toEqual([
      "northern-africa",
      "sub-saharan-africa",
      "western-europe",
    ]);
    const kinds = { categories: [{ ...conference.categories[0], category: "ngo", kind: "academia" } as Category] };
    expect(
      computeStatistics(tallyFrom(all), kinds).kind.map(({ value, registrations }) => [value, registrations]),
    ).toEqual([["academia", 4]]);
    expect(statistics.regionalGroup.map(({ value, seated }) => [value, seated])).toEqual([
      ["african-states", 2],
      ["western-european-and-other-states", 1],
    ]);
  });

  test("what moves from one standing to another leaves the one and joins the other; what stays moves nothing", () => {
    const before: CountedRegistration = toCountedRegistration(someone());
    const after: CountedRegistration = { ...before, status: "approved.held" };
    const tally = computeCountChanges([{ before, after }]);
    expect(tally.get("gender#undisclosed")).toEqual(
      new Map([
        ["pending.held", -1],
        ["approved.held", 1],
      ]),
    );
    expect(computeCountChanges([{ before, after: before }, {}])).toEqual(new Map());
    expect([...tally.keys()].toSorted()).toEqual([
      "category+role#ngo#delegate",
      `country#${before.values.country}`,
      "gender#undisclosed",
      `language+day#en#${before.values.day}`,
    ]);
  });

  test("what shares a cell is told apart again, and so is what was counted by one thing alone", () => {
    const [one, other] = [toCountedRegistration(someone()), toCountedRegistration(someone({ role: "speaker" }))];
    const margins = sumByDimension(computeCountChanges([{ after: one }, { after: other }]));
    expect(margins.get("category#ngo")).toEqual(new Map([["pending.held", 2]]));
    expect(margins.get("role#speaker")).toEqual(new Map([["pending.held", 1]]));
    const alone = new Map([["role#delegate" as const, new Map([["pending.held" as const, 3]])]]);
    expect(sumByDimension(alone)).toEqual(alone);
    expect(computeStatistics(alone).role.map(({ value, registrations }) => [value, registrations])).toEqual([
      ["delegate", 3],
    ]);
  });
});

describe("targets", () => {
  const half = { gender: { female: 0.5 } };

  test("say how far off they are; a person with an unknown value counts in no share", () => {
    const states = measureTargets(half, seatedFrom([...women(1), ...men(3), someone({}, { gender: "undisclosed" })]));
    expect(states).toEqual([
      { dimension: "gender", value: "female", target: 0.5, seated: 1, of: 4, share: 0.25, distance: 0.25 },
    ]);
  });

  test("without seated people, the whole of each target is missing", () => {
    expect(measureTargets(half, seatedFrom([]))[0]).toMatchObject({ of: 0, share: 0, distance: 0.5 });
    expect(measureTargets(half, new Map())[0]).toMatchObject({ seated: 0, share: 0 });
    expect(measureTargets({}, seatedFrom(women(1)))).toEqual([]);
  });

  test("come nearer by what a person adds to each, or go farther away", () => {
    const seated = seatedFrom([...women(1), ...men(3)]);
    const gain = (gender: string) => measureGain(half, seated, new Map([["gender" as const, gender]]));
    expect([gain("female"), gain("male"), gain("other")]).toEqual(
      [2 / 5 - 1 / 4, 1 / 5 - 1 / 4, 1 / 5 - 1 / 4].map(near),
    );
    expect(measureGain(half, seated, new Map())).toBe(0);
    expect(measureGain(half, noSeatedCounts, new Map([["gender" as const, "male"]]))).toBe(0);
    expect(measureGain({}, seated, new Map([["region" as const, "africa"]]))).toBe(0);
  });
});

describe("advice", () => {
  const targets = { gender: { female: 0.5 }, region: { africa: 0.3, europe: 0.3 } };

  test("names who brings the composition nearest, and why, the best first", () => {
    const [european, african] = [
      waiting({ gender: "male", nationality: "FRA" }),
      waiting({ gender: "female", nationality: "SEN" }),
    ];
    const advice = adviseSeats(targets, seatedFrom([...men(6), ...women(1)]), [european, african], 10);
    expect(advice.map(({ registration }) => registration)).toEqual([african]);
    expect(advice[0]?.gain).toBeGreaterThan(0);
    expect(advice[0]?.reasons.map(({ dimension, value }) => [dimension, value])).toEqual([
      ["gender", "female"],
      ["region", "africa"],
    ]);
    expect(advice[0]?.reasons[0]).toMatchObject({ target: 0.5, share: 1 / 7, shareAfter: 2 / 8 });
  });

  test("each counts those before as seated: it stops where the target is reached", () => {
    const line = Array.from({ length: 6 }, () => waiting({ gender: "female" }));
    const advice = adviseSeats({ gender: { female: 0.5 } }, seatedFrom([...women(1), ...men(4)]), line, 10);
    expect(advice.map(({ registration }) => registration)).toEqual(line.slice(0, 3));
    expect(adviseSeats({ gender: { female: 0.5 } }, seatedFrom([...women(1), ...men(4)]), line, 2)).toHaveLength(2);
  });

  test("of people with the same effect, the one who waits longest comes first", () => {
    const [first, second] = [waiting({ gender: "female" }), waiting({ gender: "female" })];
    const names = (line: Registration[]) =>
      adviseSeats({ gender: { female: 0.9 } }, seatedFrom(men(1)), line, 1).map(({ registration }) => registration);
    expect([names([first, second]), names([second, first])]).toEqual([[first], [second]]);
  });

  test("a person of a kind without a target is named if another kind has too many, with that as the reason", () => {
    const advice = adviseSeats(
      { category: { media: 0 } },
      seatedFrom([someone({ category: "media" })]),
      [waiting({})],
      1,
    );
    expect(advice[0]?.reasons).toEqual([
      { dimension: "category", value: "media", target: 0, share: 1, shareAfter: 0.5 },
    ]);
  });

  test("a target that goes farther away is no reason, however much another gains", () => {
    const african = waiting({ gender: "male", nationality: "SEN" });
    const far = { gender: { female: 0.5 }, region: { africa: 1 } };
    const [advice] = adviseSeats(far, seatedFrom([...women(1), ...men(2)]), [african], 1);
    expect(advice?.reasons.map(({ dimension, value }) => [dimension, value])).toEqual([["region", "africa"]]);
  });

  test("no one is named whose kind is unknown, or without targets", () => {
    const line = [waiting({ gender: "undisclosed" }), waiting({}), waiting({ nationality: "ATA" })];
    expect(adviseSeats({ gender: { female: 0.5 } }, seatedFrom(men(2)), line, 10)).toEqual([]);
    expect(adviseSeats({}, seatedFrom(men(2)), line, 10)).toEqual([]);
  });
});
