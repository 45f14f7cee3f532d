import * as z from "zod/mini";
import { connectDocumentsBucket } from "#shared/documents/bucket.ts";
import { openTable } from "#shared/dynamodb/table.ts";
import { createHttpHandler } from "#shared/http/http-handler.ts";
import { parseEnvironment, requiredVariable, tableEnvironment } from "#shared/runtime/lambda.ts";
import { createCsvTemplate, createXlsxTemplate, getImportTemplate } from "./import-template.ts";
import { getSheetMapping, importSheet, putSheetMapping } from "./sheet-mapping.ts";
import { startImport } from "./start-import.ts";
import { undoImport } from "./undo-import.ts";

const environmentSchema = z.object({ ...tableEnvironment, DOCUMENTS_BUCKET: requiredVariable });
export type ImportEnvironment = z.infer<typeof environmentSchema>;

const env = parseEnvironment(environmentSchema);
const table = openTable(env.TABLE_NAME);

export const handler = createHttpHandler({
  getSheetMapping: getSheetMapping(table),
  putSheetMapping: putSheetMapping(table),
  importSheet: importSheet(table),
  undoImport: undoImport(table),
  startImport: startImport(table, connectDocumentsBucket(env.DOCUMENTS_BUCKET)),
  getImportTemplateCsv: getImportTemplate(table, createCsvTemplate),
  getImportTemplateXlsx: getImportTemplate(table, createXlsxTemplate),
});
