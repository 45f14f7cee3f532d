import { CreateTableCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from "@aws-sdk/client-dynamodb-streams";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ShardTail } from "../../local/streams/shard-tail.ts";
import { startTable, type TestTable } from "../support/table.ts";

let started: TestTable;
let streams: DynamoDBStreamsClient;
let shard: { readonly StreamArn: string; readonly ShardId: string };

const TableName = "streamed";
const put = async (from: number, to: number) => {
  for (let id = from; id <= to; id += 1)
    await started.table.client.send(new PutItemCommand({ TableName, Item: { id: { N: `${id}` } } }));
};

beforeAll(async () => {
  started = await startTable();
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  streams = new DynamoDBStreamsClient({ endpoint: started.endpoint, region: "eu-central-1", credentials });
  const made = await started.table.client.send(
    new CreateTableCommand({
      TableName,
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "N" }],
      BillingMode: "PAY_PER_REQUEST",
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
    }),
  );
  const StreamArn = made.TableDescription?.LatestStreamArn ?? "";
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  shard = { StreamArn, ShardId: StreamDescription?.Shards?.[0]?.ShardId ?? "" };
});
afterAll(async () => {
  streams.destroy();
  await started.stop();
});

/** All sequence numbers, as the stream returns them. */
async function sequences(): Promise<string[]> {
  const at = { ...shard, ShardIteratorType: "TRIM_HORIZON" } as const;
  const { ShardIterator } = await streams.send(new GetShardIteratorCommand(at));
  const { Records = [] } = await streams.send(new GetRecordsCommand({ ShardIterator }));
  return Records.map(({ dynamodb }) => dynamodb?.SequenceNumber ?? "");
}

/** Reads on from a position until `count` records have arrived. */
async function follow(tail: ShardTail, from: string, count: number): Promise<string[]> {
  const read: string[] = [];
  while (read.length < count) {
    const { records } = await tail.readAfter(read.at(-1) ?? from);
    read.push(...records.map(({ dynamodb }) => dynamodb?.SequenceNumber ?? ""));
  }
  return read;
}

test("a consumer gets each record after its position once and in order, from memory or from the database", async () => {
  await put(1, 30);
  const there = await sequences();
  expect(there).toHaveLength(30);
  const tail = new ShardTail(streams, shard.StreamArn, shard.ShardId);
  const place = (at: number) => there[at] ?? "";
  // The first consumer determines where the memory begins; the others are before it, in it, and at its end.
  expect(await follow(tail, place(19), 10)).toEqual(there.slice(20));
  const following = [0, 10, 19, 25, 29].map((at) => follow(tail, place(at), 30 - 1 - at + 40));
  await put(31, 70);
  const all = await sequences();
  for (const [index, at] of [0, 10, 19, 25, 29].entries()) expect(await following[index]).toEqual(all.slice(at + 1));
});

test("a restarted database is read on from the last position", async () => {
  const tail = new ShardTail(streams, shard.StreamArn, shard.ShardId);
  const last = (await sequences()).at(-1) ?? "";
  await put(71, 75);
  expect(await follow(tail, last, 5)).toHaveLength(5);
  const next = (await sequences()).at(-1) ?? "";
  await started.crash();
  await put(76, 80);
  const read: string[] = [];
  for (let attempt = 0; attempt < 50 && read.length < 5; attempt += 1) {
    const { records } = await tail.readAfter(read.at(-1) ?? next).catch(() => ({ records: [] }));
    read.push(...records.map(({ dynamodb }) => dynamodb?.SequenceNumber ?? ""));
  }
  expect(read).toEqual((await sequences()).slice(-5));
});
