import { setTimeout as sleep } from "node:timers/promises";
import {
  type _Record,
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
} from "@aws-sdk/client-dynamodb-streams";
import type { DynamoDBRecord } from "aws-lambda";
import { localRegion } from "../template/arn.ts";
import type { Checkpoint } from "./checkpoint.ts";
import {
  consumeBatch,
  type DiscardedRecords,
  type FailurePolicy,
  groupByKeyHash,
  splitIntoChunks,
} from "./consume-batch.ts";
import type { ShardPage, StreamTails } from "./shard-tail.ts";

export interface StreamConsumerSettings {
  readonly streamArn: string;
  readonly client: DynamoDBStreamsClient;
  /** Shared by all consumers. */
  readonly tails: StreamTails;
  readonly checkpoint: Checkpoint;
  readonly startingPosition: "TRIM_HORIZON" | "LATEST";
  readonly matches: (record: _Record) => boolean;
  readonly batchSize: number;
  /** How long an incomplete batch waits for more records, in ms. */
  readonly windowMs: number;
  /** The number of concurrent batches. Records of one item stay in order. */
  readonly parallelizationFactor: number;
  readonly policy: FailurePolicy;
  readonly invoke: (event: { Records: readonly DynamoDBRecord[] }) => Promise<unknown>;
  /** Whether the function reports failed records. */
  readonly reportsFailures: boolean;
  readonly discard: (shardId: string, discarded: DiscardedRecords<DynamoDBRecord>) => Promise<void>;
}

const idleMs = 50;
const shardPollMs = 10_000;

class ConsumerStopped extends Error {}

/** A shard that was closed without records. */
const emptyClosedPage: ShardPage = { records: [], isEnd: true };

/** Consumes a table's stream for one function, from its checkpoint on. Each record is consumed at least once. */
export class StreamConsumer {
  readonly #settings: StreamConsumerSettings;
  readonly #stopping = new AbortController();
  readonly #shards = new Map<string, "followed" | "closed">();
  readonly #running: Promise<void>[] = [];

  constructor(settings: StreamConsumerSettings) {
    this.#settings = settings;
  }

  start(): void {
    this.#running.push(this.#findShards());
  }

  /** Resolves when the running batch has ended. Its unconsumed records are consumed after the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#running);
    await this.#settings.checkpoint.flush();
  }

  /** The lowest sequence number of the checkpoint over all shards; undefined if a shard has none. */
  getCheckpointedSequence(): string | undefined {
    const all = [...this.#shards.keys()].map((shardId) => this.#settings.checkpoint.get(shardId));
    if (all.length === 0 || all.includes(undefined)) return undefined;
    return all.reduce((lowest, each) => (BigInt(each ?? 0) < BigInt(lowest ?? 0) ? each : lowest));
  }

  get #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** @throws ConsumerStopped when the system stops */
  async #sleep(ms: number): Promise<void> {
    try {
      await sleep(ms, undefined, { signal: this.#stopping.signal });
    } catch {
      throw new ConsumerStopped();
    }
  }

  /** Repeats a step until it returns false. Ignores errors, because the database may be restarting. */
  async #repeatUntilStopped(step: () => Promise<boolean>, pauseMs: number): Promise<void> {
    while (!this.#isStopping) {
      try {
        if (!(await step())) return;
      } catch {
        await this.#sleep(pauseMs).catch(() => {});
      }
    }
  }

  #findShards(): Promise<void> {
    const step = async () => {
      const { client, streamArn } = this.#settings;
      const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: streamArn }));
      for (const shard of StreamDescription?.Shards ?? []) this.#followWhenParentClosed(shard);
      await this.#sleep(shardPollMs);
      return true;
    };
    return this.#repeatUntilStopped(step, idleMs);
  }

  /** The records of a shard follow those of its parent. */
  #followWhenParentClosed({ ShardId = "", ParentShardId = "" }: Shard): void {
    if (this.#shards.has(ShardId) || this.#shards.get(ParentShardId) === "followed") return;
    this.#shards.set(ShardId, "followed");
    this.#running.push(this.#follow(ShardId));
  }

  async #follow(shardId: string): Promise<void> {
    await this.#readUntilFirstRecord(shardId);
    const step = async () => {
      const sequence = this.#settings.checkpoint.get(shardId);
      const { records, isEnd } = sequence === undefined ? emptyClosedPage : await this.#read(shardId, sequence);
      await this.#consumeRecords(shardId, records);
      if (isEnd) this.#shards.set(shardId, "closed");
      else if (records.length === 0) await this.#sleep(idleMs);
      return !isEnd;
    };
    return this.#repeatUntilStopped(step, idleMs);
  }

  /** Reads from the starting position if the shard has no checkpoint. */
  async #readUntilFirstRecord(shardId: string): Promise<void> {
    const { client, streamArn, checkpoint, startingPosition: ShardIteratorType } = this.#settings;
    if (checkpoint.get(shardId) !== undefined) return;
    let iterator: string | undefined;
    const step = async () => {
      const at = { StreamArn: streamArn, ShardId: shardId, ShardIteratorType };
      const from = iterator ?? (await client.send(new GetShardIteratorCommand(at))).ShardIterator;
      iterator = undefined;
      const { Records = [], NextShardIterator } = await client.send(new GetRecordsCommand({ ShardIterator: from }));
      await this.#consumeRecords(shardId, Records);
      iterator = NextShardIterator;
      if (Records.length === 0) await this.#sleep(idleMs);
      return Records.length === 0 && iterator !== undefined;
    };
    await this.#repeatUntilStopped(step, idleMs);
  }

  /** Reads until a batch is full or the batching window is over. */
  async #read(shardId: string, sequence: string): Promise<ShardPage> {
    const { tails, streamArn, batchSize, windowMs, matches } = this.#settings;
    const records: _Record[] = [];
    let deadline = Number.POSITIVE_INFINITY;
    let page: ShardPage;
    do {
      page = await tails.get(streamArn, shardId).readAfter(records.at(-1)?.dynamodb?.SequenceNumber ?? sequence);
      records.push(...page.records);
      if (page.isEnd || !records.some(matches)) break;
      deadline = Math.min(deadline, Date.now() + windowMs);
      if (Date.now() < deadline) await this.#sleep(idleMs);
    } while (Date.now() < deadline && records.filter(matches).length < batchSize);
    return { records, isEnd: page.isEnd };
  }

  async #consumeRecords(shardId: string, records: readonly _Record[]): Promise<void> {
    const { matches, streamArn, batchSize, parallelizationFactor, checkpoint } = this.#settings;
    const getKey = ({ dynamodb }: DynamoDBRecord) => JSON.stringify(dynamodb?.Keys);
    const matching = records.filter(matches).map((record) => toLambdaRecord(record, streamArn));
    for (const window of splitIntoChunks(matching, batchSize * parallelizationFactor)) {
      const groups = groupByKeyHash(window, parallelizationFactor, getKey);
      const consumed = groups.map((group) => this.#consumeBatches(shardId, splitIntoChunks(group, batchSize)));
      // Waits for all groups, because a group that continues after an error would run beside its own retry.
      for (const { status } of await Promise.allSettled(consumed))
        if (status === "rejected") throw new ConsumerStopped();
      checkpoint.advance(shardId, getSequenceNumber(window.at(-1) as DynamoDBRecord));
    }
    const last = records.at(-1)?.dynamodb?.SequenceNumber;
    if (last !== undefined) checkpoint.advance(shardId, last);
  }

  async #consumeBatches(shardId: string, batches: readonly DynamoDBRecord[][]): Promise<void> {
    const { policy, discard } = this.#settings;
    for (const batch of batches) {
      await consumeBatch(batch, policy, {
        invoke: (records) => this.#invoke(records),
        discard: (discarded) => discard(shardId, discarded),
        pause: (attempt) => this.#sleep(Math.min(100 * 2 ** (attempt - 1), 5_000)),
        age: ({ dynamodb }) => Date.now() / 1000 - (dynamodb?.ApproximateCreationDateTime ?? 0),
      });
    }
  }

  /** @returns the index of the first failed record @throws ConsumerStopped: the result of the batch is unknown */
  async #invoke(records: readonly DynamoDBRecord[]): Promise<number | undefined> {
    if (this.#isStopping) throw new ConsumerStopped();
    const { invoke, reportsFailures } = this.#settings;
    try {
      const answer = await invoke({ Records: records });
      return reportsFailures ? findFirstFailure(answer, records) : undefined;
    } catch {
      if (this.#isStopping) throw new ConsumerStopped();
      return 0;
    }
  }
}

/** Reads a partial batch response as Lambda does: an unknown identifier means that the whole batch failed. */
export function findFirstFailure(answer: unknown, records: readonly DynamoDBRecord[]): number | undefined {
  const failures =
    (answer as { batchItemFailures?: { itemIdentifier?: string }[] | null } | null)?.batchItemFailures ?? [];
  if (failures.length === 0) return undefined;
  const indexes = failures.map(({ itemIdentifier }) =>
    records.findIndex((record) => getSequenceNumber(record) === itemIdentifier),
  );
  return Math.max(0, Math.min(...indexes));
}

/** Converts a record to the format of Lambda: JSON, bytes in base64, times in s. */
function toLambdaRecord(record: _Record, streamArn: string): DynamoDBRecord {
  const { dynamodb = {}, eventID, eventName, eventVersion } = record;
  const at = dynamodb.ApproximateCreationDateTime?.getTime() ?? Date.now();
  return {
    ...(toPlainJson({ eventID, eventName, eventVersion }) as object),
    eventSource: "aws:dynamodb",
    eventSourceARN: streamArn,
    awsRegion: localRegion,
    dynamodb: {
      ...(toPlainJson({ ...dynamodb, ApproximateCreationDateTime: undefined }) as object),
      ApproximateCreationDateTime: at / 1000,
    },
  };
}

function toPlainJson(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(toPlainJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) => (each === undefined ? [] : [[key, toPlainJson(each)]])),
  );
}

export const getSequenceNumber = ({ dynamodb }: DynamoDBRecord): string => dynamodb?.SequenceNumber ?? "";
