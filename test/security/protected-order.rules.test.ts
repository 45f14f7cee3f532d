import fc from "fast-check";
import { expect, test } from "vitest";
import {
  formatArrivalOrder,
  getWaitingSince,
  roundArrivalOrder,
  roundWaitingSince,
} from "#shared/capacity/waiting-list.rules.ts";
import { toListedRegistrationView } from "#shared/http/views.ts";
import type { Registration } from "#shared/model/registration.ts";
import { drawNextTime } from "#shared/model/time.ts";
import { getExportPosition } from "../../functions/export-worker/export-order.rules.ts";
import { aConference, buildRegistration } from "../support/builders.ts";

const conference = aConference();
const protection = {
  alias: { nameOnBadge: "Speaker Seven" },
  readers: [{ email: "reader@example.org", holder: "reader" }],
} as const;
const person = (registrationId: string, more: Partial<Registration>): Registration => ({
  ...buildRegistration(conference),
  registrationId,
  ...more,
});

test("a protected person is at the beginning of the day in an export, not between those nominated with them", () => {
  const at = (id: string, time: string, more = {}) => person(id, { submittedAt: `2027-03-01T${time}Z`, ...more });
  const people = [
    at("before", "08:00:00.000"),
    at("first", "09:00:00.638"),
    at("hidden", "09:00:00.639", { protection }),
    at("third", "09:00:00.640"),
    at("also-hidden", "10:00:00.000", { protection }),
  ];
  const ordered = people.toSorted((a, b) => (getExportPosition(a) < getExportPosition(b) ? -1 : 1));
  expect(ordered.map(({ registrationId }) => registrationId)).toEqual([
    "also-hidden",
    "hidden",
    "before",
    "first",
    "third",
  ]);
});

test.each<[string, Partial<Registration>]>([
  ["a seat", { seat: { state: "waiting", since: "2027-03-01T09:00:00.639Z" } }],
  [
    "a session",
    {
      seat: { state: "held", since: "2027-02-01T09:00:00.001Z" },
      sessions: [
        { sessionId: "opening", seat: { state: "held", since: "2027-02-01T09:00:00.002Z" } },
        { sessionId: "side", seat: { state: "waiting", since: "2027-03-01T09:00:00.639Z" } },
      ],
    },
  ],
])("the time since when a person waits for %s has the day alone, alike in its position", (_, more) => {
  const waiting = person("hidden", more);
  const rounded = roundWaitingSince(waiting);
  expect(getWaitingSince(rounded)).toBe("2027-03-01T00:00:00.000Z");
  expect(roundArrivalOrder(formatArrivalOrder(conference, waiting))).toBe(formatArrivalOrder(conference, rounded));
  // What they hold is as it was.
  const listHeld = ({ seat, sessions }: Registration) =>
    [seat, ...sessions.map((each) => each.seat)].filter(({ state }) => state === "held");
  expect(listHeld(rounded)).toEqual(listHeld(waiting));
});

test("the times of people who come together rise, by distances of any length", () => {
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(fc.property(fc.nat(), random, (last, chance) => drawNextTime(last, chance) > last));
  expect([0, 0.3, 0.5, 0.9, 0.999_999].map((chance) => drawNextTime(0, chance))).toEqual([1, 1, 2, 4, 20]);
});

test("how long a seat is offered to a protected person, and when an email bounced, has the day alone", () => {
  const at = "2027-03-01T09:00:00.639Z";
  const offered = person("hidden", {
    seat: { state: "offered", since: at, until: at },
    undeliverable: { reason: "bounce", at },
    protection,
  });
  const caller = { kind: "staff", id: "other", email: "other@example.org", groups: ["secretariat"] } as const;
  const show = (registration: Registration) => toListedRegistrationView(registration, { conference, caller });
  const { protection: _p, ...open } = offered;
  expect(show(open)).toMatchObject({ offer: { until: at }, undeliverable: { at } });
  const day = "2027-03-01T00:00:00.000Z";
  expect(show(offered)).toMatchObject({ offer: { until: day }, undeliverable: { at: day } });
});
