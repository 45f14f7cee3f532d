import * as z from "zod/mini";
import { authorizerEnvironment, createLazyAuthorizer } from "#shared/auth/public-caller.ts";
import { connectDocumentsBucket } from "#shared/documents/bucket.ts";
import { openTable } from "#shared/dynamodb/table.ts";
import { createHttpHandler } from "#shared/http/http-handler.ts";
import { parseEnvironment, requiredVariable, tableEnvironment } from "#shared/runtime/lambda.ts";
import { getBranding, putBranding } from "./branding.ts";
import { getCalendar } from "./calendar.ts";
import { getLinkPreview } from "./link-preview.ts";
import { getDocument, listDocumentAccess, openDocument } from "./open-document.ts";
import { getPage, getPageFile, listPublicConferences, putPage } from "./page.ts";
import { getProgramme, getProgrammeCalendar, putProgramme } from "./programme.ts";
import { requestDocumentUpload, requestLetterUpload, requestUpload } from "./request-upload.ts";
import { verifyVisaLetter } from "./verify-visa-letter.ts";

const environmentSchema = z.object({
  ...authorizerEnvironment,
  ...tableEnvironment,
  DOCUMENTS_BUCKET: requiredVariable,
  SITE_URL: requiredVariable,
  SITE_BUCKET: requiredVariable,
});
export type DocumentEnvironment = z.infer<typeof environmentSchema>;

const env = parseEnvironment(environmentSchema);
const table = openTable(env.TABLE_NAME);
const documents = connectDocumentsBucket(env.DOCUMENTS_BUCKET);
const site = connectDocumentsBucket(env.SITE_BUCKET);

export const handler = createHttpHandler(
  {
    requestUpload: requestUpload(table, documents),
    requestDocumentUpload: requestDocumentUpload(table, documents),
    requestLetterUpload: requestLetterUpload(table, documents),
    getDocument: getDocument(table),
    openDocument: openDocument(table, documents),
    listDocumentAccess: listDocumentAccess(table),
    verifyVisaLetter: verifyVisaLetter(table),
    getCalendar: getCalendar(table, env.SITE_URL),
    getLinkPreview: getLinkPreview(table, env.SITE_URL),
    getPage: getPage(table),
    putPage: putPage(table),
    getPageFile: getPageFile(table, documents),
    getProgramme: getProgramme(table),
    putProgramme: putProgramme(table),
    getProgrammeCalendar: getProgrammeCalendar(table, env.SITE_URL),
    listPublicConferences: listPublicConferences(table),
    getBranding: getBranding(table),
    putBranding: putBranding(table, documents, site),
  },
  createLazyAuthorizer(env),
);
