import type { _Record } from "@aws-sdk/client-dynamodb-streams";
import type { DynamoDBRecord } from "aws-lambda";
import { region } from "../template/resolve.ts";

/** A record as Lambda hands it to a function: plain JSON, bytes in base64, times in s. */
export function lambdaRecord(record: _Record, streamArn: string): DynamoDBRecord {
  const { dynamodb = {}, eventID, eventName, eventVersion } = record;
  const at = dynamodb.ApproximateCreationDateTime?.getTime() ?? Date.now();
  return {
    ...(plain({ eventID, eventName, eventVersion }) as object),
    eventSource: "aws:dynamodb",
    eventSourceARN: streamArn,
    awsRegion: region,
    dynamodb: {
      ...(plain({ ...dynamodb, ApproximateCreationDateTime: undefined }) as object),
      ApproximateCreationDateTime: at / 1000,
    },
  };
}

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) => (each === undefined ? [] : [[key, plain(each)]])),
  );
}

export const sequenceOf = ({ dynamodb }: DynamoDBRecord): string => dynamodb?.SequenceNumber ?? "";
