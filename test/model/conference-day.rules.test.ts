import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { getConferenceDay, getConferenceEnd, getDayEnd, getDayStart, parseLocalTime } from "#shared/model/time.ts";

const zurich = { timeZone: "Europe/Zurich" };
const at = (dayEndsAt: string) => ({ ...zurich, dayEndsAt });

describe("a day of a conference", () => {
  test("ends at four in the morning of the next date by default", () => {
    expect(getDayEnd("2027-03-01", zurich)).toBe("2027-03-02T03:00:00.000Z");
    expect(getConferenceDay("2027-03-02T02:59:59.999Z", zurich)).toBe("2027-03-01");
    expect(getConferenceDay("2027-03-02T03:00:00.000Z", zurich)).toBe("2027-03-02");
    expect(getDayStart("2027-03-02T02:59:59.999Z", zurich)).toBe("2027-03-01T03:00:00.000Z");
  });

  test.each([
    ["00:00", "2027-03-02T00:00", "at midnight"],
    ["11:59", "2027-03-02T11:59", "before noon, which is on the next date"],
    ["12:00", "2027-03-01T12:00", "at noon, which is on the same date"],
    ["23:30", "2027-03-01T23:30", "in the evening, which is on the same date"],
  ])("ends at %s, local time %s: %s", (dayEndsAt, local) => {
    expect(getDayEnd("2027-03-01", at(dayEndsAt))).toBe(parseLocalTime(local, "Europe/Zurich"));
  });

  test("ends once where the clock change repeats its local time: at the later of the two instants", () => {
    expect(getDayEnd("2027-10-30", at("02:30"))).toBe("2027-10-31T01:30:00.000Z");
    expect(getConferenceDay("2027-10-31T00:45:00.000Z", at("02:30"))).toBe("2027-10-30");
    expect(getDayEnd("2027-11-06", { timeZone: "America/New_York", dayEndsAt: "01:30" })).toBe(
      "2027-11-07T06:30:00.000Z",
    );
  });

  test("ends once where the clock change skips its local time: at the later of the two instants", () => {
    expect(getDayEnd("2027-03-27", at("02:30"))).toBe("2027-03-28T01:30:00.000Z");
    expect(getDayEnd("2027-10-02", { timeZone: "Australia/Lord_Howe", dayEndsAt: "02:15" })).toBe(
      "2027-10-02T15:45:00.000Z",
    );
    expect(getDayEnd("2027-09-04", { timeZone: "America/Santiago", dayEndsAt: "00:00" })).toBe(
      "2027-09-05T04:00:00.000Z",
    );
  });

  test("is empty where a time zone skips the whole date", () => {
    const apia = { timeZone: "Pacific/Apia" };
    expect(getDayEnd("2011-12-29", apia)).toBe(getDayEnd("2011-12-30", apia));
    expect(getConferenceDay(getDayEnd("2011-12-29", apia), apia)).toBe("2011-12-31");
  });

  test("begins where the day before ends, at any time in any zone", () => {
    const zones = ["Europe/Zurich", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Australia/Lord_Howe"];
    const time = fc.date({ min: new Date("2011-12-01"), max: new Date("2030-01-01"), noInvalidDate: true });
    const clock = fc.record({
      timeZone: fc.constantFrom(...zones, "Africa/Casablanca", "America/Santiago", "UTC"),
      dayEndsAt: fc.tuple(fc.nat(23), fc.nat(59)).map((all) => all.map((n) => String(n).padStart(2, "0")).join(":")),
    });
    fc.assert(
      fc.property(time, clock, (date, own) => {
        const now = date.toISOString();
        const [start, end] = [getDayStart(now, own), getDayEnd(getConferenceDay(now, own), own)];
        expect(start <= now && now < end).toBe(true);
        expect(getConferenceDay(start, own)).toBe(getConferenceDay(now, own));
        expect(getConferenceDay(end, own) > getConferenceDay(now, own)).toBe(true);
      }),
    );
  });
});

test("a conference ends with its last day", () => {
  expect(getConferenceEnd({ ...zurich, endsOn: "2027-10-30" })).toBe("2027-10-31T03:00:00.000Z");
  expect(getConferenceEnd({ ...at("22:00"), endsOn: "2027-10-27" })).toBe("2027-10-27T20:00:00.000Z");
});
