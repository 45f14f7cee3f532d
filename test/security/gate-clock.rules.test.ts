import { expect, test } from "vitest";
import { correctScanTime, measureClockOffset } from "../../functions/check-in/reconcile-offline-scans.rules.ts";

const received = "2027-10-26T08:00:00.000Z";

test.each([
  ["9999-12-31T23:59:59.999Z", "1970-01-01T00:00:00.000Z"],
  ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"],
  ["9999-12-31T23:59:59.999Z", undefined],
  ["0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"],
  ["0001-01-01T00:00:00.000Z", "0001-01-01T00:00:00.000Z"],
  ["1970-01-01T00:00:00.000Z", undefined],
  ["2027-10-27T07:59:59.999Z", undefined],
])("a scan at %s of a gate whose clock says %s gets a time near the server's", (at, sentAt) => {
  const corrected = correctScanTime(at, measureClockOffset(sentAt, received), received);
  expect(corrected).toMatch(/^2027-(?:09|10)-\d\dT[\d:.]+Z$/);
  expect(corrected <= received).toBe(true);
  expect(Date.parse(received) - Date.parse(corrected)).toBeLessThanOrEqual(30 * 86_400_000);
});

test("a scan of the last weeks keeps its time", () => {
  for (const at of ["2027-10-26T07:59:59.999Z", "2027-10-01T00:00:00.000Z"])
    expect(correctScanTime(at, 0, received)).toBe(at);
});
