import * as z from "zod/mini";
import { openDocuments } from "#shared/documents/bucket.ts";
import { environmentOf, tableEnvironment, variable } from "#shared/http/environment.ts";
import { serve } from "#shared/http/serve.ts";
import { openTable } from "#shared/store/table.ts";
import { readCalendar } from "./calendar.ts";
import { listOpenings, openDocument } from "./open.ts";
import { readDocument } from "./read.ts";
import { requestDocument, requestLetter, requestUpload } from "./request.ts";
import { readVisaLetter } from "./visa-letter.ts";

const environment = z.object({ ...tableEnvironment, DOCUMENTS: variable, SITE_URL: variable });
export type Environment = z.infer<typeof environment>;

const env = environmentOf(environment);
const table = openTable(env.TABLE);
const documents = openDocuments(env.DOCUMENTS);

export const handler = serve({
  requestUpload: requestUpload(table, documents),
  requestDocument: requestDocument(table, documents),
  requestLetter: requestLetter(table, documents),
  readDocument: readDocument(table),
  openDocument: openDocument(table, documents),
  listOpenings: listOpenings(table),
  readVisaLetter: readVisaLetter(table),
  readCalendar: readCalendar(table, env.SITE_URL),
});
