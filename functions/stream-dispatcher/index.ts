import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import * as z from "zod/mini";
import { parseEnvironment, requiredVariable } from "#shared/runtime/lambda.ts";
import { dispatchRecords } from "./dispatch.ts";
import type { ConsumerName } from "./subscriptions.rules.ts";

const environmentSchema = z.object({
  AUDIT_AND_STATISTICS_FUNCTION: requiredVariable,
  SEARCH_INDEXER_FUNCTION: requiredVariable,
  WAITING_LIST_FUNCTION: requiredVariable,
  IMPORT_WORKER_FUNCTION: requiredVariable,
  BADGE_WORKER_FUNCTION: requiredVariable,
  EXPORT_WORKER_FUNCTION: requiredVariable,
});
export type StreamDispatcherEnvironment = z.infer<typeof environmentSchema>;

const env = parseEnvironment(environmentSchema);
const client = new LambdaClient({});

const functionNames: Readonly<Record<ConsumerName, string>> = {
  "audit-and-statistics": env.AUDIT_AND_STATISTICS_FUNCTION,
  "search-indexer": env.SEARCH_INDEXER_FUNCTION,
  "waiting-list": env.WAITING_LIST_FUNCTION,
  "import-worker": env.IMPORT_WORKER_FUNCTION,
  "badge-worker": env.BADGE_WORKER_FUNCTION,
  "export-worker": env.EXPORT_WORKER_FUNCTION,
};

export const handler = dispatchRecords(async (consumer, event) => {
  const FunctionName = functionNames[consumer];
  await client.send(new InvokeCommand({ FunctionName, InvocationType: "Event", Payload: JSON.stringify(event) }));
});
