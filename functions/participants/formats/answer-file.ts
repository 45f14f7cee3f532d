import { getRepresentedName } from "#shared/countries/country-names.ts";
import { sheetMessages } from "#shared/i18n/messages.ts";
import { type Conference, getTextDirection, getTextInLanguage, type Language } from "#shared/model/conference.ts";
import type { ExportFormat } from "#shared/model/job.ts";
import type { Answer, Question } from "#shared/model/question.ts";
import { type AnswerWording, formatAnswer } from "#shared/questions/answer-text.rules.ts";
import { formatFullName, getDisplayName } from "#shared/registrations/names.rules.ts";
import type { AnswerColumn, AnswerRow, AnswerTable } from "../answer-table.rules.ts";
import { renderCsv } from "./csv.ts";

/** Renders the answers in a format. @param asOf when they were read (RFC 3339, UTC) */
export async function renderAnswerTable(
  format: ExportFormat,
  conference: Conference,
  table: AnswerTable,
  language: Language,
  asOf: string,
): Promise<Uint8Array> {
  if (format === "json") return new TextEncoder().encode(JSON.stringify(toJsonTable(conference, table, asOf)));
  const rows = toTextTable(conference, table, language);
  if (format === "csv") return renderCsv(rows);
  const { renderTableXlsx } = await import("./xlsx.ts");
  const name = sheetMessages.translate(language, "field.answers");
  return renderTableXlsx(rows, { name, isRightToLeft: getTextDirection(language) === "rtl" });
}

/** The name as staff see it in lists. */
const getRowName = ({ registration }: AnswerRow) => formatFullName(registration) || getDisplayName(registration);

/** The answers as they are stored, and their questions. */
const toJsonTable = ({ conferenceId }: Conference, { columns, rows }: AnswerTable, asOf: string) => ({
  conferenceId,
  asOf,
  questions: columns.map(({ question: { key, type, label, options, sensitive, staffOnly }, isRemoved }) => ({
    ...{ key, type, label, options, sensitive, staffOnly },
    ...(isRemoved && { removed: true }),
  })),
  items: rows.map((row) => {
    const { registrationId, accreditation, category, organization } = row.registration;
    const shown = columns.flatMap(({ question: { key } }) => {
      const answer = row.answers[key];
      return answer ? [[key, answer] as const] : [];
    });
    const accepted = shown.flatMap(([key, answer]) => (answer.accepted ? [[key, answer.accepted] as const] : []));
    return {
      ...{ registrationId, accreditation: accreditation.state, category, name: getRowName(row), organization },
      answers: Object.fromEntries(shown.map(([key, { value }]) => [key, value])),
      ...(accepted.length > 0 && { acknowledgements: Object.fromEntries(accepted) }),
    };
  }),
});

/** The answers in words, with a row of headings. */
function toTextTable(conference: Conference, { columns, rows }: AnswerTable, language: Language) {
  const translate = (key: Parameters<typeof sheetMessages.translate>[1]) => sheetMessages.translate(language, key);
  const wording: AnswerWording = {
    language,
    yes: translate("sheet.yes"),
    no: translate("sheet.no"),
    formatCountry: (code) => getRepresentedName(conference, code, language),
  };
  const head = (["sheet.reference", "sheet.name", "field.organization", "field.category", "sheet.state"] as const).map(
    translate,
  );
  const categories = [...conference.categories, ...(conference.removedCategories ?? [])];
  const toRow = (row: AnswerRow) => {
    const { registrationId, accreditation, category, organization = "" } = row.registration;
    const title = categories.find((each) => each.category === category)?.title;
    return [
      ...[registrationId, getRowName(row), organization, title ? getTextInLanguage(title, language) : category],
      translate(`accreditation.${accreditation.state}`),
      ...columns.map(({ question }) => toCell(question, row.answers[question.key], wording)),
    ];
  };
  return [[...head, ...toHeadings(columns, language)], ...rows.map(toRow)];
}

/** The labels of the questions, with the key where two are equal. */
function toHeadings(columns: readonly AnswerColumn[], language: Language): string[] {
  const labels = columns.map(({ question, isRemoved }) => {
    const label = getTextInLanguage(question.label, language);
    return isRemoved ? sheetMessages.translate(language, "sheet.removed", { question: label }) : label;
  });
  return labels.map((label, index) =>
    labels.indexOf(label) === labels.lastIndexOf(label) ? label : `${label} (${columns[index]?.question.key})`,
  );
}

/** A number as a number; of an accepted text, when it was accepted. */
function toCell(question: Question, answer: Answer | undefined, wording: AnswerWording): string | number {
  if (answer?.accepted) return answer.accepted.at;
  return typeof answer?.value === "number" ? answer.value : formatAnswer(question, answer?.value, wording);
}
