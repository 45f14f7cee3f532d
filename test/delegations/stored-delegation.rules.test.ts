import { describe, expect, test } from "vitest";
import { storedDelegation } from "#shared/delegations/stored-delegation.contract.ts";
import type { Delegation } from "#shared/model/delegation.ts";
import { listOtherTypes, listPaths, readAt, replaceAt } from "../support/paths.ts";

const at = "2027-01-01T00:00:00.000Z";
const period = { opensAt: at, closesAt: at };

/** A delegation with every field that one can have. */
const full: Required<Delegation> = {
  ...{ delegationId: "d", conferenceId: "c", version: 1, status: "accredited", category: "member-state" },
  ...{ name: { en: "Senegal", fr: "Sénégal" }, country: "SEN", focalPoints: ["f@example.org"], language: "fr" },
  ...{ confirmation: "declined", declinedBy: ["f@example.org"], quota: 3, reserve: 2, insideAtOnce: 1 },
  deadlines: { nomination: period, substitution: period, changes: period },
  members: ["r"],
  letters: [{ version: 1, documentId: "d", at, review: { at, by: "o", registrationIds: ["r"] } }],
  ...{ reason: "r", requestedAt: at, justification: "j" },
};

/** What a delegation has in any case. */
const required = [
  ...(["delegationId", "conferenceId", "version", "status", "category", "name"] as const),
  ...(["focalPoints", "language", "members"] as const),
];

const isSound = (value: unknown): boolean => storedDelegation.safeParse(value).success;

describe("the contract of a stored delegation", () => {
  test("accepts one with every field, and one with those alone that each has", () => {
    const plain = Object.fromEntries(required.map((name) => [name, full[name]]));
    expect([isSound(full), isSound(plain)]).toEqual([true, true]);
  });

  test.each(["requested", "refused"])("accepts one that is %s", (status) => {
    expect(isSound({ ...full, status })).toBe(true);
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
    ["status", "lost"],
    ["category", ""],
    ["language", "xx"],
    ["name", { fr: "Sénégal" }],
    ["quota", -1],
    ["deadlines.nomination.closesAt", "soon"],
    ["letters.0.version", 0],
    ["letters.0.at", "yesterday"],
    ["requestedAt", "yesterday"],
  ])("refuses a %s of %j", (name, value) => {
    expect(isSound(replaceAt(full, name.split("."), value))).toBe(false);
  });
});
