import type { Conference } from "./conference.ts";

/** Files tell most about a person, and serve nobody once the doors have closed: days after the end, if nothing is said. */
const documentDays = 30;

const dayMs = 86_400_000;

/** The last moment of the conference's last day, wherever on earth it was, in ms. */
const endOf = ({ endsOn }: Conference) => Date.parse(`${endsOn}T00:00:00Z`) + dayMs + 12 * 3_600_000;

const daysAfter = (conference: Conference, days: number) => new Date(endOf(conference) + days * dayMs).toISOString();

/** When nobody may be left in the data of a conference any more (RFC 3339, UTC). */
export const peopleKeptUntil = (conference: Conference): string => daysAfter(conference, conference.retentionDays);

/** When no file that somebody handed in may be left; never later than the people themselves. */
export const documentsKeptUntil = (conference: Conference): string =>
  daysAfter(conference, Math.min(conference.documentRetentionDays ?? documentDays, conference.retentionDays));
