import { decision, decisionForMany, decisionsAnswer } from "../accreditation.ts";
import { badgeAccess } from "../entry.ts";
import { queueQuery, registrationAnswer, registrationList, visaLetterRequest } from "../registration.ts";
import { nothing, type OperationsOf } from "./operation.ts";

export const accreditationOperations = {
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
  limitAccess: {
    summary: "Limits a badge to days and zones, or lifts the limits",
    query: nothing,
    body: badgeAccess,
    success: 200,
    answer: registrationAnswer,
    ifMatch: "optional",
    refusals: ["not-found", "changed-meanwhile"],
  },
  issueVisaLetter: {
    summary: "Issues a letter of invitation for a visa and mails it; an earlier one is valid no more",
    query: nothing,
    body: visaLetterRequest,
    success: 200,
    answer: registrationAnswer,
    ifMatch: "optional",
    repeatable: true,
    refusals: ["not-found", "not-confirmed", "changed-meanwhile", "idempotency-key-reused"],
  },
  decideMany: {
    summary: "The same decision on many, in the order given",
    query: nothing,
    body: decisionForMany,
    success: 200,
    answer: decisionsAnswer,
    refusals: ["unknown-conference"],
  },
  propose: {
    summary: "A reviewer says what they would decide; the secretariat decides",
    query: nothing,
    body: decision,
    success: 200,
    answer: registrationAnswer,
    ifMatch: "optional",
    refusals: ["not-found", "wrong-state", "changed-meanwhile"],
  },
} as const satisfies OperationsOf<"accreditation">;
