import { expect, test } from "vitest";
import { maxFilteredIds } from "#shared/exports/people-filter.rules.ts";
import { type ExportedView, translateView } from "../../web/console/register/export/export-filter.ts";

const ids = ["one", "two"];
const translate = (view: Partial<ExportedView>) =>
  translateView({ text: "", filters: {}, ids, isComplete: true, ...view });
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

test.each<[string, Partial<ExportedView>]>([
  ["a search", { text: "diallo", filters: { category: ["ngo"] } }],
  ["a filter that the API lacks", { filters: { category: ["ngo"], badgeSerial: ["1"] } }],
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
