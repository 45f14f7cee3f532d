import { getUtcOffset } from "#shared/model/time.ts";

const dayMs = 86_400_000;

/**
 * An iCalendar file (RFC 5545) with the time zone of its entries.
 * @param entries with a time of day; without any, the zone is left out
 */
export function formatCalendar(
  method: "PUBLISH" | "CANCEL",
  timeZone: string,
  entries: readonly { readonly startsAt: string; readonly endsAt: string }[],
  events: readonly string[],
): string {
  const moments = entries.flatMap(({ startsAt, endsAt }) => [Date.parse(startsAt), Date.parse(endsAt)]);
  const lines = [
    toLine("BEGIN", "VCALENDAR"),
    toLine("VERSION", "2.0"),
    toLine("PRODID", "-//Palais//Palais//EN"),
    toLine("CALSCALE", "GREGORIAN"),
    toLine("METHOD", method),
    ...(entries.length > 0 ? createTimeZoneLines(timeZone, Math.min(...moments), Math.max(...moments)) : []),
    ...events,
    toLine("END", "VCALENDAR"),
  ];
  return `${lines.map(foldLine).join("\r\n")}\r\n`;
}

/** The lines of the times of an entry, as local times at the venue. */
export function toTimeLines(
  timeZone: string,
  { startsAt, endsAt }: { readonly startsAt: string; readonly endsAt: string },
): string[] {
  const zone = /[:;,]/.test(timeZone) ? `"${timeZone}"` : timeZone;
  return [
    toLine(`DTSTART;TZID=${zone}`, formatTimeInZone(timeZone, startsAt)),
    toLine(`DTEND;TZID=${zone}`, formatTimeInZone(timeZone, endsAt)),
  ];
}

/** The line of the time at which an entry was made. @param now RFC 3339, UTC */
export const toStampLine = (now: string): string => toLine("DTSTAMP", `${now.slice(0, 19).replaceAll(/[-:]/g, "")}Z`);

/** `20271027`: a day, `after` days later. */
export function formatCalendarDate(date: string, after: number): string {
  const time = Date.parse(`${date}T00:00:00Z`) + after * dayMs;
  return new Date(time).toISOString().slice(0, 10).replaceAll("-", "");
}

// Content lines (RFC 5545, 3.1)

/** A line whose value Palais generates. @throws Error for a control character, which could begin another line */
export function toLine(name: string, value: string): string {
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value)) throw new Error("a control character in a calendar");
  return `${name}:${value}`;
}

/** A line whose value is any text, escaped so that it stays one value of one line. */
export function toTextLine(name: string, value: string): string {
  const escaped = value
    .replaceAll(/\r\n?|[\n\u0085\u2028\u2029]/g, "\n")
    .replaceAll(/(?!\n)\p{Cc}/gu, "")
    .replaceAll(/[\\;,]/g, "\\$&")
    .replaceAll("\n", "\\n");
  return `${name}:${escaped}`;
}

/** The most bytes of a line, without the space that continues it. */
const maxLineBytes = 74;

/** Folds a line into lines of at most 75 bytes, between characters. */
function foldLine(line: string): string {
  const pieces: string[] = [];
  let [piece, size] = ["", 0];
  for (const character of line) {
    const bytes = Buffer.byteLength(character);
    if (size + bytes > maxLineBytes) {
      pieces.push(piece);
      [piece, size] = ["", 0];
    }
    piece += character;
    size += bytes;
  }
  return [...pieces, piece].join("\r\n ");
}

// Time zones

const minuteMs = 60_000;
const weekMs = 7 * dayMs;

/**
 * The time zone around two moments (ms). Each change of the offset is listed as the time zone database has it, because a
 * rule for all years would be a guess.
 */
function createTimeZoneLines(timeZone: string, from: number, to: number): string[] {
  const begin = Math.floor(from / dayMs) * dayMs - 400 * dayMs;
  const first = getUtcOffset(timeZone, begin);
  const changes = [{ at: begin, from: first, to: first }, ...listOffsetChanges(timeZone, begin, to + 400 * dayMs)];
  const standard = Math.min(...changes.map((change) => change.to));
  const observances = changes.flatMap((change) => {
    const kind = change.to > standard ? "DAYLIGHT" : "STANDARD";
    return [
      toLine("BEGIN", kind),
      toLine("DTSTART", formatLocalTime(change.at, change.from)),
      toLine("TZOFFSETFROM", formatUtcOffset(change.from)),
      toLine("TZOFFSETTO", formatUtcOffset(change.to)),
      toLine("TZNAME", getZoneAbbreviation(timeZone, change.at + minuteMs)),
      toLine("END", kind),
    ];
  });
  return [toLine("BEGIN", "VTIMEZONE"), toLine("TZID", timeZone), ...observances, toLine("END", "VTIMEZONE")];
}

/** A change of a zone's offset, in minutes east of UTC. */
interface OffsetChange {
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** The changes of the offset between two moments: searched by week, then to the minute. No zone changes twice a week. */
function listOffsetChanges(timeZone: string, from: number, to: number): OffsetChange[] {
  const changes: OffsetChange[] = [];
  let after = getUtcOffset(timeZone, from);
  for (let at = from; at < to; at += weekMs) {
    const before = after;
    after = getUtcOffset(timeZone, at + weekMs);
    if (before === after) continue;
    let [low, high] = [at, at + weekMs];
    while (high - low > minuteMs) {
      const middle = low + Math.floor((high - low) / 2 / minuteMs) * minuteMs;
      if (getUtcOffset(timeZone, middle) === before) low = middle;
      else high = middle;
    }
    changes.push({ at: high, from: before, to: after });
  }
  return changes;
}

const padTwoDigits = (value: number) => String(value).padStart(2, "0");

function formatUtcOffset(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${padTwoDigits(Math.floor(size / 60))}${padTwoDigits(size % 60)}`;
}

/** `20271031T030000`: the local time at an offset. */
const formatLocalTime = (at: number, offset: number) =>
  new Date(at + offset * minuteMs).toISOString().replace(/[-:]|\.\d+Z$/g, "");

/** `20271031T030000`: the local time of a moment. */
function formatTimeInZone(timeZone: string, moment: string): string {
  const at = Date.parse(moment);
  return formatLocalTime(at, getUtcOffset(timeZone, at));
}

const getZoneAbbreviation = (timeZone: string, at: number) =>
  new Intl.DateTimeFormat("en-GB", { timeZone, timeZoneName: "short" })
    .formatToParts(at)
    .find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
