import * as z from "zod/mini";
import type { RefusalCode } from "#shared/domain/refusal.ts";
import { decision, decisionForMany, decisionsAnswer } from "./accreditation.ts";
import { capacityAnswer, conferenceAnswer, conferenceDraft, conferenceSettings } from "./conference.ts";
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
