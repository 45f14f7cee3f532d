import { type Access, staffGroups } from "#shared/model/access.ts";

/** The folder below `functions/` of the function that a route invokes. */
export type HttpFunction =
  | "openapi"
  | "conference"
  | "registration"
  | "delegations"
  | "document"
  | "sign-in"
  | "accreditation"
  | "badge"
  | "check-in"
  | "job"
  | "import"
  | "people-search"
  | "participants"
  | "privacy";

export interface Route {
  readonly method: "GET" | "PUT" | "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly function: HttpFunction;
  readonly access: readonly Access[];
}

// Once each, because every function carries the table.
const conference = "/v1/conferences/{conferenceId}";
const registration = "/v1/registrations/{registrationId}";
const delegation = "/v1/delegations/{delegationId}";
const forSecretariat = ["secretariat"] as const;
/** Routes of delegates and focal points also serve the secretariat. */
const forDelegates = ["delegate", "focal-point", "secretariat"] as const;
const forFocalPoints = ["focal-point", "secretariat"] as const;
const forReviewers = ["secretariat", "reviewer"] as const;
const ofPeopleSearch = { function: "people-search", access: forReviewers } as const;

/**
 * Every route of the HTTP API. `infra/site/api.ts` creates the routes of the gateway from this table,
 * `http-handler.ts` enforces `access`, and `operations.ts` has the schemas of each route.
 */
export const routes = {
  getOpenApiDocument: { method: "GET", path: "/v1/openapi.json", function: "openapi", access: ["public"] },

  listConferences: { method: "GET", path: "/v1/conferences", function: "conference", access: staffGroups },
  getConference: { method: "GET", path: conference, function: "conference", access: ["public"] },
  putConference: { method: "PUT", path: conference, function: "conference", access: forSecretariat },
  getQuestions: { method: "GET", path: `${conference}/questions`, function: "conference", access: ["public"] },
  sendCertificates: { method: "POST", path: `${conference}/certificate-emails`, function: "conference", access: forSecretariat },
  remindOfQuestions: { method: "POST", path: `${conference}/question-reminders`, function: "conference", access: forSecretariat },
  putQuestions: { method: "PUT", path: `${conference}/questions`, function: "conference", access: forSecretariat },
  getWaitingList: { method: "GET", path: `${conference}/waiting-list`, function: "conference", access: forReviewers },
  listEmails: { method: "GET", path: `${conference}/mails`, function: "conference", access: forSecretariat },
  getStatistics: { method: "GET", path: `${conference}/statistics`, function: "conference", access: forReviewers },
  countAnswersByOption: { method: "POST", path: `${conference}/answer-statistics`, function: "conference", access: forReviewers },
  getCompositionAdvice: { method: "GET", path: `${conference}/composition-advice`, function: "conference", access: forReviewers },
  registerStaffMember: { method: "PUT", path: "/v1/staff/me", function: "conference", access: staffGroups },
  listStaff: { method: "GET", path: `${conference}/staff`, function: "conference", access: forSecretariat },
  inviteStaffAgain: { method: "POST", path: `${conference}/staff-invitations`, function: "conference", access: forSecretariat },
  getCapacity: { method: "GET", path: `${conference}/capacity`, function: "conference", access: staffGroups },

  submitRegistration: { method: "POST", path: `${conference}/registrations`, function: "registration", access: ["public", "secretariat"] },
  getRegistration: { method: "GET", path: registration, function: "registration", access: ["delegate", "focal-point", "secretariat", "reviewer"] },
  amendRegistration: { method: "PATCH", path: registration, function: "registration", access: forDelegates },
  decideChangeRequest: { method: "POST", path: `${registration}/change-request-decisions`, function: "registration", access: forSecretariat },
  withdrawRegistration: { method: "POST", path: `${registration}/withdrawal`, function: "registration", access: forDelegates },
  verifyVisaLetter: { method: "GET", path: "/v1/letters/{letterId}", function: "document", access: ["public"] },
  getCalendar: { method: "GET", path: `${registration}/calendar.ics`, function: "document", access: forDelegates },
  liftSuppression: { method: "DELETE", path: `${registration}/suppression`, function: "registration", access: forSecretariat },
  acceptOffer: { method: "POST", path: `${registration}/offer-acceptance`, function: "registration", access: forDelegates },
  requestMembership: { method: "PUT", path: `${registration}/requested-delegation`, function: "registration", access: ["delegate", "secretariat"] },
  declineOffer: { method: "POST", path: `${registration}/offer-refusal`, function: "registration", access: forDelegates },

  requestDelegation: { method: "POST", path: `${conference}/delegation-requests`, function: "delegations", access: ["public"] },
  createDelegation: { method: "POST", path: `${conference}/delegations`, function: "delegations", access: forSecretariat },
  listDelegations: { method: "GET", path: `${conference}/delegations`, function: "delegations", access: forReviewers },
  listOrganizations: { method: "GET", path: `${conference}/organizations`, function: "delegations", access: ["public"] },
  getDelegation: { method: "GET", path: delegation, function: "delegations", access: ["focal-point", "secretariat", "reviewer"] },
  updateDelegation: { method: "PATCH", path: delegation, function: "delegations", access: forSecretariat },
  confirmFocalPoint: { method: "POST", path: `${delegation}/focal-point-confirmation`, function: "delegations", access: forFocalPoints },
  nominateMembers: { method: "POST", path: `${delegation}/nominations`, function: "delegations", access: forFocalPoints },
  confirmMembers: { method: "POST", path: `${delegation}/confirmations`, function: "delegations", access: forFocalPoints },
  moveMembers: { method: "POST", path: `${delegation}/moves`, function: "delegations", access: forSecretariat },
  rankMembers: { method: "PUT", path: `${delegation}/ranking`, function: "delegations", access: forFocalPoints },
  createSubstitution: { method: "POST", path: `${delegation}/substitutions`, function: "delegations", access: forFocalPoints },

  recordCredentialReview: { method: "PUT", path: `${delegation}/credential-review`, function: "delegations", access: forSecretariat },

  requestUpload: { method: "POST", path: `${conference}/uploads`, function: "document", access: ["public"] },
  requestDocumentUpload: { method: "POST", path: `${registration}/documents`, function: "document", access: forDelegates },
  requestLetterUpload: { method: "POST", path: `${delegation}/documents`, function: "document", access: forFocalPoints },
  getDocument: { method: "GET", path: "/v1/documents/{documentId}", function: "document", access: ["public", "delegate", "focal-point", "secretariat", "reviewer"] },
  openDocument: { method: "POST", path: "/v1/documents/{documentId}/access", function: "document", access: ["delegate", "focal-point", "secretariat", "reviewer"] },
  listDocumentAccess: { method: "GET", path: "/v1/documents/{documentId}/access", function: "document", access: forSecretariat },

  getBranding: { method: "GET", path: `${conference}/branding`, function: "document", access: ["public"] },
  putBranding: { method: "PUT", path: `${conference}/branding`, function: "document", access: forSecretariat },

  getPage: { method: "GET", path: `${conference}/page`, function: "document", access: ["public", "delegate", ...staffGroups] },
  putPage: { method: "PUT", path: `${conference}/page`, function: "document", access: forSecretariat },
  getPageFile: { method: "GET", path: `${conference}/page-files/{documentId}`, function: "document", access: ["public", "delegate", ...staffGroups] },
  getProgramme: { method: "GET", path: `${conference}/programme`, function: "document", access: ["public", "delegate", ...staffGroups] },
  putProgramme: { method: "PUT", path: `${conference}/programme`, function: "document", access: forSecretariat },
  getProgrammeCalendar: { method: "GET", path: `${conference}/programme.ics`, function: "document", access: ["public"] },
  getLinkPreview: { method: "GET", path: "/v1/public/previews/{conferenceId}/{language}", function: "document", access: ["public"] },
  getLinkPicture: { method: "GET", path: "/v1/public/previews/{conferenceId}/{language}/{pictureId}", function: "badge", access: ["public"] },
  listPublicConferences: { method: "GET", path: "/v1/public/conferences", function: "document", access: ["public"] },

  startImport: { method: "POST", path: `${conference}/imports`, function: "import", access: forSecretariat },
  listImports: { method: "GET", path: `${conference}/imports`, function: "import", access: forSecretariat },
  getImportTemplateCsv: { method: "GET", path: `${conference}/import-template.csv`, function: "import", access: forSecretariat },
  getImportTemplateXlsx: { method: "GET", path: `${conference}/import-template.xlsx`, function: "import", access: forSecretariat },
  getSheetMapping: { method: "GET", path: "/v1/jobs/{jobId}/mapping", function: "import", access: forSecretariat },
  putSheetMapping: { method: "PUT", path: "/v1/jobs/{jobId}/mapping", function: "import", access: forSecretariat },
  getSheetRemarks: { method: "POST", path: "/v1/jobs/{jobId}/errors.xlsx", function: "import", access: forSecretariat },
  importSheet: { method: "POST", path: "/v1/jobs/{jobId}/import", function: "import", access: forSecretariat },
  undoImport: { method: "POST", path: "/v1/jobs/{jobId}/undo", function: "import", access: forSecretariat },
  getJob: { method: "GET", path: "/v1/jobs/{jobId}", function: "job", access: ["secretariat", "entry-desk"] },
  listJobRows: { method: "GET", path: "/v1/jobs/{jobId}/rows", function: "job", access: ["secretariat", "entry-desk"] },

  requestSignInLink: { method: "POST", path: "/v1/sign-in-links", function: "sign-in", access: ["public"] },
  signIn: { method: "POST", path: "/v1/sign-ins", function: "sign-in", access: ["public"] },
  signOut: { method: "POST", path: "/v1/sign-outs", function: "sign-in", access: ["public"] },
  listSessions: { method: "GET", path: "/v1/sessions", function: "sign-in", access: ["delegate", "focal-point", ...staffGroups] },
  endSessions: { method: "POST", path: "/v1/session-ends", function: "sign-in", access: ["delegate", "focal-point", ...staffGroups] },
  endRegistrationSessions: { method: "POST", path: `${registration}/session-ends`, function: "sign-in", access: forSecretariat },

  listRegistrations: { method: "GET", path: `${conference}/registrations`, function: "accreditation", access: forReviewers },
  decideRegistration: { method: "POST", path: `${registration}/decisions`, function: "accreditation", access: forSecretariat },
  decideRegistrations: { method: "POST", path: `${conference}/decisions`, function: "accreditation", access: forSecretariat },
  acceptNomination: { method: "POST", path: `${registration}/nomination-acceptance`, function: "accreditation", access: forSecretariat },
  setBadgeAccess: { method: "PUT", path: `${registration}/access`, function: "accreditation", access: forSecretariat },

  issueVisaLetter: { method: "POST", path: `${registration}/visa-letters`, function: "accreditation", access: forSecretariat },
  startVisaLetterJob: { method: "POST", path: `${conference}/visa-letter-jobs`, function: "accreditation", access: forSecretariat },
  previewVisaLetter: { method: "POST", path: `${registration}/visa-letter-preview`, function: "badge", access: forSecretariat },

  proposeDecision: { method: "POST", path: `${registration}/proposals`, function: "accreditation", access: forReviewers },

  searchRegistrations: { method: "POST", path: `${conference}/registrations/search`, function: "people-search", access: staffGroups },
  getRegistrationFeed: { method: "GET", path: `${conference}/registrations/feed`, ...ofPeopleSearch },
  listRegisterViews: { method: "GET", path: `${conference}/views`, ...ofPeopleSearch },
  saveRegisterView: { method: "PUT", path: `${conference}/views/{viewId}`, ...ofPeopleSearch },
  deleteRegisterView: { method: "DELETE", path: `${conference}/views/{viewId}`, ...ofPeopleSearch },
  listNotes: { method: "GET", path: `${registration}/notes`, ...ofPeopleSearch },
  addNote: { method: "POST", path: `${registration}/notes`, ...ofPeopleSearch },
  setTags: { method: "PUT", path: `${registration}/tags`, ...ofPeopleSearch },
  setAssignee: { method: "PUT", path: `${registration}/assignee`, function: "people-search", access: forSecretariat },
  listTags: { method: "GET", path: `${conference}/tags`, ...ofPeopleSearch },
  listPossibleDuplicates: { method: "GET", path: `${registration}/possible-duplicates`, ...ofPeopleSearch },
  dismissDuplicate: { method: "POST", path: `${registration}/duplicate-dismissals`, function: "people-search", access: forSecretariat },
  getHistory: { method: "GET", path: `${registration}/history`, function: "people-search", access: ["delegate", "focal-point", "secretariat", "reviewer"] },
  listRegistrationEmails: { method: "GET", path: `${registration}/emails`, ...ofPeopleSearch },
  listCheckIns: { method: "GET", path: `${registration}/check-ins`, function: "people-search", access: forSecretariat },
  protectRegistration: { method: "PUT", path: `${registration}/protection`, function: "people-search", access: forSecretariat },
  unprotectRegistration: { method: "DELETE", path: `${registration}/protection`, function: "people-search", access: forSecretariat },
  revealIdentity: { method: "POST", path: `${registration}/identity-access`, ...ofPeopleSearch },
  openSensitiveAnswers: { method: "POST", path: `${registration}/answer-access`, ...ofPeopleSearch },
  listIdentityAccess: { method: "GET", path: `${registration}/identity-access`, function: "people-search", access: forSecretariat },

  getListAsJson: { method: "GET", path: `${conference}/participants.json`, function: "participants", access: forSecretariat },
  getListAsCsv: { method: "GET", path: `${conference}/participants.csv`, function: "participants", access: forSecretariat },
  getListAsXlsx: { method: "GET", path: `${conference}/participants.xlsx`, function: "participants", access: forSecretariat },
  getListAsDocx: { method: "GET", path: `${conference}/participants.docx`, function: "participants", access: forSecretariat },
  getListAsPdf: { method: "GET", path: `${conference}/participants.pdf`, function: "participants", access: forSecretariat },
  getPublishedList: { method: "GET", path: `${conference}/published-list.pdf`, function: "participants", access: ["public", "delegate", ...staffGroups] },
  createListVersion: { method: "POST", path: `${conference}/participants-versions`, function: "participants", access: forSecretariat },
  listListVersions: { method: "GET", path: `${conference}/participants-versions`, function: "participants", access: forSecretariat },
  compareListVersions: { method: "GET", path: `${conference}/participants-differences`, function: "participants", access: forSecretariat },
  listParticipantOrganizations: { method: "GET", path: `${conference}/participant-organizations`, function: "participants", access: forSecretariat },
  listOrganizationMerges: { method: "GET", path: `${conference}/organization-merges`, function: "participants", access: forSecretariat },
  mergeOrganizations: { method: "POST", path: `${conference}/organization-merges`, function: "participants", access: forSecretariat },
  separateOrganizations: { method: "DELETE", path: `${conference}/organization-merges/{mergeId}`, function: "participants", access: forSecretariat },
  startExport: { method: "POST", path: `${conference}/exports`, function: "participants", access: forSecretariat },
  listExports: { method: "GET", path: `${conference}/exports`, function: "participants", access: forSecretariat },
  getAttendance: { method: "GET", path: `${conference}/attendance`, function: "participants", access: forReviewers },
  listUnprintablePeople: { method: "GET", path: `${conference}/unprintable-people`, function: "participants", access: forSecretariat },

  getOwnData: { method: "GET", path: `${registration}/data`, function: "privacy", access: ["delegate", "secretariat"] },
  eraseRegistration: { method: "DELETE", path: registration, function: "privacy", access: ["delegate", "secretariat"] },
  listEarlierRegistrations: { method: "GET", path: "/v1/earlier-registrations", function: "privacy", access: ["delegate"] },
  getFormPrefill: { method: "GET", path: "/v1/earlier-registrations/{registrationId}", function: "privacy", access: ["delegate"] },

  issueBadge: { method: "POST", path: `${registration}/badges`, function: "badge", access: ["secretariat", "entry-desk"] },
  getBadgePdf: { method: "GET", path: `${registration}/badge.pdf`, function: "badge", access: ["delegate", "focal-point", "secretariat", "entry-desk"] },
  getCertificatePdf: { method: "GET", path: `${registration}/certificate.pdf`, function: "badge", access: forDelegates },
  getPoster: { method: "GET", path: `${conference}/poster.pdf`, function: "badge", access: forSecretariat },
  previewBadges: { method: "POST", path: `${conference}/badge-preview`, function: "badge", access: forSecretariat },
  drawBadges: { method: "POST", path: `${conference}/badge-drawings`, function: "badge", access: forSecretariat },
  getBadgeCode: { method: "GET", path: `${registration}/badge-code`, function: "badge", access: ["delegate", "focal-point", "secretariat", "entry-desk"] },
  startBadgeBatch: { method: "POST", path: `${conference}/badge-batches`, function: "badge", access: ["secretariat", "entry-desk"] },
  listUncollectedBadges: { method: "GET", path: `${conference}/uncollected-badges`, function: "badge", access: ["secretariat", "entry-desk"] },
  collectBadge: { method: "POST", path: `${registration}/badge-collections`, function: "badge", access: ["secretariat", "entry-desk"] },
  listBadgeKeys: { method: "GET", path: "/v1/badge-keys", function: "badge", access: ["public"] },

  recordScans: { method: "POST", path: `${conference}/scans`, function: "check-in", access: ["secretariat", "entry-desk"] },
  getGateList: { method: "GET", path: `${conference}/gate-list`, function: "check-in", access: ["secretariat", "entry-desk"] },
  listIncidents: { method: "GET", path: `${conference}/incidents`, function: "check-in", access: ["secretariat", "entry-desk"] },
  getHeadcount: { method: "GET", path: `${conference}/headcount`, function: "check-in", access: staffGroups },
} as const satisfies Record<string, Route>;

export type OperationId = keyof typeof routes;

/** Whether a caller without a token may use the route. The gateway asks the authorizer about the other routes only. */
export const isPublicRoute = ({ access }: Pick<Route, "access">): boolean => access.includes("public");

/** The methods of the routes whose path has this form, in alphabetical order. @param path as requested */
export function listAllowedMethods(path: string): Route["method"][] {
  const matching = Object.values<Route>(routes).filter((route) => toPathPattern(route).test(path));
  return [...new Set(matching.map(({ method }) => method))].toSorted();
}

const toPathPattern = ({ path }: Route) => new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`);
