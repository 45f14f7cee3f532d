import * as z from "zod/mini";
import { nothing, type OperationsOf } from "./operation.ts";

export const frontOperations = {
  frontPage: {
    summary: "A page that says what runs here",
    query: nothing,
    success: 200,
    answer: z.string(),
    refusals: [],
  },
  openapi: { summary: "This document", query: nothing, success: 200, answer: z.looseObject({}), refusals: [] },
} as const satisfies OperationsOf<"front">;
