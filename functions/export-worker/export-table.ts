import {
  answerIdentityColumns,
  attendanceIdentityColumns,
  defaultExportColumns,
  type ExportColumn,
  type ExportColumnType,
  exportColumns,
  findExportColumn,
  findQuestionKey,
  visaLetterColumns,
} from "#shared/exports/export-columns.rules.ts";
import { toAnswerColumn } from "#shared/feed/feed-columns.rules.ts";
import { sheetMessages } from "#shared/i18n/messages.ts";
import { getTextInLanguage } from "#shared/model/conference.ts";
import type { ExportRequest } from "#shared/model/job.ts";
import type { Answer, Question } from "#shared/model/question.ts";
import { formatAnswer } from "#shared/questions/answer-text.rules.ts";
import { listRemovedQuestions } from "#shared/questions/question-changes.rules.ts";
import { findLatinName } from "#shared/registrations/names.rules.ts";
import { wasEverConfirmed } from "#shared/registrations/registration.rules.ts";
import type { ExportWording } from "./export-wording.ts";
import type { ExportedPerson } from "./select-people.ts";

/** A value as the API has it; a list has several. */
type RawValue = string | number | boolean | readonly string[] | undefined;

/** A cell: words or codes, according to the format. `null`: no value. */
export type ExportCell = string | number | boolean | readonly string[] | null;

/** A column of the table. */
export interface TableColumn {
  readonly path: string;
  readonly type: ExportColumnType;
  readonly isSensitive: boolean;
  /** Of the answers to a question. */
  readonly question?: Question;
  /** Whether the question is not in the form any more. */
  readonly isRemoved?: boolean;
}

/** The questions of a conference: those of the form, and the removed ones. */
export interface ExportedQuestions {
  readonly present: readonly Question[];
  readonly retired: readonly Question[];
}

const answerTypes: Readonly<Partial<Record<Question["type"], ExportColumnType>>> = {
  number: "number",
  date: "date",
  "yes-no": "boolean",
  acknowledgement: "time",
};

const createAnswerColumn = (question: Question, isRemoved: boolean): TableColumn => ({
  path: toAnswerColumn(question.key),
  type: answerTypes[question.type] ?? "text",
  isSensitive: question.sensitive ?? false,
  question,
  isRemoved,
});

const createColumn = (path: ExportColumn): TableColumn => ({
  path,
  type: exportColumns[path].type,
  isSensitive: findExportColumn(path)?.isSensitive ?? false,
});

const createUnknownQuestion = (key: string): Question => ({ key, type: "text", label: { en: key } });

/** The column of an answer that an earlier form brought, whose question is not kept. */
export const createUnknownColumn = (key: string): TableColumn => createAnswerColumn(createUnknownQuestion(key), true);

/**
 * The columns of an export in their order. Of an export of answers: who answered, then each chosen question in the order of
 * the form, removed ones at the end. Of the attendance: who the person is.
 * @param withSensitive whether there is a reason; without one, sensitive columns are left out
 */
export function listTableColumns(
  { what, columns }: Pick<ExportRequest, "what" | "columns">,
  { present, retired }: ExportedQuestions,
  withSensitive: boolean,
): TableColumn[] {
  const asked = present.filter(({ type }) => type !== "section").map((each) => createAnswerColumn(each, false));
  const removed = listRemovedQuestions(retired, present).map((each) => createAnswerColumn(each, true));
  const questions = [...asked, ...removed];
  const isShown = ({ isSensitive }: TableColumn) => withSensitive || !isSensitive;
  if (what === "answers") {
    const chosen = questions.filter(({ path }) => columns?.includes(path) ?? true);
    return [...answerIdentityColumns.map(createColumn), ...chosen].filter(isShown);
  }
  if (what === "attendance") return attendanceIdentityColumns.map(createColumn);
  const usual = what === "visa-letters" ? visaLetterColumns : defaultExportColumns;
  const find = (path: string) =>
    findQuestionKey(path) === undefined
      ? createColumn(path as ExportColumn)
      : questions.find((each) => each.path === path);
  return (columns ?? usual).flatMap((path) => find(path) ?? []).filter(isShown);
}

/** The value of each column besides answers. */
const readers: Readonly<Record<ExportColumn, (person: ExportedPerson) => RawValue>> = {
  registrationId: ({ view }) => view.registrationId,
  displayName: ({ view }) => view.displayName,
  "person.honorific": ({ view }) => view.person.honorific,
  "person.givenName": ({ view }) => view.person.givenName,
  "person.familyName": ({ view }) => view.person.familyName,
  latinName: ({ view }) => findLatinName(view),
  "person.nameOnBadge": ({ view }) => view.person.nameOnBadge,
  "person.email": ({ view }) => view.person.email,
  "person.nationality": ({ view }) => view.person.nationality,
  "person.gender": ({ view }) => view.person.gender,
  "person.birthDate": ({ view }) => view.person.birthDate,
  organization: ({ view }) => view.organization,
  functionTitle: ({ view }) => view.functionTitle,
  country: ({ view }) => view.country,
  delegationId: ({ view }) => view.delegationId,
  category: ({ view }) => view.category,
  role: ({ view }) => view.role,
  accreditation: ({ view }) => view.accreditation,
  seat: ({ view }) => view.seat,
  participation: ({ view }) => view.participation,
  sessions: ({ view }) => view.sessions?.map(({ sessionId, seat }) => `${sessionId} ${seat}`),
  submittedAt: ({ view }) => view.submittedAt,
  language: ({ view }) => view.language,
  badgeSerial: ({ view }) => view.badge?.serial,
  inside: ({ presence }) => presence?.inside,
  scannedAt: ({ presence }) => presence?.since,
  photo: ({ view }) => view.documents?.photo !== undefined,
  "visaLetter.state": ({ letterState }) => letterState,
  "visaLetter.at": ({ view }) => view.visaLetter?.at,
  missing: ({ view }) => view.missing,
  tags: ({ view }) => view.tags,
  assignee: ({ view }) => view.assignee,
  notes: ({ view }) => view.notes,
  "consent.listOfParticipants": ({ view }) => view.consent.listOfParticipants,
  "consent.photo": ({ view }) => view.consent.photo,
  "needs.accessibility": ({ registration }) => registration.needs?.accessibility,
  "needs.diet": ({ registration }) => registration.needs?.diet,
  "needs.visaLetter": ({ registration }) => registration.needs?.visaLetter,
  "guardian.name": ({ registration }) => registration.guardian?.name,
  "guardian.contact": ({ registration }) => registration.guardian?.contact,
};

/** The answers of the person and of staff, none of a protected person. */
const listShownAnswers = (
  { registration: { answers, staffAnswers } }: ExportedPerson,
  withSensitive: boolean,
): [string, Answer][] =>
  Object.entries({ ...answers, ...staffAnswers }).filter(([, { sensitive }]) => withSensitive || !sensitive);

/** A row of the table, and whether it has sensitive data. */
export interface TableRow {
  readonly registrationId: string;
  readonly cells: readonly ExportCell[];
  /** The answers to questions that no column is of. */
  readonly others: Readonly<Record<string, ExportCell>>;
  readonly isSensitive: boolean;
  readonly wasConfirmed: boolean;
}

/**
 * The row of a person.
 * @param wording `undefined`: the values as the API has them
 * @param hasOthers whether answers that no column is of are kept
 */
export function toTableRow(
  person: ExportedPerson,
  columns: readonly TableColumn[],
  { wording, withSensitive, hasOthers }: RowOptions,
): TableRow {
  const answers = new Map(listShownAnswers(person, withSensitive));
  const cells = columns.map((column) => {
    const { path, question } = column;
    return question
      ? toAnswerCell(question, answers.get(question.key), wording)
      : toCell(path as ExportColumn, readers[path as ExportColumn](person), wording);
  });
  const known = new Set(columns.flatMap(({ question }) => question?.key ?? []));
  const others = hasOthers ? [...answers].filter(([key]) => !known.has(key)) : [];
  const shown = [...answers].filter(([key]) => known.has(key) || hasOthers);
  return {
    registrationId: person.view.registrationId,
    wasConfirmed: wasEverConfirmed(person.registration),
    cells,
    others: Object.fromEntries(
      others.map(([key, answer]) => [key, toAnswerCell(createUnknownQuestion(key), answer, wording)]),
    ),
    isSensitive:
      shown.some(([, { sensitive }]) => sensitive) ||
      columns.some(({ isSensitive, question }, index) => isSensitive && !question && cells[index] !== null),
  };
}

export interface RowOptions {
  readonly wording: ExportWording | undefined;
  readonly withSensitive: boolean;
  readonly hasOthers: boolean;
}

function toCell(path: ExportColumn, value: RawValue, wording: ExportWording | undefined): ExportCell {
  if (value === undefined || value === "") return null;
  if (!wording) return value;
  if (typeof value === "boolean") return value ? wording.yes : wording.no;
  if (typeof value === "number") return value;
  const format = wording.codes[path] ?? ((text: string) => text);
  return [value].flat().map(format).join("; ");
}

/** A number as a number; of an accepted text, when it was accepted. */
function toAnswerCell(question: Question, answer: Answer | undefined, wording: ExportWording | undefined): ExportCell {
  if (!answer) return null;
  if (answer.accepted) return answer.accepted.at;
  if (!wording || typeof answer.value === "number") return answer.value;
  return formatAnswer(question, answer.value, wording);
}

/** The headings, with the path where two are equal. */
export function listHeadings(columns: readonly TableColumn[], { language, translate }: ExportWording): string[] {
  const labels = columns.map(({ path, question, isRemoved }) => {
    if (!question) return translate(exportColumns[path as ExportColumn].label);
    const label = getTextInLanguage(question.label, language);
    return isRemoved ? sheetMessages.translate(language, "sheet.removed", { question: label }) : label;
  });
  return labels.map((label, index) =>
    labels.indexOf(label) === labels.lastIndexOf(label) ? label : `${label} (${columns[index]?.path})`,
  );
}
