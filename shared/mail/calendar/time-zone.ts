import { type Line, line } from "./lines.ts";

const minute = 60_000;
const day = 86_400_000;

/** A moment at which a zone's clocks are set: from and to which offset, in minutes east of UTC. */
interface Shift {
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** How far a zone's clocks are ahead of UTC at a moment, in minutes. */
function offsetAt(format: Intl.DateTimeFormat, at: number): number {
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day: date = 1, hour = 0, minute: minutes = 0, second = 0 } = parts;
  const local = Date.UTC(year, month - 1, date, hour, minutes, second);
  return Math.round((local - Math.floor(at / 1_000) * 1_000) / minute);
}

const formatOf = (timeZone: string) =>
  new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });

/** Nowhere are clocks set twice within a week. */
const week = 7 * day;

/** Each time the clocks are set between two moments: looked for week by week, then to the minute. */
function shiftsBetween(format: Intl.DateTimeFormat, from: number, to: number): Shift[] {
  const shifts: Shift[] = [];
  let after = offsetAt(format, from);
  for (let at = from; at < to; at += week) {
    const before = after;
    after = offsetAt(format, at + week);
    if (before === after) continue;
    let [low, high] = [at, at + week];
    while (high - low > minute) {
      const middle = low + Math.floor((high - low) / 2 / minute) * minute;
      if (offsetAt(format, middle) === before) low = middle;
      else high = middle;
    }
    shifts.push({ at: high, from: before, to: after });
  }
  return shifts;
}

const two = (value: number) => String(value).padStart(2, "0");

function writtenOffset(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}${two(size % 60)}`;
}

/** `20271031T030000`: the time that a clock with this offset shows. */
const localTime = (at: number, offset: number) =>
  new Date(at + offset * minute).toISOString().replace(/[-:]|\.\d+Z$/g, "");

const nameOf = (timeZone: string, at: number) =>
  new Intl.DateTimeFormat("en-GB", { timeZone, timeZoneName: "short" })
    .formatToParts(at)
    .find(({ type }) => type === "timeZoneName")?.value ?? timeZone;

/**
 * The zone as RFC 5545 has it, for the time around two moments: each setting of the clocks stands by itself, as the
 * time zone database has it, for a rule that holds for ever would be a guess.
 */
export function timeZoneLines(timeZone: string, from: number, to: number): Line[] {
  const format = formatOf(timeZone);
  const begin = Math.floor(from / day) * day - 400 * day;
  const first = offsetAt(format, begin);
  const shifts = [{ at: begin, from: first, to: first }, ...shiftsBetween(format, begin, to + 400 * day)];
  const standard = Math.min(...shifts.map((shift) => shift.to));
  const observances = shifts.flatMap((shift) => {
    const kind = shift.to > standard ? "DAYLIGHT" : "STANDARD";
    return [
      line("BEGIN", kind),
      line("DTSTART", localTime(shift.at, shift.from)),
      line("TZOFFSETFROM", writtenOffset(shift.from)),
      line("TZOFFSETTO", writtenOffset(shift.to)),
      line("TZNAME", nameOf(timeZone, shift.at + minute)),
      line("END", kind),
    ];
  });
  return [line("BEGIN", "VTIMEZONE"), line("TZID", timeZone), ...observances, line("END", "VTIMEZONE")];
}

/** A moment as a clock at the place shows it. */
export function timeAt(timeZone: string, moment: string): string {
  const at = Date.parse(moment);
  return localTime(at, offsetAt(formatOf(timeZone), at));
}
