import { programmeMessages } from "#shared/i18n/messages.ts";
import { createPageLink } from "#shared/i18n/page-link.ts";
import type { BrandedConference } from "#shared/model/branding.ts";
import { getTextInLanguage, type Language, type LocalizedText } from "#shared/model/conference.ts";
import type { ShownPerson, ShownSession } from "#shared/programme/programme.rules.ts";
import {
  createContactLines,
  createLocationLine,
  formatCalendar,
  toLine,
  toStampLine,
  toTextLine,
  toTimeLines,
} from "./calendar.ts";

interface ProgrammeCalendarRequest {
  readonly conference: BrandedConference;
  readonly sessions: readonly ShownSession[];
  /** The version of the published programme. */
  readonly version: number;
  readonly language: Language;
  /** The URL of the site. Its host makes the identifiers of the entries unique. */
  readonly siteUrl: string;
  /** RFC 3339, UTC. */
  readonly now: string;
}

/** The programme as iCalendar, an entry for each session. An entry keeps its UID, and its SEQUENCE never falls. */
export const createProgrammeCalendar = (request: ProgrammeCalendarRequest): string =>
  formatCalendar(
    "PUBLISH",
    request.conference.timeZone,
    request.sessions,
    request.sessions.flatMap((session) => createProgrammeEvent(request, session)),
  );

function createProgrammeEvent(
  { conference, version, language, siteUrl, now }: ProgrammeCalendarRequest,
  session: ShownSession,
): string[] {
  const { conferenceId, title } = conference;
  return [
    toLine("BEGIN", "VEVENT"),
    toLine("UID", `${conferenceId}-${session.sessionId}@${new URL(siteUrl).hostname}`),
    toLine("SEQUENCE", String(conference.version + version)),
    toStampLine(now),
    toLine("STATUS", "CONFIRMED"),
    ...toTimeLines(conference.timeZone, session),
    toTextLine(`SUMMARY;LANGUAGE=${language}`, getTextInLanguage(session.title, language)),
    toTextLine(
      `DESCRIPTION;LANGUAGE=${language}`,
      [getTextInLanguage(title, language), ...describeSession(session, language)].join("\n"),
    ),
    createLocationLine(conference, session.room),
    ...createContactLines(conference, language),
    toLine("URL", createPageLink(siteUrl, language, { conference: conferenceId })),
    toLine("END", "VEVENT"),
  ];
}

function describeSession({ description, panels }: ShownSession, language: Language): string[] {
  const text = (texts: LocalizedText) => getTextInLanguage(texts, language);
  return [
    ...(description ? [text(description)] : []),
    ...panels.flatMap((panel) => [
      "",
      text(panel.title),
      ...panel.people.map((person) => describePanelPerson(person, language)),
    ]),
  ];
}

/** A person with the function and the organization, and the role. */
function describePanelPerson({ role, name, functionTitle, organization }: ShownPerson, language: Language): string {
  const parts = [name, functionTitle, organization].filter((part) => part !== undefined);
  return `${parts.join(", ")} (${programmeMessages.translate(language, `panelRole.${role}`)})`;
}
