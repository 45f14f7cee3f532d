import * as z from "zod/mini";
import * as badges from "#shared/badges/contract.ts";
import * as branding from "#shared/branding/contract.ts";
import * as checkIn from "#shared/check-in/contract.ts";
import * as conferences from "#shared/conferences/contract.ts";
import { singlePage } from "#shared/contracts/fields.ts";
import * as documents from "#shared/documents/contract.ts";
import * as email from "#shared/email/contract.ts";
import * as imports from "#shared/imports/contract.ts";
import * as jobs from "#shared/jobs/contract.ts";
import { staffGroups } from "#shared/model/access.ts";
import { xlsxMimeType } from "#shared/model/document.ts";
import type { DomainErrorCode } from "#shared/model/domain-error.ts";
import * as organizations from "#shared/organizations/contract.ts";
import * as pages from "#shared/pages/contract.ts";
import * as participantList from "#shared/participant-list/contract.ts";
import * as programme from "#shared/programme/contract.ts";
import * as questions from "#shared/questions/contract.ts";
import * as registrations from "#shared/registrations/contract.ts";
import * as statistics from "#shared/statistics/contract.ts";
import type { Operation } from "./operation.ts";
import type { OperationId } from "./routes.ts";

const conferenceListResponse = z.object({
  items: z.array(conferences.conferenceSettingsResponse),
  /** The groups of the caller at each conference of the page. */
  groups: z.record(z.string(), z.readonly(z.array(z.enum(staffGroups)))),
  next: z.nullable(z.string()),
});
const staffMemberResponse = z.object({ id: z.string(), email: z.string() });
const staffListResponse = singlePage(staffMemberResponse);
const fileBytes = z.instanceof(Uint8Array<ArrayBufferLike>);

const createListFileOperation = <Codes extends readonly DomainErrorCode[]>(
  format: string,
  fileContentType: string,
  ...errorCodes: Codes
) =>
  ({
    summary: `Returns the location of the list of participants as ${format}; it is valid for a few minutes`,
    query: participantList.listQuery,
    success: 303,
    response: participantList.listFileResponse,
    fileContentType,
    errorCodes: ["not-found", ...errorCodes],
  }) as const;

/** The operations on a conference: its settings, files, badges, gates, imports and lists, grouped by the function that answers. */
export const conferenceOperations = {
  issueBadge: {
    summary: "Returns the live badge; with a reason, reprints it, and the earlier badge becomes invalid",
    body: checkIn.badgeRequest,
    response: checkIn.badgeResponse,
    repeatable: true,
    errorCodes: ["not-confirmed"],
  },
  getBadgePdf: {
    summary: "Returns the live badge as a PDF in the conference's layout",
    response: fileBytes,
    file: { type: "application/pdf", name: "badge.pdf" },
    errorCodes: ["not-confirmed", "focal-point-unconfirmed"],
  },
  getPoster: {
    summary: "Returns a poster with the public address of the conference, as a PDF in A4 or A3",
    query: branding.posterQuery,
    response: fileBytes,
    file: { type: "application/pdf", name: "poster.pdf" },
  },
  previewBadges: {
    summary: "Returns badges of sample people in a layout; their codes are invalid at every gate",
    body: badges.badgePreviewRequest,
    response: fileBytes,
    file: { type: "application/pdf", name: "badge-preview.pdf" },
  },
  drawBadges: {
    summary: "Draws a layout with the longest and the shortest name of the conference, or with invented ones",
    body: badges.badgeDrawingRequest,
    response: badges.badgeDrawingResponse,
  },
  getBadgeCode: {
    summary: "Returns the code of the live badge, for its owner to show",
    response: checkIn.badgeResponse,
    errorCodes: ["not-confirmed", "focal-point-unconfirmed"],
  },
  startBadgeBatch: {
    summary: "Prints the badges that were not printed yet, or a selection, into one file; the job names the file",
    body: badges.badgeBatchRequest,
    success: 202,
    response: jobs.jobStartedResponse,
  },
  listUncollectedBadges: {
    summary: "Lists the badges that were printed and not collected",
    query: badges.uncollectedQuery,
    response: badges.uncollectedResponse,
  },
  collectBadge: {
    summary: "Records that the live badge was collected at the entry desk",
    body: badges.collectionRequest,
    response: badges.collectionResponse,
    errorCodes: ["not-confirmed"],
  },
  listBadgeKeys: { summary: "Lists the public keys that verify badges", response: checkIn.badgeKeysResponse },

  listConferences: {
    summary: "Lists the conferences that the caller may see",
    query: registrations.pageQuery,
    response: conferenceListResponse,
  },
  getConference: { summary: "Returns the public data of a conference", response: conferences.conferenceResponse },
  putConference: {
    summary: "Creates or changes a conference",
    body: conferences.conferenceDraft,
    response: conferences.conferenceSettingsResponse,
    ifMatch: "optional",
    errorCodes: ["conference-in-use"],
  },
  getQuestions: {
    summary:
      "Returns the questions that the conference adds to the form; for staff also those of staff and removed ones",
    query: questions.questionsQuery,
    response: questions.questionsResponse,
    errorCodes: ["not-found"],
  },
  remindOfQuestions: {
    summary: "Reminds everyone who must answer a question and has not, by email, at most once a day",
    body: z.strictObject({}),
    success: 202,
    response: questions.questionReminderResponse,
  },
  putQuestions: {
    summary: "Replaces the questions that the conference adds to the form; answers to a removed one are kept",
    body: questions.questionsDraft,
    maxBodyBytes: 262_144,
    response: questions.questionsResponse,
    ifMatch: "optional",
    errorCodes: ["question-in-use"],
  },
  getWaitingList: {
    summary: "Lists the waiting list in service order, with the pools that each registration waits for",
    query: registrations.pageQuery,
    response: registrations.waitingListResponse,
  },
  listEmails: {
    summary: "Lists e-mails that failed, may have been sent twice, or bounced; without their content",
    query: email.emailsQuery,
    response: email.emailsResponse,
  },
  getStatistics: {
    summary: "Counts registrations by kind and state, and compares them with the conference's targets",
    response: statistics.statisticsResponse,
  },
  countAnswersByOption: {
    summary: "Counts answers by option; of sensitive questions with a reason, which it records",
    body: statistics.answerStatisticsRequest,
    response: statistics.answerStatisticsResponse,
    errorCodes: ["too-busy"],
  },
  getCompositionAdvice: {
    summary: "Lists the waiting registrations that bring the composition nearer to its targets; decides nothing",
    query: statistics.adviceQuery,
    response: statistics.adviceResponse,
  },
  registerStaffMember: {
    summary: "Stores the caller's address, which colleagues see in histories in place of an identifier",
    response: staffMemberResponse,
  },
  listStaff: { summary: "Lists the addresses of staff by the identifier in histories", response: staffListResponse },
  inviteStaffAgain: {
    summary: "Sends a member of the list of staff the invitation again, at most five times an hour",
    body: conferences.staffInvitationRequest,
    success: 202,
    response: z.object({}),
    errorCodes: ["not-found"],
  },
  getCapacity: {
    summary: "Returns every pool: limit, taken, offered, waiting",
    response: conferences.capacityResponse,
  },

  requestUpload: {
    summary:
      "Returns a form to upload a photo or a letter before the submission that names it, or, for the secretariat, a logo",
    body: documents.uploadRequest,
    success: 201,
    response: documents.uploadResponse,
    errorCodes: ["not-allowed", "too-many-uploads"],
  },
  getBranding: {
    summary: "Returns how the organization of a conference appears: logo, colours, name and contact",
    response: branding.brandingResponse,
  },
  getPage: {
    summary: "Returns what the page of a conference says, with the files that the caller may open",
    response: pages.pageResponse,
  },
  putPage: {
    summary: "Changes the page of a conference; what is left out stays, `null` takes a part away",
    body: pages.pageRequest,
    maxBodyBytes: 262_144,
    response: pages.pageResponse,
    ifMatch: "optional",
    errorCodes: ["file-not-checked"],
  },
  getPageFile: {
    summary: "Returns the location of a file of the page, valid for a minute",
    success: 303,
    response: pages.pageFileResponse,
    fileContentType: "application/octet-stream",
  },
  getProgramme: {
    summary: "Returns the programme of a conference: the published one, for the secretariat the draft and its balance",
    response: programme.programmeResponse,
  },
  putProgramme: {
    summary: "Changes the draft of the programme, publishes it or takes it back; what is left out stays",
    body: programme.programmeRequest,
    maxBodyBytes: 262_144,
    response: programme.programmeResponse,
    ifMatch: "optional",
  },
  getProgrammeCalendar: {
    summary: "Returns the published programme as a calendar, to download or to subscribe to",
    query: programme.programmeCalendarQuery,
    response: z.string(),
    contentType: "text/calendar",
  },
  getLinkPreview: {
    summary: "Returns the page that services read to show a link to a listed conference",
    response: z.string(),
    maxAgeSeconds: 600,
    errorCodes: ["not-found"],
  },
  getLinkPicture: {
    summary: "Returns the picture of a link to a listed conference; another picture has another address",
    response: fileBytes,
    file: { type: "image/png", name: "conference.png", isInline: true },
    maxAgeSeconds: 86_400,
    errorCodes: ["not-found"],
  },
  listPublicConferences: {
    summary: "Lists the conferences whose pages are listed",
    response: pages.publicConferencesResponse,
  },
  putBranding: {
    summary: "Changes how the organization of a conference appears; what is left out stays, `null` takes a part away",
    body: branding.brandingRequest,
    response: branding.brandingResponse,
    ifMatch: "optional",
    errorCodes: ["file-not-checked"],
  },
  requestDocumentUpload: {
    summary: "Returns a form to upload the photo or passport of a registered person",
    body: documents.documentRequest,
    success: 201,
    response: documents.documentUploadResponse,
    errorCodes: ["name-protected", "wrong-state", "ask-secretariat", "too-many-uploads", "focal-point-unconfirmed"],
  },
  requestLetterUpload: {
    summary: "Returns a form to upload the next version of the delegation's credential letter",
    body: documents.letterRequest,
    success: 201,
    response: documents.documentUploadResponse,
    errorCodes: ["too-many-uploads", "focal-point-unconfirmed"],
  },
  getDocument: {
    summary: "Returns the state of a document: awaited, checked, or refused with the reason",
    response: documents.documentResponse,
    errorCodes: ["focal-point-unconfirmed"],
  },
  openDocument: {
    summary:
      "Returns the location of a checked document, valid for a minute; access by staff is recorded with a reason",
    body: documents.documentAccessRequest,
    response: documents.documentAccessResponse,
    errorCodes: ["file-not-checked", "file-refused", "name-protected", "focal-point-unconfirmed"],
  },
  listDocumentAccess: {
    summary: "Lists which staff opened a document, when and why",
    query: registrations.pageQuery,
    response: documents.accessLogResponse,
  },
  verifyVisaLetter: { summary: "Verifies a visa letter by the code on it", response: registrations.visaLetterResponse },
  getCalendar: {
    summary: "Returns the conference, and the sessions that the person holds a seat in, as a calendar",
    query: registrations.calendarQuery,
    response: z.string(),
    contentType: "text/calendar",
    errorCodes: ["not-confirmed", "focal-point-unconfirmed"],
  },

  recordScans: { summary: "Records the scans of a gate", body: checkIn.scansRequest, response: checkIn.scansResponse },
  getGateList: {
    summary: "Returns what a gate needs offline, or the changes of it",
    query: checkIn.gateListQuery,
    response: checkIn.gateListResponse,
  },
  getHeadcount: { summary: "Counts the people who are inside now", response: checkIn.headcountResponse },
  listIncidents: {
    summary: "Lists the check-ins that offline gates admitted and the server would have refused",
    query: checkIn.incidentsQuery,
    response: checkIn.incidentsResponse,
  },

  getOpenApiDocument: { summary: "Returns this document", response: z.looseObject({}) },

  startImport: {
    summary: "Returns a form to upload a sheet of registrations or nominations, and the job that imports it",
    body: imports.importRequest,
    success: 202,
    response: imports.importResponse,
  },
  getImportTemplateCsv: {
    summary: "Returns an empty sheet with the headings in the caller's language",
    query: imports.templateQuery,
    response: fileBytes,
    file: { type: "text/csv; charset=utf-8", name: "palais-import.csv" },
  },
  getImportTemplateXlsx: {
    summary: "Returns an empty sheet with the headings in the caller's language, and a second sheet that explains them",
    query: imports.templateQuery,
    response: fileBytes,
    file: { type: xlsxMimeType, name: "palais-import.xlsx" },
  },

  getSheetMapping: {
    summary: "Returns the headings and values of an import's sheet, and the fields and values that they are mapped to",
    response: imports.sheetMappingResponse,
    errorCodes: ["name-protected"],
  },
  putSheetMapping: {
    summary:
      "Maps the headings and values of an import's sheet, and starts its dry run, or its import, from the first row",
    body: imports.sheetMappingRequest,
    success: 202,
    response: jobs.jobStartedResponse,
    errorCodes: ["wrong-state", "name-protected"],
  },
  importSheet: {
    summary: "Imports the rows of a sheet whose dry run is complete, with the mapping and choices that were checked",
    success: 202,
    response: jobs.jobStartedResponse,
    ifMatch: "required",
    errorCodes: ["wrong-state", "name-protected"],
  },
  getJob: { summary: "Returns the progress and the result of a job", response: jobs.jobResponse },
  listJobRows: {
    summary: "Lists the result of each row of a job's sheet; of a dry run, the expected result",
    query: jobs.jobRowsQuery,
    response: jobs.jobRowsResponse,
    errorCodes: ["name-protected"],
  },

  getListAsJson: createListFileOperation("JSON", "application/json"),
  getPublishedList: {
    summary: "Returns the location of the list of participants that the page publishes, as PDF",
    query: pages.publishedListQuery,
    success: 303,
    response: participantList.listFileResponse,
    fileContentType: "application/pdf",
    errorCodes: ["not-found"],
  },
  getListAsCsv: createListFileOperation("CSV", "text/csv"),
  getListAsXlsx: createListFileOperation("XLSX", xlsxMimeType),
  getListAsDocx: createListFileOperation(
    "DOCX",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  ),
  getListAsPdf: createListFileOperation("PDF", "application/pdf"),
  exportAnswers: {
    summary: "Exports the answers of all registrations; the job names the file. Sensitive answers need a reason",
    body: questions.exportRequest,
    success: 202,
    response: jobs.jobStartedResponse,
    errorCodes: ["too-busy"],
  },
  createListVersion: {
    summary: "Saves the present list of participants as a draft or final version",
    body: participantList.listVersionRequest,
    success: 201,
    response: participantList.listVersionResponse,
    repeatable: true,
  },
  listListVersions: {
    summary: "Lists the versions of the list of participants",
    response: participantList.listVersionsResponse,
  },
  compareListVersions: {
    summary: "Lists who was added, removed or changed between two versions, or a version and the present list",
    query: participantList.listDifferencesQuery,
    response: participantList.listDifferencesResponse,
    errorCodes: ["not-found"],
  },
  listParticipantOrganizations: {
    summary: "Lists the organizations that the list of participants can show, with the number of approved people",
    response: organizations.participantOrganizationsResponse,
  },
  listOrganizationMerges: {
    summary: "Lists which organizations the secretariat merged into which",
    response: organizations.organizationMergesResponse,
  },
  mergeOrganizations: {
    summary: "Groups and shows the people of one organization under another one; changes no registration",
    body: organizations.organizationMergeRequest,
    success: 201,
    response: organizations.organizationMergeResponse,
    repeatable: true,
    errorCodes: ["already-merged", "unknown-organization"],
  },
  separateOrganizations: {
    summary: "Takes a merge of organizations back",
    response: organizations.separationResponse,
    repeatable: true,
    errorCodes: ["not-found"],
  },
  listUnprintablePeople: {
    summary: "Lists the people whose texts have characters that no font has; they are printed without these",
    response: participantList.unprintablePeopleResponse,
  },
} as const satisfies Partial<Record<OperationId, Operation>>;
