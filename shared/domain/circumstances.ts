import type { Announcement, Change, EmailIntent } from "./change.ts";
import type { Circumstances, Conference } from "./conference.ts";
import { isConfirmed, isLive, type Registration } from "./registration.ts";

const placeOf = ({ venue: { name, city } }: Pick<Circumstances, "venue">) => `${name}\n${city}`;

const daysOf = ({ startsOn, endsOn }: Pick<Circumstances, "startsOn" | "endsOn">) => `${startsOn}/${endsOn}`;

/** What of this is otherwise now. */
export function differences(was: Circumstances, conference: Conference) {
  return { days: daysOf(was) !== daysOf(conference), venue: placeOf(was) !== placeOf(conference) };
}

/** What everybody must hear when a conference moves in time or place; nothing when it stays where it was. */
export function announcementOf(before: Conference | undefined, after: Conference): Announcement | undefined {
  if (!before) return undefined;
  const { startsOn, endsOn, timeZone, venue } = before;
  const sessions = before.sessions.filter((old) => {
    const now = after.sessions.find(({ sessionId }) => sessionId === old.sessionId);
    return now && (now.startsAt !== old.startsAt || now.endsAt !== old.endsAt);
  });
  const was = {
    startsOn,
    endsOn,
    timeZone,
    venue: { name: venue.name, city: venue.city },
    sessions: sessions.map(({ sessionId, startsAt, endsAt }) => ({ sessionId, startsAt, endsAt })),
  };
  const { days, venue: moved } = differences(was, after);
  return days || moved || sessions.length > 0 ? { kind: "conference-changed", was } : undefined;
}

/** The mail that an announcement owes one person; none to whom it doesn't concern. */
export function announcedTo(announcement: Announcement, registration: Registration): EmailIntent | undefined {
  const concerned = announcement.kind === "reminder" ? isConfirmed(registration) : isLive(registration);
  return concerned ? { ...announcement, registrationId: registration.registrationId } : undefined;
}

/** One person's mail of an announcement, as a change of its own. */
export function announcementChange(
  announced: Pick<Change, "conferenceId" | "actor" | "action">,
  mail: EmailIntent,
  at: string,
): Change {
  const { conferenceId, actor, action } = announced;
  return { conferenceId, actor, action, at, registrations: [], mails: [mail], admission: "public" };
}

/** How many days before the conference those who are expected are reminded. */
const remindedBefore = 3;

/** Whether it is time to remind: from three days before the first day, at the venue, until it has begun. */
export function remindsOn({ startsOn }: Pick<Conference, "startsOn">, today: string): boolean {
  const first = Date.parse(`${startsOn}T00:00:00Z`) - remindedBefore * 86_400_000;
  return new Date(first).toISOString().slice(0, 10) <= today && today < startsOn;
}
