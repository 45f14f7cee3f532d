import * as z from "zod/mini";
import * as accreditation from "#shared/accreditation/contract.ts";
import * as annotations from "#shared/annotations/contract.ts";
import * as checkIn from "#shared/check-in/contract.ts";
import * as delegations from "#shared/delegations/contract.ts";
import { delegationRequest } from "#shared/delegations/delegation-request.contract.ts";
import * as documents from "#shared/documents/contract.ts";
import * as email from "#shared/email/contract.ts";
import * as feed from "#shared/feed/contract.ts";
import * as views from "#shared/feed/saved-views.contract.ts";
import { jobStartedResponse } from "#shared/jobs/contract.ts";
import * as privacy from "#shared/privacy/contract.ts";
import * as questions from "#shared/questions/contract.ts";
import * as registrations from "#shared/registrations/contract.ts";
import * as search from "#shared/search/contract.ts";
import * as signIn from "#shared/sign-in/contract.ts";
import type { Operation } from "./operation.ts";
import type { OperationId } from "./routes.ts";

/** The operations on people: registrations, delegations and those who sign in, grouped by the function that answers. */
export const registrationOperations = {
  listRegistrations: {
    query: registrations.queueQuery,
    response: registrations.registrationListResponse,
  },
  decideRegistration: {
    body: accreditation.decisionRequest,
    response: registrations.registrationResponse,
    ifMatch: "optional",
    repeatable: true,
    errorCodes: [
      "wrong-state",
      "delegation-unconfirmed",
      "full",
      "already-registered",
      "conference-over",
      "name-protected",
    ],
  },
  acceptNomination: {
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
    body: checkIn.badgeAccess,
    response: registrations.registrationResponse,
    ifMatch: "optional",
  },
  issueVisaLetter: {
    body: registrations.visaLetterRequest,
    response: registrations.registrationResponse,
    ifMatch: "optional",
    repeatable: true,
    errorCodes: ["not-confirmed"],
  },
  startVisaLetterJob: {
    body: registrations.visaLetterJobRequest,
    success: 202,
    response: jobStartedResponse,
    repeatable: true,
  },
  decideRegistrations: {
    body: accreditation.bulkDecisionRequest,
    response: accreditation.bulkDecisionResponse,
  },
  proposeDecision: {
    body: accreditation.proposalRequest,
    response: registrations.registrationResponse,
    ifMatch: "optional",
    errorCodes: ["wrong-state"],
  },

  requestDelegation: {
    body: delegationRequest,
    success: 201,
    response: delegations.delegationRequestResponse,
    repeatable: true,
    errorCodes: ["registration-closed", "too-many-delegation-requests"],
  },
  createDelegation: {
    body: delegations.delegationDraft,
    success: 201,
    response: delegations.delegationResponse,
    repeatable: true,
  },
  listDelegations: {
    query: delegations.delegationsQuery,
    response: delegations.delegationListResponse,
  },
  listOrganizations: {
    response: delegations.organizationListResponse,
  },
  getDelegation: {
    response: delegations.delegationWithMembersResponse,
  },
  updateDelegation: {
    body: delegations.delegationAmendment,
    response: delegations.delegationResponse,
    ifMatch: "required",
    repeatable: true,
    errorCodes: ["wrong-state"],
  },
  confirmFocalPoint: {
    body: delegations.focalPointConfirmationRequest,
    response: delegations.delegationResponse,
    ifMatch: "optional",
    repeatable: true,
    errorCodes: ["wrong-state"],
  },
  nominateMembers: {
    body: delegations.nominationsRequest,
    success: 201,
    response: delegations.nominationsResponse,
    repeatable: true,
    errorCodes: [
      "focal-point-unconfirmed",
      "form-changed",
      "ask-secretariat",
      "delegation-not-accredited",
      "reserve-full",
      "registration-closed",
      "second-head",
      "conference-over",
    ],
  },
  confirmMembers: {
    body: delegations.confirmationsRequest,
    response: delegations.confirmationsResponse,
    repeatable: true,
    errorCodes: ["focal-point-unconfirmed"],
  },
  moveMembers: {
    body: delegations.moveRequest,
    success: 202,
    response: jobStartedResponse,
    repeatable: true,
    errorCodes: ["delegation-not-accredited"],
  },
  rankMembers: {
    body: delegations.rankingRequest,
    response: delegations.delegationWithMembersResponse,
    ifMatch: "optional",
    errorCodes: ["focal-point-unconfirmed"],
  },
  createSubstitution: {
    body: delegations.substitutionRequest,
    success: 201,
    response: registrations.registrationResponse,
    repeatable: true,
    errorCodes: [
      "focal-point-unconfirmed",
      "form-changed",
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
    body: documents.credentialReviewRequest,
    response: delegations.delegationWithMembersResponse,
    errorCodes: ["changed-meanwhile"],
  },

  searchRegistrations: {
    query: registrations.pageQuery,
    body: search.searchRequest,
    response: search.searchResponse,
  },
  getRegistrationFeed: {
    query: feed.feedQuery,
    response: feed.feedResponse,
  },
  listRegisterViews: {
    response: views.registerViewListResponse,
  },
  saveRegisterView: {
    body: views.registerViewRequest,
    response: views.registerViewResponse,
    ifMatch: "required",
    errorCodes: ["not-found"],
  },
  deleteRegisterView: {
    response: z.object({}),
    ifMatch: "required",
    errorCodes: ["not-found"],
  },
  listNotes: {
    query: registrations.pageQuery,
    response: annotations.noteListResponse,
  },
  addNote: {
    body: annotations.noteRequest,
    success: 201,
    response: annotations.noteResponse,
    repeatable: true,
    errorCodes: ["wrong-state", "too-many-notes"],
  },
  setTags: {
    body: annotations.tagsRequest,
    response: registrations.registrationResponse,
    ifMatch: "optional",
    errorCodes: ["wrong-state", "name-protected"],
  },
  setAssignee: {
    body: annotations.assigneeRequest,
    response: registrations.registrationResponse,
    ifMatch: "optional",
    errorCodes: ["wrong-state", "name-protected"],
  },
  listTags: {
    response: annotations.tagListResponse,
  },
  listPossibleDuplicates: {
    response: search.possibleDuplicatesResponse,
  },
  dismissDuplicate: {
    body: search.duplicateDismissalRequest,
    response: registrations.registrationResponse,
    ifMatch: "optional",
  },
  getHistory: {
    query: registrations.pageQuery,
    response: search.historyResponse,
    errorCodes: ["focal-point-unconfirmed"],
  },
  listRegistrationEmails: {
    response: email.registrationEmailsResponse,
    errorCodes: ["name-protected"],
  },
  listCheckIns: {
    response: checkIn.checkInsResponse,
    errorCodes: ["name-protected"],
  },
  protectRegistration: {
    body: search.protectionRequest,
    response: registrations.registrationResponse,
    ifMatch: "optional",
    errorCodes: ["name-protected"],
  },
  unprotectRegistration: {
    response: registrations.registrationResponse,
    ifMatch: "optional",
    errorCodes: ["name-protected"],
  },
  revealIdentity: {
    body: search.identityRevealRequest,
    response: registrations.registrationResponse,
    errorCodes: ["name-protected", "wrong-state"],
  },
  openSensitiveAnswers: {
    body: questions.answerAccessRequest,
    response: questions.sensitiveAnswersResponse,
    errorCodes: ["name-protected"],
  },
  listIdentityAccess: {
    query: registrations.pageQuery,
    response: documents.accessLogResponse,
  },

  getOwnData: {
    response: privacy.ownDataResponse,
    errorCodes: ["name-protected", "answer-too-large"],
  },
  listEarlierRegistrations: {
    query: privacy.formConferenceQuery,
    response: privacy.earlierRegistrationsResponse,
  },
  getFormPrefill: {
    query: privacy.formConferenceQuery,
    response: privacy.formPrefillResponse,
  },
  eraseRegistration: {
    query: privacy.erasureQuery,
    response: privacy.erasureResponse,
  },

  submitRegistration: {
    body: registrations.registrationRequest,
    success: 201,
    response: registrations.submissionResponse,
    repeatable: true,
    errorCodes: ["form-changed", "registration-closed", "full", "already-registered", "second-head", "conference-over"],
  },
  getRegistration: {
    response: registrations.registrationResponse,
    errorCodes: ["focal-point-unconfirmed"],
  },
  amendRegistration: {
    body: registrations.amendmentRequest,
    response: registrations.registrationResponse,
    ifMatch: "required",
    errorCodes: [
      "focal-point-unconfirmed",
      "form-changed",
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
    body: registrations.withdrawalRequest,
    response: registrations.registrationResponse,
    ifMatch: "optional",
    repeatable: true,
    errorCodes: ["focal-point-unconfirmed", "wrong-state"],
  },
  liftSuppression: {
    response: registrations.registrationResponse,
    errorCodes: ["changed-meanwhile", "name-protected"],
  },
  acceptOffer: {
    body: z.strictObject({}),
    response: registrations.registrationResponse,
    ifMatch: "optional",
    repeatable: true,
    errorCodes: ["focal-point-unconfirmed", "wrong-state", "full", "conference-over"],
  },
  requestMembership: {
    body: registrations.membershipRequest,
    response: registrations.registrationResponse,
    ifMatch: "optional",
    repeatable: true,
    errorCodes: ["name-protected", "wrong-state", "full", "conference-over"],
  },
  declineOffer: {
    body: z.strictObject({}),
    response: registrations.registrationResponse,
    ifMatch: "optional",
    repeatable: true,
    errorCodes: ["focal-point-unconfirmed", "wrong-state"],
  },

  requestSignInLink: {
    body: signIn.signInLinkRequest,
    success: 202,
    response: signIn.signInLinkResponse,
  },
  signIn: {
    body: signIn.signInRequest,
    response: signIn.signInResponse,
    errorCodes: ["link-used-or-expired"],
  },
  signOut: {
    body: signIn.signOutRequest,
    response: signIn.signOutResponse,
  },
  listSessions: {
    response: signIn.sessionsResponse,
  },
  endSessions: {
    body: signIn.sessionEndRequest,
    response: signIn.sessionsResponse,
  },
  endRegistrationSessions: {
    response: signIn.registrationSessionsEndResponse,
  },
} as const satisfies Partial<Record<OperationId, Operation>>;
