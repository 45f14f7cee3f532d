import * as z from "zod/mini";
import { connectDocumentsBucket } from "#shared/documents/bucket.ts";
import { openTable } from "#shared/dynamodb/table.ts";
import { createHttpHandler } from "#shared/http/http-handler.ts";
import { parseEnvironment, requiredVariable, tableEnvironment } from "#shared/runtime/lambda.ts";
import { createCsvTemplate, createXlsxTemplate, getImportTemplate } from "./import-template.ts";
import { listImports } from "./list-imports.ts";
import { getSheetMapping, importSheet, putSheetMapping } from "./sheet-mapping.ts";
import { getSheetRemarks } from "./sheet-remarks.ts";
import { startImport } from "./start-import.ts";
import { undoImport } from "./undo-import.ts";

const environmentSchema = z.object({ ...tableEnvironment, DOCUMENTS_BUCKET: requiredVariable });
export type ImportEnvironment = z.infer<typeof environmentSchema>;

const env = parseEnvironment(environmentSchema);
const table = openTable(env.TABLE_NAME);
const documents = connectDocumentsBucket(env.DOCUMENTS_BUCKET);

export const handler = createHttpHandler({
  listImports: listImports(table),
  getSheetMapping: getSheetMapping(table),
  putSheetMapping: putSheetMapping(table),
  getSheetRemarks: getSheetRemarks(table, documents),
  importSheet: importSheet(table),
  undoImport: undoImport(table),
  startImport: startImport(table, documents),
  getImportTemplateCsv: getImportTemplate(table, createCsvTemplate),
  getImportTemplateXlsx: getImportTemplate(table, createXlsxTemplate),
});
