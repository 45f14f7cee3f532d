import { badgePreview } from "../badge.ts";
import { badgeAnswer, badgeKeysAnswer, badgeRequest } from "../entry.ts";
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
  listBadgeKeys: {
    summary: "The public keys that badges verify with",
    query: nothing,
    success: 200,
    answer: badgeKeysAnswer,
    refusals: [],
  },
} as const satisfies OperationsOf<"badge">;
