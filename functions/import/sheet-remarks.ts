import writeSheet from "write-excel-file/node";
import { asStaff } from "#shared/auth/caller.ts";
import type { DocumentsBucket } from "#shared/documents/bucket.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { formatFieldError, problemMessages, sheetMessages } from "#shared/i18n/messages.ts";
import { countCompletedParts, hasRemark, type ImportedRow, type RowOutcome } from "#shared/imports/import.rules.ts";
import { loadSheetView, type SheetView } from "#shared/imports/sheet-view.ts";
import { iterateJobRows } from "#shared/jobs/jobs.repository.ts";
import { getTextDirection, type Language } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { recordAccess } from "#shared/privacy/access-log.repository.ts";
import { defuseFormulas } from "#shared/text/formula.rules.ts";
import { loadImportJob } from "./sheet-mapping.ts";

/** The reason in the access log of a sheet whose sensitive columns are not in the file. */
const defaultReason = "remarks";

/**
 * The sheet of an import with what its last run says of each row, as a workbook. Sensitive columns, and those that are left
 * out, are in it if the officer gives a reason. The access is recorded.
 */
export const getSheetRemarks =
  (table: Table, documents: DocumentsBucket): ApiHandler<"getSheetRemarks"> =>
  async ({ params: { jobId }, body: { reason }, caller, language, now }) => {
    const { job, conference } = await loadImportJob(table, jobId, caller);
    const by = asStaff(caller).id;
    if (job.status.state !== "done") throw new DomainError("wrong-state");
    const sheet = await loadSheetView(table, documents, job, conference);
    if (!sheet) throw new DomainError("not-found");
    const { documentId } = job.request;
    await recordAccess(table, { documentId }, { at: now, by, reason: reason ?? defaultReason });
    const remarks = new Map<number, string>();
    for await (const row of iterateJobRows<ImportedRow>(table, jobId, 0, countCompletedParts(job)))
      if (hasRemark(row)) remarks.set(row.row, formatRemark(row, language));
    return createRemarksFile(sheet, remarks, language, reason !== undefined);
  };

/** The outcomes that say by themselves what is wrong with a row. */
const outcomeTexts: Readonly<Partial<Record<RowOutcome, (language: Language) => string>>> = {
  "already-registered": (language) => problemMessages.translate(language, "problem.already-registered.title"),
  "imported-before": (language) => sheetMessages.translate(language, "sheet.importedBefore"),
  withdrawn: (language) => sheetMessages.translate(language, "sheet.withdrawnSince"),
  kept: (language) => sheetMessages.translate(language, "sheet.kept"),
};

/** What is wrong with a row, in a language. */
function formatRemark({ outcome, errorCode, cellErrors = [] }: ImportedRow, language: Language): string {
  const errors = cellErrors.map((error) =>
    [error.column, formatFieldError(language, error)].filter((part) => part !== undefined).join(": "),
  );
  const problem = errorCode && problemMessages.translate(language, `problem.${errorCode}.title`);
  return [outcomeTexts[outcome]?.(language), problem, ...errors].filter((text) => text !== undefined).join("\n");
}

const headingStyle = { fontWeight: "bold", backgroundColor: "#e8eef5" } as const;
const remarkStyle = { wrap: true, alignVertical: "top", backgroundColor: "#fdf3dc" } as const;

/** A workbook with the columns of the sheet and one of remarks. Each cell is a text, and none is a formula. */
async function createRemarksFile(
  { columns, rows: [, ...rows] }: SheetView,
  remarks: ReadonlyMap<number, string>,
  language: Language,
  hasHidden: boolean,
): Promise<Uint8Array<ArrayBuffer>> {
  const shown = columns.filter(({ isHidden }) => hasHidden || !isHidden);
  const toText = (text: string) => ({ value: defuseFormulas(text), type: String });
  const headings = [...shown.map(({ header }) => header), sheetMessages.translate(language, "sheet.remarks")];
  const workbook = writeSheet(
    [
      headings.map((heading) => ({ ...toText(heading), ...headingStyle })),
      ...rows.map((cells, index) => {
        const remark = remarks.get(index + 2);
        return [
          ...shown.map((column) => toText(cells[column.index] ?? "")),
          ...(remark === undefined ? [] : [{ ...toText(remark), ...remarkStyle }]),
        ];
      }),
    ],
    {
      sheet: sheetMessages.translate(language, "sheet.people"),
      stickyRowsCount: 1,
      rightToLeft: getTextDirection(language) === "rtl",
      columns: [...shown.map(() => ({ width: 24 })), { width: 60 }],
    },
  );
  return new Uint8Array(await workbook.toBuffer());
}
