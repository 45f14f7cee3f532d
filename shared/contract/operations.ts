import * as z from "zod/mini";
import type { RefusalCode } from "#shared/domain/refusal.ts";
import { decision, decisionForMany, decisionsAnswer } from "./accreditation.ts";
import { capacityAnswer, conferenceAnswer, conferenceDraft, conferenceSettings } from "./conference.ts";
import {
  confirmation,
  delegationAmendment,
  delegationAnswer,
  delegationDraft,
  delegationList,
  delegationRequest,
  delegationRequestAnswer,
  delegationsQuery,
  delegationWithMembers,
  nominations,
  nominationsAnswer,
  ranking,
  substitution,
} from "./delegation.ts";
import {
  documentAnswer,
  documentRequest,
  documentUploadAnswer,
  letterReading,
  letterRequest,
  openingAnswer,
  openingList,
  openingRequest,
  uploadAnswer,
  uploadRequest,
} from "./document.ts";
import { badgeAnswer, badgeKeysAnswer, badgeRequest, headcountAnswer, scans, scansAnswer } from "./entry.ts";
import {
  amendment,
  application,
  pageQuery,
  queueQuery,
  registrationAnswer,
  registrationList,
  submissionAnswer,
  waitingListAnswer,
  withdrawal,
} from "./registration.ts";
import type { OperationId } from "./routes.ts";
import { linkAnswer, linkRequest, signInAnswer, signInRequest } from "./sign-in.ts";

const nothing = z.strictObject({});

/** What one address takes and gives. The functions parse with it, the OpenAPI document is drawn from it. */
export interface Operation {
  readonly summary: string;
  readonly query: z.ZodMiniType;
  readonly body?: z.ZodMiniType;
  readonly success: 200 | 201 | 202;
  readonly answer: z.ZodMiniType;
  /** `required` on a change to something the caller has read. */
  readonly ifMatch?: "required" | "optional";
  /** Whether an `Idempotency-Key` is honoured. */
  readonly repeatable?: true;
  /** What it may refuse with, beyond what every address may. */
  readonly refusals: readonly RefusalCode[];
}

const settings = z.object({ items: z.array(conferenceSettings), next: z.nullable(z.string()) });

export const operations = {
  frontPage: {
    summary: "A page that says what runs here",
    query: nothing,
    success: 200,
    answer: z.string(),
    refusals: [],
  },
  openapi: { summary: "This document", query: nothing, success: 200, answer: z.looseObject({}), refusals: [] },

  listConferences: {
    summary: "The conferences that the caller may see",
    query: pageQuery,
    success: 200,
    answer: settings,
    refusals: ["bad-cursor"],
  },
  readConference: {
    summary: "What anyone may know of a conference",
    query: nothing,
    success: 200,
    answer: conferenceAnswer,
    refusals: ["unknown-conference"],
  },
  putConference: {
    summary: "Creates or changes a conference",
    query: nothing,
    body: conferenceDraft,
    success: 200,
    answer: conferenceSettings,
    ifMatch: "optional",
    refusals: ["changed-meanwhile", "conference-in-use"],
  },
  readWaitingList: {
    summary: "The line in the order in which it is served, and what holds each person back",
    query: pageQuery,
    success: 200,
    answer: waitingListAnswer,
    refusals: ["unknown-conference", "bad-cursor"],
  },
  readCapacity: {
    summary: "Every pool: limit, taken, offered, waiting",
    query: nothing,
    success: 200,
    answer: capacityAnswer,
    refusals: ["unknown-conference"],
  },

  submitRegistration: {
    summary: "A person applies",
    query: nothing,
    body: application,
    success: 201,
    answer: submissionAnswer,
    repeatable: true,
    refusals: ["unknown-conference", "registration-closed", "full", "idempotency-key-reused", "already-registered"],
  },
  readRegistration: {
    summary: "One registration",
    query: nothing,
    success: 200,
    answer: registrationAnswer,
    refusals: ["not-found"],
  },
  amendRegistration: {
    summary: "Corrects a registration; on a returned one only the marked fields",
    query: nothing,
    body: amendment,
    success: 200,
    answer: registrationAnswer,
    ifMatch: "required",
    refusals: ["not-found", "wrong-state", "changed-meanwhile", "version-required", "category-full"],
  },
  withdrawRegistration: {
    summary: "Gives the registration up, and its seat with it",
    query: nothing,
    body: withdrawal,
    success: 200,
    answer: registrationAnswer,
    ifMatch: "optional",
    repeatable: true,
    refusals: ["not-found", "wrong-state", "changed-meanwhile", "idempotency-key-reused"],
  },
  acceptOffer: {
    summary: "Takes the offered seat; whoever lost or declined an offer asks again, and goes last in line",
    query: nothing,
    body: nothing,
    success: 200,
    answer: registrationAnswer,
    ifMatch: "optional",
    repeatable: true,
    refusals: ["not-found", "wrong-state", "changed-meanwhile", "full", "idempotency-key-reused"],
  },
  declineOffer: {
    summary: "Gives the offered seat to the next in line",
    query: nothing,
    body: nothing,
    success: 200,
    answer: registrationAnswer,
    ifMatch: "optional",
    repeatable: true,
    refusals: ["not-found", "wrong-state", "changed-meanwhile", "idempotency-key-reused"],
  },

  requestDelegation: {
    summary: "An organization asks to attend",
    query: nothing,
    body: delegationRequest,
    success: 201,
    answer: delegationRequestAnswer,
    repeatable: true,
    refusals: ["unknown-conference", "registration-closed", "idempotency-key-reused"],
  },
  makeDelegation: {
    summary: "The secretariat makes a delegation, which may nominate at once",
    query: nothing,
    body: delegationDraft,
    success: 201,
    answer: delegationAnswer,
    repeatable: true,
    refusals: ["unknown-conference", "idempotency-key-reused"],
  },
  listDelegations: {
    summary: "The delegations of a conference, by status and name",
    query: delegationsQuery,
    success: 200,
    answer: delegationList,
    refusals: ["unknown-conference", "bad-cursor"],
  },
  readDelegation: {
    summary: "A delegation with its members, in its own order",
    query: nothing,
    success: 200,
    answer: delegationWithMembers,
    refusals: ["not-found"],
  },
  changeDelegation: {
    summary: "Accredits or refuses a delegation, or changes its quota, its focal points and what else is said of it",
    query: nothing,
    body: delegationAmendment,
    success: 200,
    answer: delegationAnswer,
    ifMatch: "required",
    repeatable: true,
    refusals: ["not-found", "wrong-state", "changed-meanwhile", "version-required", "idempotency-key-reused"],
  },
  nominate: {
    summary: "Nominates people in the order given: within the quota candidates for seats, beyond it the reserve",
    query: nothing,
    body: nominations,
    success: 201,
    answer: nominationsAnswer,
    repeatable: true,
    refusals: [
      "not-found",
      "delegation-not-accredited",
      "reserve-full",
      "registration-closed",
      "idempotency-key-reused",
    ],
  },
  confirmMember: {
    summary: "Says that somebody who named the delegation in the form is a member of it",
    query: nothing,
    body: confirmation,
    success: 200,
    answer: registrationAnswer,
    repeatable: true,
    refusals: [
      "not-found",
      "not-a-member",
      "reserve-full",
      "second-head",
      "wrong-state",
      "full",
      "idempotency-key-reused",
    ],
  },
  rankMembers: {
    summary: "The delegation's order; who holds a seat keeps it, who waits takes their place in line from it",
    query: nothing,
    body: ranking,
    success: 200,
    answer: delegationWithMembers,
    ifMatch: "optional",
    refusals: ["not-found", "changed-meanwhile"],
  },
  substitute: {
    summary: "One leaves, another takes the place and the seat; the badge of who left is dead",
    query: nothing,
    body: substitution,
    success: 201,
    answer: registrationAnswer,
    repeatable: true,
    refusals: [
      "not-found",
      "not-a-member",
      "inside-already",
      "wrong-state",
      "second-head",
      "already-registered",
      "idempotency-key-reused",
    ],
  },

  readLetter: {
    summary:
      "An officer says whom the delegation's latest credential letter names; who isn't named any more is reviewed again",
    query: nothing,
    body: letterReading,
    success: 200,
    answer: delegationWithMembers,
    refusals: ["not-found", "changed-meanwhile"],
  },

  requestUpload: {
    summary: "A form to upload a photo or a letter to, before the submission that names it",
    query: nothing,
    body: uploadRequest,
    success: 201,
    answer: uploadAnswer,
    refusals: ["unknown-conference", "too-many-uploads"],
  },
  requestDocument: {
    summary: "A form to upload a registered person's photo or passport to",
    query: nothing,
    body: documentRequest,
    success: 201,
    answer: documentUploadAnswer,
    refusals: ["not-found", "wrong-state"],
  },
  requestLetter: {
    summary: "A form to upload the next version of the delegation's credential letter to",
    query: nothing,
    body: letterRequest,
    success: 201,
    answer: documentUploadAnswer,
    refusals: ["not-found"],
  },
  readDocument: {
    summary: "How far a document has come: awaited, checked, or refused and why",
    query: nothing,
    success: 200,
    answer: documentAnswer,
    refusals: ["not-found"],
  },
  openDocument: {
    summary: "Opens a checked document for a minute; staff say why, and it is kept",
    query: nothing,
    body: openingRequest,
    success: 200,
    answer: openingAnswer,
    refusals: ["not-found", "file-not-checked", "file-refused"],
  },
  listOpenings: {
    summary: "Which of the staff opened a document, when and why",
    query: pageQuery,
    success: 200,
    answer: openingList,
    refusals: ["not-found", "bad-cursor"],
  },

  requestSignInLink: {
    summary: "Mails a single-use link, if the address is registered",
    query: nothing,
    body: linkRequest,
    success: 202,
    answer: linkAnswer,
    refusals: [],
  },
  signIn: {
    summary: "Redeems a mailed link",
    query: nothing,
    body: signInRequest,
    success: 200,
    answer: signInAnswer,
    refusals: ["link-used-or-expired"],
  },

  listRegistrations: {
    summary: "The queue",
    query: queueQuery,
    success: 200,
    answer: registrationList,
    refusals: ["unknown-conference", "bad-cursor"],
  },
  decide: {
    summary: "The secretariat decides on one registration",
    query: nothing,
    body: decision,
    success: 200,
    answer: registrationAnswer,
    ifMatch: "optional",
    repeatable: true,
    refusals: ["not-found", "wrong-state", "changed-meanwhile", "full", "already-registered", "idempotency-key-reused"],
  },
  decideMany: {
    summary: "The same decision on many, in the order given",
    query: nothing,
    body: decisionForMany,
    success: 200,
    answer: decisionsAnswer,
    refusals: ["unknown-conference"],
  },

  issueBadge: {
    summary: "The live badge; with a reason, a reprint that kills the older one",
    query: nothing,
    body: badgeRequest,
    success: 200,
    answer: badgeAnswer,
    repeatable: true,
    refusals: ["not-found", "not-confirmed", "idempotency-key-reused"],
  },
  listBadgeKeys: {
    summary: "The public keys that badges verify with",
    query: nothing,
    success: 200,
    answer: badgeKeysAnswer,
    refusals: [],
  },

  scan: {
    summary: "Badges read at a gate",
    query: nothing,
    body: scans,
    success: 200,
    answer: scansAnswer,
    refusals: ["unknown-conference"],
  },
  readHeadcount: {
    summary: "How many are inside now",
    query: nothing,
    success: 200,
    answer: headcountAnswer,
    refusals: ["unknown-conference"],
  },
} as const satisfies Record<OperationId, Operation>;

export type Operations = typeof operations;
