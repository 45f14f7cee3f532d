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

/**
 * Every route of the HTTP API. `infra/site/api.ts` creates the routes of the gateway from this table,
 * `http-handler.ts` enforces `access`, and `operations.ts` has the schemas of each route.
 */
export const routes = {
  getOpenApiDocument: { method: "GET", path: "/v1/openapi.json", function: "openapi", access: ["public"] },

  listConferences: { method: "GET", path: "/v1/conferences", function: "conference", access: staffGroups },
  getConference: { method: "GET", path: "/v1/conferences/{conferenceId}", function: "conference", access: ["public"] },
  putConference: { method: "PUT", path: "/v1/conferences/{conferenceId}", function: "conference", access: ["secretariat"] },
  getQuestions: { method: "GET", path: "/v1/conferences/{conferenceId}/questions", function: "conference", access: ["public"] },
  remindOfQuestions: { method: "POST", path: "/v1/conferences/{conferenceId}/question-reminders", function: "conference", access: ["secretariat"] },
  putQuestions: { method: "PUT", path: "/v1/conferences/{conferenceId}/questions", function: "conference", access: ["secretariat"] },
  getWaitingList: { method: "GET", path: "/v1/conferences/{conferenceId}/waiting-list", function: "conference", access: ["secretariat", "reviewer"] },
  listEmails: { method: "GET", path: "/v1/conferences/{conferenceId}/mails", function: "conference", access: ["secretariat"] },
  getStatistics: { method: "GET", path: "/v1/conferences/{conferenceId}/statistics", function: "conference", access: ["secretariat", "reviewer"] },
  countAnswersByOption: { method: "POST", path: "/v1/conferences/{conferenceId}/answer-statistics", function: "conference", access: ["secretariat", "reviewer"] },
  getCompositionAdvice: { method: "GET", path: "/v1/conferences/{conferenceId}/composition-advice", function: "conference", access: ["secretariat", "reviewer"] },
  registerStaffMember: { method: "PUT", path: "/v1/staff/me", function: "conference", access: staffGroups },
  listStaff: { method: "GET", path: "/v1/conferences/{conferenceId}/staff", function: "conference", access: ["secretariat"] },
  inviteStaffAgain: { method: "POST", path: "/v1/conferences/{conferenceId}/staff-invitations", function: "conference", access: ["secretariat"] },
  getCapacity: { method: "GET", path: "/v1/conferences/{conferenceId}/capacity", function: "conference", access: staffGroups },

  submitRegistration: { method: "POST", path: "/v1/conferences/{conferenceId}/registrations", function: "registration", access: ["public", "secretariat"] },
  getRegistration: { method: "GET", path: "/v1/registrations/{registrationId}", function: "registration", access: ["delegate", "focal-point", "secretariat", "reviewer"] },
  amendRegistration: { method: "PATCH", path: "/v1/registrations/{registrationId}", function: "registration", access: ["delegate", "focal-point", "secretariat"] },
  decideChangeRequest: { method: "POST", path: "/v1/registrations/{registrationId}/change-request-decisions", function: "registration", access: ["secretariat"] },
  withdrawRegistration: { method: "POST", path: "/v1/registrations/{registrationId}/withdrawal", function: "registration", access: ["delegate", "focal-point", "secretariat"] },
  verifyVisaLetter: { method: "GET", path: "/v1/letters/{letterId}", function: "document", access: ["public"] },
  getCalendar: { method: "GET", path: "/v1/registrations/{registrationId}/calendar.ics", function: "document", access: ["delegate", "focal-point", "secretariat"] },
  liftSuppression: { method: "DELETE", path: "/v1/registrations/{registrationId}/suppression", function: "registration", access: ["secretariat"] },
  acceptOffer: { method: "POST", path: "/v1/registrations/{registrationId}/offer-acceptance", function: "registration", access: ["delegate", "focal-point", "secretariat"] },
  requestMembership: { method: "PUT", path: "/v1/registrations/{registrationId}/requested-delegation", function: "registration", access: ["delegate", "secretariat"] },
  declineOffer: { method: "POST", path: "/v1/registrations/{registrationId}/offer-refusal", function: "registration", access: ["delegate", "focal-point", "secretariat"] },

  requestDelegation: { method: "POST", path: "/v1/conferences/{conferenceId}/delegation-requests", function: "delegations", access: ["public"] },
  createDelegation: { method: "POST", path: "/v1/conferences/{conferenceId}/delegations", function: "delegations", access: ["secretariat"] },
  listDelegations: { method: "GET", path: "/v1/conferences/{conferenceId}/delegations", function: "delegations", access: ["secretariat", "reviewer"] },
  listOrganizations: { method: "GET", path: "/v1/conferences/{conferenceId}/organizations", function: "delegations", access: ["public"] },
  getDelegation: { method: "GET", path: "/v1/delegations/{delegationId}", function: "delegations", access: ["focal-point", "secretariat", "reviewer"] },
  updateDelegation: { method: "PATCH", path: "/v1/delegations/{delegationId}", function: "delegations", access: ["secretariat"] },
  confirmFocalPoint: { method: "POST", path: "/v1/delegations/{delegationId}/focal-point-confirmation", function: "delegations", access: ["focal-point", "secretariat"] },
  nominateMembers: { method: "POST", path: "/v1/delegations/{delegationId}/nominations", function: "delegations", access: ["focal-point", "secretariat"] },
  confirmMembers: { method: "POST", path: "/v1/delegations/{delegationId}/confirmations", function: "delegations", access: ["focal-point", "secretariat"] },
  rankMembers: { method: "PUT", path: "/v1/delegations/{delegationId}/ranking", function: "delegations", access: ["focal-point", "secretariat"] },
  createSubstitution: { method: "POST", path: "/v1/delegations/{delegationId}/substitutions", function: "delegations", access: ["focal-point", "secretariat"] },

  recordCredentialReview: { method: "PUT", path: "/v1/delegations/{delegationId}/credential-review", function: "delegations", access: ["secretariat"] },

  requestUpload: { method: "POST", path: "/v1/conferences/{conferenceId}/uploads", function: "document", access: ["public"] },
  requestDocumentUpload: { method: "POST", path: "/v1/registrations/{registrationId}/documents", function: "document", access: ["delegate", "focal-point", "secretariat"] },
  requestLetterUpload: { method: "POST", path: "/v1/delegations/{delegationId}/documents", function: "document", access: ["focal-point", "secretariat"] },
  getDocument: { method: "GET", path: "/v1/documents/{documentId}", function: "document", access: ["public", "delegate", "focal-point", "secretariat", "reviewer"] },
  openDocument: { method: "POST", path: "/v1/documents/{documentId}/access", function: "document", access: ["delegate", "focal-point", "secretariat", "reviewer"] },
  listDocumentAccess: { method: "GET", path: "/v1/documents/{documentId}/access", function: "document", access: ["secretariat"] },

  getBranding: { method: "GET", path: "/v1/conferences/{conferenceId}/branding", function: "document", access: ["public"] },
  putBranding: { method: "PUT", path: "/v1/conferences/{conferenceId}/branding", function: "document", access: ["secretariat"] },

  getPage: { method: "GET", path: "/v1/conferences/{conferenceId}/page", function: "document", access: ["public", "delegate", ...staffGroups] },
  putPage: { method: "PUT", path: "/v1/conferences/{conferenceId}/page", function: "document", access: ["secretariat"] },
  getPageFile: { method: "GET", path: "/v1/conferences/{conferenceId}/page-files/{documentId}", function: "document", access: ["public", "delegate", ...staffGroups] },
  getProgramme: { method: "GET", path: "/v1/conferences/{conferenceId}/programme", function: "document", access: ["public", "delegate", ...staffGroups] },
  putProgramme: { method: "PUT", path: "/v1/conferences/{conferenceId}/programme", function: "document", access: ["secretariat"] },
  getProgrammeCalendar: { method: "GET", path: "/v1/conferences/{conferenceId}/programme.ics", function: "document", access: ["public"] },
  getLinkPreview: { method: "GET", path: "/v1/public/previews/{conferenceId}/{language}", function: "document", access: ["public"] },
  getLinkPicture: { method: "GET", path: "/v1/public/previews/{conferenceId}/{language}/{pictureId}", function: "badge", access: ["public"] },
  listPublicConferences: { method: "GET", path: "/v1/public/conferences", function: "document", access: ["public"] },

  startImport: { method: "POST", path: "/v1/conferences/{conferenceId}/imports", function: "import", access: ["secretariat"] },
  getImportTemplateCsv: { method: "GET", path: "/v1/conferences/{conferenceId}/import-template.csv", function: "import", access: ["secretariat"] },
  getImportTemplateXlsx: { method: "GET", path: "/v1/conferences/{conferenceId}/import-template.xlsx", function: "import", access: ["secretariat"] },
  getSheetMapping: { method: "GET", path: "/v1/jobs/{jobId}/mapping", function: "import", access: ["secretariat"] },
  putSheetMapping: { method: "PUT", path: "/v1/jobs/{jobId}/mapping", function: "import", access: ["secretariat"] },
  importSheet: { method: "POST", path: "/v1/jobs/{jobId}/import", function: "import", access: ["secretariat"] },
  getJob: { method: "GET", path: "/v1/jobs/{jobId}", function: "job", access: ["secretariat", "entry-desk"] },
  listJobRows: { method: "GET", path: "/v1/jobs/{jobId}/rows", function: "job", access: ["secretariat", "entry-desk"] },

  requestSignInLink: { method: "POST", path: "/v1/sign-in-links", function: "sign-in", access: ["public"] },
  signIn: { method: "POST", path: "/v1/sign-ins", function: "sign-in", access: ["public"] },
  signOut: { method: "POST", path: "/v1/sign-outs", function: "sign-in", access: ["public"] },
  listSessions: { method: "GET", path: "/v1/sessions", function: "sign-in", access: ["delegate", "focal-point", ...staffGroups] },
  endSessions: { method: "POST", path: "/v1/session-ends", function: "sign-in", access: ["delegate", "focal-point", ...staffGroups] },
  endRegistrationSessions: { method: "POST", path: "/v1/registrations/{registrationId}/session-ends", function: "sign-in", access: ["secretariat"] },

  listRegistrations: { method: "GET", path: "/v1/conferences/{conferenceId}/registrations", function: "accreditation", access: ["secretariat", "reviewer"] },
  decideRegistration: { method: "POST", path: "/v1/registrations/{registrationId}/decisions", function: "accreditation", access: ["secretariat"] },
  decideRegistrations: { method: "POST", path: "/v1/conferences/{conferenceId}/decisions", function: "accreditation", access: ["secretariat"] },
  acceptNomination: { method: "POST", path: "/v1/registrations/{registrationId}/nomination-acceptance", function: "accreditation", access: ["secretariat"] },
  setBadgeAccess: { method: "PUT", path: "/v1/registrations/{registrationId}/access", function: "accreditation", access: ["secretariat"] },

  issueVisaLetter: { method: "POST", path: "/v1/registrations/{registrationId}/visa-letters", function: "accreditation", access: ["secretariat"] },

  proposeDecision: { method: "POST", path: "/v1/registrations/{registrationId}/proposals", function: "accreditation", access: ["secretariat", "reviewer"] },

  searchRegistrations: { method: "POST", path: "/v1/conferences/{conferenceId}/registrations/search", function: "people-search", access: staffGroups },
  listPossibleDuplicates: { method: "GET", path: "/v1/registrations/{registrationId}/possible-duplicates", function: "people-search", access: ["secretariat", "reviewer"] },
  dismissDuplicate: { method: "POST", path: "/v1/registrations/{registrationId}/duplicate-dismissals", function: "people-search", access: ["secretariat"] },
  getHistory: { method: "GET", path: "/v1/registrations/{registrationId}/history", function: "people-search", access: ["delegate", "focal-point", "secretariat", "reviewer"] },
  protectRegistration: { method: "PUT", path: "/v1/registrations/{registrationId}/protection", function: "people-search", access: ["secretariat"] },
  unprotectRegistration: { method: "DELETE", path: "/v1/registrations/{registrationId}/protection", function: "people-search", access: ["secretariat"] },
  revealIdentity: { method: "POST", path: "/v1/registrations/{registrationId}/identity-access", function: "people-search", access: ["secretariat", "reviewer"] },
  openSensitiveAnswers: { method: "POST", path: "/v1/registrations/{registrationId}/answer-access", function: "people-search", access: ["secretariat", "reviewer"] },
  listIdentityAccess: { method: "GET", path: "/v1/registrations/{registrationId}/identity-access", function: "people-search", access: ["secretariat"] },

  getListAsJson: { method: "GET", path: "/v1/conferences/{conferenceId}/participants.json", function: "participants", access: ["secretariat"] },
  getListAsCsv: { method: "GET", path: "/v1/conferences/{conferenceId}/participants.csv", function: "participants", access: ["secretariat"] },
  getListAsXlsx: { method: "GET", path: "/v1/conferences/{conferenceId}/participants.xlsx", function: "participants", access: ["secretariat"] },
  getListAsDocx: { method: "GET", path: "/v1/conferences/{conferenceId}/participants.docx", function: "participants", access: ["secretariat"] },
  getListAsPdf: { method: "GET", path: "/v1/conferences/{conferenceId}/participants.pdf", function: "participants", access: ["secretariat"] },
  getPublishedList: { method: "GET", path: "/v1/conferences/{conferenceId}/published-list.pdf", function: "participants", access: ["public", "delegate", ...staffGroups] },
  createListVersion: { method: "POST", path: "/v1/conferences/{conferenceId}/participants-versions", function: "participants", access: ["secretariat"] },
  listListVersions: { method: "GET", path: "/v1/conferences/{conferenceId}/participants-versions", function: "participants", access: ["secretariat"] },
  compareListVersions: { method: "GET", path: "/v1/conferences/{conferenceId}/participants-differences", function: "participants", access: ["secretariat"] },
  listParticipantOrganizations: { method: "GET", path: "/v1/conferences/{conferenceId}/participant-organizations", function: "participants", access: ["secretariat"] },
  listOrganizationMerges: { method: "GET", path: "/v1/conferences/{conferenceId}/organization-merges", function: "participants", access: ["secretariat"] },
  mergeOrganizations: { method: "POST", path: "/v1/conferences/{conferenceId}/organization-merges", function: "participants", access: ["secretariat"] },
  separateOrganizations: { method: "DELETE", path: "/v1/conferences/{conferenceId}/organization-merges/{mergeId}", function: "participants", access: ["secretariat"] },
  exportAnswers: { method: "POST", path: "/v1/conferences/{conferenceId}/exports", function: "participants", access: ["secretariat"] },
  listUnprintablePeople: { method: "GET", path: "/v1/conferences/{conferenceId}/unprintable-people", function: "participants", access: ["secretariat"] },

  getOwnData: { method: "GET", path: "/v1/registrations/{registrationId}/data", function: "privacy", access: ["delegate", "secretariat"] },
  eraseRegistration: { method: "DELETE", path: "/v1/registrations/{registrationId}", function: "privacy", access: ["delegate", "secretariat"] },
  listEarlierRegistrations: { method: "GET", path: "/v1/earlier-registrations", function: "privacy", access: ["delegate"] },
  getFormPrefill: { method: "GET", path: "/v1/earlier-registrations/{registrationId}", function: "privacy", access: ["delegate"] },

  issueBadge: { method: "POST", path: "/v1/registrations/{registrationId}/badges", function: "badge", access: ["secretariat", "entry-desk"] },
  getBadgePdf: { method: "GET", path: "/v1/registrations/{registrationId}/badge.pdf", function: "badge", access: ["delegate", "focal-point", "secretariat", "entry-desk"] },
  getPoster: { method: "GET", path: "/v1/conferences/{conferenceId}/poster.pdf", function: "badge", access: ["secretariat"] },
  previewBadges: { method: "POST", path: "/v1/conferences/{conferenceId}/badge-preview", function: "badge", access: ["secretariat"] },
  drawBadges: { method: "POST", path: "/v1/conferences/{conferenceId}/badge-drawings", function: "badge", access: ["secretariat"] },
  getBadgeCode: { method: "GET", path: "/v1/registrations/{registrationId}/badge-code", function: "badge", access: ["delegate", "focal-point", "secretariat", "entry-desk"] },
  startBadgeBatch: { method: "POST", path: "/v1/conferences/{conferenceId}/badge-batches", function: "badge", access: ["secretariat", "entry-desk"] },
  listUncollectedBadges: { method: "GET", path: "/v1/conferences/{conferenceId}/uncollected-badges", function: "badge", access: ["secretariat", "entry-desk"] },
  collectBadge: { method: "POST", path: "/v1/registrations/{registrationId}/badge-collections", function: "badge", access: ["secretariat", "entry-desk"] },
  listBadgeKeys: { method: "GET", path: "/v1/badge-keys", function: "badge", access: ["public"] },

  recordScans: { method: "POST", path: "/v1/conferences/{conferenceId}/scans", function: "check-in", access: ["secretariat", "entry-desk"] },
  getGateList: { method: "GET", path: "/v1/conferences/{conferenceId}/gate-list", function: "check-in", access: ["secretariat", "entry-desk"] },
  listIncidents: { method: "GET", path: "/v1/conferences/{conferenceId}/incidents", function: "check-in", access: ["secretariat", "entry-desk"] },
  getHeadcount: { method: "GET", path: "/v1/conferences/{conferenceId}/headcount", function: "check-in", access: staffGroups },
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
