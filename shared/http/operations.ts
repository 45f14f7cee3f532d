import * as z from "zod/mini";
import * as accreditation from "#shared/accreditation/contract.ts";
import * as badges from "#shared/badges/contract.ts";
import * as branding from "#shared/branding/contract.ts";
import * as checkIn from "#shared/check-in/contract.ts";
import * as conferences from "#shared/conferences/contract.ts";
import * as delegations from "#shared/delegations/contract.ts";
import { delegationRequest } from "#shared/delegations/delegation-request.contract.ts";
import * as documents from "#shared/documents/contract.ts";
import * as email from "#shared/email/contract.ts";
import * as imports from "#shared/imports/contract.ts";
import * as jobs from "#shared/jobs/contract.ts";
import { xlsxMimeType } from "#shared/model/document.ts";
import type { DomainErrorCode } from "#shared/model/domain-error.ts";
import * as organizations from "#shared/organizations/contract.ts";
import * as participantList from "#shared/participant-list/contract.ts";
import * as privacy from "#shared/privacy/contract.ts";
import * as questions from "#shared/questions/contract.ts";
import * as registrations from "#shared/registrations/contract.ts";
import * as search from "#shared/search/contract.ts";
import * as signIn from "#shared/sign-in/contract.ts";
import * as statistics from "#shared/statistics/contract.ts";
import type { OperationId } from "./routes.ts";

/** The request and the response of one route. Functions parse with it, and the OpenAPI document is generated from it. */
export interface Operation {
  readonly summary: string;
  /** Without it, the query must be empty. */
  readonly query?: z.ZodMiniType;
  readonly body?: z.ZodMiniType;
  /** The largest body, in bytes; 64 KB by default. */
  readonly maxBodyBytes?: number;
  /** 200 by default. 303: the `url` of the response is the location of the file. */
  readonly success?: 201 | 202 | 303;
  readonly response: z.ZodMiniType;
  /** The content type of a text response; `text/html` by default. */
  readonly contentType?: string;
  /** Set if the response is a file, in bytes: its content type, and the name under which it is saved. */
  readonly file?: { readonly type: string; readonly name: string };
  /** With 303: the content type of the file at the location. */
  readonly fileContentType?: string;
  /** Whether `If-Match` is read. `required` for a change of data that the caller has read. */
  readonly ifMatch?: "required" | "optional";
  /** Whether `Idempotency-Key` is honoured. */
  readonly repeatable?: true;
  /** Further domain errors than those that follow from the route and the fields above (`listErrorCodes`). */
  readonly errorCodes?: readonly DomainErrorCode[];
}

/** Whether a request must have a body. Only a body without any field may be left out. */
export const requiresBody = ({ body }: Operation): boolean =>
  body !== undefined && !(body instanceof z.ZodMiniObject && Object.keys(body.def.shape).length === 0);

const conferenceListResponse = z.object({
  items: z.array(conferences.conferenceSettingsResponse),
  next: z.nullable(z.string()),
});
const staffMemberResponse = z.object({ id: z.string(), email: z.string() });
const staffListResponse = z.object({ items: z.array(staffMemberResponse), next: z.null() });
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

/** Every operation of the API, grouped by the function that answers. */
export const operations = {
  listRegistrations: {
    summary: "Lists the registrations of a conference; without `order`, by accreditation and time of submission",
    query: registrations.queueQuery,
    response: registrations.registrationListResponse,
  },
  decideRegistration: {
    summary: "Decides on one registration",
    body: accreditation.decisionRequest,
    response: registrations.registrationResponse,
    ifMatch: "optional",
    repeatable: true,
    errorCodes: ["wrong-state", "delegation-unconfirmed", "full", "already-registered", "conference-over"],
  },
  acceptNomination: {
    summary: "Accepts the nomination of a person who is registered already: they move into the delegation",
    body: z.strictObject({}),
    response: registrations.registrationResponse,
    ifMatch: "optional",
    repeatable: true,
    errorCodes: [
      "wrong-state",
      "already-registered",
      "second-head",
      "category-full",
      "delegation-full",
      "full",
      "delegation-not-accredited",
      "reserve-full",
      "conference-over",
    ],
  },
  setBadgeAccess: {
    summary: "Limits a badge to days and zones, or removes the limits",
    body: checkIn.badgeAccess,
    response: registrations.registrationResponse,
    ifMatch: "optional",
  },
  issueVisaLetter: {
    summary: "Issues a visa letter and sends it by e-mail; an earlier letter becomes invalid",
    body: registrations.visaLetterRequest,
    response: registrations.registrationResponse,
    ifMatch: "optional",
    repeatable: true,
    errorCodes: ["not-confirmed"],
  },
  decideRegistrations: {
    summary: "Takes the same decision on many registrations, in the given order; not on one that changed meanwhile",
    body: accreditation.bulkDecisionRequest,
    response: accreditation.bulkDecisionResponse,
  },
  proposeDecision: {
    summary: "Records the decision that a reviewer proposes",
    body: accreditation.proposalRequest,
    response: registrations.registrationResponse,
    ifMatch: "optional",
    errorCodes: ["wrong-state"],
  },

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
    errorCodes: ["not-confirmed"],
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
    errorCodes: ["not-confirmed"],
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
    errorCodes: ["wrong-state", "ask-secretariat", "too-many-uploads"],
  },
  requestLetterUpload: {
    summary: "Returns a form to upload the next version of the delegation's credential letter",
    body: documents.letterRequest,
    success: 201,
    response: documents.documentUploadResponse,
    errorCodes: ["too-many-uploads"],
  },
  getDocument: {
    summary: "Returns the state of a document: awaited, checked, or refused with the reason",
    response: documents.documentResponse,
  },
  openDocument: {
    summary:
      "Returns the location of a checked document, valid for a minute; access by staff is recorded with a reason",
    body: documents.documentAccessRequest,
    response: documents.documentAccessResponse,
    errorCodes: ["file-not-checked", "file-refused"],
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
    errorCodes: ["not-confirmed"],
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
  },
  putSheetMapping: {
    summary:
      "Maps the headings and values of an import's sheet, and starts its dry run, or its import, from the first row",
    body: imports.sheetMappingRequest,
    success: 202,
    response: jobs.jobStartedResponse,
    errorCodes: ["wrong-state"],
  },
  importSheet: {
    summary: "Imports the rows of a sheet whose dry run is complete, with the mapping and choices that were checked",
    success: 202,
    response: jobs.jobStartedResponse,
    ifMatch: "required",
    errorCodes: ["wrong-state"],
  },
  getJob: { summary: "Returns the progress and the result of a job", response: jobs.jobResponse },
  listJobRows: {
    summary: "Lists the result of each row of a job's sheet; of a dry run, the expected result",
    query: jobs.jobRowsQuery,
    response: jobs.jobRowsResponse,
  },

  requestDelegation: {
    summary: "Requests the accreditation of an organization",
    body: delegationRequest,
    success: 201,
    response: delegations.delegationRequestResponse,
    repeatable: true,
    errorCodes: ["registration-closed", "too-many-delegation-requests"],
  },
  createDelegation: {
    summary: "Creates a delegation, which may nominate at once",
    body: delegations.delegationDraft,
    success: 201,
    response: delegations.delegationResponse,
    repeatable: true,
  },
  listDelegations: {
    summary: "Lists the delegations of a conference, by status and name",
    query: delegations.delegationsQuery,
    response: delegations.delegationListResponse,
  },
  listOrganizations: {
    summary: "Lists at most 1,000 accredited organizations by name; the list is at most a minute old",
    response: delegations.organizationListResponse,
  },
  getDelegation: {
    summary: "Returns a delegation with its members, in the delegation's order",
    response: delegations.delegationWithMembersResponse,
  },
  updateDelegation: {
    summary: "Accredits or refuses a delegation, or changes its quota, its focal points and its other data",
    body: delegations.delegationAmendment,
    response: delegations.delegationResponse,
    ifMatch: "required",
    repeatable: true,
    errorCodes: ["wrong-state"],
  },
  nominateMembers: {
    summary:
      "Nominates members in the given order: they request seats within the quota, and join the reserve beyond it",
    body: delegations.nominationsRequest,
    success: 201,
    response: delegations.nominationsResponse,
    repeatable: true,
    errorCodes: [
      "ask-secretariat",
      "delegation-not-accredited",
      "reserve-full",
      "registration-closed",
      "second-head",
      "conference-over",
    ],
  },
  confirmMembers: {
    summary: "Confirms or declines people who named the delegation in the form; each item has a result of its own",
    body: delegations.confirmationsRequest,
    response: delegations.confirmationsResponse,
    repeatable: true,
  },
  rankMembers: {
    summary: "Changes the delegation's order; held seats stay, and the waiting members wait in the new order",
    body: delegations.rankingRequest,
    response: delegations.delegationWithMembersResponse,
    ifMatch: "optional",
  },
  createSubstitution: {
    summary:
      "Replaces a member by another person, who takes over the seat; the replaced member's badge becomes invalid",
    body: delegations.substitutionRequest,
    success: 201,
    response: registrations.registrationResponse,
    repeatable: true,
    errorCodes: [
      "ask-secretariat",
      "not-a-member",
      "inside-already",
      "wrong-state",
      "second-head",
      "already-registered",
      "conference-over",
    ],
  },
  recordCredentialReview: {
    summary:
      "Records which members the latest credential letter names; approved members that it does not name are reviewed again",
    body: documents.credentialReviewRequest,
    response: delegations.delegationWithMembersResponse,
    errorCodes: ["changed-meanwhile"],
  },

  searchRegistrations: {
    summary: "Finds people by the words of their name, organization or address",
    query: registrations.pageQuery,
    body: search.searchRequest,
    response: search.searchResponse,
  },
  listPossibleDuplicates: {
    summary: "Lists the registrations that may be of the same person, with the reasons",
    response: search.possibleDuplicatesResponse,
  },
  dismissDuplicate: {
    summary: "Records that a possible duplicate is another person; neither is listed for the other any more",
    body: search.duplicateDismissalRequest,
    response: registrations.registrationResponse,
    ifMatch: "optional",
  },
  getHistory: {
    summary: "Lists the changes of a registration, with time, actor and reason; the latest first",
    query: registrations.pageQuery,
    response: search.historyResponse,
  },
  protectRegistration: {
    summary: "Gives a person an alias; only the named readers can reveal the identity, and each access is recorded",
    body: search.protectionRequest,
    response: registrations.registrationResponse,
    ifMatch: "optional",
    errorCodes: ["name-protected"],
  },
  unprotectRegistration: {
    summary: "Removes the alias",
    response: registrations.registrationResponse,
    ifMatch: "optional",
    errorCodes: ["name-protected"],
  },
  revealIdentity: {
    summary: "Reveals a protected identity to one of its readers, and records the access with a reason",
    body: search.identityRevealRequest,
    response: registrations.registrationResponse,
    errorCodes: ["name-protected", "wrong-state"],
  },
  listIdentityAccess: {
    summary: "Lists which staff revealed a protected identity, when and why",
    query: registrations.pageQuery,
    response: documents.accessLogResponse,
  },

  getListAsJson: createListFileOperation("JSON", "application/json"),
  getListAsCsv: createListFileOperation("CSV", "text/csv"),
  getListAsXlsx: createListFileOperation("XLSX", xlsxMimeType),
  getListAsDocx: createListFileOperation(
    "DOCX",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  ),
  getListAsPdf: createListFileOperation("PDF", "application/pdf"),
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

  getOwnData: {
    summary: "Returns all data that is stored about a registered person; after an erasure, its receipt",
    response: privacy.ownDataResponse,
    errorCodes: ["name-protected", "answer-too-large"],
  },
  eraseRegistration: {
    summary: "Withdraws a live registration, and erases the personal data for good",
    query: privacy.erasureQuery,
    response: privacy.erasureResponse,
  },

  submitRegistration: {
    summary: "Submits a registration",
    body: registrations.registrationRequest,
    success: 201,
    response: registrations.submissionResponse,
    repeatable: true,
    errorCodes: ["registration-closed", "full", "already-registered", "second-head", "conference-over"],
  },
  getRegistration: { summary: "Returns one registration", response: registrations.registrationResponse },
  amendRegistration: {
    summary:
      "Amends a registration: the secretariat in every field, its owner in those that the state allows; after the approval, the owner's other changes become a request to the secretariat",
    body: registrations.amendmentRequest,
    response: registrations.registrationResponse,
    ifMatch: "required",
    errorCodes: [
      "wrong-state",
      "ask-secretariat",
      "already-registered",
      "second-head",
      "category-full",
      "delegation-full",
      "full",
      "name-protected",
      "delegation-not-accredited",
      "reserve-full",
    ],
  },
  decideChangeRequest: {
    summary: "Accepts a person's request for changes, which are then applied, or declines it",
    body: registrations.changeRequestDecision,
    response: registrations.registrationResponse,
    ifMatch: "required",
    repeatable: true,
    errorCodes: [
      "wrong-state",
      "already-registered",
      "second-head",
      "category-full",
      "delegation-full",
      "full",
      "name-protected",
    ],
  },
  withdrawRegistration: {
    summary: "Withdraws the registration and releases its seat",
    body: registrations.withdrawalRequest,
    response: registrations.registrationResponse,
    ifMatch: "optional",
    repeatable: true,
    errorCodes: ["wrong-state"],
  },
  liftSuppression: {
    summary: "Sends e-mails again to an address from which they bounced",
    response: registrations.registrationResponse,
    errorCodes: ["changed-meanwhile"],
  },
  acceptOffer: {
    summary: "Accepts the offered seat; without an offer, rejoins the waiting list at its end",
    body: z.strictObject({}),
    response: registrations.registrationResponse,
    ifMatch: "optional",
    repeatable: true,
    errorCodes: ["wrong-state", "full", "conference-over"],
  },
  requestMembership: {
    summary: "Names another delegation than the one that declined the person, or none",
    body: registrations.membershipRequest,
    response: registrations.registrationResponse,
    ifMatch: "optional",
    repeatable: true,
    errorCodes: ["wrong-state", "full", "conference-over"],
  },
  declineOffer: {
    summary: "Declines the offered seat, which goes to the next on the waiting list",
    body: z.strictObject({}),
    response: registrations.registrationResponse,
    ifMatch: "optional",
    repeatable: true,
    errorCodes: ["wrong-state"],
  },

  requestSignInLink: {
    summary: "Sends a single-use link by e-mail, if the address is registered",
    body: signIn.signInLinkRequest,
    success: 202,
    response: signIn.signInLinkResponse,
  },
  signIn: {
    summary: "Redeems a sign-in link",
    body: signIn.signInRequest,
    response: signIn.signInResponse,
    errorCodes: ["link-used-or-expired"],
  },
  signOut: {
    summary: "Ends the session of an access token; the response is the same whether there was a session",
    body: signIn.signOutRequest,
    response: signIn.signOutResponse,
  },
  listSessions: {
    summary: "Lists the open sessions of the caller, the latest first",
    response: signIn.sessionsResponse,
  },
  endSessions: {
    summary: "Ends one session of the caller, or all except the one of the request, and lists the remaining ones",
    body: signIn.sessionEndRequest,
    response: signIn.sessionsResponse,
  },
  endRegistrationSessions: {
    summary: "Ends all sessions of the address of a registration, also those of a focal point",
    response: signIn.registrationSessionsEndResponse,
  },
} as const satisfies Record<OperationId, Operation>;

export type Operations = typeof operations;
