import * as z from "zod/mini";
import { openDocuments } from "#shared/documents/bucket.ts";
import { environmentOf, tableEnvironment, variable } from "#shared/http/environment.ts";
import { serve } from "#shared/http/serve.ts";
import { csvTemplate, xlsxTemplate } from "#shared/sheets/template.ts";
import { openTable } from "#shared/store/table.ts";
import { startImport } from "./start.ts";
import { template } from "./template.ts";

const environment = z.object({ ...tableEnvironment, DOCUMENTS: variable });
export type Environment = z.infer<typeof environment>;

const env = environmentOf(environment);
const table = openTable(env.TABLE);

export const handler = serve({
  startImport: startImport(table, openDocuments(env.DOCUMENTS)),
  importTemplateCsv: template(table, csvTemplate),
  importTemplateXlsx: template(table, xlsxTemplate),
});
