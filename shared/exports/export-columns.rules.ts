import { questionKeyPattern } from "#shared/model/question.ts";

/** What the cells of a column contain. `date`: `YYYY-MM-DD`; `time`: RFC 3339, UTC. */
export type ExportColumnType = "text" | "number" | "boolean" | "date" | "time";

interface ExportColumnSettings {
  /** The message with the heading. */
  readonly label: string;
  readonly type: ExportColumnType;
  /** No list shows it: an export needs a reason, which the access log of each person records. */
  readonly isSensitive?: true;
}

/** The columns that an export of registrations may have besides answers, by path, in the order in which they are offered. */
export const exportColumns = {
  registrationId: { label: "sheet.reference", type: "text" },
  displayName: { label: "sheet.name", type: "text" },
  "person.honorific": { label: "field.person_honorific", type: "text" },
  "person.givenName": { label: "field.person_givenName", type: "text" },
  "person.familyName": { label: "field.person_familyName", type: "text" },
  latinName: { label: "column.latinName", type: "text" },
  "person.nameOnBadge": { label: "field.person_nameOnBadge", type: "text" },
  "person.email": { label: "field.person_email", type: "text" },
  "person.nationality": { label: "field.person_nationality", type: "text" },
  "person.gender": { label: "field.person_gender", type: "text" },
  "person.birthDate": { label: "field.person_birthDate", type: "date" },
  organization: { label: "field.organization", type: "text" },
  functionTitle: { label: "field.functionTitle", type: "text" },
  country: { label: "field.country", type: "text" },
  delegationId: { label: "field.delegation", type: "text" },
  category: { label: "field.category", type: "text" },
  role: { label: "field.role", type: "text" },
  accreditation: { label: "sheet.state", type: "text" },
  seat: { label: "column.seat", type: "text" },
  participation: { label: "field.participation", type: "text" },
  sessions: { label: "field.sessions", type: "text" },
  submittedAt: { label: "column.submittedAt", type: "time" },
  language: { label: "field.language", type: "text" },
  badgeSerial: { label: "column.badgeSerial", type: "number" },
  inside: { label: "column.inside", type: "boolean" },
  scannedAt: { label: "column.scannedAt", type: "time" },
  photo: { label: "column.photo", type: "boolean" },
  "visaLetter.state": { label: "column.visaLetterState", type: "text" },
  "visaLetter.at": { label: "column.visaLetter", type: "time" },
  missing: { label: "column.missing", type: "text" },
  tags: { label: "column.tags", type: "text" },
  assignee: { label: "column.assignee", type: "text" },
  notes: { label: "column.notes", type: "number" },
  "consent.listOfParticipants": { label: "field.consent_listOfParticipants", type: "boolean" },
  "consent.photo": { label: "field.consent_photo", type: "boolean" },
  "needs.accessibility": { label: "field.needs_accessibility", type: "text", isSensitive: true },
  "needs.diet": { label: "field.needs_diet", type: "text", isSensitive: true },
  "needs.visaLetter": { label: "field.needs_visaLetter", type: "boolean" },
  "guardian.name": { label: "field.guardian_name", type: "text", isSensitive: true },
  "guardian.contact": { label: "field.guardian_contact", type: "text", isSensitive: true },
} as const satisfies Readonly<Record<string, ExportColumnSettings>>;

export type ExportColumn = keyof typeof exportColumns;

export const exportColumnPaths = Object.keys(exportColumns) as ExportColumn[];

/** The columns that an export of answers begins with. */
export const answerIdentityColumns: readonly ExportColumn[] = [
  "registrationId",
  "displayName",
  "organization",
  "category",
  "accreditation",
];

/** The columns that an export of the attendance begins with. */
export const attendanceIdentityColumns: readonly ExportColumn[] = [
  ...(["registrationId", "displayName", "organization", "functionTitle", "country", "delegationId"] as const),
  ...(["category", "role", "accreditation", "seat"] as const),
];

/** The columns of visa letters, if the request names none. */
export const visaLetterColumns: readonly ExportColumn[] = [
  ...(["registrationId", "person.familyName", "person.givenName", "latinName", "person.birthDate"] as const),
  ...(["person.gender", "person.nationality", "country", "organization", "functionTitle", "person.email"] as const),
  ...(["language", "accreditation", "seat", "visaLetter.state", "visaLetter.at"] as const),
];

const isExportColumn = (path: string): path is ExportColumn => Object.hasOwn(exportColumns, path);

/** The settings of a column; `undefined` for the answers to a question. */
export const findExportColumn = (path: string): ExportColumnSettings | undefined =>
  isExportColumn(path) ? exportColumns[path] : undefined;

/** The columns without a reason, if the request names none. */
export const defaultExportColumns: readonly ExportColumn[] = exportColumnPaths.filter(
  (path) => !findExportColumn(path)?.isSensitive,
);

const answerPath = new RegExp(`^answers\\.(${questionKeyPattern})$`);

/** The question of a column such as `answers.meal` (`toAnswerColumn`); `undefined` for another column. */
export const findQuestionKey = (path: string): string | undefined => answerPath.exec(path)?.[1];

/** Whether an export can have the column, at some conference. */
export const isExportPath = (path: string): boolean => isExportColumn(path) || answerPath.test(path);

/**
 * The columns for usual purposes. Those with answers are the questions of the templates of the form builder, which not
 * every conference asks.
 */
export const exportPresets = {
  security: [
    ...(["person.familyName", "person.givenName", "latinName", "person.gender", "person.birthDate"] as const),
    ...(["person.nationality", "country", "organization", "functionTitle", "category", "role"] as const),
    ...(["accreditation", "badgeSerial", "photo", "registrationId"] as const),
  ],
  catering: [
    ...(["displayName", "organization", "category", "accreditation", "sessions", "needs.diet"] as const),
    "answers.meal",
  ],
  visa: [
    ...(["person.familyName", "person.givenName", "latinName", "person.birthDate", "person.gender"] as const),
    ...(["person.nationality", "country", "organization", "functionTitle", "person.email"] as const),
    ...([
      "accreditation",
      "needs.visaLetter",
      "visaLetter.state",
      "visaLetter.at",
      "answers.visaNeeded",
      "answers.visaCountry",
    ] as const),
  ],
  arrivals: [
    ...(["displayName", "country", "organization", "functionTitle", "category", "role"] as const),
    ...(["answers.arrivalDate", "answers.arrivalTime", "answers.arrivalBy", "answers.arrivalNumber"] as const),
    ...(["answers.departureDate", "answers.departureTime", "inside", "scannedAt"] as const),
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type ExportPreset = keyof typeof exportPresets;
