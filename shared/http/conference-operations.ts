import * as z from "zod/mini";
import * as badges from "#shared/badges/contract.ts";
import * as branding from "#shared/branding/contract.ts";
import * as checkIn from "#shared/check-in/contract.ts";
import * as conferences from "#shared/conferences/contract.ts";
import { singlePage } from "#shared/contracts/fields.ts";
import * as documents from "#shared/documents/contract.ts";
import * as email from "#shared/email/contract.ts";
import * as exports from "#shared/exports/contract.ts";
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
  /** The conferences of the caller that are left out because their records are damaged. */
  damaged: z.optional(z.array(z.string())),
  next: z.nullable(z.string()),
});
const staffMemberResponse = z.object({ id: z.string(), email: z.string() });
const staffListResponse = singlePage(staffMemberResponse);
const fileBytes = z.instanceof(Uint8Array<ArrayBufferLike>);

const createListFileOperation = <Codes extends readonly DomainErrorCode[]>(
  fileContentType: string,
  ...errorCodes: Codes
) =>
  ({
    query: participantList.listQuery,
    success: 303,
    response: participantList.listFileResponse,
    fileContentType,
    errorCodes: ["not-found", ...errorCodes],
  }) as const;

/** The operations on a conference: its settings, files, badges, gates, imports and lists, grouped by the function that answers. */
export const conferenceOperations = {
  issueBadge: {
    body: checkIn.badgeRequest,
    response: checkIn.badgeResponse,
    repeatable: true,
    errorCodes: ["not-confirmed"],
  },
  getBadgePdf: {
    response: fileBytes,
    file: { type: "application/pdf", name: "badge.pdf" },
    errorCodes: ["not-confirmed", "focal-point-unconfirmed"],
  },
  getCertificatePdf: {
    query: registrations.calendarQuery,
    response: fileBytes,
    file: { type: "application/pdf", name: "certificate.pdf" },
    errorCodes: ["not-attended", "focal-point-unconfirmed"],
  },
  previewVisaLetter: {
    body: registrations.visaLetterPreviewRequest,
    response: fileBytes,
    file: { type: "application/pdf", name: "visa-letter-preview.pdf" },
    errorCodes: ["wrong-state", "name-protected"],
  },
  getPoster: {
    query: branding.posterQuery,
    response: fileBytes,
    file: { type: "application/pdf", name: "poster.pdf" },
  },
  previewBadges: {
    body: badges.badgePreviewRequest,
    response: fileBytes,
    file: { type: "application/pdf", name: "badge-preview.pdf" },
  },
  drawBadges: {
    body: badges.badgeDrawingRequest,
    response: badges.badgeDrawingResponse,
  },
  getBadgeCode: {
    response: checkIn.badgeResponse,
    errorCodes: ["not-confirmed", "focal-point-unconfirmed"],
  },
  startBadgeBatch: {
    body: badges.badgeBatchRequest,
    success: 202,
    response: jobs.jobStartedResponse,
    repeatable: true,
  },
  listUncollectedBadges: {
    query: badges.uncollectedQuery,
    response: badges.uncollectedResponse,
  },
  collectBadge: {
    body: badges.collectionRequest,
    response: badges.collectionResponse,
    errorCodes: ["not-confirmed"],
  },
  listBadgeKeys: { response: checkIn.badgeKeysResponse },

  listConferences: {
    query: registrations.pageQuery,
    response: conferenceListResponse,
  },
  getConference: { response: conferences.conferenceResponse },
  putConference: {
    body: conferences.conferenceDraft,
    response: conferences.conferenceSettingsResponse,
    ifMatch: "optional",
    errorCodes: ["conference-in-use"],
  },
  getQuestions: {
    query: questions.questionsQuery,
    response: questions.questionsResponse,
    errorCodes: ["not-found"],
  },
  sendCertificates: {
    body: z.strictObject({}),
    success: 202,
    response: checkIn.certificateEmailsResponse,
    errorCodes: ["wrong-state"],
  },
  remindOfQuestions: {
    body: z.strictObject({}),
    success: 202,
    response: questions.questionReminderResponse,
  },
  putQuestions: {
    body: questions.questionsDraft,
    maxBodyBytes: 262_144,
    response: questions.questionsResponse,
    ifMatch: "optional",
    errorCodes: ["question-in-use"],
  },
  getWaitingList: {
    query: registrations.pageQuery,
    response: registrations.waitingListResponse,
  },
  listEmails: {
    query: email.emailsQuery,
    response: email.emailsResponse,
  },
  getStatistics: {
    response: statistics.statisticsResponse,
  },
  countAnswersByOption: {
    body: statistics.answerStatisticsRequest,
    response: statistics.answerStatisticsResponse,
    errorCodes: ["too-busy"],
  },
  getCompositionAdvice: {
    query: statistics.adviceQuery,
    response: statistics.adviceResponse,
  },
  registerStaffMember: {
    response: staffMemberResponse,
  },
  listStaff: { response: staffListResponse },
  inviteStaffAgain: {
    body: conferences.staffInvitationRequest,
    success: 202,
    response: z.object({}),
    errorCodes: ["not-found"],
  },
  getCapacity: {
    response: conferences.capacityResponse,
  },

  requestUpload: {
    body: documents.uploadRequest,
    success: 201,
    response: documents.uploadResponse,
    errorCodes: ["not-allowed", "too-many-uploads"],
  },
  getBranding: {
    response: branding.brandingResponse,
  },
  getPage: {
    response: pages.pageResponse,
  },
  putPage: {
    body: pages.pageRequest,
    maxBodyBytes: 262_144,
    response: pages.pageResponse,
    ifMatch: "optional",
    errorCodes: ["file-not-checked"],
  },
  getPageFile: {
    success: 303,
    response: pages.pageFileResponse,
    fileContentType: "application/octet-stream",
  },
  getProgramme: {
    response: programme.programmeResponse,
  },
  putProgramme: {
    body: programme.programmeRequest,
    maxBodyBytes: 262_144,
    response: programme.programmeResponse,
    ifMatch: "optional",
  },
  getProgrammeCalendar: {
    query: programme.programmeCalendarQuery,
    response: z.string(),
    contentType: "text/calendar",
  },
  getLinkPreview: {
    response: z.string(),
    maxAgeSeconds: 600,
    errorCodes: ["not-found"],
  },
  getLinkPicture: {
    response: fileBytes,
    file: { type: "image/png", name: "conference.png", isInline: true },
    maxAgeSeconds: 86_400,
    errorCodes: ["not-found"],
  },
  listPublicConferences: {
    response: pages.publicConferencesResponse,
  },
  putBranding: {
    body: branding.brandingRequest,
    response: branding.brandingResponse,
    ifMatch: "optional",
    errorCodes: ["file-not-checked"],
  },
  requestDocumentUpload: {
    body: documents.documentRequest,
    success: 201,
    response: documents.documentUploadResponse,
    errorCodes: ["name-protected", "wrong-state", "ask-secretariat", "too-many-uploads", "focal-point-unconfirmed"],
  },
  requestLetterUpload: {
    body: documents.letterRequest,
    success: 201,
    response: documents.documentUploadResponse,
    errorCodes: ["too-many-uploads", "focal-point-unconfirmed"],
  },
  getDocument: {
    response: documents.documentResponse,
    errorCodes: ["focal-point-unconfirmed"],
  },
  openDocument: {
    body: documents.documentAccessRequest,
    response: documents.documentAccessResponse,
    errorCodes: ["file-not-checked", "file-refused", "name-protected", "focal-point-unconfirmed"],
  },
  listDocumentAccess: {
    query: registrations.pageQuery,
    response: documents.accessLogResponse,
  },
  verifyVisaLetter: { response: registrations.visaLetterResponse },
  getCalendar: {
    query: registrations.calendarQuery,
    response: z.string(),
    contentType: "text/calendar",
    errorCodes: ["not-confirmed", "focal-point-unconfirmed"],
  },

  recordScans: { body: checkIn.scansRequest, response: checkIn.scansResponse },
  getGateList: {
    query: checkIn.gateListQuery,
    response: checkIn.gateListResponse,
  },
  getHeadcount: { response: checkIn.headcountResponse },
  getAttendance: {
    query: checkIn.attendanceQuery,
    response: checkIn.attendanceResponse,
    errorCodes: ["too-busy"],
  },
  listIncidents: {
    query: checkIn.incidentsQuery,
    response: checkIn.incidentsResponse,
  },

  getOpenApiDocument: { response: z.looseObject({}) },

  startImport: {
    body: imports.importRequest,
    success: 202,
    response: imports.importResponse,
    repeatable: true,
  },
  listImports: { response: imports.importsResponse },
  getImportTemplateCsv: {
    query: imports.templateQuery,
    response: fileBytes,
    file: { type: "text/csv; charset=utf-8", name: "palais-import.csv" },
  },
  getImportTemplateXlsx: {
    query: imports.templateQuery,
    response: fileBytes,
    file: { type: xlsxMimeType, name: "palais-import.xlsx" },
  },

  getSheetMapping: {
    response: imports.sheetMappingResponse,
    errorCodes: ["name-protected"],
  },
  putSheetMapping: {
    body: imports.sheetMappingRequest,
    success: 202,
    response: jobs.jobStartedResponse,
    ifMatch: "optional",
    errorCodes: ["wrong-state", "name-protected"],
  },
  getSheetRemarks: {
    body: imports.sheetRemarksRequest,
    response: fileBytes,
    file: { type: xlsxMimeType, name: "palais-remarks.xlsx" },
    errorCodes: ["wrong-state", "name-protected"],
  },
  importSheet: {
    success: 202,
    response: jobs.jobStartedResponse,
    ifMatch: "required",
    errorCodes: ["wrong-state", "name-protected"],
  },
  undoImport: {
    success: 202,
    response: jobs.jobStartedResponse,
    errorCodes: ["wrong-state", "name-protected"],
  },
  getJob: { response: jobs.jobResponse },
  listJobRows: {
    query: jobs.jobRowsQuery,
    response: jobs.jobRowsResponse,
    errorCodes: ["name-protected"],
  },

  getListAsJson: createListFileOperation("application/json"),
  getPublishedList: {
    query: pages.publishedListQuery,
    success: 303,
    response: participantList.listFileResponse,
    fileContentType: "application/pdf",
    errorCodes: ["not-found"],
  },
  getListAsCsv: createListFileOperation("text/csv"),
  getListAsXlsx: createListFileOperation(xlsxMimeType),
  getListAsDocx: createListFileOperation("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
  getListAsPdf: createListFileOperation("application/pdf"),
  startExport: {
    body: exports.exportRequest,
    success: 202,
    response: jobs.jobStartedResponse,
    repeatable: true,
    errorCodes: ["too-many-exports"],
  },
  listExports: {
    response: exports.exportsResponse,
  },
  createListVersion: {
    body: participantList.listVersionRequest,
    success: 201,
    response: participantList.listVersionResponse,
    repeatable: true,
  },
  listListVersions: {
    response: participantList.listVersionsResponse,
  },
  compareListVersions: {
    query: participantList.listDifferencesQuery,
    response: participantList.listDifferencesResponse,
    errorCodes: ["not-found"],
  },
  listParticipantOrganizations: {
    response: organizations.participantOrganizationsResponse,
  },
  listOrganizationMerges: {
    response: organizations.organizationMergesResponse,
  },
  mergeOrganizations: {
    body: organizations.organizationMergeRequest,
    success: 201,
    response: organizations.organizationMergeResponse,
    repeatable: true,
    errorCodes: ["already-merged", "unknown-organization"],
  },
  separateOrganizations: {
    response: organizations.separationResponse,
    repeatable: true,
    errorCodes: ["not-found"],
  },
  listUnprintablePeople: {
    response: participantList.unprintablePeopleResponse,
  },
} as const satisfies Partial<Record<OperationId, Operation>>;
