import { emailMessages, programmeMessages } from "#shared/i18n/messages.ts";
import { createPageLink } from "#shared/i18n/page-link.ts";
import type { BrandedConference } from "#shared/model/branding.ts";
import {
  type Conference,
  type ConferenceSession,
  getTextInLanguage,
  type Language,
  type LocalizedText,
} from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import { getUtcOffset } from "#shared/model/time.ts";
import type { OwnPanel } from "#shared/programme/programme.rules.ts";
import { isConfirmed } from "#shared/registrations/registration.rules.ts";

export interface CalendarRequest {
  readonly conference: BrandedConference;
  readonly registration: Registration;
  readonly language: Language;
  /** The URL of the site. Its host makes the identifiers of the entries unique. */
  readonly siteUrl: string;
  /** RFC 3339, UTC. */
  readonly now: string;
  /** The panels that the person is on, in the published programme, and its version. */
  readonly panels?: readonly OwnPanel[];
  readonly programmeVersion?: number;
}

/** Begins the part of the UID that names a panel. Identifiers of sessions have no dot. */
const panelPart = "-panel.";

/**
 * The conference, each session in which the person has a seat, and each panel that they are on, as iCalendar (RFC 5545). An
 * entry keeps its UID, and its SEQUENCE rises with every change of the conference or the registration, so that calendars
 * take it for the newer one. A person who is no longer confirmed gets the same entries, cancelled.
 */
export function createCalendar(request: CalendarRequest): string {
  const { conference, registration, panels = [] } = request;
  const sessions = listCalendarSessions(conference, registration);
  return formatCalendar(
    getCalendarMethod(registration),
    conference.timeZone,
    [...sessions, ...panels.map(({ session }) => session)],
    [
      ...createConferenceEvent(request),
      ...sessions.flatMap((session) => createSessionEvent(request, session)),
      ...panels.flatMap((panel) => createPanelEvent(request, panel)),
    ],
  );
}

/** The method that a MIME part names, so that email clients know what it is without parsing it. */
export const getCalendarMethod = (registration: Registration) => (isConfirmed(registration) ? "PUBLISH" : "CANCEL");

/** A person who is no longer confirmed may have had entries of any requested session, so all of them are cancelled. */
function listCalendarSessions({ sessions }: Conference, registration: Registration): ConferenceSession[] {
  const own = registration.sessions.filter(({ seat }) => !isConfirmed(registration) || seat.state === "held");
  return sessions.filter(({ sessionId }) => own.some((each) => each.sessionId === sessionId));
}

/** The conference is an entry of whole days, which do not depend on the reader's time zone. */
function createConferenceEvent(request: CalendarRequest): string[] {
  const { conference, registration, language } = request;
  const key = isConfirmed(registration) ? "calendarEntry.confirmed" : "calendarEntry.cancelled";
  return createEvent(request, "", [
    toLine("DTSTART;VALUE=DATE", formatCalendarDate(conference.startsOn, 0)),
    toLine("DTEND;VALUE=DATE", formatCalendarDate(conference.endsOn, 1)),
    toTextLine(`SUMMARY;LANGUAGE=${language}`, getTextInLanguage(conference.title, language)),
    toTextLine(`DESCRIPTION;LANGUAGE=${language}`, emailMessages.translate(language, key)),
    toLine("TRANSP", "TRANSPARENT"),
  ]);
}

function createSessionEvent(request: CalendarRequest, session: ConferenceSession): string[] {
  const { conference, language } = request;
  return createEvent(request, `-${session.sessionId}`, [
    ...toTimeLines(conference.timeZone, session),
    toTextLine(`SUMMARY;LANGUAGE=${language}`, getTextInLanguage(session.title, language)),
    toTextLine(`DESCRIPTION;LANGUAGE=${language}`, getTextInLanguage(conference.title, language)),
  ]);
}

/** A panel that the person is on. Its entry is one of its own, so that it does not depend on a seat in the session. */
function createPanelEvent(request: CalendarRequest, { session, panel, role }: OwnPanel): string[] {
  const { conference, language } = request;
  const text = (texts: LocalizedText) => getTextInLanguage(texts, language);
  const description = [
    programmeMessages.translate(language, `panelRole.${role}`),
    text(session.title),
    text(conference.title),
  ];
  return createEvent(
    request,
    `${panelPart}${panel.panelId}`,
    [
      ...toTimeLines(conference.timeZone, session),
      toTextLine(`SUMMARY;LANGUAGE=${language}`, text(panel.title)),
      toTextLine(`DESCRIPTION;LANGUAGE=${language}`, description.join("\n")),
    ],
    session.room,
  );
}

function createEvent(
  { conference, registration, language, siteUrl, now, programmeVersion = 0 }: CalendarRequest,
  part: string,
  lines: readonly string[],
  room?: string,
): string[] {
  return [
    toLine("BEGIN", "VEVENT"),
    toLine("UID", `${registration.registrationId}${part}@${new URL(siteUrl).hostname}`),
    // No version ever falls, so their sum does not either. Only entries of the programme change with its version.
    toLine(
      "SEQUENCE",
      String(conference.version + registration.version + (part.startsWith(panelPart) ? programmeVersion : 0)),
    ),
    toStampLine(now),
    toLine("STATUS", isConfirmed(registration) ? "CONFIRMED" : "CANCELLED"),
    ...lines,
    createLocationLine(conference, room),
    ...createContactLines(conference, language),
    toLine("URL", createPageLink(siteUrl, language, { conference: conference.conferenceId })),
    toLine("END", "VEVENT"),
  ];
}

/** The room, the venue and its city. */
export const createLocationLine = ({ venue }: Pick<Conference, "venue">, room?: string): string =>
  toTextLine("LOCATION", [...(room === undefined ? [] : [room]), venue.name, venue.city].join(", "));

/** The organizer and the contact of a conference with an address (RFC 5545, 3.8.4.2 and 3.8.4.3). */
export function createContactLines({ contact, title, branding }: BrandedConference, language: Language): string[] {
  if (contact === undefined) return [];
  const name = getTextInLanguage(branding?.name ?? title, language);
  const details = [name, contact, ...(branding?.website === undefined ? [] : [branding.website])];
  // A quoted parameter has no quotation mark (RFC 5545, 3.2).
  return [
    toLine(`ORGANIZER;CN="${name.replaceAll('"', "'")}"`, `mailto:${contact}`),
    toTextLine(`CONTACT;LANGUAGE=${language}`, details.join(", ")),
  ];
}

// iCalendar files (RFC 5545)

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
function formatCalendarDate(date: string, after: number): string {
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
