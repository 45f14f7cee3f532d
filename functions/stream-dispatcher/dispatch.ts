import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";
import { log, mapConcurrent, toErrorFields } from "#shared/runtime/lambda.ts";
import {
  type ConsumerName,
  type PlannedInvocation,
  planInvocations,
  type StreamRecord,
} from "./subscriptions.rules.ts";

/** Hands an event to a consumer, which processes it later. @throws Error if Lambda does not accept the event */
export type SendToConsumer = (consumer: ConsumerName, event: object) => Promise<void>;

/** The number of events that are sent at a time. */
const sendConcurrency = 10;

/**
 * Hands each record of the stream to the consumers that subscribe to it. Lambda stores an accepted event, so a consumer
 * that fails or lags affects neither the stream nor the others. Records whose event was not accepted are reported: the
 * stream delivers them again, to all of their consumers, which a repeated record does not affect.
 */
export const dispatchRecords =
  (send: SendToConsumer) =>
  async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const refused = new Set<string | undefined>();
    const dispatch = async ({ consumer, records }: PlannedInvocation) => {
      try {
        await send(consumer, { Records: records });
      } catch (error) {
        for (const { dynamodb } of records) refused.add(dynamodb?.SequenceNumber);
        log("stream.not-dispatched", { consumer, records: records.length, ...toErrorFields(error) }, "error");
      }
    };
    await mapConcurrent(planInvocations(Records as readonly StreamRecord[]), sendConcurrency, dispatch);
    return { batchItemFailures: [...refused].map((sequence = "") => ({ itemIdentifier: sequence })) };
  };
