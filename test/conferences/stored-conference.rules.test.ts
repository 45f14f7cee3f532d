import { describe, expect, test } from "vitest";
import { storedConference, storedConferenceStaff } from "#shared/conferences/stored-conference.contract.ts";
import type { Category, Conference } from "#shared/model/conference.ts";
import { aConference } from "../support/builders.ts";
import { listOtherTypes, listPaths, readAt, replaceAt } from "../support/paths.ts";

const [opensAt, closesAt] = ["2027-01-01T00:00:00.000Z", "2027-10-20T00:00:00.000Z"];
const period = { opensAt, closesAt };
const title = { en: "T", fr: "T", es: "T", ar: "T", zh: "T", ru: "T" };
const shares = { a: 0.5, b: 0.25 };
const [box, colour] = [[0, 0, 10, 10], "#0b5394"] as const;

const category: Required<Category> = {
  ...{ category: "member-state", kind: "member-state", title, colour, quota: 5, listOrder: 1, priority: 10 },
  ...{ selfRegistration: true, needs: ["photo"], requires: ["country"], minimumAge: 18 },
  access: { days: ["2027-10-26"], zones: ["A"] },
  deadlines: { registration: period, nomination: period, substitution: period, changes: period },
};

/** A conference with every field that one can have. */
const full: Required<Conference> = {
  ...aConference(),
  title,
  dayEndsAt: "04:00",
  participation: "hybrid",
  onlineLink: "https://example.org",
  waitingListOrder: "targets",
  categories: [category],
  removedCategories: [category],
  liftedPools: ["venue"],
  roles: [{ role: "delegate", title, assignableBy: "anyone", listOrder: 1, maxPerDelegation: 2 }],
  sessions: [{ sessionId: "opening", title, startsAt: opensAt, endsAt: closesAt, capacity: 3 }],
  badgeLayout: {
    size: { width: 100, height: 150 },
    parts: [
      {
        ...{ kind: "texts", box, withoutPhoto: box, align: "start", vertical: "top", gap: 1.5 },
        texts: [{ field: "name", weight: "bold", largest: 20, smallest: 10, lines: 2, holds: 0.5, colour }],
      },
      { kind: "fill", box, withoutPhoto: box, colour: "category" },
      { kind: "code", box, withoutPhoto: box },
    ],
  },
  badgeLayouts: [{ layout: "card", categories: ["ngo"], roles: ["delegate"] }],
  staff: [{ email: "a@example.org", holder: "h", groups: ["secretariat"] }],
  documentRetentionDays: 30,
  targets: { gender: shares, region: shares, regionalGroup: shares, category: shares },
  contact: "c@example.org",
  visaLetters: { issuedBy: "secretariat", signatory: { name: "A", title }, text: title },
  countries: [{ code: "CHE", name: title }],
  questionsVersion: 1,
};

/** What a conference has in any case. */
const required: readonly (keyof Conference)[] = [
  ...(["conferenceId", "version", "title", "startsOn", "endsOn", "timeZone", "venue", "seatTakenAt"] as const),
  ...(["waitingList", "offerHours", "confirmWithinHours", "categories", "sessions", "registration"] as const),
  ...(["languages", "expectedArrivalsPerSecond", "retentionDays"] as const),
];

const isSound = (value: unknown): boolean => storedConference.safeParse(value).success;

describe("the contract of a stored conference", () => {
  test("accepts one with every field, and one with those alone that each has", () => {
    const plain = Object.fromEntries(required.map((name) => [name, full[name]]));
    expect([isSound(full), isSound(plain), isSound(aConference())]).toEqual([true, true, true]);
  });

  test.each([
    ["badgeLayout", "a6"],
    ["countries", "members-and-observers"],
    ["waitingListOrder", "arrival"],
    ["participation", "in-person"],
    ["seatTakenAt", "approval"],
    ["sessions", []],
    ["registration", { opensAt: "2027-01-01T00:00:00Z", closesAt: "2027-10-20T00:00:00+02:00" }],
  ])("accepts a %s of %j", (name, value) => {
    expect(isSound({ ...full, [name]: value })).toBe(true);
  });

  test.each(listPaths(full).map((path) => [path.join("."), path] as const))(
    "refuses another type at %s",
    (_name, path) => {
      for (const other of listOtherTypes(readAt(full, path)))
        expect([other, isSound(replaceAt(full, path, other))]).toEqual([other, false]);
    },
  );

  test.each(required)("refuses one without %s", (name) => {
    expect(isSound(replaceAt(full, [name], undefined))).toBe(false);
  });

  test.each([
    ["version", 0],
    ["startsOn", "2027-02-31"],
    ["endsOn", "9999-12-31"],
    ["timeZone", "Europe/Nowhere"],
    ["dayEndsAt", "24:00"],
    ["retentionDays", 1e15],
    ["offerHours", -1],
    ["seatTakenAt", "later"],
    ["languages", ["xx"]],
    ["venue.capacity", -1],
    ["venue.capacity", 1.5],
    ["categories.0.category", "A b"],
    ["categories.0.kind", "planet"],
    ["categories.0.title", {}],
    ["sessions.0.startsAt", "soon"],
    ["registration.closesAt", "2027-13-01T00:00:00Z"],
    ["badgeLayout", "a7"],
    ["badgeLayout.parts.0.box", [0, 0, 10]],
    ["badgeLayout.parts.0.kind", "map"],
  ])("refuses a %s of %j", (name, value) => {
    expect(isSound(replaceAt(full, name.split("."), value))).toBe(false);
  });

  test("tells the staff of a damaged one, as long as they are whole", () => {
    const damaged = { ...full, title: 5 };
    expect(storedConferenceStaff.safeParse(damaged).success).toBe(true);
    expect(storedConferenceStaff.safeParse({ ...damaged, staff: [{ email: "a@example.org" }] }).success).toBe(false);
  });
});
