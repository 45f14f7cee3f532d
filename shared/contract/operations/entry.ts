import { headcountAnswer, scans, scansAnswer } from "../entry.ts";
import { nothing, type OperationsOf } from "./operation.ts";

export const entryOperations = {
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
} as const satisfies OperationsOf<"entry">;
