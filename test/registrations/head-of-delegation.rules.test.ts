import { expect, test } from "vitest";
import type { Change } from "#shared/model/change.ts";
import type { Registration } from "#shared/model/registration.ts";
import { handOverRole } from "#shared/registrations/head-of-delegation.rules.ts";
import { createChange } from "#shared/registrations/registration.rules.ts";
import { aConference, buildRegistration, noon, secretariatActor } from "../support/builders.ts";

const conference = aConference();
const later = "2027-03-05T12:00:00.000Z";
const context = { actor: secretariatActor, at: later };

const buildHead = (more: Partial<Registration> = {}): Registration => ({
  ...buildRegistration(conference),
  role: "head-of-delegation",
  ...more,
});
const confirmed = {
  accreditation: { state: "approved", at: noon, by: "staff" },
  seat: { state: "held", since: noon },
  badgeSerial: 1,
} as const;
const newcomer = buildRegistration(conference);
const submission: Change = createChange(undefined, newcomer, "submit", context);

test("a confirmed head who hands the role over becomes a delegate with the next badge, and is told", () => {
  const head = buildHead(confirmed);
  const { registrationId } = head;
  const change = handOverRole(submission, [head]);
  expect(change.registrations).toEqual([
    ...submission.registrations,
    { before: head, after: { ...head, role: "delegate", badgeSerial: 2 } },
  ]);
  expect(change.emails).toEqual([...submission.emails, { kind: "head-replaced", registrationId, serial: 2 }]);
});

test("a head without a badge is told without one", () => {
  const head = buildHead();
  const { registrationId } = head;
  const change = handOverRole(submission, [head]);
  expect(change.registrations.at(-1)?.after).toEqual({ ...head, role: "delegate" });
  expect(change.emails.at(-1)).toEqual({ kind: "head-replaced", registrationId });
});

test("a former head is not told if the officer says so", () => {
  const change = handOverRole(submission, [buildHead(confirmed)], false);
  expect(change.emails).toEqual(submission.emails);
  expect(change.registrations.at(-1)?.after.badgeSerial).toBe(2);
});
