import { type Announcement, type Change, createConferenceChange, type EmailIntent } from "#shared/model/change.ts";
import type { Conference, ConferenceSchedule } from "#shared/model/conference.ts";
import type { QuestionSet } from "#shared/model/question.ts";
import type { Registration } from "#shared/model/registration.ts";
import { listDueKeys } from "#shared/registrations/due-answers.rules.ts";
import { owesKnownAnswers } from "#shared/registrations/owed-answers.rules.ts";
import { isConfirmed, isLive, isOnline } from "#shared/registrations/registration.rules.ts";

/** Whether the days and the venue of a conference differ from an earlier schedule. */
export function compareSchedules(previous: ConferenceSchedule, conference: Conference) {
  const [was, is] = [previous.venue, conference.venue];
  return {
    days: previous.startsOn !== conference.startsOn || previous.endsOn !== conference.endsOn,
    venue: was.name !== is.name || was.city !== is.city,
  };
}

/**
 * The announcement of a conference that changes in time or place, which also says a new address to take part online, or of
 * such an address alone; `undefined` if neither changes.
 */
export function createAnnouncement(before: Conference | undefined, after: Conference): Announcement | undefined {
  if (!before) return undefined;
  const { startsOn, endsOn, timeZone, venue } = before;
  const sessions = before.sessions.filter((old) => {
    const session = after.sessions.find(({ sessionId }) => sessionId === old.sessionId);
    return session && (session.startsAt !== old.startsAt || session.endsAt !== old.endsAt);
  });
  const previous = {
    startsOn,
    endsOn,
    timeZone,
    venue: { name: venue.name, city: venue.city },
    sessions: sessions.map(({ sessionId, startsAt, endsAt }) => ({ sessionId, startsAt, endsAt })),
  };
  const changes = compareSchedules(previous, after);
  const hasChanged = changes.days || changes.venue || sessions.length > 0;
  const isPublished = after.onlineLink !== undefined && after.onlineLink !== before.onlineLink;
  if (hasChanged)
    return { kind: "conference-changed", previous, ...(isPublished && { publishesOnlineLink: true as const }) };
  return isPublished ? { kind: "online-access" } : undefined;
}

/**
 * The email of an announcement to one person, or `undefined` if it does not concern the person. Whether staff may know of
 * one that answers are due is decided with the questions as they are now: a later change of them tells who got it.
 * @param questions those of the conference now
 * @param hasCertificate whether the person has a certificate of attendance
 */
export function toAnnouncementEmail(
  announcement: Announcement,
  registration: Registration,
  questions: QuestionSet,
  at: string,
  hasCertificate = false,
): EmailIntent | undefined {
  const { registrationId, accreditation } = registration;
  const takesPartOnline = isOnline(registration) && isLive(registration) && accreditation.state === "approved";
  const isConcerned = {
    reminder: () => isConfirmed(registration),
    certificate: () => isConfirmed(registration) && hasCertificate,
    "answers-due": () => listDueKeys(questions.items, registration, at).length > 0,
    "conference-changed": () => isLive(registration),
    "online-access": () => takesPartOnline,
  }[announcement.kind]();
  if (!isConcerned) return undefined;
  if (announcement.kind === "answers-due")
    return { ...announcement, registrationId, ...(owesKnownAnswers(questions, registration, at) && { isKnown: true }) };
  if (announcement.kind !== "conference-changed") return { ...announcement, registrationId };
  const { publishesOnlineLink, ...changed } = announcement;
  return { ...changed, registrationId, ...(publishesOnlineLink && takesPartOnline && { publishesOnlineLink }) };
}

/**
 * What each person gets one email for: the announcement; of certificates, all announcements of the conference.
 * @param changeId of the announcement
 */
export const getAnnouncementScope = (
  { kind }: Pick<Announcement, "kind">,
  { conferenceId, changeId }: { readonly conferenceId: string; readonly changeId: string },
): string => (kind === "certificate" ? `certificate ${conferenceId}` : changeId);

/** The change that queues the email of an announcement to one person. */
export const createAnnouncementChange = (
  { conferenceId, actor, action }: Pick<Change, "conferenceId" | "actor" | "action">,
  email: EmailIntent,
  at: string,
): Change => createConferenceChange(conferenceId, action, { actor, at }, [email]);

/** The number of days before the conference at which confirmed people are reminded. */
const reminderDaysBefore = 3;

/** Whether the reminder is due on a day at the venue (`YYYY-MM-DD`): from three days before the first day up to it. */
export function isReminderDue({ startsOn }: Pick<Conference, "startsOn">, today: string): boolean {
  const first = Date.parse(`${startsOn}T00:00:00Z`) - reminderDaysBefore * 86_400_000;
  return new Date(first).toISOString().slice(0, 10) <= today && today < startsOn;
}
