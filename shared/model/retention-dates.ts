import type { Conference } from "./conference.ts";

/** Days after the end of a conference. Files contain the most sensitive data, and have no use after the conference. */
const defaultDocumentRetentionDays = 30;

const millisecondsPerDay = 86_400_000;

/** The end of the last day in the westernmost time zone, in ms. */
const getConferenceEndMs = ({ endsOn }: Conference) =>
  Date.parse(`${endsOn}T00:00:00Z`) + millisecondsPerDay + 12 * 3_600_000;

const addDaysAfterEnd = (conference: Conference, days: number) =>
  new Date(getConferenceEndMs(conference) + days * millisecondsPerDay).toISOString();

/** By when all personal data of a conference must be erased (RFC 3339, UTC). */
export const getPeopleRetentionEnd = (conference: Conference): string =>
  addDaysAfterEnd(conference, conference.retentionDays);

/** By when all uploaded files must be deleted (RFC 3339, UTC): not later than the personal data. */
export const getDocumentRetentionEnd = (conference: Conference): string =>
  addDaysAfterEnd(
    conference,
    Math.min(conference.documentRetentionDays ?? defaultDocumentRetentionDays, conference.retentionDays),
  );
