import { describe, expect, test } from "vitest";
import { toConferenceSettingsView } from "#shared/http/views.ts";
import { listLimitChanges, updateConference } from "../../functions/conference/conference.rules.ts";
import { aConference } from "../support/builders.ts";

const ngo = { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32" };
const event = {
  sessionId: "side-event",
  title: { en: "e" },
  startsAt: "2027-10-26T08:00:00Z",
  endsAt: "2027-10-26T10:00:00Z",
};
const before = aConference({ categories: [ngo], sessions: [event] });
const refused = (...paths: string[]) =>
  expect.objectContaining({
    code: "conference-in-use",
    fieldErrors: paths.map((path) => ({ path, rule: "fixedInUse" })),
  });
const change = (body: object, inUse = true, from = before) =>
  updateConference(from, "idm-test", aConference({ categories: [ngo], sessions: [event], ...body }), inUse);

describe("before the first registration, everything may change", () => {
  test("a new conference is version 1, a changed one the next", () => {
    expect(updateConference(undefined, "idm-test", before, false).version).toBe(1);
    expect(
      change({ seatTakenAt: "approval", categories: [{ ...ngo, category: "media" }], sessions: [] }, false).version,
    ).toBe(2);
  });
});

describe("after the first registration", () => {
  test("title and limits may change", () => {
    expect(change({ title: { en: "Another title" } }).title.en).toBe("Another title");
    const limits = listLimitChanges(before, change({ venue: { ...before.venue, capacity: 9 } }));
    expect(limits).toEqual([{ pool: "venue", limit: 9, isNew: false }]);
  });

  test("the moment a seat is taken is fixed", () => {
    expect(() => change({ seatTakenAt: "approval" })).toThrow(refused("seatTakenAt"));
  });

  test("a category or a session that people may hold stays", () => {
    expect(() => change({ categories: [{ ...ngo, category: "media" }] })).toThrow(refused("categories"));
    expect(() => change({ sessions: [] })).toThrow(refused("sessions"));
  });

  test("a limit can't appear on, or vanish from, what is in use: its seats weren't counted", () => {
    expect(() => change({ categories: [{ ...ngo, quota: 5 }] })).toThrow(refused("categories"));
    expect(() => change({ sessions: [{ ...event, capacity: 5 }] })).toThrow(refused("sessions"));
    const limited = aConference({ categories: [{ ...ngo, quota: 5 }], sessions: [{ ...event, capacity: 5 }] });
    expect(() => change({}, true, limited)).toThrow(refused("categories", "sessions"));
  });

  test("a category or session added now may bring its limit", () => {
    const added = change({
      categories: [ngo, { ...ngo, category: "academia", quota: 3 }],
      sessions: [event, { ...event, sessionId: "late-event", capacity: 4 }],
    });
    expect(listLimitChanges(before, added)).toEqual([
      { pool: "category:academia", limit: 3, isNew: true },
      { pool: "session:late-event", limit: 4, isNew: true },
    ]);
  });
});

test("a new conference sets every limit", () => {
  expect(listLimitChanges(undefined, before)).toEqual([{ pool: "venue", limit: 2, isNew: true }]);
});

describe("the time at which a day ends", () => {
  test("stays as it is when a change does not name it, and changes when it does", () => {
    const early = change({ dayEndsAt: "02:30" });
    expect(change({}, true, early).dayEndsAt).toBe("02:30");
    expect(change({ dayEndsAt: "04:00" }, true, early).dayEndsAt).toBe("04:00");
    expect(toConferenceSettingsView(aConference()).dayEndsAt).toBe("04:00");
  });

  test.each(["24:00", "4:00", "04:60", "04:00:00", ""])("is refused as %o", (dayEndsAt) => {
    expect(() => aConference({ dayEndsAt })).toThrow(
      expect.objectContaining({
        code: "invalid-request",
        fieldErrors: [expect.objectContaining({ path: "dayEndsAt" })],
      }),
    );
  });
});
