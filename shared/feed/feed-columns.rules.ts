import type { QuestionType } from "#shared/model/question.ts";

/** The value of one column of a row. A list is one text, its items separated by `listSeparator`; `null`: no value. */
export type FeedValue = string | number | boolean | null;

/** Separates the items of a list in one text. No item contains it. */
export const listSeparator = "\n";

/**
 * The columns that every answer of the feed begins with, in this order. Identifiers and codes are as in the other answers of
 * the API, times are numbers (`packFeedTimes`); a protected person has the values of the alias.
 *
 * - `name`, `familyName`, `latinName`: the displayed name in its order, the part of it that lists sort by, and the name
 *   in Latin letters.
 * - `participation`: in a hybrid conference.
 * - `waitingFor`, `tags`, `missing`: lists. `sessions`: a list of `<sessionId> <seat>`.
 * - `badgeSerial`: of the live badge.
 * - `accreditationSince`: since when it has its accreditation; of a protected person, the beginning of the day in UTC.
 * - `inside`, `scannedAt`: the last scan at the entrance of the venue. Who is inside is outside when the day ends.
 * - `assignee`, `notes`: the address of a member of staff, and the number of notes.
 * - `flags`: a list of `feedFlags`.
 * - `visaLetter`: the state of the visa letter (`findVisaLetterState`).
 */
export const feedColumns = [
  "registrationId",
  "version",
  "accreditation",
  "seat",
  "category",
  "name",
  "familyName",
  "latinName",
  "organization",
  "country",
  "nationality",
  "delegationId",
  "role",
  "functionTitle",
  "gender",
  "email",
  "language",
  "participation",
  "submittedAt",
  "accreditationSince",
  "waitingFor",
  "sessions",
  "badgeSerial",
  "inside",
  "scannedAt",
  "tags",
  "assignee",
  "notes",
  "missing",
  "flags",
  "visaLetter",
] as const;
export type FeedColumn = (typeof feedColumns)[number];

const timeColumns: readonly FeedColumn[] = ["submittedAt", "accreditationSince", "scannedAt"];
const timeIndexes = timeColumns.map((column) => feedColumns.indexOf(column));

/** A row with its times (RFC 3339) in ms since 1970 in UTC, half as long: a conference has tens of thousands of rows. */
export function packFeedTimes(row: readonly FeedValue[]): FeedValue[] {
  const packed = [...row];
  for (const index of timeIndexes) if (typeof row[index] === "string") packed[index] = Date.parse(row[index]);
  return packed;
}

/** A time of a packed row in RFC 3339, UTC. */
export const formatFeedTime = (ms: number): string => new Date(ms).toISOString();

/** Whether a column of the feed has times. */
export const isFeedTime = (column: string): boolean => timeColumns.some((each) => each === column);

/**
 * What a row is marked with:
 * - `protected`: the person appears under the alias; `reader`: the caller may reveal the identity;
 * - `bounced`: e-mails bounce, and none is sent;
 * - `change-requested`, `corrected`: an open request of the person; corrected after a return, to be decided again;
 * - `delegation-requested`: the person names a delegation that has not confirmed them;
 * - `clash`: a nomination of a person who is registered already, as far as the caller may know: it can only be rejected or
 *   revoked, or accepted as that person's;
 * - `visa-letter`: the person asks for a visa letter, or has one;
 * - `photo`: there is a photo.
 */
export const feedFlags = [
  "protected",
  "reader",
  "bounced",
  "change-requested",
  "corrected",
  "delegation-requested",
  "clash",
  "visa-letter",
  "photo",
] as const;
export type FeedFlag = (typeof feedFlags)[number];

const answerPrefix = "answers.";

/** The types of questions that people answer in their own words. */
export const writtenAnswerTypes: readonly QuestionType[] = ["text", "long-text", "phone", "url"];

/** The column with the answers to a question. It follows the others if the caller asks for it. */
export const toAnswerColumn = (key: string): string => `${answerPrefix}${key}`;

/** The question whose answers a column has; `undefined` for another column. */
export const findAnswerKey = (column: string): string | undefined =>
  column.startsWith(answerPrefix) ? column.slice(answerPrefix.length) : undefined;
