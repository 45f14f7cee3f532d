import * as z from "zod/mini";
import { nothing, type OperationsOf } from "./operation.ts";

export const frontOperations = {
  openapi: { summary: "This document", query: nothing, success: 200, answer: z.looseObject({}), refusals: [] },
} as const satisfies OperationsOf<"front">;
