import { expect, test } from "vitest";
import type { ConferenceSettings } from "../../web/console/console-context.ts";
import { createCopyBody, shiftTimes } from "../../web/console/setup/copy/copy-body.ts";
import { aConference } from "../support/builders.ts";

const staff = [{ email: "a@example.org", groups: ["secretariat"] }];
const settings = { ...aConference({ badgeLayout: "card" }), staff, version: 3 } as unknown as ConferenceSettings;
const options = { title: { en: "Next" }, startsOn: "2028-10-26", parts: [], email: "me@example.org" } as const;

test("the times of a copy show the same clock at the venue, also on the other side of a clock change", () => {
  const times = { at: "2027-03-27T09:00:00.000Z", day: "2027-03-27", list: [{ text: "2027", none: null }] };
  expect(shiftTimes(times, 2, "Europe/Zurich")).toEqual({
    at: "2027-03-29T08:00:00.000Z",
    day: "2027-03-29",
    list: [{ text: "2027", none: null }],
  });
});

test("a copy without staff is open to the officer who made it, not to all staff", () => {
  expect(createCopyBody(settings, options).staff).toEqual([{ email: "me@example.org", groups: ["secretariat"] }]);
  expect(createCopyBody(settings, { ...options, parts: ["staff"] }).staff).toEqual(staff);
});

test("a copy has the badge layouts only if they are wanted", () => {
  expect(createCopyBody(settings, options)).not.toHaveProperty("badgeLayout");
  expect(createCopyBody(settings, { ...options, parts: ["badges"] }).badgeLayout).toBe("card");
});

test("a copy has neither the short name nor the version of the conference", () => {
  const body = createCopyBody(settings, options);
  expect(body).not.toHaveProperty("conferenceId");
  expect(body).not.toHaveProperty("version");
  expect(body).toMatchObject({ title: { en: "Next" }, startsOn: "2028-10-26" });
});
