import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type AttendanceEvent,
  type AttendanceHistory,
  countAttendance,
  countAttendanceByDay,
  countAttendanceByGroup,
  countAttendanceByHour,
  countAttendanceByQuarterHour,
  countAttendanceBySession,
  listPersonAttendance,
} from "#shared/check-in/attendance.rules.ts";
import { type CheckInEvent, type GateBadge, isInside, toPresenceKey } from "#shared/check-in/check-in.rules.ts";
import { replayCheckIns } from "#shared/check-in/replay-check-ins.rules.ts";
import { type ConferenceClock, getDayEnd } from "#shared/model/time.ts";

/** The clocks of Zurich go back on 31 October: 02:30 is shown twice, at 00:30 and 01:30 UTC. */
const conference = {
  startsOn: "2027-10-30",
  endsOn: "2027-10-31",
  timeZone: "Europe/Zurich",
  dayEndsAt: "02:30",
} satisfies ConferenceClock & { startsOn: string; endsOn: string };

const aBadge = (registrationId: string, more: Partial<GateBadge> = {}): GateBadge => ({
  ...{ registrationId, serial: 1, nameOnBadge: registrationId, category: "ngo" },
  ...more,
});

let scans = 0;
function passed(registrationId: string, at: string, more: Partial<AttendanceEvent> = {}): AttendanceEvent {
  scans += 1;
  return { registrationId, place: "venue", direction: "in", scanId: `s${scans}`, at, ...more };
}
const left = (registrationId: string, at: string) => passed(registrationId, at, { direction: "out" });

const day = "2027-10-30";
const [morning, noon] = [`${day}T07:15:00.000Z`, `${day}T10:00:00.000Z`];

describe("the attendance of a conference", () => {
  const badges = [
    aBadge("came"),
    aBadge("absent", { category: "media", delegationId: "d1" }),
    aBadge("revoked", { invalidReason: "revoked", delegationId: "d1" }),
    aBadge("withdrawn", { invalidReason: "withdrawn", category: "media" }),
  ];
  const events = [passed("came", morning), left("came", noon), passed("came", noon), passed("revoked", morning)];
  const history: AttendanceHistory = { badges, events };

  test("counts everyone who came in, and the confirmed people who never did", () => {
    expect(countAttendance(history)).toEqual({ confirmed: 2, attended: 2, noShows: 1 });
  });

  test("is empty without scans", () => {
    expect(countAttendance({ badges: [], events: [] })).toEqual({ confirmed: 0, attended: 0, noShows: 0 });
    expect(countAttendanceByHour({ badges, events: [] }, conference)).toEqual([]);
  });

  test("counts a person whose badge cannot be read", () => {
    expect(countAttendance({ badges: [], events }).attended).toBe(2);
  });

  test("takes neither a scan on the way out nor one at a session for an entry into the venue", () => {
    const others = [left("came", morning), passed("absent", noon, { place: "session:talk" })];
    expect(countAttendance({ badges, events: others })).toEqual({ confirmed: 2, attended: 0, noShows: 2 });
  });

  test("groups by category and delegation, without people who are neither confirmed nor came", () => {
    expect(countAttendanceByGroup(history, ({ category }) => category)).toEqual(
      new Map([
        ["ngo", { confirmed: 1, attended: 2, noShows: 0 }],
        ["media", { confirmed: 1, attended: 0, noShows: 1 }],
      ]),
    );
    expect(countAttendanceByGroup(history, ({ delegationId }) => delegationId)).toEqual(
      new Map([
        [undefined, { confirmed: 1, attended: 1, noShows: 0 }],
        ["d1", { confirmed: 1, attended: 1, noShows: 1 }],
      ]),
    );
  });
});

describe("the attendance of a day", () => {
  test("ends at dayEndsAt, also where a clock change repeats that time", () => {
    const events = [
      passed("night", "2027-10-31T00:30:00.000Z"),
      passed("night", "2027-10-31T01:29:59.999Z"),
      passed("night", "2027-10-31T01:30:00.000Z"),
    ];
    const [saturday, sunday] = countAttendanceByDay({ badges: [aBadge("night")], events }, conference);
    expect(saturday).toMatchObject({ day, attended: 1, firstTime: 1, entries: 2 });
    expect(sunday).toMatchObject({ day: "2027-10-31", attended: 1, firstTime: 0, entries: 1 });
  });

  test("names days without a scan, days outside of the conference that have one, and who is expected", () => {
    const badges = [aBadge("a"), aBadge("b", { access: { days: [day] } }), aBadge("c", { invalidReason: "revoked" })];
    const days = countAttendanceByDay({ badges, events: [passed("a", "2027-10-28T10:00:00.000Z")] }, conference);
    expect(days.map((each) => [each.day, each.expected, each.attended])).toEqual([
      ["2027-10-28", 1, 1],
      [day, 2, 0],
      ["2027-10-31", 1, 0],
    ]);
  });

  test("is that of the scans' own times, whenever they arrive", () => {
    const events = [passed("a", "2027-10-31T12:00:00.000Z"), passed("a", morning), left("a", noon)];
    const count = (order: readonly AttendanceEvent[]) =>
      countAttendanceByDay({ badges: [], events: order }, conference);
    expect(count(events)).toEqual(count(events.toReversed()));
    expect(count(events).map(({ firstTime }) => firstTime)).toEqual([1, 0]);
  });
});

test("an hour counts arrivals once a day, and who is inside at its end; hours without a scan are listed", () => {
  const events = [passed("a", morning), passed("b", morning), left("a", noon), passed("a", `${day}T10:59:59.999Z`)];
  expect(countAttendanceByHour({ badges: [], events }, conference)).toEqual([
    { day, from: `${day}T07:00:00.000Z`, arrivals: 2, entries: 2, exits: 0, inside: 2 },
    { day, from: `${day}T08:00:00.000Z`, arrivals: 0, entries: 0, exits: 0, inside: 2 },
    { day, from: `${day}T09:00:00.000Z`, arrivals: 0, entries: 0, exits: 0, inside: 2 },
    { day, from: `${day}T10:00:00.000Z`, arrivals: 0, entries: 1, exits: 1, inside: 2 },
  ]);
});

test("a quarter of an hour counts as an hour does", () => {
  const events = [passed("a", morning), passed("b", `${day}T07:59:00.000Z`), left("a", `${day}T07:59:30.000Z`)];
  const rows = countAttendanceByQuarterHour({ badges: [], events }, conference);
  expect(rows.map(({ arrivals }) => arrivals).reduce((sum, each) => sum + each)).toBe(2);
  expect(rows.at(-1)).toEqual({ day, from: `${day}T07:45:00.000Z`, arrivals: 1, entries: 1, exits: 1, inside: 1 });
});

test("an hour begins when clocks at the venue show it, also half an hour from UTC", () => {
  const [row] = countAttendanceByHour({ badges: [], events: [passed("a", morning)] }, { timeZone: "Asia/Kolkata" });
  expect(row?.from).toBe(`${day}T06:30:00.000Z`);
});

test("a session counts by its own gate, and knows of no absence without one", () => {
  const badges = [aBadge("a", { sessions: ["talk", "dinner"] }), aBadge("b", { sessions: ["talk"] }), aBadge("c")];
  const events = [
    passed("a", morning, { place: "session:talk" }),
    passed("c", morning, { place: "session:talk" }),
    passed("c", noon, { place: "session:removed" }),
    passed("b", noon),
  ];
  expect(countAttendanceBySession({ badges, events }, ["talk", "dinner"])).toEqual([
    { sessionId: "talk", attended: 2, entries: 2, seats: 2, noShows: 1 },
    { sessionId: "dinner", attended: 0, entries: 0, seats: 1 },
    { sessionId: "removed", attended: 1, entries: 1, seats: 0, noShows: 0 },
  ]);
});

describe("the attendance of a person", () => {
  test("has the first entry of each day and of each session, and tells confirmed people from those who came", () => {
    const evening = `${day}T23:30:00.000Z`;
    const nextDay = "2027-10-31T10:00:00.000Z";
    const talk = { place: "session:talk" } as const;
    const people = listPersonAttendance(
      {
        badges: [aBadge("came"), aBadge("absent"), aBadge("revoked", { invalidReason: "revoked" })],
        events: [
          ...[passed("came", nextDay), passed("came", evening), passed("came", noon), left("came", morning)],
          ...[passed("came", nextDay, talk), passed("came", noon, talk), passed("revoked", morning)],
        ],
      },
      conference,
    );
    expect(Object.fromEntries(people)).toEqual({
      came: {
        isConfirmed: true,
        days: new Map([
          [day, noon],
          ["2027-10-31", nextDay],
        ]),
        sessions: new Map([["talk", noon]]),
      },
      absent: { isConfirmed: true, days: new Map(), sessions: new Map() },
      revoked: { isConfirmed: false, days: new Map([[day, morning]]), sessions: new Map() },
    });
  });
});

describe("for random histories", () => {
  const people = ["a", "b", "c", "d"];
  const from = Date.parse("2027-10-29T12:00:00Z");
  const event = fc.record({
    registrationId: fc.constantFrom(...people),
    place: fc.constantFrom("venue", "venue", "venue", "session:talk") as fc.Arbitrary<AttendanceEvent["place"]>,
    direction: fc.constantFrom("in", "out") as fc.Arbitrary<AttendanceEvent["direction"]>,
    /** In minutes, over three days with the clock change. */
    minute: fc.nat(3 * 1_440),
  });
  const histories = fc.array(event, { maxLength: 60 }).map((drawn) =>
    drawn.map(
      ({ minute, ...each }, index): AttendanceEvent => ({
        ...each,
        at: new Date(from + minute * 60_000).toISOString(),
        scanId: `s${index}`,
      }),
    ),
  );
  const badges = people.map((each) => aBadge(each));

  /** The day by the clock on the wall: before the end of the day, that of yesterday. */
  function readDayFromClock(at: string): string {
    const clock = new Intl.DateTimeFormat("sv-SE", {
      ...{ timeZone: conference.timeZone, dateStyle: "short", timeStyle: "short" },
    }).format(new Date(at));
    const [date = "", time = ""] = clock.split(" ");
    // The first of the two 02:30 of the clock change does not end the day.
    const isFirstOfTwo = at >= "2027-10-31T00:00" && at < "2027-10-31T01:00";
    if (time >= conference.dayEndsAt && !isFirstOfTwo) return date;
    return new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);
  }

  test("the days equal a recount, person by person, by the clock on the wall", () => {
    fc.assert(
      fc.property(histories, (events) => {
        const days = countAttendanceByDay({ badges, events }, conference);
        const entries = events.filter(({ place, direction }) => place === "venue" && direction === "in");
        const came = people.map((person) => {
          const own = entries.filter(({ registrationId }) => registrationId === person);
          return [...new Set(own.map(({ at }) => readDayFromClock(at)))].toSorted();
        });
        for (const each of days) {
          expect(each.attended).toBe(came.filter((own) => own.includes(each.day)).length);
          expect(each.firstTime).toBe(came.filter((own) => own[0] === each.day).length);
        }
        expect(days.reduce((sum, each) => sum + each.entries, 0)).toBe(entries.length);
        const attended = came.filter((own) => own.length > 0).length;
        expect(countAttendance({ badges, events })).toEqual({ confirmed: 4, attended, noShows: 4 - attended });
      }),
    );
  });

  test("the people add up to the counts of the conference, of the days and of the sessions", () => {
    fc.assert(
      fc.property(histories, (events) => {
        const history = { badges, events };
        const listed = [...listPersonAttendance(history, conference).values()];
        const attended = listed.filter(({ days }) => days.size > 0);
        expect(countAttendance(history)).toMatchObject({ confirmed: listed.length, attended: attended.length });
        for (const each of countAttendanceByDay(history, conference))
          expect(listed.filter(({ days }) => days.has(each.day))).toHaveLength(each.attended);
        for (const each of countAttendanceBySession(history, ["talk"]))
          expect(listed.filter(({ sessions }) => sessions.has(each.sessionId))).toHaveLength(each.attended);
      }),
    );
  });

  test("the people inside at the end of an hour are those of the replay that the gates use", () => {
    fc.assert(
      fc.property(histories, (events) => {
        for (const { from: begin, inside, day: ofDay } of countAttendanceByHour({ badges, events }, conference)) {
          const over = Math.min(Date.parse(begin) + 3_600_000, Date.parse(getDayEnd(ofDay, conference)));
          const last = new Date(over - 1).toISOString();
          const known = events.filter(({ at }) => at <= last) as CheckInEvent[];
          const { presences } = replayCheckIns(known, { getBadgeValidityPeriods: () => [] }, conference);
          const present = people.filter((each) =>
            isInside(presences.get(toPresenceKey(each, "venue")), last, conference),
          );
          expect(inside).toBe(present.length);
        }
      }),
    );
  });
});
