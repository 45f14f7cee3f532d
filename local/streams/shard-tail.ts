import { setTimeout as sleep } from "node:timers/promises";
import {
  type _Record,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from "@aws-sdk/client-dynamodb-streams";

/** The result of reading a shard. `isEnd`: the shard is closed and has no more records. */
export interface ShardPage {
  readonly records: readonly _Record[];
  readonly isEnd: boolean;
}

const recordsPerRead = 1_000;

/** The number of newest records in memory, for consumers that lag a little. */
const maxCachedRecords = 4_000;

/** The pause after a read without records, in ms, for all consumers together. */
const idlePauseMs = 80;

const toSequence = ({ dynamodb }: _Record) => BigInt(dynamodb?.SequenceNumber ?? 0);

/**
 * The newest records of one shard, read once for all consumers. A consumer that lags behind the records in memory reads
 * from the database.
 */
export class ShardTail {
  readonly #client: DynamoDBStreamsClient;
  readonly #shard: { readonly StreamArn: string; readonly ShardId: string };
  /** All records after `#begin` that were read, in order. */
  #records: _Record[] = [];
  #begin: bigint | undefined;
  #iterator: string | undefined;
  #isClosed = false;
  #reading: Promise<void> | undefined;

  constructor(client: DynamoDBStreamsClient, streamArn: string, shardId: string) {
    this.#client = client;
    this.#shard = { StreamArn: streamArn, ShardId: shardId };
  }

  /** Reads the records after a sequence number. @throws the error of the database; the next call reads again */
  async readAfter(sequence: string): Promise<ShardPage> {
    const from = BigInt(sequence);
    this.#begin ??= from;
    if (from < this.#begin) return { records: await this.#readBehindCache(sequence), isEnd: false };
    if (this.#listSince(from).length === 0 && !this.#isClosed) await this.#readOnce();
    const records = this.#listSince(from);
    return { records, isEnd: this.#isClosed && records.length === 0 };
  }

  #listSince(from: bigint): readonly _Record[] {
    let at = this.#records.length;
    while (at > 0 && toSequence(this.#records[at - 1] as _Record) > from) at -= 1;
    return this.#records.slice(at, at + recordsPerRead);
  }

  async #readBehindCache(sequence: string): Promise<_Record[]> {
    const ShardIterator = await this.#getIteratorAfter(sequence);
    const { Records = [] } = await this.#client.send(new GetRecordsCommand({ ShardIterator, Limit: recordsPerRead }));
    return Records;
  }

  /** Reads once at a time for all callers. */
  #readOnce(): Promise<void> {
    this.#reading ??= this.#readNext().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readNext(): Promise<void> {
    const last = this.#records.at(-1)?.dynamodb?.SequenceNumber ?? `${this.#begin ?? 0}`;
    const from = this.#iterator ?? (await this.#getIteratorAfter(last));
    // After an error the next read starts after the last record.
    this.#iterator = undefined;
    const answer = await this.#client.send(new GetRecordsCommand({ ShardIterator: from, Limit: recordsPerRead }));
    const { Records = [], NextShardIterator } = answer;
    this.#iterator = NextShardIterator;
    this.#isClosed = NextShardIterator === undefined;
    this.#records.push(...Records);
    const dropped = this.#records.splice(0, this.#records.length - maxCachedRecords).at(-1);
    if (dropped) this.#begin = toSequence(dropped);
    if (Records.length === 0 && !this.#isClosed) await sleep(idlePauseMs);
  }

  async #getIteratorAfter(SequenceNumber: string): Promise<string> {
    const { ShardIterator = "" } = await this.#client.send(
      new GetShardIteratorCommand({
        ...this.#shard,
        ShardIteratorType: "AFTER_SEQUENCE_NUMBER",
        SequenceNumber,
      }),
    );
    return ShardIterator;
  }
}

/** The tails of all shards. */
export class StreamTails {
  readonly #client: DynamoDBStreamsClient;
  readonly #shards = new Map<string, ShardTail>();

  constructor(client: DynamoDBStreamsClient) {
    this.#client = client;
  }

  get(streamArn: string, shardId: string): ShardTail {
    const key = `${streamArn} ${shardId}`;
    const found = this.#shards.get(key) ?? new ShardTail(this.#client, streamArn, shardId);
    this.#shards.set(key, found);
    return found;
  }
}
