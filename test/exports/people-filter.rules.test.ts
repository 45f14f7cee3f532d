import { expect, test } from "vitest";
import { hasChangedSince, type PeopleFilter, passesFilter } from "#shared/exports/people-filter.rules.ts";
import { listSeparator } from "#shared/feed/feed-columns.rules.ts";

const row = new Map<string, string | number | boolean | null | readonly string[]>([
  ["registrationId", "one"],
  ["accreditation", "approved"],
  ["seat", "held"],
  ["category", "press"],
  ["delegationId", "delegation-1"],
  ["country", null],
  ["tags", ["vip", "late"].join(listSeparator)],
  ["submittedAt", "2027-03-01T12:00:00.000Z"],
  ["scannedAt", null],
  ["answers.meal", "fish"],
  ["answers.visa", true],
  ["answers.motivation", ["To speak\nTo listen"]],
]);

test.each<[string, PeopleFilter, boolean]>([
  ["nothing", {}, true],
  ["one of several values", { accreditation: ["pending", "approved"] }, true],
  ["another value", { accreditation: ["pending"] }, false],
  ["all members, of which one fails", { accreditation: ["approved"], seat: ["waiting"] }, false],
  ["the delegation", { delegation: ["delegation-1"] }, true],
  ["no value", { country: [""] }, true],
  ["a value where there is none", { country: ["SEN"] }, false],
  ["one item of a list", { tags: ["late"] }, true],
  ["a part of an item", { tags: ["vi"] }, false],
  ["the kind of the category", { kind: ["media"] }, true],
  ["another kind", { kind: ["ngo"] }, false],
  ["an answer", { answers: { meal: ["fish"], visa: ["true"] } }, true],
  ["another answer", { answers: { meal: ["rice"] } }, false],
  ["no answer", { answers: { talk: [""] } }, true],
  ["a text of two lines", { answers: { motivation: ["To speak\nTo listen"] } }, true],
  ["one line of a text", { answers: { motivation: ["To speak"] } }, false],
  ["not being scanned", { checkedIn: false }, true],
  ["being scanned", { checkedIn: true }, false],
  ["a submission from its time on", { submittedAfter: "2027-03-01T12:00:00.000Z" }, true],
  ["a submission after its time", { submittedAfter: "2027-03-01T12:00:00.001Z" }, false],
  ["a submission before its time", { submittedBefore: "2027-03-01T12:00:00.000Z" }, false],
  ["a submission until just after its time", { submittedBefore: "2027-03-01T12:00:00.001Z" }, true],
  ["its identifier", { registrationIds: ["other", "one"] }, true],
  ["another identifier", { registrationIds: ["other"] }, false],
])("a filter by $0 selects the registration: $2", (_, filter, isMatch) => {
  expect(passesFilter(row, "media", filter)).toBe(isMatch);
});

test.each([
  ["2027-03-01T12:00:00.000Z", true],
  ["2027-03-01T12:00:00.001Z", false],
])("a registration that changed at noon has changed since %s: %s", (since, isMatch) => {
  expect(hasChangedSince("2027-03-01T12:00:00.000Z", since, false)).toBe(isMatch);
});

test.each([
  ["2027-03-01T23:59:59.999Z", true],
  ["2027-03-02T00:00:00.000Z", false],
])("that of a protected person, which changed at noon, has changed since %s: %s", (since, isMatch) => {
  expect(hasChangedSince("2027-03-01T12:00:00.000Z", since, true)).toBe(isMatch);
});
