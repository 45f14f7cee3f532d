import * as z from "zod/mini";
import * as accreditation from "#shared/accreditation/contract.ts";
import * as annotations from "#shared/annotations/contract.ts";
import * as checkIn from "#shared/check-in/contract.ts";
import * as delegations from "#shared/delegations/contract.ts";
import { delegationRequest } from "#shared/delegations/delegation-request.contract.ts";
import * as documents from "#shared/documents/contract.ts";
import * as feed from "#shared/feed/contract.ts";
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
  confirmFocalPoint: {
    summary: "Confirms that a focal point acts for the delegation, where the secretariat has asked for it, or declines",
    body: delegations.focalPointConfirmationRequest,
    response: delegations.delegationResponse,
    ifMatch: "optional",
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
    summary: "Confirms or declines people who named the delegation in the form; each item has a result of its own",
    body: delegations.confirmationsRequest,
    response: delegations.confirmationsResponse,
    repeatable: true,
    errorCodes: ["focal-point-unconfirmed"],
  },
  rankMembers: {
    summary: "Changes the delegation's order; held seats stay, and the waiting members wait in the new order",
    body: delegations.rankingRequest,
    response: delegations.delegationWithMembersResponse,
    ifMatch: "optional",
    errorCodes: ["focal-point-unconfirmed"],
  },
  createSubstitution: {
    summary:
      "Replaces a member by another person, who takes over the seat; the replaced member's badge becomes invalid",
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
  getRegistrationFeed: {
    summary: "Returns a row for each registration, and then the changed rows",
    query: feed.feedQuery,
    response: feed.feedResponse,
  },
  listNotes: {
    summary:
      "Lists the notes of staff about a registration, the latest first; of a protected person, texts for readers",
    query: registrations.pageQuery,
    response: annotations.noteListResponse,
  },
  addNote: {
    summary: "Adds a note for staff",
    body: annotations.noteRequest,
    success: 201,
    response: annotations.noteResponse,
    repeatable: true,
    errorCodes: ["wrong-state", "too-many-notes"],
  },
  setTags: {
    summary: "Replaces the tags of a registration; `If-Match` takes `annotationsVersion`",
    body: annotations.tagsRequest,
    response: registrations.registrationResponse,
    ifMatch: "optional",
    errorCodes: ["wrong-state", "name-protected"],
  },
  setAssignee: {
    summary:
      "Assigns a registration to a member of staff, or takes the assignment back; `If-Match` takes `annotationsVersion`",
    body: annotations.assigneeRequest,
    response: registrations.registrationResponse,
    ifMatch: "optional",
    errorCodes: ["wrong-state", "name-protected"],
  },
  listTags: {
    summary: "Lists the tags in use at a conference by name, at most 100",
    response: annotations.tagListResponse,
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
    errorCodes: ["focal-point-unconfirmed"],
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
  openSensitiveAnswers: {
    summary: "Returns the sensitive answers of a person, and records the access with a reason",
    body: questions.answerAccessRequest,
    response: questions.sensitiveAnswersResponse,
    errorCodes: ["name-protected"],
  },
  listIdentityAccess: {
    summary: "Lists which staff revealed a protected identity or opened sensitive answers, when and why",
    query: registrations.pageQuery,
    response: documents.accessLogResponse,
  },

  getOwnData: {
    summary: "Returns all data that is stored about a registered person; after an erasure, its receipt",
    response: privacy.ownDataResponse,
    errorCodes: ["name-protected", "answer-too-large"],
  },
  listEarlierRegistrations: {
    summary: "Lists the caller's own registrations at other conferences, by the address that the link has verified",
    query: privacy.formConferenceQuery,
    response: privacy.earlierRegistrationsResponse,
  },
  getFormPrefill: {
    summary: "Returns what an own registration at another conference fills in the form, without sensitive answers",
    query: privacy.formConferenceQuery,
    response: privacy.formPrefillResponse,
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
    errorCodes: ["form-changed", "registration-closed", "full", "already-registered", "second-head", "conference-over"],
  },
  getRegistration: {
    summary: "Returns one registration",
    response: registrations.registrationResponse,
    errorCodes: ["focal-point-unconfirmed"],
  },
  amendRegistration: {
    summary:
      "Amends a registration: the secretariat in every field, its owner in those that the state allows; after the approval, the owner's other changes become a request to the secretariat",
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
    errorCodes: ["focal-point-unconfirmed", "wrong-state"],
  },
  liftSuppression: {
    summary: "Sends e-mails again to an address from which they bounced",
    response: registrations.registrationResponse,
    errorCodes: ["changed-meanwhile", "name-protected"],
  },
  acceptOffer: {
    summary: "Accepts the offered seat; without an offer, rejoins the waiting list at its end",
    body: z.strictObject({}),
    response: registrations.registrationResponse,
    ifMatch: "optional",
    repeatable: true,
    errorCodes: ["focal-point-unconfirmed", "wrong-state", "full", "conference-over"],
  },
  requestMembership: {
    summary: "Names another delegation than the one that declined the person, or none",
    body: registrations.membershipRequest,
    response: registrations.registrationResponse,
    ifMatch: "optional",
    repeatable: true,
    errorCodes: ["name-protected", "wrong-state", "full", "conference-over"],
  },
  declineOffer: {
    summary: "Declines the offered seat, which goes to the next on the waiting list",
    body: z.strictObject({}),
    response: registrations.registrationResponse,
    ifMatch: "optional",
    repeatable: true,
    errorCodes: ["focal-point-unconfirmed", "wrong-state"],
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
} as const satisfies Partial<Record<OperationId, Operation>>;
