import { createId } from "#shared/dynamodb/keys.ts";
import type { HttpFunction, OperationId, routes } from "#shared/http/routes.ts";
import type { StaffGroup } from "#shared/model/access.ts";
import type { DomainErrorCode } from "#shared/model/domain-error.ts";
import { buildFormBody } from "../../support/builders.ts";
import { callSuccessfully } from "../support/system.ts";
import {
  addMember,
  buildAddress,
  buildDelegationDraft,
  buildNominee,
  buildRegisterView,
  type CallSubject,
  createApprovedMember,
  createClaim,
  createImport,
  createMerge,
  createOrganization,
  createSharedView,
  type PreparationContext,
} from "./prepare.ts";

/** A valid call of an operation: it fails only if the caller lacks the right. */
export interface ValidCall {
  /** The roles with the right, as agreed. They are repeated here so that an error in the table of routes is found. */
  readonly may: readonly ("public" | "delegate" | "focal-point" | StaffGroup)[];
  /** Groups whom the address admits, but not to the object of this call. */
  readonly admits?: readonly StaffGroup[];
  /** Set if the address is public but the object has an owner. */
  readonly owned?: true;
  /** Prepares an object for each allowed call whose effect is possible only once. */
  readonly prepare?: (subject: CallSubject) => Promise<Partial<CallSubject>>;
  /** The query, with its question mark. */
  readonly query?: string;
  readonly body?: (subject: CallSubject) => unknown;
  /** The version that the caller has seen, for `If-Match`. */
  readonly version?: (subject: CallSubject) => Promise<number>;
  /** The error of the domain rule, where a success needs more preparation; it shows that the caller was authorized. */
  readonly reaches?: DomainErrorCode;
}

/** A valid call for each operation of a function. A missing operation is a type error. */
export type FunctionCalls<Function extends HttpFunction> = {
  readonly [Id in OperationId as (typeof routes)[Id]["function"] extends Function ? Id : never]: ValidCall;
};

const staffGroupNames = ["secretariat", "reviewer", "entry-desk"] as const;

const revokeBody = { decision: "revoke", reason: "because" };

const accreditationCalls: FunctionCalls<"accreditation"> = {
  listRegistrations: { may: ["secretariat", "reviewer"] },
  decideRegistration: { may: ["secretariat"], prepare: createApprovedMember, body: () => revokeBody },
  proposeDecision: { may: ["secretariat", "reviewer"], body: () => revokeBody },
  setBadgeAccess: { may: ["secretariat"], prepare: createApprovedMember, body: () => ({ zones: ["plenary"] }) },
  issueVisaLetter: { may: ["secretariat"], prepare: createApprovedMember, body: () => ({}) },
  startVisaLetterJob: {
    may: ["secretariat"],
    body: ({ registrationId }) => ({ action: "issue", items: [{ registrationId, version: 1 }] }),
  },
  acceptNomination: { may: ["secretariat"], body: () => ({}), reaches: "wrong-state" },
  decideRegistrations: {
    may: ["secretariat"],
    prepare: createApprovedMember,
    body: ({ registrationId }) => ({ registrationIds: [registrationId], ...revokeBody }),
  },
};

/** Prints one badge again. */
export const buildBadgeBatch = (registrationId: string) => ({ registrationIds: [registrationId] });

const badgeCalls: FunctionCalls<"badge"> = {
  issueBadge: { may: ["secretariat", "entry-desk"], prepare: createApprovedMember, body: () => ({ reason: "lost" }) },
  getCertificatePdf: { may: ["delegate", "focal-point", "secretariat"], reaches: "not-attended" },
  getBadgePdf: { may: ["delegate", "focal-point", "secretariat", "entry-desk"] },
  getBadgeCode: { may: ["delegate", "focal-point", "secretariat", "entry-desk"] },
  getLinkPicture: { may: ["public"], reaches: "not-found" },
  getPoster: { may: ["secretariat"] },
  previewVisaLetter: { may: ["secretariat"], body: () => ({}) },
  previewBadges: { may: ["secretariat"], body: () => ({}) },
  drawBadges: { may: ["secretariat"], body: () => ({ layout: "a6" }) },
  startBadgeBatch: {
    may: ["secretariat", "entry-desk"],
    body: ({ registrationId }) => buildBadgeBatch(registrationId),
  },
  listUncollectedBadges: { may: ["secretariat", "entry-desk"] },
  collectBadge: { may: ["secretariat", "entry-desk"], prepare: createApprovedMember, body: () => ({}) },
  listBadgeKeys: { may: ["public"] },
};

const conferenceCalls: FunctionCalls<"conference"> = {
  listConferences: { may: staffGroupNames },
  getConference: { may: ["public"] },
  putConference: { may: ["secretariat"], body: ({ settings }) => settings },
  getQuestions: { may: ["public"] },
  inviteStaffAgain: { may: ["secretariat"], body: () => ({ email: "someone.else@example.org" }), reaches: "not-found" },
  sendCertificates: { may: ["secretariat"], body: () => ({}), reaches: "wrong-state" },
  remindOfQuestions: { may: ["secretariat"], body: () => ({}) },
  putQuestions: { may: ["secretariat"], body: () => ({ items: [] }) },
  listEmails: { may: ["secretariat"] },
  getWaitingList: { may: ["secretariat", "reviewer"] },
  getStatistics: { may: ["secretariat", "reviewer"] },
  countAnswersByOption: { may: ["secretariat", "reviewer"], body: () => ({}) },
  getCompositionAdvice: { may: ["secretariat", "reviewer"] },
  registerStaffMember: { may: staffGroupNames },
  listStaff: { may: ["secretariat"] },
  getCapacity: { may: staffGroupNames },
};

const documentOwners = ["delegate", "focal-point", "secretariat"] as const;

const buildUploadBody = (kind: string) => () => ({ kind, contentType: "application/pdf", size: 1_000 });

const documentCalls: FunctionCalls<"document"> = {
  verifyVisaLetter: { may: ["public"] },
  getCalendar: { may: documentOwners },
  requestUpload: { may: ["public"], body: buildUploadBody("credential-letter") },
  requestDocumentUpload: { may: documentOwners, body: buildUploadBody("passport") },
  requestLetterUpload: { may: ["focal-point", "secretariat"], body: buildUploadBody("credential-letter") },
  getDocument: { may: [...documentOwners, "reviewer"], owned: true },
  openDocument: { may: [...documentOwners, "reviewer"], body: () => ({ reason: "to compare the name" }) },
  listDocumentAccess: { may: ["secretariat"] },
  getBranding: { may: ["public"] },
  getPage: { may: ["public"] },
  putPage: { may: ["secretariat"], body: () => ({ summary: { en: "A dialogue of cities" } }) },
  getPageFile: { may: ["public"], reaches: "not-found" },
  getProgramme: { may: ["public"] },
  putProgramme: { may: ["secretariat"], body: () => ({ sessions: [] }) },
  getProgrammeCalendar: { may: ["public"] },
  getLinkPreview: { may: ["public"], reaches: "not-found" },
  listPublicConferences: { may: ["public"] },
  putBranding: { may: ["secretariat"], body: () => ({ colour: "#0b5394", name: { en: "Union of Cities" } }) },
};

const checkInCalls: FunctionCalls<"check-in"> = {
  recordScans: {
    may: ["secretariat", "entry-desk"],
    body: ({ badge }) => ({
      gate: "main",
      direction: "in",
      scans: [{ scanId: buildAddress("recordScans"), token: badge, at: new Date().toISOString() }],
    }),
  },
  getGateList: { may: ["secretariat", "entry-desk"] },
  listIncidents: { may: ["secretariat", "entry-desk"] },
  getHeadcount: { may: staffGroupNames },
};

const openApiCalls: FunctionCalls<"openapi"> = {
  getOpenApiDocument: { may: ["public"] },
};

const importBody = { what: "registrations", contentType: "text/csv", size: 1_000, dryRun: true };

const importCalls: FunctionCalls<"import"> = {
  startImport: { may: ["secretariat"], body: () => importBody },
  listImports: { may: ["secretariat"] },
  getImportTemplateCsv: { may: ["secretariat"] },
  getImportTemplateXlsx: { may: ["secretariat"] },
  getSheetMapping: { may: ["secretariat"], prepare: createImport },
  putSheetMapping: {
    may: ["secretariat"],
    prepare: createImport,
    body: () => ({ columns: {}, sendMails: false, approve: false }),
  },
  getSheetRemarks: { may: ["secretariat"], prepare: createImport, body: () => ({}), reaches: "wrong-state" },
  importSheet: {
    may: ["secretariat"],
    prepare: createImport,
    version: () => Promise.resolve(1),
    reaches: "wrong-state",
  },
  undoImport: { may: ["secretariat"], prepare: createImport, reaches: "wrong-state" },
};

const jobCalls: FunctionCalls<"job"> = {
  getJob: { may: ["secretariat", "entry-desk"] },
  listJobRows: { may: ["secretariat", "entry-desk"] },
};

const readDelegationBody = ({ delegationId, preparerToken }: CallSubject) =>
  callSuccessfully(`/v1/delegations/${delegationId}`, { token: preparerToken });

const delegationManagers = ["focal-point", "secretariat"] as const;

const delegationCalls: FunctionCalls<"delegations"> = {
  requestDelegation: { may: ["public"], body: () => buildDelegationDraft(buildAddress("asks")) },
  createDelegation: { may: ["secretariat"], body: () => buildDelegationDraft(buildAddress("made")) },
  listDelegations: { may: ["secretariat", "reviewer"] },
  listOrganizations: { may: ["public"] },
  getDelegation: { may: [...delegationManagers, "reviewer"] },
  updateDelegation: {
    may: ["secretariat"],
    version: async (subject) => (await readDelegationBody(subject)).version,
    body: () => ({ country: "SEN" }),
  },
  confirmFocalPoint: { may: delegationManagers, body: () => ({ confirm: true }), reaches: "wrong-state" },
  nominateMembers: { may: delegationManagers, body: () => ({ items: [buildNominee()] }) },
  confirmMembers: {
    may: delegationManagers,
    prepare: createClaim,
    body: ({ claimId }) => ({ items: [{ registrationId: claimId, confirm: true }] }),
  },
  moveMembers: {
    may: ["secretariat"],
    prepare: createOrganization,
    body: ({ organizationId, registrationId }) => ({ into: organizationId, items: [{ registrationId, version: 1 }] }),
  },
  rankMembers: {
    may: delegationManagers,
    body: async (subject) => {
      const { members } = await readDelegationBody(subject);
      return { registrationIds: members.map(({ registrationId }) => registrationId).toReversed() };
    },
  },
  createSubstitution: {
    may: delegationManagers,
    prepare: addMember,
    body: ({ registrationId }) => ({ leaves: registrationId, ...buildNominee() }),
  },
  recordCredentialReview: {
    may: ["secretariat"],
    body: ({ registrationId }) => ({ version: 1, registrationIds: [registrationId] }),
  },
};

const secretariatOnly = { may: ["secretariat"] } as const;

/** Creates the version to compare with. */
async function saveListVersion({ conferenceId, preparerToken }: CallSubject): Promise<Partial<CallSubject>> {
  await callSuccessfully(`/v1/conferences/${conferenceId}/participants-versions`, { token: preparerToken, body: {} });
  return {};
}

const participantsCalls: FunctionCalls<"participants"> = {
  getListAsJson: secretariatOnly,
  getListAsCsv: secretariatOnly,
  getListAsXlsx: secretariatOnly,
  getListAsDocx: secretariatOnly,
  getListAsPdf: secretariatOnly,
  startExport: { ...secretariatOnly, body: () => ({ what: "answers", format: "csv" }) },
  listExports: secretariatOnly,
  getPublishedList: { may: ["public"], reaches: "not-found" },
  createListVersion: { ...secretariatOnly, body: () => ({ status: "draft" }) },
  listListVersions: secretariatOnly,
  compareListVersions: { ...secretariatOnly, prepare: saveListVersion },
  listParticipantOrganizations: secretariatOnly,
  listOrganizationMerges: secretariatOnly,
  mergeOrganizations: {
    ...secretariatOnly,
    prepare: createOrganization,
    body: ({ organizationId, delegationId }) => ({ from: organizationId, into: delegationId }),
  },
  separateOrganizations: { ...secretariatOnly, prepare: createMerge },
  listUnprintablePeople: secretariatOnly,
  getAttendance: { may: ["secretariat", "reviewer"], query: "?by=delegation" },
};

/** The readers of the name are all members of staff at the conference. */
const buildProtection = ({ settings }: Pick<CallSubject, "settings">) => ({
  alias: { nameOnBadge: "Guest of the conference" },
  readers: (settings as { staff: { email: string }[] }).staff.map(({ email }) => email),
});

async function createProtectedMember(subject: CallSubject): Promise<Partial<CallSubject>> {
  const { registrationId } = await createApprovedMember(subject as PreparationContext);
  const path = `/v1/registrations/${registrationId}/protection`;
  await callSuccessfully(path, { method: "PUT", token: subject.preparerToken, body: buildProtection(subject) });
  return { registrationId };
}

const peopleSearchCalls: FunctionCalls<"people-search"> = {
  searchRegistrations: { may: staffGroupNames, body: () => ({ text: "Amina" }) },
  getRegistrationFeed: { may: ["secretariat", "reviewer"] },
  listRegisterViews: { may: ["secretariat", "reviewer"] },
  saveRegisterView: {
    may: ["secretariat", "reviewer"],
    prepare: () => Promise.resolve({ viewId: createId() }),
    version: () => Promise.resolve(0),
    body: () => buildRegisterView(false),
  },
  // A view of another member of staff, which reviewers see and do not delete.
  deleteRegisterView: {
    may: ["secretariat"],
    admits: ["reviewer"],
    prepare: createSharedView,
    version: () => Promise.resolve(1),
  },
  listNotes: { may: ["secretariat", "reviewer"] },
  addNote: { may: ["secretariat", "reviewer"], body: () => ({ text: "Asked the mission" }) },
  setTags: { may: ["secretariat", "reviewer"], body: () => ({ tags: ["mission"] }) },
  setAssignee: { may: ["secretariat"], body: () => ({ email: null }) },
  listTags: { may: ["secretariat", "reviewer"] },
  listPossibleDuplicates: { may: ["secretariat", "reviewer"] },
  dismissDuplicate: { may: ["secretariat"], body: ({ claimId }) => ({ registrationId: claimId }) },
  getHistory: { may: ["delegate", "focal-point", "secretariat", "reviewer"] },
  listRegistrationEmails: { may: ["secretariat", "reviewer"] },
  listCheckIns: { may: ["secretariat"] },
  protectRegistration: { may: ["secretariat"], prepare: createApprovedMember, body: buildProtection },
  unprotectRegistration: { may: ["secretariat"], prepare: createProtectedMember },
  revealIdentity: {
    may: ["secretariat", "reviewer"],
    prepare: createProtectedMember,
    body: () => ({ reason: "to greet them" }),
  },
  openSensitiveAnswers: { may: ["secretariat", "reviewer"], body: () => ({ reason: "to plan the medical service" }) },
  listIdentityAccess: { may: ["secretariat"] },
};

const privacyCalls: FunctionCalls<"privacy"> = {
  listEarlierRegistrations: { may: ["delegate"], query: "?conferenceId=the-next-one" },
  getFormPrefill: { may: ["delegate"], query: "?conferenceId=the-next-one", reaches: "not-found" },
  getOwnData: { may: ["delegate", "secretariat"] },
  eraseRegistration: { may: ["delegate", "secretariat"], query: "?reason=at-their-request", prepare: addMember },
};

/** The person, the delegation's focal points, and the secretariat. */
const registrationManagers = ["delegate", "focal-point", "secretariat"] as const;

const readVersion = async ({ registrationId, preparerToken }: CallSubject) =>
  (await callSuccessfully(`/v1/registrations/${registrationId}`, { token: preparerToken })).version;

const registrationCalls: FunctionCalls<"registration"> = {
  submitRegistration: { may: ["public"], body: () => buildFormBody({}, { email: buildAddress("newcomer") }) },
  getRegistration: { may: [...registrationManagers, "reviewer"] },
  amendRegistration: {
    may: registrationManagers,
    prepare: addMember,
    version: readVersion,
    body: () => ({ functionTitle: "President" }),
  },
  withdrawRegistration: { may: registrationManagers, prepare: addMember, body: () => ({}) },
  decideChangeRequest: {
    may: ["secretariat"],
    version: readVersion,
    body: () => ({ decision: "accept" }),
    reaches: "wrong-state",
  },
  liftSuppression: { may: ["secretariat"] },
  requestMembership: { may: ["delegate", "secretariat"], body: () => ({ delegation: null }), reaches: "wrong-state" },
  acceptOffer: { may: registrationManagers, reaches: "wrong-state" },
  declineOffer: { may: registrationManagers, reaches: "wrong-state" },
};

const signInCalls: FunctionCalls<"sign-in"> = {
  requestSignInLink: { may: ["public"], body: ({ conferenceId }) => ({ email: buildAddress("asks"), conferenceId }) },
  signIn: { may: ["public"], body: () => ({ token: "x" }), reaches: "link-used-or-expired" },
  signOut: { may: ["public"], body: () => ({ accessToken: "x" }) },
  listSessions: { may: [...documentOwners, "reviewer", "entry-desk"] },
  endSessions: { may: [...documentOwners, "reviewer", "entry-desk"], body: () => ({}) },
  endRegistrationSessions: { may: ["secretariat"], prepare: createApprovedMember },
};

/** A valid call for each operation of the API. */
export const validCalls: FunctionCalls<HttpFunction> = {
  ...accreditationCalls,
  ...badgeCalls,
  ...conferenceCalls,
  ...documentCalls,
  ...checkInCalls,
  ...openApiCalls,
  ...importCalls,
  ...jobCalls,
  ...delegationCalls,
  ...participantsCalls,
  ...peopleSearchCalls,
  ...privacyCalls,
  ...registrationCalls,
  ...signInCalls,
};
