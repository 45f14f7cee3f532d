import { expect, test } from "vitest";
import type { Registration } from "#shared/model/registration.ts";
import { toCountedRegistration } from "#shared/statistics/counts.rules.ts";
import { toTargetProfile } from "#shared/statistics/targets.rules.ts";
import { aConference, buildRegistration } from "../support/builders.ts";

const open: Registration = {
  ...buildRegistration(aConference(), { country: "FRA" }),
  person: { givenName: "Amina", nationality: "SEN", gender: "female" },
};
const hidden: Registration = { ...open, protection: { alias: { nameOnBadge: "Speaker Seven" }, readers: [] } };

test("statistics count a protected person as the lists show them, so that no difference tells their country or gender", () => {
  expect(toCountedRegistration(hidden)).toEqual({
    ...toCountedRegistration(open),
    values: { ...toCountedRegistration(open).values, country: "XXX", gender: "undisclosed" },
  });
});

test("a seat of a protected person counts in no share of country or gender, and they are seated for none", () => {
  const targets = { gender: { female: 0.5 }, regionalGroup: { WEOG: 0.5 }, category: { [open.category]: 0.5 } };
  expect([...toTargetProfile(targets, open).keys()]).toEqual(["gender", "regionalGroup", "category"]);
  expect([...toTargetProfile(targets, hidden).keys()]).toEqual(["category"]);
});
