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
import { consume, type FailurePolicy, type GivenUp, lanesOf, piecesOf } from "./batch.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { lambdaRecord, sequenceOf } from "./record.ts";
import type { Page, StreamTails } from "./tail.ts";

export interface ConsumerSettings {
  readonly name: string;
  readonly streamArn: string;
  readonly client: DynamoDBStreamsClient;
  /** What all consumers read. */
  readonly tails: StreamTails;
  readonly checkpoint: Checkpoint;
  readonly startingPosition: "TRIM_HORIZON" | "LATEST";
  readonly matches: (record: _Record) => boolean;
  readonly batchSize: number;
  /** How long a batch that isn't full waits for more, in ms. */
  readonly windowMs: number;
  /** How many batches run at a time; records of one item never overtake each other. */
  readonly parallel: number;
  readonly policy: FailurePolicy;
  readonly invoke: (event: { Records: readonly DynamoDBRecord[] }) => Promise<unknown>;
  /** Whether the function says itself which records failed. */
  readonly reportsFailures: boolean;
  readonly giveUp: (shardId: string, what: GivenUp<DynamoDBRecord>) => Promise<void>;
}

const idleMs = 50;
const shardsEveryMs = 10_000;

class Stopped extends Error {}

/** A shard that was closed before anything came. */
const nothingThere: Page = { records: [], isEnd: true };

/** Follows a table's stream for one function, from where its checkpoint says. Each record comes at least once. */
export class StreamConsumer {
  readonly #settings: ConsumerSettings;
  readonly #stopping = new AbortController();
  readonly #shards = new Map<string, "followed" | "closed">();
  readonly #running: Promise<void>[] = [];

  constructor(settings: ConsumerSettings) {
    this.#settings = settings;
  }

  start(): void {
    this.#running.push(this.#findShards());
  }

  /** Resolves when the batch that runs has ended; what it didn't reach comes again at the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#running);
    await this.#settings.checkpoint.isKept();
  }

  /** What it has passed on every shard, as a sequence number; undefined while there is one of which it has seen nothing. */
  passed(): string | undefined {
    const all = [...this.#shards.keys()].map((shardId) => this.#settings.checkpoint.of(shardId));
    if (all.length === 0 || all.includes(undefined)) return undefined;
    return all.reduce((least, each) => (BigInt(each ?? 0) < BigInt(least ?? 0) ? each : least));
  }

  get #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** @throws Stopped when the system stops meanwhile */
  async #sleep(ms: number): Promise<void> {
    try {
      await sleep(ms, undefined, { signal: this.#stopping.signal });
    } catch {
      throw new Stopped();
    }
  }

  /** Again and again, for a stream gets new shards; until it stops. Errors pass: the database may just be restarting. */
  async #untilStopped(step: () => Promise<boolean>, pauseMs: number): Promise<void> {
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
      for (const shard of StreamDescription?.Shards ?? []) this.#followWhenDue(shard);
      await this.#sleep(shardsEveryMs);
      return true;
    };
    return this.#untilStopped(step, idleMs);
  }

  /** A shard's records come after its parent's. */
  #followWhenDue({ ShardId = "", ParentShardId = "" }: Shard): void {
    if (this.#shards.has(ShardId) || this.#shards.get(ParentShardId) === "followed") return;
    this.#shards.set(ShardId, "followed");
    this.#running.push(this.#follow(ShardId));
  }

  async #follow(shardId: string): Promise<void> {
    await this.#untilFirst(shardId);
    const step = async () => {
      const passed = this.#settings.checkpoint.of(shardId);
      const { records, isEnd } = passed === undefined ? nothingThere : await this.#read(shardId, passed);
      await this.#take(shardId, records);
      if (isEnd) this.#shards.set(shardId, "closed");
      else if (records.length === 0) await this.#sleep(idleMs);
      return !isEnd;
    };
    return this.#untilStopped(step, idleMs);
  }

  /** Where nothing was ever consumed, the first records are looked for from the starting position. */
  async #untilFirst(shardId: string): Promise<void> {
    const { client, streamArn, checkpoint, startingPosition: ShardIteratorType } = this.#settings;
    if (checkpoint.of(shardId) !== undefined) return;
    let iterator: string | undefined;
    const step = async () => {
      const at = { StreamArn: streamArn, ShardId: shardId, ShardIteratorType };
      const from = iterator ?? (await client.send(new GetShardIteratorCommand(at))).ShardIterator;
      iterator = undefined;
      const { Records = [], NextShardIterator } = await client.send(new GetRecordsCommand({ ShardIterator: from }));
      await this.#take(shardId, Records);
      iterator = NextShardIterator;
      if (Records.length === 0) await this.#sleep(idleMs);
      return Records.length === 0 && iterator !== undefined;
    };
    await this.#untilStopped(step, idleMs);
  }

  /** One read, or as many as the batching window takes to fill a batch. */
  async #read(shardId: string, passed: string): Promise<Page> {
    const { tails, streamArn, batchSize, windowMs, matches } = this.#settings;
    const records: _Record[] = [];
    let until = Number.POSITIVE_INFINITY;
    let page: Page;
    do {
      page = await tails.of(streamArn, shardId).after(records.at(-1)?.dynamodb?.SequenceNumber ?? passed);
      records.push(...page.records);
      if (page.isEnd || !records.some(matches)) break;
      until = Math.min(until, Date.now() + windowMs);
      if (Date.now() < until) await this.#sleep(idleMs);
    } while (Date.now() < until && records.filter(matches).length < batchSize);
    return { records, isEnd: page.isEnd };
  }

  async #take(shardId: string, records: readonly _Record[]): Promise<void> {
    const { matches, streamArn, batchSize, parallel, checkpoint } = this.#settings;
    const keyOf = ({ dynamodb }: DynamoDBRecord) => JSON.stringify(dynamodb?.Keys);
    const taken = records.filter(matches).map((record) => lambdaRecord(record, streamArn));
    for (const window of piecesOf(taken, batchSize * parallel)) {
      const lanes = lanesOf(window, parallel, keyOf).map((lane) =>
        this.#consumeLane(shardId, piecesOf(lane, batchSize)),
      );
      // All of them come to their end first: one that goes on after an error would meet its own second reading.
      for (const { status } of await Promise.allSettled(lanes)) if (status === "rejected") throw new Stopped();
      checkpoint.passed(shardId, sequenceOf(window.at(-1) as DynamoDBRecord));
    }
    const last = records.at(-1)?.dynamodb?.SequenceNumber;
    if (last !== undefined) checkpoint.passed(shardId, last);
  }

  async #consumeLane(shardId: string, batches: readonly DynamoDBRecord[][]): Promise<void> {
    const { policy, giveUp } = this.#settings;
    for (const batch of batches) {
      await consume(batch, policy, {
        invoke: (records) => this.#invoke(records),
        giveUp: (what) => giveUp(shardId, what),
        pause: (attempt) => this.#sleep(Math.min(100 * 2 ** (attempt - 1), 5_000)),
        age: ({ dynamodb }) => Date.now() / 1000 - (dynamodb?.ApproximateCreationDateTime ?? 0),
      });
    }
  }

  /** @returns the index of the first record that failed @throws Stopped: then nothing is known of the batch */
  async #invoke(records: readonly DynamoDBRecord[]): Promise<number | undefined> {
    if (this.#isStopping) throw new Stopped();
    const { invoke, reportsFailures } = this.#settings;
    try {
      const answer = await invoke({ Records: records });
      return reportsFailures ? firstFailure(answer, records) : undefined;
    } catch {
      if (this.#isStopping) throw new Stopped();
      return 0;
    }
  }
}

/** As Lambda reads a partial batch response: one that names no record of the batch means that all of it failed. */
export function firstFailure(answer: unknown, records: readonly DynamoDBRecord[]): number | undefined {
  const failures =
    (answer as { batchItemFailures?: { itemIdentifier?: string }[] | null } | null)?.batchItemFailures ?? [];
  if (failures.length === 0) return undefined;
  const indexes = failures.map(({ itemIdentifier }) =>
    records.findIndex((record) => sequenceOf(record) === itemIdentifier),
  );
  return Math.max(0, Math.min(...indexes));
}
