import { expect, test } from "vitest";
import type { Registration } from "#shared/model/registration.ts";
import { findNameExtremes } from "../../functions/badge/name-extremes.rules.ts";
import { aConference, buildRegistration } from "../support/builders.ts";

const conference = aConference({ categories: [{ category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32" }] });
const named = (nameOnBadge: string, changes: Partial<Registration> = {}): Registration => {
  const registration = buildRegistration(conference);
  return { ...registration, person: { ...registration.person, nameOnBadge }, ...changes };
};
const findNames = (people: readonly Registration[], filter = {}) =>
  findNameExtremes(people, filter).map(({ person }) => person.nameOnBadge);

const people = [named("Amina Ba"), named("María Fernanda Íñiguez y Villavicencio"), named("Li"), named("Jo Ng")];

test("finds the longest and the shortest name, counted in characters", () => {
  expect(findNames(people)).toEqual(["María Fernanda Íñiguez y Villavicencio", "Li"]);
  expect(findNames([named("Li"), named("𠮷𠮷"), named("Bao")])).toEqual(["Bao", "Li"]);
});

test("a single person is both, and no one is neither", () => {
  expect(findNames([named("Amina Ba")])).toEqual(["Amina Ba"]);
  expect(findNames([])).toEqual([]);
});

test("considers the categories and roles of the request, and people who are live", () => {
  const withdrawn = { accreditation: { state: "withdrawn", at: "2027-03-01T12:00:00.000Z" } } as Partial<Registration>;
  const all = [...people, named("Xu", { role: "speaker" }), named("Q", withdrawn)];
  expect(findNames(all, { roles: ["speaker"] })).toEqual(["Xu"]);
  expect(findNames(all, { categories: ["ngo"] })).toEqual(["María Fernanda Íñiguez y Villavicencio", "Li"]);
  expect(findNames(all, { categories: ["media"] })).toEqual([]);
});

test("a protected person counts by the alias", () => {
  const protection = { alias: { nameOnBadge: "Delegate 1" }, readers: [] } as unknown as NonNullable<
    Registration["protection"]
  >;
  const [longest] = findNameExtremes(
    [named("A very long name that lists do not show", { protection }), named("A longer alias")],
    {},
  );
  expect(longest?.person.nameOnBadge).toBe("A longer alias");
});
