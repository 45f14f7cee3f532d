import { expect, test } from "vitest";
import { listAttendedDays } from "#shared/certificates/certificates.rules.ts";

const conference = { timeZone: "Europe/Zurich", startsOn: "2027-10-26", endsOn: "2027-10-27" };
const entered = (at: string) => ({ place: "venue", direction: "in", at }) as const;

test("a scan before the conference or after it certifies no attendance, whatever the clock of a gate says", () => {
  const scans = ["2026-11-29T09:00:00.000Z", "2027-10-25T09:00:00.000Z", "2027-10-28T09:00:00.000Z"].map(entered);
  const list = (more: readonly string[]) =>
    listAttendedDays([...scans, ...more.map(entered)], conference, "2027-11-30T00:00:00.000Z");
  expect(list([])).toEqual([]);
  expect(list(["2027-10-27T09:00:00.000Z"])).toEqual(["2027-10-27"]);
});

test("the last night of the conference belongs to its last day", () => {
  const scans = [entered("2027-10-28T01:30:00.000Z"), entered("2027-10-28T02:30:00.000Z")];
  expect(listAttendedDays(scans, conference, "2027-11-30T00:00:00.000Z")).toEqual(["2027-10-27"]);
});
