import * as z from "zod/mini";
import { Fonts, fontsIn } from "#shared/badge/text/fonts.ts";
import { openDocuments } from "#shared/documents/bucket.ts";
import { environmentOf, tableEnvironment, variable } from "#shared/http/environment.ts";
import { serve } from "#shared/http/serve.ts";
import { openTable } from "#shared/store/table.ts";
import { compareListVersions } from "./differences.ts";
import { listAs } from "./list-as.ts";
import { keepListVersion, listListVersions } from "./versions.ts";

const environment = z.object({ ...tableEnvironment, DOCUMENTS: variable, FONTS: variable });
export type Environment = z.infer<typeof environment>;

const env = environmentOf(environment);
const table = openTable(env.TABLE);
const documents = openDocuments(env.DOCUMENTS);
const made = { table, documents, fonts: new Fonts(fontsIn(env.FONTS)) };

export const handler = serve({
  listAsJson: listAs("json", made),
  listAsCsv: listAs("csv", made),
  listAsXlsx: listAs("xlsx", made),
  listAsDocx: listAs("docx", made),
  listAsPdf: listAs("pdf", made),
  keepListVersion: keepListVersion(table, documents),
  listListVersions: listListVersions(table),
  compareListVersions: compareListVersions(table, documents),
});
