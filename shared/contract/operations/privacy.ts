import { erasureAnswer, erasureQuery, ownData } from "../privacy.ts";
import { nothing, type OperationsOf } from "./operation.ts";

export const privacyOperations = {
  readOwnData: {
    summary: "Everything that is held about a person who registered; of who was erased, the receipt",
    query: nothing,
    success: 200,
    answer: ownData,
    refusals: ["not-found", "name-protected"],
  },
  eraseRegistration: {
    summary: "Erases a person for good: whoever still stands is withdrawn, and nobody is left behind the registration",
    query: erasureQuery,
    success: 200,
    answer: erasureAnswer,
    refusals: ["not-found"],
  },
} as const satisfies OperationsOf<"privacy">;
