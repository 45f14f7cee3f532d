import * as z from "zod/mini";
import { openDocuments } from "#shared/documents/bucket.ts";
import { environmentOf, tableEnvironment, variable } from "#shared/http/environment.ts";
import { serve } from "#shared/http/serve.ts";
import { openTable } from "#shared/store/table.ts";
import { compareListVersions } from "./differences.ts";
import { listAs } from "./list-as.ts";
import { keepListVersion, listListVersions } from "./versions.ts";

const environment = z.object({ ...tableEnvironment, DOCUMENTS: variable });
export type Environment = z.infer<typeof environment>;

const env = environmentOf(environment);
const table = openTable(env.TABLE);
const documents = openDocuments(env.DOCUMENTS);

export const handler = serve({
  listAsJson: listAs("json", table, documents),
  listAsCsv: listAs("csv", table, documents),
  listAsXlsx: listAs("xlsx", table, documents),
  listAsDocx: listAs("docx", table, documents),
  keepListVersion: keepListVersion(table, documents),
  listListVersions: listListVersions(table),
  compareListVersions: compareListVersions(table, documents),
});
