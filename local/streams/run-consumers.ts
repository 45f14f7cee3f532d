import path from "node:path";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import type { DynamoDBRecord } from "aws-lambda";
import { type LocalContext, toClientConfig } from "../context.ts";
import { compilePattern } from "../events/event-pattern.ts";
import type { LocalFunctions } from "../functions/local-functions.ts";
import { appendMessage, createFailureMessage } from "../queues.ts";
import { listResources, type TemplateResource } from "../template/resources.ts";
import { Checkpoint } from "./checkpoint.ts";
import type { DiscardedRecords } from "./consume-batch.ts";
import { StreamTails } from "./shard-tail.ts";
import { StreamConsumer } from "./stream-consumer.ts";

type StreamMapping = TemplateResource<"AWS::Lambda::EventSourceMapping">;

/** Starts the event source mappings of the template. @returns the consumers by logical id */
export async function runConsumers(
  context: LocalContext,
  functions: LocalFunctions,
  endpoint: string,
): Promise<Map<string, StreamConsumer>> {
  const client = new DynamoDBStreamsClient(toClientConfig(endpoint));
  const mappings = listResources("AWS::Lambda::EventSourceMapping", context.stack.template, context.scope);
  const consumers = new Map<string, StreamConsumer>();
  const tails = new StreamTails(client);
  for (const mapping of mappings.filter(({ properties }) => properties.Enabled)) {
    consumers.set(mapping.logicalId, await createConsumer(mapping, context, functions, client, tails));
  }
  for (const consumer of consumers.values()) consumer.start();
  return consumers;
}

async function createConsumer(
  mapping: StreamMapping,
  { runner }: LocalContext,
  functions: LocalFunctions,
  client: DynamoDBStreamsClient,
  tails: StreamTails,
): Promise<StreamConsumer> {
  const { logicalId, properties } = mapping;
  const { EventSourceArn: streamArn, FunctionName, FilterCriteria, StartingPosition } = properties;
  const target = functions.find(FunctionName);
  const { functionArn } = target.settings;
  const patterns = FilterCriteria.Filters.map(({ Pattern }) => compilePattern(Pattern));
  return new StreamConsumer({
    streamArn,
    client,
    tails,
    checkpoint: await Checkpoint.open(runner.home.streams, logicalId, streamArn),
    startingPosition: StartingPosition,
    matches: (record) => patterns.length === 0 || patterns.some((matches) => matches(record)),
    batchSize: properties.BatchSize,
    windowMs: properties.MaximumBatchingWindowInSeconds * 1_000,
    parallelizationFactor: properties.ParallelizationFactor,
    policy: {
      bisect: properties.BisectBatchOnFunctionError,
      retries: properties.MaximumRetryAttempts,
      maximumAge: properties.MaximumRecordAgeInSeconds,
    },
    invoke: (event) => target.invoke(event),
    reportsFailures: properties.FunctionResponseTypes.length > 0,
    discard: (shardId, discarded) =>
      sendToDeadLetterQueue(mapping, runner, { functionArn, streamArn, shardId }, discarded),
  });
}

async function sendToDeadLetterQueue(
  { logicalId, properties }: StreamMapping,
  { home, log }: LocalContext["runner"],
  source: Parameters<typeof createFailureMessage>[0],
  discarded: DiscardedRecords<DynamoDBRecord>,
): Promise<void> {
  const queue = properties.DestinationConfig?.OnFailure.Destination.split(":").at(-1);
  if (queue) await appendMessage(path.join(home.queues, `${queue}.jsonl`), createFailureMessage(source, discarded));
  const details = queue ? `; see queues/${queue}.jsonl` : "";
  log(`${logicalId} discarded ${discarded.records.length} records (${discarded.condition})${details}`);
}
