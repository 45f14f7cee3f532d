import { describe, expect, test } from "vitest";
import { type Counted, countedOf, marginsOf, tallyOf } from "#shared/domain/composition.ts";
import { advise } from "#shared/domain/composition-advice.ts";
import { countries } from "#shared/domain/countries.ts";
import { regionalGroupOf, regionalGroups, regionOf, regions, subRegionOf } from "#shared/domain/geography.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { states } from "#shared/domain/state-names.ts";
import { statisticsOf } from "#shared/domain/statistics.ts";
import { gainOf, nobodySeated, seatedOf, targetStates } from "#shared/domain/targets.ts";
import { aConference, aRegistration } from "../support/builders.ts";

const conference = aConference({ venue: { name: "Hall", city: "Geneva", country: "CHE", capacity: 100 } });

/** Somebody who is seated, unless said otherwise. */
const someone = (more: Partial<Registration> = {}, person: object = {}): Registration => {
  const made = aRegistration(conference);
  return { ...made, ...more, person: { ...made.person, ...person } };
};

const women = (n: number) => Array.from({ length: n }, () => someone({}, { gender: "female" }));
const men = (n: number) => Array.from({ length: n }, () => someone({}, { gender: "male", nationality: "CHE" }));

const tallyFrom = (registrations: readonly Registration[]) =>
  tallyOf(registrations.map((each) => ({ after: countedOf(each) })));

const seatedFrom = (registrations: readonly Registration[]) => seatedOf(statisticsOf(tallyFrom(registrations)));

const near = (value: number) => expect.closeTo(value, 9);

const waiting = (person: object, more: Partial<Registration> = {}) =>
  someone({ seat: { state: "waiting", since: "2027-03-01T12:00:00.000Z" }, ...more }, person);

describe("regions", () => {
  test("every country has a region and a sub-region, but the two codes that M49 has none for", () => {
    const nowhere = [...countries].filter((code) => regionOf(code) === "unknown" || subRegionOf(code) === "unknown");
    expect(nowhere.toSorted()).toEqual(["ATA", "TWN"]);
    expect(new Set([...countries].map(regionOf))).toEqual(new Set([...regions, "unknown"]));
    expect(new Set([...countries].map(subRegionOf)).size).toBe(17 + 1);
  });

  test("every Member State is in one regional group, with as many in each as the General Assembly has", () => {
    const groups = Map.groupBy(states, regionalGroupOf);
    expect([...regionalGroups.map((group) => groups.get(group)?.length)]).toEqual([54, 55, 23, 33, 29]);
    expect(groups.get("unknown")).toEqual(["VAT"]);
    expect(regionalGroupOf("HKG")).toBe("unknown");
  });
});

describe("statistics", () => {
  test("count the country that is represented, or else the nationality; who didn't say which gender is undisclosed", () => {
    expect(countedOf(someone({ country: "FRA" }, { nationality: "SEN" })).facets).toMatchObject({ country: "FRA" });
    expect(countedOf(someone({}, { nationality: "SEN" }))).toMatchObject({
      standing: "pending.held",
      facets: { country: "SEN", gender: "undisclosed", day: "2027-03-01" },
    });
  });

  test("are told by every kind, and add up in each", () => {
    const all = [
      someone({}, { gender: "female", nationality: "SEN" }),
      someone({ accreditation: { state: "approved", at: "", by: "" } }, { gender: "female", nationality: "MAR" }),
      someone({ seat: { state: "offered", since: "", until: "" } }, { gender: "male", nationality: "CHE" }),
      waiting({ nationality: "CHE" }),
    ];
    const statistics = statisticsOf(tallyFrom(all));
    expect(statistics.total).toEqual({
      value: "all",
      registrations: 4,
      seated: 3,
      confirmed: 1,
      accreditation: { approved: 1, pending: 3 },
      seat: { held: 2, offered: 1, waiting: 1 },
    });
    const { total: _total, ...dimensions } = statistics;
    expect(Object.keys(dimensions)).toHaveLength(9);
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
    expect(statistics.regionalGroup.map(({ value, seated }) => [value, seated])).toEqual([
      ["african-states", 2],
      ["western-european-and-other-states", 1],
    ]);
  });

  test("what moves from one standing to another leaves the one and joins the other; what stays moves nothing", () => {
    const before: Counted = countedOf(someone());
    const after: Counted = { ...before, standing: "approved.held" };
    const tally = tallyOf([{ before, after }]);
    expect(tally.get("gender#undisclosed")).toEqual(
      new Map([
        ["pending.held", -1],
        ["approved.held", 1],
      ]),
    );
    expect(tallyOf([{ before, after: before }, {}])).toEqual(new Map());
    expect([...tally.keys()].toSorted()).toEqual([
      "category+role#ngo#delegate",
      `country#${before.facets.country}`,
      "gender#undisclosed",
      `language+day#en#${before.facets.day}`,
    ]);
  });

  test("what shares a cell is told apart again, and so is what was counted by one thing alone", () => {
    const [one, other] = [countedOf(someone()), countedOf(someone({ role: "speaker" }))];
    const margins = marginsOf(tallyOf([{ after: one }, { after: other }]));
    expect(margins.get("category#ngo")).toEqual(new Map([["pending.held", 2]]));
    expect(margins.get("role#speaker")).toEqual(new Map([["pending.held", 1]]));
    const alone = new Map([["role#delegate" as const, new Map([["pending.held" as const, 3]])]]);
    expect(marginsOf(alone)).toEqual(alone);
    expect(statisticsOf(alone).role.map(({ value, registrations }) => [value, registrations])).toEqual([
      ["delegate", 3],
    ]);
  });
});

describe("targets", () => {
  const half = { gender: { female: 0.5 } };

  test("say how far off they are; of whom nobody knows what they are, they count in no share", () => {
    const states = targetStates(half, seatedFrom([...women(1), ...men(3), someone({}, { gender: "undisclosed" })]));
    expect(states).toEqual([
      { dimension: "gender", value: "female", target: 0.5, seated: 1, of: 4, share: 0.25, distance: 0.25 },
    ]);
  });

  test("where nobody is seated, all of each target is missing", () => {
    expect(targetStates(half, seatedFrom([]))[0]).toMatchObject({ of: 0, share: 0, distance: 0.5 });
    expect(targetStates(half, new Map())[0]).toMatchObject({ seated: 0, share: 0 });
    expect(targetStates({}, seatedFrom(women(1)))).toEqual([]);
  });

  test("come nearer by what a person adds to each, or go farther away", () => {
    const seated = seatedFrom([...women(1), ...men(3)]);
    const gain = (gender: string) => gainOf(half, seated, new Map([["gender" as const, gender]]));
    expect([gain("female"), gain("male"), gain("other")]).toEqual(
      [2 / 5 - 1 / 4, 1 / 5 - 1 / 4, 1 / 5 - 1 / 4].map(near),
    );
    expect(gainOf(half, seated, new Map())).toBe(0);
    expect(gainOf(half, nobodySeated, new Map([["gender" as const, "male"]]))).toBe(0);
    expect(gainOf({}, seated, new Map([["region" as const, "africa"]]))).toBe(0);
  });
});

describe("advice", () => {
  const targets = { gender: { female: 0.5 }, region: { africa: 0.3, europe: 0.3 } };

  test("names who brings the composition nearest, and why, the best first", () => {
    const [european, african] = [
      waiting({ gender: "male", nationality: "FRA" }),
      waiting({ gender: "female", nationality: "SEN" }),
    ];
    const advice = advise(targets, seatedFrom([...men(6), ...women(1)]), [european, african], 10);
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
    const advice = advise({ gender: { female: 0.5 } }, seatedFrom([...women(1), ...men(4)]), line, 10);
    expect(advice.map(({ registration }) => registration)).toEqual(line.slice(0, 3));
    expect(advise({ gender: { female: 0.5 } }, seatedFrom([...women(1), ...men(4)]), line, 2)).toHaveLength(2);
  });

  test("of people who bring the same, whoever waits longest comes first", () => {
    const [first, second] = [waiting({ gender: "female" }), waiting({ gender: "female" })];
    const names = (line: Registration[]) =>
      advise({ gender: { female: 0.9 } }, seatedFrom(men(1)), line, 1).map(({ registration }) => registration);
    expect([names([first, second]), names([second, first])]).toEqual([[first], [second]]);
  });

  test("somebody of a kind without a target is named where another kind takes up too much, with that as the reason", () => {
    const advice = advise({ category: { media: 0 } }, seatedFrom([someone({ category: "media" })]), [waiting({})], 1);
    expect(advice[0]?.reasons).toEqual([
      { dimension: "category", value: "media", target: 0, share: 1, shareAfter: 0.5 },
    ]);
  });

  test("a target that goes farther away is no reason, however much another gains", () => {
    const african = waiting({ gender: "male", nationality: "SEN" });
    const far = { gender: { female: 0.5 }, region: { africa: 1 } };
    const [advice] = advise(far, seatedFrom([...women(1), ...men(2)]), [african], 1);
    expect(advice?.reasons.map(({ dimension, value }) => [dimension, value])).toEqual([["region", "africa"]]);
  });

  test("nobody is named whose kind isn't known, or without targets", () => {
    const line = [waiting({ gender: "undisclosed" }), waiting({}), waiting({ nationality: "ATA" })];
    expect(advise({ gender: { female: 0.5 } }, seatedFrom(men(2)), line, 10)).toEqual([]);
    expect(advise({}, seatedFrom(men(2)), line, 10)).toEqual([]);
  });
});
