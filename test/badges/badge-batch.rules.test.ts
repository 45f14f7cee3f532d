import { expect, test } from "vitest";
import {
  type BadgeBatchRequest,
  type BadgeBatchSort,
  type BadgeHolder,
  type BadgePrint,
  selectBadges,
  selectUncollectedBadges,
  sortBadgeHolders,
} from "#shared/badges/badge-batch.rules.ts";
import type { GateBadge } from "#shared/check-in/check-in.rules.ts";
import type { Protection } from "#shared/model/registration.ts";
import { aConference, buildPools, buildRegistration } from "../support/builders.ts";

const by = { kind: "staff", id: "officer", email: "officer@example.org", groups: ["secretariat"] } as const;
const order = (more: Partial<BadgeBatchRequest> = {}): BadgeBatchRequest => ({
  onlyNew: true,
  sort: "name",
  paper: "single",
  requestedBy: by,
  ...more,
});
const badge = (registrationId: string, more: Partial<GateBadge> = {}): GateBadge => ({
  registrationId,
  serial: 1,
  nameOnBadge: registrationId,
  category: "ngo",
  ...more,
});
const prints = (...all: BadgePrint[]) => new Map(all.map((each) => [each.registrationId, each]));
const printed = (registrationId: string, more: Partial<BadgePrint> = {}): BadgePrint => ({
  registrationId,
  serial: 1,
  printedAt: "2027-10-25T08:00:00.000Z",
  ...more,
});
const ids = (badges: readonly GateBadge[]) => badges.map(({ registrationId }) => registrationId);

const badges = [
  badge("a"),
  badge("b", { serial: 2 }),
  badge("c", { invalidReason: "revoked" }),
  badge("d", { category: "media", delegationId: "d1" }),
];

test("only live badges are printed, and of these the ones whose live serial wasn't printed before", () => {
  expect(ids(selectBadges(order({ onlyNew: false }), badges, prints()))).toEqual(["a", "b", "d"]);
  const before = prints(printed("a"), printed("b"));
  expect(ids(selectBadges(order(), badges, before))).toEqual(["b", "d"]);
});

test("a selection, a category and a delegation narrow a batch", () => {
  const wanted = (more: Partial<BadgeBatchRequest>) => ids(selectBadges(order(more), badges, prints(printed("a"))));
  expect(wanted({ registrationIds: ["a", "c", "d"], onlyNew: false })).toEqual(["a", "d"]);
  expect(wanted({ registrationIds: ["a", "d"] })).toEqual(["d"]);
  expect(wanted({ category: "media" })).toEqual(["d"]);
  expect(wanted({ delegationId: "d2" })).toEqual([]);
});

const conference = aConference({ venue: { name: "Hall", city: "Geneva", country: "CHE", capacity: 9 } });
const holder = (person: Record<string, unknown>, category = "ngo", delegation?: string, protection?: Protection) => {
  const registration = buildRegistration(
    conference,
    { category, person: { ...aPerson, ...person } },
    buildPools(conference),
  );
  const own = protection ? { ...registration, protection } : registration;
  return delegation === undefined ? { registration: own } : { registration: own, delegation };
};
const aPerson = { givenName: "Amina", familyName: "Diallo", email: "amina@example.org", nationality: "SEN" };
const { compare } = new Intl.Collator("en", { sensitivity: "base" });
const names = (sort: BadgeBatchSort, holders: readonly BadgeHolder[]) =>
  sortBadgeHolders(sort, conference, holders, compare).map(({ registration: { person } }) =>
    [person.familyName, person.givenName].filter(Boolean).join(" "),
  );

test("badges are sorted by family name, then given name; a single name stands where it would as a family name", () => {
  const holders = [
    holder({ familyName: "Zongo" }),
    holder({ familyName: "Élan", givenName: "Bo" }),
    holder({ familyName: "Elan", givenName: "Al" }),
    holder({ familyName: undefined, givenName: "Suharti" }),
    holder({ familyName: "Ba", givenName: undefined }),
  ];
  expect(names("name", holders)).toEqual(["Ba", "Elan Al", "Élan Bo", "Suharti", "Zongo Amina"]);
});

test("a protected person stands where the alias does, so that the order tells nothing", () => {
  const alias = { alias: { nameOnBadge: "Yara Smith" }, readers: [] };
  const holders = [
    holder({ familyName: "Xu" }),
    holder({ familyName: "Abe", nameOnBadge: "Abe" }, "ngo", undefined, alias),
    holder({ familyName: "Zidane" }),
  ];
  expect(names("name", holders)).toEqual(["Xu Amina", "Abe Amina", "Zidane Amina"]);
});

test("delegations lie together, individuals behind them; categories as the conference names them", () => {
  const holders = [
    holder({ familyName: "Ba" }),
    holder({ familyName: "Cruz" }, "ngo", "Mexico"),
    holder({ familyName: "Diop" }, "member-state", "Chad"),
    holder({ familyName: "Abe" }, "ngo", "Mexico"),
  ];
  expect(names("delegation", holders)).toEqual(["Diop Amina", "Abe Amina", "Cruz Amina", "Ba Amina"]);
  expect(names("category", holders)).toEqual(["Diop Amina", "Abe Amina", "Ba Amina", "Cruz Amina"]);
});

test("people of a category that the conference has no more come last, and equal names have one order", () => {
  const one = holder({}, "ngo");
  const gone = { registration: { ...one.registration, category: "academia" as const, registrationId: "b" } };
  const twin = { registration: { ...one.registration, registrationId: "a" } };
  const also = { registration: { ...one.registration, registrationId: "c" } };
  const order = (holders: readonly BadgeHolder[]) =>
    sortBadgeHolders("category", conference, holders, compare).map((each) => each.registration.registrationId);
  expect(order([gone, also, twin])).toEqual(["a", "c", "b"]);
  expect(order([twin, gone, also])).toEqual(["a", "c", "b"]);
});

test("a printed badge lies at the desk until it is handed out or its owner is read at a gate", () => {
  const lies = (print: BadgePrint, read?: string) =>
    selectUncollectedBadges(badges, prints(print), new Map(read ? [["a", read]] : [])).map(
      (each) => each.badge.registrationId,
    );
  expect(lies(printed("a"))).toEqual(["a"]);
  expect(lies(printed("a", { collectedAt: "2027-10-25T09:00:00.000Z" }))).toEqual([]);
  expect(lies(printed("a"), "2027-10-26T07:00:00.000Z")).toEqual([]);
  // Read before: with the badge that this one replaces.
  expect(lies(printed("a"), "2027-10-24T07:00:00.000Z")).toEqual(["a"]);
});

test("a badge that was replaced or revoked lies at no desk", () => {
  expect(selectUncollectedBadges(badges, prints(printed("b"), printed("c")), new Map())).toEqual([]);
});
