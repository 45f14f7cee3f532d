import { badgeAnswer, badgeKeysAnswer, badgeRequest } from "../entry.ts";
import { nothing, type OperationsOf } from "./operation.ts";

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
  readBadgeCode: {
    summary: "The code of the live badge, for its owner to show",
    query: nothing,
    success: 200,
    answer: badgeAnswer,
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
