import { createServer } from "node:http";
import { describe, expect, test } from "vitest";
import { conferenceDraft } from "#shared/conferences/contract.ts";
import { parseInput } from "#shared/contracts/validate.ts";
import {
  addDaysLocally,
  type ConferenceBody,
  getWeekday,
  loadSeeds,
  moveDates,
  readSeed,
  seedIds,
} from "../../local/seeds/seeds.ts";
import { listen } from "../support/listen.ts";

const dayMs = 86_400_000;
const day = (text: string) => Date.parse(text) / dayMs;

/** The local time at the venue, as `18:30`. */
const clock = (time: string, timeZone: string) =>
  new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" }).format(new Date(time));

describe.each(seedIds)("the conference %s", (id) => {
  test("is a body that the API accepts, before and after its dates are moved", async () => {
    const seed = await readSeed(id);
    for (const body of [seed, moveDates(seed, Date.parse("2026-11-24T01:00:00Z"))]) {
      expect(parseInput(conferenceDraft, body)).toMatchObject({
        title: body.title,
        seatTakenAt: "submission",
        waitingList: true,
      });
    }
  });

  test("is moved into the coming year from any day: same month and weekdays, registration open", async () => {
    const seed = await readSeed(id);
    for (let today = Date.parse("2026-01-01T09:00:00Z"); today < Date.parse("2030-01-01"); today += 5 * dayMs) {
      const moved = moveDates(seed, today);
      const now = new Date(today).toISOString();
      expect(moved.startsOn.slice(5, 7)).toBe(seed.startsOn.slice(5, 7));
      expect([getWeekday(moved.startsOn), getWeekday(moved.endsOn)]).toEqual([
        getWeekday(seed.startsOn),
        getWeekday(seed.endsOn),
      ]);
      expect(day(moved.endsOn) - day(moved.startsOn)).toBe(day(seed.endsOn) - day(seed.startsOn));
      expect(day(moved.startsOn) - today / dayMs).toBeGreaterThan(13);
      expect(day(moved.startsOn) - today / dayMs).toBeLessThan(366 + 21);
      expect(moved.registration.opensAt < now && now < moved.registration.closesAt).toBe(true);
      expect(moved.registration.closesAt < moved.startsOn).toBe(true);
    }
  });

  test("keeps its sessions at the same local time, in the same order", async () => {
    const seed = await readSeed(id);
    const times = ({ sessions = [], timeZone, startsOn }: ConferenceBody) =>
      sessions.map(({ sessionId, startsAt, endsAt }) => {
        const after = Math.floor((Date.parse(startsAt) - Date.parse(startsOn)) / dayMs);
        return [sessionId, after, clock(startsAt, timeZone), clock(endsAt, timeZone)];
      });
    for (const now of ["2026-11-24", "2027-03-28", "2029-10-11"])
      expect(times(moveDates(seed, Date.parse(now)))).toEqual(times(seed));
  });

  test("has distinct category colours that carry white text", async () => {
    const colours = (await readSeed(id)).categories.map(({ colour }) => rgb(colour));
    expect(colours.length).toBe(10);
    for (const colour of colours) expect(1.05 / (luminance(colour) + 0.05)).toBeGreaterThan(4.5);
    for (const [index, one] of colours.entries()) {
      for (const other of colours.slice(index + 1))
        expect(Math.hypot(...one.map((part, at) => part - (other[at] ?? 0)))).toBeGreaterThan(45);
    }
  });
});

const rgb = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

/** Relative luminance as WCAG 2 defines it. */
function luminance(colour: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

test("the agenda of New York begins and ends at the published local hours", async () => {
  const { sessions = [], timeZone } = await readSeed("idm-2017-new-york");
  const hours = sessions.map(
    ({ sessionId, startsAt, endsAt }) => `${sessionId} ${clock(startsAt, timeZone)}-${clock(endsAt, timeZone)}`,
  );
  expect(hours).toEqual([
    "opening 10:00-11:30",
    "panel-1 11:30-13:00",
    "panel-2 15:00-16:30",
    "panel-3 16:30-18:00",
    "panel-4 10:00-11:30",
    "panel-5 11:30-13:00",
    "panel-6 15:00-16:30",
    "closing 16:30-17:00",
  ]);
});

test("a Monday and Tuesday in October stay a Monday and Tuesday in October", async () => {
  const moved = moveDates(await readSeed("idm-2015"), Date.parse("2026-11-24T01:00:00Z"));
  expect([moved.startsOn, moved.endsOn]).toEqual(["2027-10-25", "2027-10-26"]);
});

test("ten in the morning stays ten in the morning over both changes of daylight saving time", () => {
  expect(addDaysLocally("2027-10-30T08:00:00Z", 1, "Europe/Zurich")).toBe("2027-10-31T09:00:00.000Z");
  expect(addDaysLocally("2027-03-27T09:00:00Z", 1, "Europe/Zurich")).toBe("2027-03-28T08:00:00.000Z");
});

test("only missing conferences are created: one that exists, or is damaged, stays as it is", async () => {
  const [whole, damaged, missing] = seedIds;
  const statuses: Readonly<Record<string, number>> = { [whole]: 200, [damaged]: 409, [missing]: 404 };
  const asked: string[] = [];
  const server = createServer(({ method, url = "" }, response) => {
    const id = url.split("/").at(-1) ?? "";
    asked.push(`${method} ${id}`);
    response.writeHead(method === "PUT" ? 200 : (statuses[id] ?? 500)).end("{}");
  });
  const { endpoint: api, close } = await listen(server);
  const created = await loadSeeds({ api, idToken: "token", now: Date.now() });
  await close();
  expect(created).toEqual([missing]);
  expect(asked).toEqual([`GET ${whole}`, `GET ${damaged}`, `GET ${missing}`, `PUT ${missing}`]);
});
