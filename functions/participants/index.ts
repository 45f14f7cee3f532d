import * as z from "zod/mini";
import { authorizerEnvironment, createLazyAuthorizer } from "#shared/auth/public-caller.ts";
import { connectDocumentsBucket } from "#shared/documents/bucket.ts";
import { openTable } from "#shared/dynamodb/table.ts";
import { createHttpHandler } from "#shared/http/http-handler.ts";
import { createFontReader, FontCollection } from "#shared/printing/text/fonts.ts";
import { parseEnvironment, requiredVariable, tableEnvironment } from "#shared/runtime/lambda.ts";
import { getAttendance } from "./attendance.ts";
import { listExports, startExport } from "./exports.ts";
import { createListExport } from "./list-export.ts";
import { compareListVersions, createListVersion, listListVersions } from "./list-versions.ts";
import {
  listMerges,
  listParticipantOrganizations,
  mergeOrganizations,
  separateOrganizations,
} from "./organizations.ts";
import { getPublishedList } from "./published-list.ts";
import { listUnprintablePeople } from "./unprintable-people.ts";

const environmentSchema = z.object({
  ...authorizerEnvironment,
  ...tableEnvironment,
  DOCUMENTS_BUCKET: requiredVariable,
  FONTS_DIR: requiredVariable,
});
export type ParticipantsEnvironment = z.infer<typeof environmentSchema>;

const env = parseEnvironment(environmentSchema);
const table = openTable(env.TABLE_NAME);
const documents = connectDocumentsBucket(env.DOCUMENTS_BUCKET);
const exportContext = { table, documents, fonts: new FontCollection(createFontReader(env.FONTS_DIR)) };

export const handler = createHttpHandler(
  {
    getListAsJson: createListExport("json", exportContext),
    getListAsCsv: createListExport("csv", exportContext),
    getListAsXlsx: createListExport("xlsx", exportContext),
    getListAsDocx: createListExport("docx", exportContext),
    getListAsPdf: createListExport("pdf", exportContext),
    startExport: startExport(table),
    listExports: listExports(table),
    getPublishedList: getPublishedList(exportContext),
    createListVersion: createListVersion(table, documents),
    listListVersions: listListVersions(table),
    compareListVersions: compareListVersions(table, documents),
    listParticipantOrganizations: listParticipantOrganizations(table),
    listOrganizationMerges: listMerges(table),
    mergeOrganizations: mergeOrganizations(table),
    separateOrganizations: separateOrganizations(table),
    getAttendance: getAttendance(table),
    listUnprintablePeople: listUnprintablePeople(table),
  },
  createLazyAuthorizer(env),
);
