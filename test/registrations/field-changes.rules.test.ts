import { expect, test } from "vitest";
import type { Registration } from "#shared/model/registration.ts";
import { listFieldChanges, serializeFieldChanges, toListedChanges } from "#shared/registrations/field-changes.rules.ts";
import { isForStaff, listHistoryFields } from "#shared/registrations/registration.rules.ts";
import { aConference, buildRegistration, noon } from "../support/builders.ts";

const before = buildRegistration(aConference(), { organization: "IOM" });
const listChanges = (more: Partial<Registration>) => listFieldChanges(before, { ...before, ...more });

test("a changed field has its values before and after", () => {
  expect(listChanges({ organization: "UNHCR" })).toEqual([{ path: "organization", before: "IOM", after: "UNHCR" }]);
  expect(listChanges({ person: { ...before.person, givenName: "Awa" } })).toEqual([
    { path: "person.givenName", before: "Amina", after: "Awa" },
  ]);
});

test("sessions are compared as identifiers, and a delegation by the path of the form", () => {
  const seat = { state: "held", since: noon } as const;
  expect(listChanges({ sessions: [{ sessionId: "opening", seat }] })).toEqual([
    { path: "sessions", before: [], after: ["opening"] },
  ]);
  expect(listChanges({ delegationId: "d1" })).toEqual([{ path: "delegation", after: "d1" }]);
});

test("lists an answer that follows from a sensitive one as that one, once and without values", () => {
  const answers = {
    illness: { value: "flu", sensitive: true },
    cause: { value: "trip", sensitive: true, follows: "illness" },
    meal: { value: "fish" },
  } as const;
  const after = { ...before, answers };
  expect(toListedChanges(listFieldChanges(before, after), before, after)).toEqual([
    { path: "answers.illness" },
    { path: "answers.meal", after: "fish" },
  ]);
});

test("lists an answer of staff that follows from one of the person as that one", () => {
  const person = { ...before, answers: { illness: { value: "flu", sensitive: true } } } as const;
  const cared = {
    ...person,
    staffAnswers: { care: { value: "room 4", sensitive: true, follows: "illness" } },
  } as const;
  expect(listHistoryFields(person, cared)).toEqual(["answers.illness"]);
  const room = {
    ...cared,
    staffAnswers: { illness: { value: "flu", sensitive: true }, ...cared.staffAnswers },
  } as const;
  expect(listHistoryFields(before, { ...before, staffAnswers: room.staffAnswers })).toEqual(["staffAnswers.illness"]);
});

test("lists a changed passport number without its values, and no equal field", () => {
  expect(listChanges({ passportDigest: "digest" })).toEqual([{ path: "person.passportNumber" }]);
  const paths = ["person.passportNumber", "organization", "latinName.givenName"];
  expect(listFieldChanges(before, before, paths)).toEqual([]);
});

test("lists who became or ceased to be a reader of a protected name", () => {
  const protectFor = (...addresses: readonly string[]): Partial<Registration> => ({
    protection: { alias: { nameOnBadge: "Seven" }, readers: addresses.map((email) => ({ email, holder: email })) },
  });
  const find = (changes: ReturnType<typeof listChanges>) => changes.find(({ path }) => path === "readers");
  expect(find(listChanges(protectFor("a@example.org")))).toEqual({ path: "readers", after: "a@example.org" });
  const both = { ...before, ...protectFor("a@example.org", "b@example.org") };
  expect(find(listFieldChanges(both, { ...before, ...protectFor("a@example.org") }))).toEqual({
    path: "readers",
    before: expect.stringContaining("b@example.org"),
    after: "a@example.org",
  });
  expect(["readers", "focalPoints", "staffAnswers.table", "organization"].map(isForStaff)).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

test("lists which focal points a reader lets see a protected person", () => {
  const protectFor = (...focalPoints: readonly string[]) => ({
    ...before,
    protection: { alias: { nameOnBadge: "Seven" }, readers: [], focalPoints },
  });
  expect(listFieldChanges(protectFor(), protectFor("b@example.org", "a@example.org"))).toEqual([
    { path: "focalPoints", after: "a@example.org, b@example.org" },
  ]);
});

test("what is stored of a change is its text; nothing of a new person, of no change, and of an erasure", () => {
  const after = { ...before, organization: "UNHCR" };
  expect(JSON.parse(serializeFieldChanges(before, after) ?? "")).toEqual(listFieldChanges(before, after));
  expect(serializeFieldChanges(undefined, after)).toBeUndefined();
  expect(serializeFieldChanges(before, before)).toBeUndefined();
  const report = { entries: 0, documents: 0, openings: 0, proposals: 0, lists: 0, suppressions: 0 };
  const erasure = { startedAt: noon, reason: "at-their-request", report } as const;
  expect(serializeFieldChanges(before, { ...after, erasure })).toBeUndefined();
});
