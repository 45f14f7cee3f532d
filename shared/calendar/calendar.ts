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
import type { OwnPanel } from "#shared/programme/programme.rules.ts";
import { isConfirmed } from "#shared/registrations/registration.rules.ts";
import { formatCalendar, formatCalendarDate, toLine, toStampLine, toTextLine, toTimeLines } from "./icalendar.ts";

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

/**
 * The conference, each session in which the person has a seat, and each panel that they are on, as iCalendar (RFC 5545). An entry keeps its UID, and its
 * SEQUENCE rises with every change of the conference or the registration, so that calendars take it for the newer one. A
 * person who is no longer confirmed gets the same entries, cancelled.
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
    `-panel-${panel.panelId}`,
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
      String(conference.version + registration.version + (part.startsWith("-panel-") ? programmeVersion : 0)),
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
