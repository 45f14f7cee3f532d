import { describe, expect, test } from "vitest";
import type { Registration } from "#shared/model/registration.ts";
import { storedRegistration } from "#shared/registrations/stored-registration.contract.ts";
import { aConference, buildRegistration } from "../support/builders.ts";
import { listOtherTypes, listPaths, readAt, replaceAt } from "../support/paths.ts";

const [at, by] = ["2026-11-01T09:00:00Z", "officer-1"];
const answer = {
  value: ["a", "b"],
  sensitive: true,
  follows: "diet",
  file: true,
  accepted: { version: 1, language: "en", at },
} as const;

/** A registration with every field that one can have. */
const full: Required<Registration> = {
  ...buildRegistration(aConference()),
  delegationId: "d",
  requestedDelegationId: "d",
  declinedDelegationId: "d",
  isNamedInLetter: true,
  documents: { photo: "p" },
  clash: { registrationId: "r" },
  substitutes: "r",
  person: {
    ...{ honorific: "Dr", givenName: "Ada", familyName: "Lovelace", email: "ada@example.org", nameOnBadge: "Ada" },
    ...{ nationality: "GBR", gender: "female", birthDate: "1980-01-01" },
  },
  latinName: { givenName: "Ada", familyName: "Lovelace" },
  nameOrder: "given-first",
  guardian: { name: "G", contact: "c" },
  changesUntil: at,
  passportDigest: "x",
  dismissedDuplicates: ["r"],
  protection: {
    alias: { nameOnBadge: "Alias", organization: "o" },
    readers: [{ email: "r@example.org", holder: "h" }],
    focalPoints: ["f@example.org"],
  },
  corrections: [{ path: "person.givenName", before: 1, after: 2 }],
  changeRequest: {
    at,
    changes: [{ path: "person.givenName" }],
    passportDigest: "x",
    formerPassportDigest: "y",
    answers: { diet: { from: answer, to: answer, follows: "meal" } },
    corrected: ["person.givenName"],
  },
  country: "GBR",
  organization: "o",
  functionTitle: "f",
  needs: { accessibility: "a", diet: "d", visaLetter: true },
  answers: { diet: answer },
  staffAnswers: { table: answer },
  accreditation: { state: "returned", at, by, reason: "r", fields: ["f"], until: at },
  seat: { state: "offered", since: at, until: at },
  participation: "in-person",
  sessions: [{ sessionId: "s", seat: { state: "held", since: at } }],
  waitingFor: ["venue"],
  addressConfirmed: true,
  isAddressReplaced: true,
  undeliverable: { reason: "bounce", at },
  badgeSerial: 1,
  badgeValidityPeriods: [{ serial: 1, from: at, until: at, endReason: "replaced" }],
  access: { days: ["2026-11-01"], zones: ["plenary"] },
  visaLetter: { number: 1, at, language: "en" },
  visaLetterIds: ["v"],
  erasure: {
    startedAt: at,
    reason: "at-their-request",
    remaining: { address: "a", documents: ["d"] },
    completedAt: at,
    report: { entries: 1, documents: 1, openings: 1, proposals: 1, lists: 1, suppressions: 1 },
  },
  lastChange: "c",
  shardAllocations: { venue: 0 },
};

/** Values of any type. */
const untyped: ReadonlySet<string> = new Set(["corrections.0.before", "corrections.0.after"]);

const paths = listPaths(full).filter((path) => !untyped.has(path.join(".")));

const isSound = (value: unknown): boolean => storedRegistration.safeParse(value).success;

describe("the contract of a stored registration", () => {
  test("accepts one with every field, a new one, and any state", () => {
    const plain = buildRegistration(aConference());
    expect([isSound(full), isSound(plain)]).toEqual([true, true]);
    const accreditations: readonly Registration["accreditation"][] = [
      { state: "pending", since: at },
      { state: "approved", at, by },
      { state: "withdrawn", at, by },
      { state: "rejected", at, by, reason: "" },
      { state: "revoked", at, by, reason: "" },
      { state: "returned", at, by, reason: "", fields: [] },
    ];
    for (const accreditation of accreditations) expect(isSound({ ...plain, accreditation })).toBe(true);
    for (const state of ["none", "held", "waiting"])
      expect(isSound({ ...plain, seat: { state, since: at } })).toBe(true);
    expect(
      isSound({ ...plain, changeRequest: { at, changes: [], passportDigest: null, answers: { a: { to: null } } } }),
    ).toBe(true);
  });

  test.each(paths.map((path) => [path.join("."), path] as const))("refuses another type at %s", (_name, path) => {
    const wrong = listOtherTypes(readAt(full, path));
    // A text or number may be any answer.
    const isAnswer = /answers\.\w+(?:\.from|\.to)?\.value(?:\.\d)?$|staffAnswers\.\w+\.value(?:\.\d)?$/i.test(
      path.join("."),
    );
    for (const other of isAnswer ? [null, { x: 1 }, ["x", 1]] : wrong)
      expect([other, isSound(replaceAt(full, path, other))]).toEqual([
        other,
        // `null` takes a passport number, and an answer, away.
        other === null && /passportDigest$|answers\.diet\.to$/.test(path.join(".")) && path[0] === "changeRequest",
      ]);
  });

  test.each(["version", "person", "accreditation", "seat", "sessions", "consent", "badgeSerial", "shardAllocations"])(
    "refuses one without %s",
    (name) => {
      const { [name as keyof Registration]: _, ...rest } = full;
      expect(isSound(rest)).toBe(false);
    },
  );

  test.each([
    ["version", 0],
    ["version", Number.NaN],
    ["version", 1.5],
    ["badgeSerial", -1],
  ] as const)("refuses a %s of %d", (name, value) => {
    expect(isSound({ ...full, [name]: value })).toBe(false);
  });
});
