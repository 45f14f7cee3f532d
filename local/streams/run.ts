import path from "node:path";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import type { DynamoDBRecord } from "aws-lambda";
import { type Context, credentials } from "../context.ts";
import type { Functions } from "../functions/run.ts";
import { region } from "../template/resolve.ts";
import { type Resource, resourcesOf } from "../template/resources.ts";
import type { GivenUp } from "./batch.ts";
import { Checkpoint } from "./checkpoint.ts";
import { StreamConsumer } from "./consumer.ts";
import { enqueue, messageOf } from "./failed-queue.ts";
import { compilePattern } from "./filter.ts";
import { StreamTails } from "./tail.ts";

type Mapping = Resource<"AWS::Lambda::EventSourceMapping">;

/** Starts the consumers of streams that the template describes. */
export async function runConsumers(
  context: Context,
  functions: Functions,
  endpoint: string,
): Promise<Map<string, StreamConsumer>> {
  const client = new DynamoDBStreamsClient({ endpoint, region, credentials });
  const mappings = resourcesOf("AWS::Lambda::EventSourceMapping", context.stack.template, context.scope);
  const consumers = new Map<string, StreamConsumer>();
  const tails = new StreamTails(client);
  for (const mapping of mappings.filter(({ properties }) => properties.Enabled)) {
    consumers.set(mapping.logicalId, await consumerOf(mapping, context, functions, client, tails));
  }
  for (const consumer of consumers.values()) consumer.start();
  return consumers;
}

async function consumerOf(
  mapping: Mapping,
  { house }: Context,
  functions: Functions,
  client: DynamoDBStreamsClient,
  tails: StreamTails,
): Promise<StreamConsumer> {
  const { logicalId, properties } = mapping;
  const { EventSourceArn: streamArn, FunctionName, FilterCriteria, StartingPosition } = properties;
  const target = functions.find(FunctionName);
  const patterns = FilterCriteria.Filters.map(({ Pattern }) => compilePattern(Pattern));
  return new StreamConsumer({
    name: logicalId,
    streamArn,
    client,
    tails,
    checkpoint: await Checkpoint.open(house.home.streams, logicalId, streamArn),
    startingPosition: StartingPosition,
    matches: (record) => patterns.length === 0 || patterns.some((matches) => matches(record)),
    batchSize: properties.BatchSize,
    windowMs: properties.MaximumBatchingWindowInSeconds * 1_000,
    parallel: properties.ParallelizationFactor,
    policy: {
      bisect: properties.BisectBatchOnFunctionError,
      retries: properties.MaximumRetryAttempts,
      maximumAge: properties.MaximumRecordAgeInSeconds,
    },
    invoke: (event) => target.invoke(event),
    reportsFailures: properties.FunctionResponseTypes.length > 0,
    giveUp: (shardId, what) =>
      giveUp(mapping, house, { functionArn: target.settings.functionArn, streamArn, shardId }, what),
  });
}

async function giveUp(
  { logicalId, properties }: Mapping,
  { home, remark }: Context["house"],
  source: Parameters<typeof messageOf>[0],
  what: GivenUp<DynamoDBRecord>,
): Promise<void> {
  const queue = properties.DestinationConfig?.OnFailure.Destination.split(":").at(-1);
  if (queue) await enqueue(path.join(home.queues, `${queue}.jsonl`), messageOf(source, what));
  remark(
    `${logicalId} gave up ${what.records.length} records (${what.condition})${queue ? `; see queues/${queue}.jsonl` : ""}`,
  );
}
