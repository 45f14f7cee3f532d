import { expect, test } from "vitest";
import { hasFormerName, listFollowingFields } from "#shared/delegations/move-member.rules.ts";
import { buildDelegation } from "#shared/model/delegation.ts";
import { aConference, buildRegistration } from "../support/builders.ts";
import { delegationDraftBody } from "../support/delegation-world.ts";

const conference = aConference({
  categories: ["ngo", "member-state"].map((category) => ({ category, title: { en: category }, colour: "#1d4ed8" })),
});

const buildNamed = (en: string, more: object = {}) =>
  buildDelegation(conference.conferenceId, "d", { ...delegationDraftBody, ...more, name: { en } }, "accredited");

const union = buildNamed("Union", { country: "SEN" });
const network = buildNamed("Network", { country: "GHA" });

test("what the former delegation determined follows the new one, and what was entered in its place stays", () => {
  const all = { category: "ngo", organization: "Network", country: "GHA" };
  expect(listFollowingFields(conference, { organization: "Union", country: "SEN" }, union, network)).toEqual(all);
  const entered = { organization: "Ministry", country: "FRA" };
  expect(listFollowingFields(conference, entered, union, network)).toEqual({ category: "ngo" });
});

test("a member of a State's delegation represents that State", () => {
  const mission = buildNamed("Mission", { category: "member-state", country: "GHA" });
  expect(listFollowingFields(conference, { country: "FRA" }, union, mission)).toEqual({
    category: "member-state",
    country: "GHA",
  });
});

test("the country stays without one of the new delegation, and who is a member of none takes the category alone", () => {
  const stateless = buildNamed("Network");
  expect(listFollowingFields(conference, { country: "SEN" }, union, stateless)).toEqual({ category: "ngo" });
  expect(listFollowingFields(conference, { organization: "Union" }, undefined, network)).toEqual({ category: "ngo" });
});

test("a new name of the delegation follows to live members with the former one, and to no protected one", () => {
  const member = { ...buildRegistration(conference), delegationId: "d", organization: "Union" };
  const protection = { alias: { nameOnBadge: "Guest" }, readers: [] };
  const withdrawn = { state: "withdrawn", at: "2027-03-01T12:00:00.000Z", by: "s" } as const;
  const others = [
    { ...member, organization: "Ministry" },
    { ...member, delegationId: "other" },
    { ...member, protection },
    { ...member, accreditation: withdrawn },
  ];
  const former = { delegationId: "d", formerName: "Union" };
  expect([member, ...others].map((each) => hasFormerName(former, each))).toEqual([true, false, false, false, false]);
});
