import { expect, test } from "vitest";
import { maxFilteredIds, type PeopleFilter, passesFilter } from "#shared/exports/people-filter.rules.ts";
import { createRangeTest, parseRangeValue } from "../../web/console/register/engine/time-range.ts";
import { type ExportedView, translateView } from "../../web/console/register/export/export-filter.ts";

const ids = ["one", "two"];
const translate = (view: Partial<ExportedView>) =>
  translateView({ text: "", filters: {}, ids, isComplete: true, ...view });
const fromMorning = "2026-11-30T08:15:00.000Z/";
const named = { filter: { registrationIds: ids } };

test("exports all registrations of a view without a search and a filter", () => {
  expect(translate({})).toEqual({});
  expect(translate({ text: " ", filters: { category: [] } })).toEqual({});
});

test("translates the filters that the API has, under its names", () => {
  const filters = { category: ["ngo", ""], delegationId: ["delegation-1"], "answers.meal": ["fish"] };
  expect(translate({ filters })).toEqual({
    filter: { category: ["ngo", ""], delegation: ["delegation-1"], answers: { meal: ["fish"] } },
  });
});

/** The times of registrations, two of which are those of protected people: the beginning of their day. */
const times = [
  "2026-11-29T23:59:59.999Z",
  ...["2026-11-30T00:00:00.000Z", "2026-11-30T08:14:59.999Z", "2026-11-30T08:15:00.000Z", "2026-11-30T08:29:59.999Z"],
  ...["2026-11-30T08:30:00.000Z", "2026-12-01T00:00:00.000Z"],
];

test.each([
  "2026-11-30T08:15:00.000Z/2026-11-30T08:30:00.000Z",
  "2026-11-30T00:00:00.000Z/2026-12-01T00:00:00.000Z",
  "2026-11-30T10:15:00+02:00/2026-12-01",
  "2026-11-30T00:00:00.000Z/",
])("translates the range of times %s into one of the API, which has the same people", (value) => {
  const { filter } = translate({ filters: { submittedAt: [value] } }) as { readonly filter?: PeopleFilter };
  const isInRange = createRangeTest(parseRangeValue(value) ?? { from: "" });
  expect(filter).toHaveProperty("submittedAfter");
  expect(times.filter((time) => passesFilter(new Map([["submittedAt", time]]), "", filter ?? {}))).toEqual(
    times.filter(isInRange),
  );
});

test.each<[string, Partial<ExportedView>]>([
  ["a search", { text: "diallo", filters: { category: ["ngo"] } }],
  ["a filter that the API lacks", { filters: { category: ["ngo"], badgeSerial: ["1"] } }],
  ["a day", { filters: { submittedAt: ["2026-11-30"] } }],
  ["several ranges of times", { filters: { submittedAt: ["2026-11-30/2026-12-01", "2026-12-02/"] } }],
  ["a range from within a day on, of which people are told by the day", { filters: { submittedAt: [fromMorning] } }],
  ["a longer value than the API accepts", { filters: { "answers.motivation": ["x".repeat(501)] } }],
  ["more values than the API accepts", { filters: { organization: Array.from({ length: 501 }, String) } }],
  ["more characters than a request has", { filters: { organization: Array.from({ length: 150 }, longValue) } }],
])("names each registration for %s", (_, view) => {
  expect(translate(view)).toEqual(named);
});

function longValue(_: unknown, index: number): string {
  return `${index}`.padEnd(500, "x");
}

test("names no more registrations than the API accepts", () => {
  const most = Array.from({ length: maxFilteredIds }, String);
  expect(translate({ text: "diallo", ids: most })).toEqual({ filter: { registrationIds: most } });
  expect(translate({ text: "diallo", ids: [...most, "more"] })).toBe("too-many");
});
