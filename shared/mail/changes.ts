import { differences } from "#shared/domain/circumstances.ts";
import type { Circumstances, Conference, Session } from "#shared/domain/conference.ts";
import { conferenceDays, momentAt } from "#shared/i18n/dates.ts";
import { mailMessages } from "#shared/i18n/messages.ts";
import { inLanguage } from "./in-language.ts";
import type { Reader } from "./reader.ts";
import { type Foreign, foreign, type Words } from "./words.ts";

const placeOf = ({ venue: { name, city } }: Pick<Circumstances, "venue">): Foreign => foreign(`${name}, ${city}`);

/** What of a conference is otherwise than it was, as it is now; nothing when it has come back to what it was. */
export function changesOf(was: Circumstances, reader: Reader): { list?: { heading: string; items: Words[] } } {
  const { conference, language } = reader;
  const { days, venue } = differences(was, conference);
  const items: Words[] = [
    ...(days ? [daysOf(was, reader)] : []),
    ...(venue
      ? [
          mailMessages.translateToParts(language, "mail.conference-changed.venue", {
            now: placeOf(conference),
            before: placeOf(was),
          }),
        ]
      : []),
    ...was.sessions.flatMap(({ sessionId }) => {
      const session = conference.sessions.find((each) => each.sessionId === sessionId);
      return session ? [sessionOf(session, conference, reader)] : [];
    }),
  ];
  return items.length === 0
    ? {}
    : { list: { heading: mailMessages.translate(language, "mail.conference-changed.changes"), items } };
}

function daysOf(was: Circumstances, { conference, language }: Reader): Words {
  const now = conferenceDays(conference, language);
  return [
    mailMessages.translate(language, "mail.conference-changed.days", { now, before: conferenceDays(was, language) }),
  ];
}

function sessionOf({ title, startsAt }: Session, { timeZone }: Conference, { language }: Reader): Words {
  return mailMessages.translateToParts(language, "mail.conference-changed.session", {
    title: foreign(inLanguage(title, language)),
    now: foreign(momentAt(timeZone, startsAt, language)),
  });
}
