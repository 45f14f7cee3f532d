/**
 * Every address of the HTTP API: which function answers it, and who may call it.
 *
 * `infra/api.ts` makes the gateway's routes from this table, `shared/http` enforces `access` by it, and the
 * OpenAPI document is drawn from it. An address that isn't here doesn't exist.
 */

/** A staff group of the Cognito user pool. */
export type StaffGroup = "secretariat" | "reviewer" | "entry-desk";

/**
 * `public`: no token needed. `delegate`: the mailed link of the registration itself. `focal-point`: the mailed link of
 * somebody who acts for the delegation, or for the registration's. Else a group of the conference's staff.
 */
export type Access = "public" | "delegate" | "focal-point" | StaffGroup;

/** The folder below `functions/` that answers. */
export type HttpFunction =
  | "front"
  | "conference"
  | "registration"
  | "nomination"
  | "document"
  | "sign-in"
  | "accreditation"
  | "badge"
  | "entry"
  | "job"
  | "import"
  | "people"
  | "participants"
  | "privacy";

export interface Route {
  readonly method: "GET" | "PUT" | "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly function: HttpFunction;
  readonly access: readonly Access[];
}

const staff = ["secretariat", "reviewer", "entry-desk"] as const;

export const routes = {
  openapi: { method: "GET", path: "/v1/openapi.json", function: "front", access: ["public"] },

  listConferences: { method: "GET", path: "/v1/conferences", function: "conference", access: staff },
  readConference: { method: "GET", path: "/v1/conferences/{conferenceId}", function: "conference", access: ["public"] },
  putConference: { method: "PUT", path: "/v1/conferences/{conferenceId}", function: "conference", access: ["secretariat"] },
  readWaitingList: { method: "GET", path: "/v1/conferences/{conferenceId}/waiting-list", function: "conference", access: ["secretariat", "reviewer"] },
  readMails: { method: "GET", path: "/v1/conferences/{conferenceId}/mails", function: "conference", access: ["secretariat"] },
  readStatistics: { method: "GET", path: "/v1/conferences/{conferenceId}/statistics", function: "conference", access: ["secretariat", "reviewer"] },
  adviseComposition: { method: "GET", path: "/v1/conferences/{conferenceId}/composition-advice", function: "conference", access: ["secretariat", "reviewer"] },
  introduceStaff: { method: "PUT", path: "/v1/staff/me", function: "conference", access: staff },
  listStaff: { method: "GET", path: "/v1/conferences/{conferenceId}/staff", function: "conference", access: ["secretariat"] },
  readCapacity: { method: "GET", path: "/v1/conferences/{conferenceId}/capacity", function: "conference", access: staff },

  submitRegistration: { method: "POST", path: "/v1/conferences/{conferenceId}/registrations", function: "registration", access: ["public", "secretariat"] },
  readRegistration: { method: "GET", path: "/v1/registrations/{registrationId}", function: "registration", access: ["delegate", "focal-point", "secretariat", "reviewer"] },
  amendRegistration: { method: "PATCH", path: "/v1/registrations/{registrationId}", function: "registration", access: ["delegate", "focal-point", "secretariat"] },
  withdrawRegistration: { method: "POST", path: "/v1/registrations/{registrationId}/withdrawal", function: "registration", access: ["delegate", "focal-point", "secretariat"] },
  readVisaLetter: { method: "GET", path: "/v1/letters/{letterId}", function: "document", access: ["public"] },
  readCalendar: { method: "GET", path: "/v1/registrations/{registrationId}/calendar.ics", function: "document", access: ["delegate", "focal-point", "secretariat"] },
  resumeMail: { method: "DELETE", path: "/v1/registrations/{registrationId}/suppression", function: "registration", access: ["secretariat"] },
  acceptOffer: { method: "POST", path: "/v1/registrations/{registrationId}/offer-acceptance", function: "registration", access: ["delegate", "focal-point", "secretariat"] },
  declineOffer: { method: "POST", path: "/v1/registrations/{registrationId}/offer-refusal", function: "registration", access: ["delegate", "focal-point", "secretariat"] },

  requestDelegation: { method: "POST", path: "/v1/conferences/{conferenceId}/delegation-requests", function: "nomination", access: ["public"] },
  makeDelegation: { method: "POST", path: "/v1/conferences/{conferenceId}/delegations", function: "nomination", access: ["secretariat"] },
  listDelegations: { method: "GET", path: "/v1/conferences/{conferenceId}/delegations", function: "nomination", access: ["secretariat", "reviewer"] },
  listOrganizations: { method: "GET", path: "/v1/conferences/{conferenceId}/organizations", function: "nomination", access: ["public"] },
  readDelegation: { method: "GET", path: "/v1/delegations/{delegationId}", function: "nomination", access: ["focal-point", "secretariat", "reviewer"] },
  changeDelegation: { method: "PATCH", path: "/v1/delegations/{delegationId}", function: "nomination", access: ["secretariat"] },
  nominate: { method: "POST", path: "/v1/delegations/{delegationId}/nominations", function: "nomination", access: ["focal-point", "secretariat"] },
  confirmMember: { method: "POST", path: "/v1/delegations/{delegationId}/confirmations", function: "nomination", access: ["focal-point", "secretariat"] },
  rankMembers: { method: "PUT", path: "/v1/delegations/{delegationId}/ranking", function: "nomination", access: ["focal-point", "secretariat"] },
  substitute: { method: "POST", path: "/v1/delegations/{delegationId}/substitutions", function: "nomination", access: ["focal-point", "secretariat"] },

  readLetter: { method: "PUT", path: "/v1/delegations/{delegationId}/letter", function: "nomination", access: ["secretariat"] },

  requestUpload: { method: "POST", path: "/v1/conferences/{conferenceId}/uploads", function: "document", access: ["public"] },
  requestDocument: { method: "POST", path: "/v1/registrations/{registrationId}/documents", function: "document", access: ["delegate", "focal-point", "secretariat"] },
  requestLetter: { method: "POST", path: "/v1/delegations/{delegationId}/documents", function: "document", access: ["focal-point", "secretariat"] },
  readDocument: { method: "GET", path: "/v1/documents/{documentId}", function: "document", access: ["public", "delegate", "focal-point", "secretariat", "reviewer"] },
  openDocument: { method: "POST", path: "/v1/documents/{documentId}/openings", function: "document", access: ["delegate", "focal-point", "secretariat", "reviewer"] },
  listOpenings: { method: "GET", path: "/v1/documents/{documentId}/openings", function: "document", access: ["secretariat"] },

  startImport: { method: "POST", path: "/v1/conferences/{conferenceId}/imports", function: "import", access: ["secretariat"] },
  importTemplateCsv: { method: "GET", path: "/v1/conferences/{conferenceId}/import-template.csv", function: "import", access: ["secretariat"] },
  importTemplateXlsx: { method: "GET", path: "/v1/conferences/{conferenceId}/import-template.xlsx", function: "import", access: ["secretariat"] },
  readJob: { method: "GET", path: "/v1/jobs/{jobId}", function: "job", access: ["secretariat", "entry-desk"] },
  listJobRows: { method: "GET", path: "/v1/jobs/{jobId}/rows", function: "job", access: ["secretariat", "entry-desk"] },

  requestSignInLink: { method: "POST", path: "/v1/sign-in-links", function: "sign-in", access: ["public"] },
  signIn: { method: "POST", path: "/v1/sign-ins", function: "sign-in", access: ["public"] },
  signOut: { method: "POST", path: "/v1/sign-outs", function: "sign-in", access: ["public"] },

  listRegistrations: { method: "GET", path: "/v1/conferences/{conferenceId}/registrations", function: "accreditation", access: ["secretariat", "reviewer"] },
  decide: { method: "POST", path: "/v1/registrations/{registrationId}/decisions", function: "accreditation", access: ["secretariat"] },
  decideMany: { method: "POST", path: "/v1/conferences/{conferenceId}/decisions", function: "accreditation", access: ["secretariat"] },
  limitAccess: { method: "PUT", path: "/v1/registrations/{registrationId}/access", function: "accreditation", access: ["secretariat"] },

  issueVisaLetter: { method: "POST", path: "/v1/registrations/{registrationId}/visa-letters", function: "accreditation", access: ["secretariat"] },

  propose: { method: "POST", path: "/v1/registrations/{registrationId}/proposals", function: "accreditation", access: ["secretariat", "reviewer"] },

  searchRegistrations: { method: "POST", path: "/v1/conferences/{conferenceId}/registrations/search", function: "people", access: staff },
  listPossibleDuplicates: { method: "GET", path: "/v1/registrations/{registrationId}/possible-duplicates", function: "people", access: ["secretariat", "reviewer"] },
  tellApart: { method: "POST", path: "/v1/registrations/{registrationId}/distinctions", function: "people", access: ["secretariat"] },
  readHistory: { method: "GET", path: "/v1/registrations/{registrationId}/history", function: "people", access: ["delegate", "focal-point", "secretariat", "reviewer"] },
  protectRegistration: { method: "PUT", path: "/v1/registrations/{registrationId}/protection", function: "people", access: ["secretariat"] },
  unprotectRegistration: { method: "DELETE", path: "/v1/registrations/{registrationId}/protection", function: "people", access: ["secretariat"] },
  openName: { method: "POST", path: "/v1/registrations/{registrationId}/openings", function: "people", access: ["secretariat", "reviewer"] },
  listNameOpenings: { method: "GET", path: "/v1/registrations/{registrationId}/openings", function: "people", access: ["secretariat"] },

  listAsJson: { method: "GET", path: "/v1/conferences/{conferenceId}/participants.json", function: "participants", access: ["secretariat"] },
  listAsCsv: { method: "GET", path: "/v1/conferences/{conferenceId}/participants.csv", function: "participants", access: ["secretariat"] },
  listAsXlsx: { method: "GET", path: "/v1/conferences/{conferenceId}/participants.xlsx", function: "participants", access: ["secretariat"] },
  listAsDocx: { method: "GET", path: "/v1/conferences/{conferenceId}/participants.docx", function: "participants", access: ["secretariat"] },
  listAsPdf: { method: "GET", path: "/v1/conferences/{conferenceId}/participants.pdf", function: "participants", access: ["secretariat"] },
  keepListVersion: { method: "POST", path: "/v1/conferences/{conferenceId}/participants-versions", function: "participants", access: ["secretariat"] },
  listListVersions: { method: "GET", path: "/v1/conferences/{conferenceId}/participants-versions", function: "participants", access: ["secretariat"] },
  compareListVersions: { method: "GET", path: "/v1/conferences/{conferenceId}/participants-differences", function: "participants", access: ["secretariat"] },

  readOwnData: { method: "GET", path: "/v1/registrations/{registrationId}/data", function: "privacy", access: ["delegate", "secretariat"] },
  eraseRegistration: { method: "DELETE", path: "/v1/registrations/{registrationId}", function: "privacy", access: ["delegate", "secretariat"] },

  issueBadge: { method: "POST", path: "/v1/registrations/{registrationId}/badges", function: "badge", access: ["secretariat", "entry-desk"] },
  readBadge: { method: "GET", path: "/v1/registrations/{registrationId}/badge.pdf", function: "badge", access: ["delegate", "focal-point", "secretariat", "entry-desk"] },
  previewBadge: { method: "POST", path: "/v1/conferences/{conferenceId}/badge-preview", function: "badge", access: ["secretariat"] },
  readBadgeCode: { method: "GET", path: "/v1/registrations/{registrationId}/badge-code", function: "badge", access: ["delegate", "focal-point", "secretariat", "entry-desk"] },
  startBadgeBatch: { method: "POST", path: "/v1/conferences/{conferenceId}/badge-batches", function: "badge", access: ["secretariat", "entry-desk"] },
  listUncollectedBadges: { method: "GET", path: "/v1/conferences/{conferenceId}/uncollected-badges", function: "badge", access: ["secretariat", "entry-desk"] },
  collectBadge: { method: "POST", path: "/v1/registrations/{registrationId}/badge-collections", function: "badge", access: ["secretariat", "entry-desk"] },
  listBadgeKeys: { method: "GET", path: "/v1/badge-keys", function: "badge", access: ["public"] },

  scan: { method: "POST", path: "/v1/conferences/{conferenceId}/scans", function: "entry", access: ["secretariat", "entry-desk"] },
  readGateList: { method: "GET", path: "/v1/conferences/{conferenceId}/gate-list", function: "entry", access: ["secretariat", "entry-desk"] },
  listIncidents: { method: "GET", path: "/v1/conferences/{conferenceId}/incidents", function: "entry", access: ["secretariat", "entry-desk"] },
  readHeadcount: { method: "GET", path: "/v1/conferences/{conferenceId}/headcount", function: "entry", access: staff },
} as const satisfies Record<string, Route>;

export type OperationId = keyof typeof routes;

/** By this header the distribution shows the functions that a request came through it (`infra/entrance.ts`). */
export const entranceHeader = "x-palais-entrance";
