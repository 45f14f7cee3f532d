import { stringify } from "csv-stringify/sync";
import writeSheets from "write-excel-file/node";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import type { Values } from "#shared/i18n/message.ts";
import { sheetMessages } from "#shared/i18n/messages.ts";
import { listSheetColumns, type SheetColumn } from "#shared/imports/contract.ts";
import { formatHeading } from "#shared/imports/headings.ts";
import { getTextDirection, getTextInLanguage, type Language } from "#shared/model/conference.ts";
import { loadQuestions } from "#shared/questions/questions.repository.ts";
import { defuseFormulas } from "#shared/text/formula.rules.ts";

type TemplateFile = Uint8Array<ArrayBuffer>;

/** An empty sheet in the reader's language. */
export const getImportTemplate =
  (
    table: Table,
    createTemplate: (columns: readonly SheetColumn[], language: Language) => TemplateFile | Promise<TemplateFile>,
  ): ApiHandler<"getImportTemplateCsv" | "getImportTemplateXlsx"> =>
  async (request) => {
    const { items } = await loadQuestions(table, await loadConferenceForStaff(table, request));
    return createTemplate(listSheetColumns(request.query.what, items), request.language);
  };

/** An empty CSV file with the headings, none of them a formula. The byte order mark tells Excel that it is UTF-8. */
export function createCsvTemplate(columns: readonly SheetColumn[], language: Language): TemplateFile {
  const headings = columns.map((column) => defuseFormulas(formatHeading(column, language)));
  return new TextEncoder().encode(stringify([headings], { bom: true, record_delimiter: "windows" }));
}

const headingStyle = { fontWeight: "bold", backgroundColor: "#e8eef5" } as const;
const wrappedStyle = { wrap: true, alignVertical: "top" } as const;

/** An empty workbook with the headings, and a sheet that explains each column. */
export async function createXlsxTemplate(columns: readonly SheetColumn[], language: Language): Promise<TemplateFile> {
  const translate: SheetTranslate = (key, values) => sheetMessages.translate(language, key, values);
  const toHeading = (value: string) => ({ value, ...headingStyle });
  const toNote = (value: string) => ({ value, ...wrappedStyle });
  const common = { stickyRowsCount: 1, rightToLeft: getTextDirection(language) === "rtl" };
  const workbook = writeSheets([
    {
      ...common,
      sheet: translate("sheet.people"),
      data: [columns.map((column) => toHeading(formatHeading(column, language)))],
      columns: columns.map(() => ({ width: 24 })),
    },
    {
      ...common,
      sheet: translate("sheet.notes"),
      data: [
        [toHeading(translate("sheet.heading")), toHeading(translate("sheet.value"))],
        ...columns.map((column) => [
          toNote(formatHeading(column, language)),
          toNote(formatColumnNote(column, language, translate)),
        ]),
      ],
      columns: [{ width: 34 }, { width: 70 }],
    },
  ]);
  return new Uint8Array(await workbook.toBuffer());
}

type SheetTranslate = (
  key: Extract<Parameters<typeof sheetMessages.translate>[1], `sheet.${string}`>,
  values?: Values,
) => string;

/** Explains the values of a column. */
function formatColumnNote(column: SheetColumn, language: Language, translate: SheetTranslate): string {
  const note = formatColumnKind(column, language, translate);
  return column.isRequired ? `${note} (${translate("sheet.required")})` : note;
}

function formatColumnKind(
  { kind, values, options, format, maxLength }: SheetColumn,
  language: Language,
  translate: SheetTranslate,
): string {
  if (options) {
    const labels = options.map(({ label }) => getTextInLanguage(label, language)).join("; ");
    return translate("sheet.oneOf", { values: labels });
  }
  if (kind === "flag") return translate("sheet.yesOrNo");
  if (kind === "list") return translate("sheet.several");
  if (values) return translate("sheet.oneOf", { values: values.join(", ") });
  if (format) return translate(`sheet.${format}`);
  return maxLength === undefined ? translate("sheet.text") : translate("sheet.upTo", { maximum: maxLength });
}
