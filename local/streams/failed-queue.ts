import { randomUUID } from "node:crypto";
import { appendFile } from "node:fs/promises";
import type { DynamoDBRecord } from "aws-lambda";
import type { GivenUp } from "./batch.ts";
import { sequenceOf } from "./record.ts";

export interface Source {
  readonly functionArn: string;
  readonly streamArn: string;
  readonly shardId: string;
}

const time = (record: DynamoDBRecord | undefined) =>
  new Date((record?.dynamodb?.ApproximateCreationDateTime ?? 0) * 1000).toISOString();

/** What Lambda tells an on-failure queue: where the records stand in the stream, and not what they hold. */
export const messageOf = (
  { functionArn, streamArn, shardId }: Source,
  { records, condition, attempts }: GivenUp<DynamoDBRecord>,
) => ({
  requestContext: { requestId: randomUUID(), functionArn, condition, approximateInvokeCount: attempts },
  responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
  version: "1.0",
  timestamp: new Date().toISOString(),
  DDBStreamBatchInfo: {
    shardId,
    startSequenceNumber: records[0] && sequenceOf(records[0]),
    endSequenceNumber: records.at(-1) && sequenceOf(records.at(-1) as DynamoDBRecord),
    approximateArrivalOfFirstRecord: time(records[0]),
    approximateArrivalOfLastRecord: time(records.at(-1)),
    batchSize: records.length,
    streamArn,
  },
});

/** A queue is a file with a message a line. */
export const enqueue = (file: string, message: object): Promise<void> =>
  appendFile(file, `${JSON.stringify(message)}\n`, { mode: 0o600 });
