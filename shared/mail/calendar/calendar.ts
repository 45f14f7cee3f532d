import type { Conference, Language, Session } from "#shared/domain/conference.ts";
import { isConfirmed, type Registration } from "#shared/domain/registration.ts";
import { mailMessages } from "#shared/i18n/messages.ts";
import { inLanguage } from "../in-language.ts";
import { type Line, line, textLine, written } from "./lines.ts";
import { timeAt, timeZoneLines } from "./time-zone.ts";

/** Whose calendar, of what, for whom to read. */
export interface CalendarRequest {
  readonly conference: Conference;
  readonly registration: Registration;
  readonly language: Language;
  /** Where the pages are; its host makes the identifiers of the entries everybody's own. */
  readonly siteUrl: string;
  /** RFC 3339, UTC. */
  readonly now: string;
}

/**
 * The conference, and each session that the person holds a seat in, as iCalendar (RFC 5545). An entry keeps its UID, and
 * its SEQUENCE rises with every change of the conference or the registration, so that a calendar takes it for the
 * newer one. Who isn't expected any more gets the same entries, cancelled.
 */
export function calendarOf(request: CalendarRequest): string {
  const { conference, registration } = request;
  const held = sessionsOf(conference, registration);
  const moments = held.flatMap(({ startsAt, endsAt }) => [Date.parse(startsAt), Date.parse(endsAt)]);
  return written([
    line("BEGIN", "VCALENDAR"),
    line("VERSION", "2.0"),
    line("PRODID", "-//Palais//Palais//EN"),
    line("CALSCALE", "GREGORIAN"),
    line("METHOD", methodOf(registration)),
    ...(held.length > 0 ? timeZoneLines(conference.timeZone, Math.min(...moments), Math.max(...moments)) : []),
    ...conferenceEvent(request),
    ...held.flatMap((session) => sessionEvent(request, session)),
    line("END", "VCALENDAR"),
  ]);
}

/** As a part of a mail has it, so that a client shows what it is without opening it. */
export const methodOf = (registration: Registration) => (isConfirmed(registration) ? "PUBLISH" : "CANCEL");

/** Who isn't expected any more may have had any of the sessions that were asked for. */
function sessionsOf({ sessions }: Conference, registration: Registration): Session[] {
  const all = registration.sessions.filter(({ seat }) => !isConfirmed(registration) || seat.state === "held");
  return sessions.filter(({ sessionId }) => all.some((each) => each.sessionId === sessionId));
}

/** The conference takes days, whatever the hour at which somebody reads of it. */
function conferenceEvent(request: CalendarRequest): Line[] {
  const { conference, language } = request;
  return event(request, "", [
    line("DTSTART;VALUE=DATE", dateOf(conference.startsOn, 0)),
    line("DTEND;VALUE=DATE", dateOf(conference.endsOn, 1)),
    textLine(`SUMMARY;LANGUAGE=${language}`, inLanguage(conference.title, language)),
    textLine(`DESCRIPTION;LANGUAGE=${language}`, descriptionOf(request)),
    line("TRANSP", "TRANSPARENT"),
  ]);
}

function sessionEvent(request: CalendarRequest, { sessionId, title, startsAt, endsAt }: Session): Line[] {
  const { conference, language } = request;
  const { timeZone } = conference;
  const zone = /[:;,]/.test(timeZone) ? `"${timeZone}"` : timeZone;
  return event(request, `-${sessionId}`, [
    line(`DTSTART;TZID=${zone}`, timeAt(timeZone, startsAt)),
    line(`DTEND;TZID=${zone}`, timeAt(timeZone, endsAt)),
    textLine(`SUMMARY;LANGUAGE=${language}`, inLanguage(title, language)),
    textLine(`DESCRIPTION;LANGUAGE=${language}`, inLanguage(conference.title, language)),
  ]);
}

function event({ conference, registration, siteUrl, now }: CalendarRequest, part: string, lines: Line[]): Line[] {
  const { name, city } = conference.venue;
  return [
    line("BEGIN", "VEVENT"),
    line("UID", `${registration.registrationId}${part}@${new URL(siteUrl).hostname}`),
    // Both only ever rise, and so does their sum.
    line("SEQUENCE", String(conference.version + registration.version)),
    line("DTSTAMP", `${now.slice(0, 19).replaceAll(/[-:]/g, "")}Z`),
    line("STATUS", isConfirmed(registration) ? "CONFIRMED" : "CANCELLED"),
    ...lines,
    textLine("LOCATION", `${name}, ${city}`),
    line("URL", `${siteUrl}/#conference=${encodeURIComponent(conference.conferenceId)}`),
    line("END", "VEVENT"),
  ];
}

const descriptionOf = ({ registration, language }: CalendarRequest) =>
  mailMessages.translate(language, isConfirmed(registration) ? "calendarEntry.confirmed" : "calendarEntry.cancelled");

/** `20271027`: the day so many days after. */
function dateOf(date: string, after: number): string {
  const time = Date.parse(`${date}T00:00:00Z`) + after * 86_400_000;
  return new Date(time).toISOString().slice(0, 10).replaceAll("-", "");
}
