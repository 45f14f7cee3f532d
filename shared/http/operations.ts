import { conferenceOperations } from "./conference-operations.ts";
import type { Operation } from "./operation.ts";
import { registrationOperations } from "./registration-operations.ts";
import type { OperationId } from "./routes.ts";

/** Every operation of the API. */
export const operations = {
  ...registrationOperations,
  ...conferenceOperations,
} as const satisfies Record<OperationId, Operation>;

export type Operations = typeof operations;
