import { DynamoDBServiceException } from "@aws-sdk/client-dynamodb";
import { Refusal } from "#shared/domain/refusal.ts";

const throttles = new Set([
  "ThrottlingException",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "TransactionInProgressException",
]);

const networkErrors = new Set(["TimeoutError", "ECONNRESET", "ECONNREFUSED", "EPIPE", "NetworkingError", "ETIMEDOUT"]);

/** The database doesn't answer, answers in part, is throttled or broken: nothing that the request did wrong. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof DynamoDBServiceException) {
    return throttles.has(error.name) || (error.$metadata.httpStatusCode ?? 500) >= 500;
  }
  const { code, $metadata } = error as { code?: string; $metadata?: object };
  return networkErrors.has(error.name) || networkErrors.has(code ?? "") || $metadata !== undefined;
}

/**
 * Asks the database, and says by name when it can't answer now, after the SDK's own tries.
 * @throws Refusal `too-busy`
 */
export async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (isOutage(error)) throw new Refusal("too-busy");
    throw error;
  }
}
