import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import { createCalendar } from "#shared/calendar/calendar.ts";
import { type Conference, languages } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import { conference, kinds, mailOf, promises, withCalendar } from "../email/mails.ts";
import { buildRegistration } from "../support/builders.ts";

const now = "2027-03-02T09:00:00.000Z";
const held = { state: "held", since: now } as const;

/** A confirmed person with a seat in the side event. */
const expected = (more: Partial<Registration> = {}): Registration => ({
  ...buildRegistration(conference),
  accreditation: { state: "approved", at: now, by: "staff" },
  seat: held,
  sessions: [{ sessionId: "side-event", seat: held }],
  badgeSerial: 1,
  ...more,
});

const siteUrl = "https://palais.example";

const textOf = (
  registration: Registration,
  of: Conference = conference,
  language: Conference["languages"][number] = "en",
) => createCalendar({ conference: of, registration, language, siteUrl, now });

/** The calendar as a reader that isn't ours takes it apart, with its own zones and none of the machine's. */
function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const events = calendar.getAllSubcomponents("vevent").map((each) => new ICAL.Event(each));
  return { calendar, events, method: calendar.getFirstPropertyValue("method") };
}

const dates = (text: string) => read(text).events.map(({ startDate, endDate }) => [startDate, endDate].map(String));

describe.each(languages)("in %s", (language) => {
  test("the calendar has the conference's days, and each session held at the venue's own time", () => {
    const { calendar, events, method } = read(textOf(expected(), conference, language));
    expect(method).toBe("PUBLISH");
    expect(events.map(({ summary }) => summary)).toEqual([
      conference.title[language],
      language === "fr" ? "Événement sur les diasporas" : "Diaspora side event",
    ]);
    expect(events.map(({ location }) => location)).toEqual(
      Array(2).fill("Centre International de Conférences, Geneva"),
    );
    const [whole, session] = events;
    expect([String(whole?.startDate), String(whole?.endDate), whole?.startDate.isDate]).toEqual([
      "2027-10-26",
      "2027-10-28",
      true,
    ]);
    expect(session?.startDate.toJSDate().toISOString()).toBe("2027-10-26T12:00:00.000Z");
    expect(session?.endDate.toJSDate().toISOString()).toBe("2027-10-26T13:00:00.000Z");
    expect(String(session?.startDate)).toBe("2027-10-26T14:00:00");
    expect(calendar.getAllSubcomponents("vtimezone")).toHaveLength(1);
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(2);
  });

  test.each(kinds)("%s: its mail carries an entry that says what the mail does, or none", async (kind) => {
    const { attachments, text } = await mailOf(promises[kind], { language });
    const found = attachments.filter(({ mimeType }) => mimeType === "text/calendar");
    expect(found).toHaveLength(withCalendar.has(kind) ? 1 : 0);
    for (const { content, filename } of found) {
      const { method, events } = read(Buffer.from(content as ArrayBuffer).toString("utf8"));
      const ends = kind === "revoked" || kind === "withdrawn" || kind === "substituted";
      expect([method, filename]).toEqual([ends ? "CANCEL" : "PUBLISH", "conference.ics"]);
      const statuses = events.map(({ component }) => component.getFirstPropertyValue("status"));
      expect(new Set(statuses)).toEqual(new Set([ends ? "CANCELLED" : "CONFIRMED"]));
      expect(events[0]?.summary).toBe(conference.title[language]);
      expect(text).toBeDefined();
    }
  });
});

describe("the zones", () => {
  const at = (timeZone: string, startsAt: string, endsAt: string): Conference => ({
    ...conference,
    timeZone,
    sessions: conference.sessions.map((session) => ({ ...session, startsAt, endsAt })),
  });

  /** Zones with and without summer time, of half and quarter hours, in both halves of the world, and with odd rules. */
  const zones = [
    "Europe/Zurich",
    "America/New_York",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Africa/Casablanca",
    "Africa/Addis_Ababa",
    "America/St_Johns",
    "Europe/Dublin",
    "Pacific/Kiritimati",
    "UTC",
  ];

  test.each(zones)(
    "%s: a reader finds the very moment, in every month, by what the calendar says of the zone",
    (zone) => {
      for (let month = 0; month < 12; month += 1) {
        for (const day of [1, 12, 27]) {
          const startsAt = new Date(Date.UTC(2027, month, day, 7, 30)).toISOString();
          const endsAt = new Date(Date.UTC(2027, month, day, 9)).toISOString();
          const { events } = read(textOf(expected(), at(zone, startsAt, endsAt)));
          expect(events[1]?.startDate.toJSDate().toISOString(), startsAt).toBe(startsAt);
          expect(events[1]?.endDate.toJSDate().toISOString(), endsAt).toBe(endsAt);
        }
      }
    },
  );

  test("a session over the hour in which the clocks are set back keeps its length", () => {
    const [startsAt, endsAt] = ["2027-10-30T23:30:00.000Z", "2027-10-31T02:30:00.000Z"];
    const { events } = read(textOf(expected(), at("Europe/Zurich", startsAt, endsAt)));
    expect(events[1]?.endDate.toJSDate().toISOString()).toBe(endsAt);
    expect(String(events[1]?.endDate)).toBe("2027-10-31T03:30:00");
  });
});

describe("a newer entry", () => {
  const sequences = (text: string) => read(text).events.map(({ uid, sequence }) => [uid, sequence] as const);

  test("has the same identifier and a higher sequence, whatever changed", () => {
    const first = sequences(textOf(expected()));
    const moved = { ...conference, version: conference.version + 1, startsOn: "2027-10-25" };
    const second = sequences(textOf(expected({ registrationId: "same" }), moved));
    const ours = expected({ registrationId: "same" });
    const before = sequences(textOf(ours));
    const left = {
      ...ours,
      version: ours.version + 1,
      accreditation: { state: "withdrawn", at: now, by: "x" } as const,
    };
    const after = sequences(textOf(left));
    expect(first).toHaveLength(2);
    for (const [index, [uid, sequence]] of before.entries()) {
      expect([second[index]?.[0], after[index]?.[0]]).toEqual([uid, uid]);
      expect(second[index]?.[1]).toBeGreaterThan(sequence);
      expect(after[index]?.[1]).toBeGreaterThan(sequence);
    }
    expect(read(textOf(left)).method).toBe("CANCEL");
  });

  test("a session and a panel never have the same identifier", () => {
    const [session] = conference.sessions;
    if (!session) throw new Error("a conference without a session");
    const named = { ...session, sessionId: "panel-1" };
    const panel = { panelId: "1", title: session.title, people: [] };
    const { events } = read(
      createCalendar({
        ...{ conference: { ...conference, sessions: [named] }, language: "en", siteUrl, now },
        registration: expected({ sessions: [{ sessionId: "panel-1", seat: held }] }),
        panels: [{ session: { ...named, panels: [panel] }, panel, role: "speaker" }],
        programmeVersion: 3,
      }),
    );
    expect(events).toHaveLength(3);
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(3);
  });

  test("shows no session in which the seat isn't held", () => {
    const waiting = [{ sessionId: "side-event", seat: { state: "waiting", since: now } }] as const;
    expect(dates(textOf(expected({ sessions: waiting })))).toEqual([["2027-10-26", "2027-10-28"]]);
  });
});

const payloads = [
  "x\r\nATTENDEE:mailto:victim@example.org",
  "x\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:y",
  "x\r\nX-WR-CALNAME:y",
  "a\\nb; c, d: \\",
  'quote " and ^n and %0d%0a',
  "x\u2028ATTENDEE:y",
  "x\u0085ATTENDEE:y",
  "x\u0000y\u0007z",
  "長".repeat(200),
  "👩‍👩‍👧‍👦".repeat(40),
  "الحوار الدولي بشأن الهجرة، ".repeat(12),
];

describe.each(payloads)("a title of %j", (payload) => {
  test("stays one text in one property, in lines of at most 75 bytes", () => {
    const title = { en: payload };
    const hostile = {
      ...conference,
      title,
      venue: { ...conference.venue, name: payload, city: payload },
      sessions: conference.sessions.map((session) => ({ ...session, title })),
    };
    const text = textOf(expected(), hostile);
    const names = (of: string) =>
      read(of)
        .calendar.getAllSubcomponents("vevent")
        .map((each) => each.getAllProperties().map(({ name }) => name));
    expect(names(text)).toEqual(names(textOf(expected())));
    for (const line of text.split("\r\n")) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(line).not.toMatch(/[\n\r\uFFFD]/);
    }
    const [event] = read(text).events;
    expect(event?.summary.replaceAll(/\s/g, "")).toBe(payload.replaceAll(/(?![\n\r])\p{Cc}|[\s]/gu, ""));
  });
});
