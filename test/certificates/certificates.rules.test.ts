import { expect, test } from "vitest";
import { isFirstDayOver, joinDays, listAttendedDays } from "#shared/certificates/certificates.rules.ts";
import type { CheckInPlace, ScanDirection } from "#shared/model/check-in.ts";

/** The clocks of Zurich go back on 31 October: 02:30 is shown twice, at 00:30 and 01:30 UTC. */
const clock = { timeZone: "Europe/Zurich", dayEndsAt: "02:30" };
const passed = (at: string, direction: ScanDirection = "in", place: CheckInPlace = "venue") => ({
  ...{ at, direction, place },
});
const conference = { ...clock, startsOn: "2027-10-30", endsOn: "2027-10-31" };
const saturday = "2027-10-30T08:00:00.000Z";

test("a day is certified from its end on, also where a clock change repeats that time", () => {
  const events = [passed("2027-10-31T12:00:00.000Z"), passed(saturday), passed(saturday)];
  const list = (at: string) => listAttendedDays(events, conference, at);
  expect(list("2027-10-31T01:29:59.999Z")).toEqual([]);
  expect(list("2027-10-31T01:30:00.000Z")).toEqual(["2027-10-30"]);
  expect(list("2027-11-02T00:00:00.000Z")).toEqual(["2027-10-30", "2027-10-31"]);
});

test("a certificate is offered from the end of the first day on, which is after midnight", () => {
  const isOver = (at: string) => isFirstDayOver(conference, at);
  expect(["2027-10-31T01:29:59.999Z", "2027-10-31T01:30:00.000Z"].map(isOver)).toEqual([false, true]);
});

test("only an entry into the venue is attendance", () => {
  const events = [passed(saturday, "out"), passed(saturday, "in", "session:talk")];
  expect(listAttendedDays(events, conference, "2027-11-02T00:00:00.000Z")).toEqual([]);
});

test("days that follow one another are one range", () => {
  expect(joinDays([])).toEqual([]);
  expect(joinDays(["2027-02-27", "2027-02-28", "2027-03-01", "2027-03-03"])).toEqual([
    { startsOn: "2027-02-27", endsOn: "2027-03-01" },
    { startsOn: "2027-03-03", endsOn: "2027-03-03" },
  ]);
});
