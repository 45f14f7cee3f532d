import {
  badgeBatch,
  badgePreview,
  collectionAnswer,
  collectionRequest,
  uncollectedAnswer,
  uncollectedQuery,
} from "../badge.ts";
import { badgeAnswer, badgeKeysAnswer, badgeRequest } from "../entry.ts";
import { jobStarted } from "../job.ts";
import { nothing, type OperationsOf, pdf } from "./operation.ts";

export const badgeOperations = {
  issueBadge: {
    summary: "The live badge; with a reason, a reprint that kills the older one",
    query: nothing,
    body: badgeRequest,
    success: 200,
    answer: badgeAnswer,
    repeatable: true,
    refusals: ["not-found", "not-confirmed", "idempotency-key-reused"],
  },
  readBadge: {
    summary: "The live badge as a PDF, as the conference's layout has it",
    query: nothing,
    success: 200,
    answer: pdf,
    file: { type: "application/pdf", name: "badge.pdf" },
    refusals: ["not-found", "not-confirmed", "badge-not-printable"],
  },
  previewBadge: {
    summary: "How badges would look in a layout: those of invented people, with codes that open no gate",
    query: nothing,
    body: badgePreview,
    success: 200,
    answer: pdf,
    file: { type: "application/pdf", name: "badge-preview.pdf" },
    refusals: ["unknown-conference", "badge-not-printable"],
  },
  readBadgeCode: {
    summary: "The code of the live badge, for its owner to show",
    query: nothing,
    success: 200,
    answer: badgeAnswer,
    refusals: ["not-found", "not-confirmed"],
  },
  startBadgeBatch: {
    summary: "Many badges in one file: those not printed yet, or a selection; the job's answer says where the file is",
    query: nothing,
    body: badgeBatch,
    success: 202,
    answer: jobStarted,
    refusals: ["unknown-conference"],
  },
  listUncollectedBadges: {
    summary: "The badges that were printed and that nobody has come for",
    query: uncollectedQuery,
    success: 200,
    answer: uncollectedAnswer,
    refusals: ["unknown-conference", "bad-cursor"],
  },
  collectBadge: {
    summary: "The live badge was handed out at the desk",
    query: nothing,
    body: collectionRequest,
    success: 200,
    answer: collectionAnswer,
    refusals: ["not-found", "not-confirmed"],
  },
  listBadgeKeys: {
    summary: "The public keys that badges verify with",
    query: nothing,
    success: 200,
    answer: badgeKeysAnswer,
    refusals: [],
  },
} as const satisfies OperationsOf<"badge">;
