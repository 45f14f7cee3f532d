import { setTimeout as sleep } from "node:timers/promises";
import {
  type _Record,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from "@aws-sdk/client-dynamodb-streams";

/** What was read of a shard, and whether it is closed and this was its end. */
export interface Page {
  readonly records: readonly _Record[];
  readonly isEnd: boolean;
}

const readAtOnce = 1_000;

/** So many of the newest records stay in memory for those who come a little later. */
const kept = 4_000;

/** After a read that found nothing the database is left alone for so long, in ms, however many ask. */
const restMs = 80;

const sequence = ({ dynamodb }: _Record) => BigInt(dynamodb?.SequenceNumber ?? 0);

/**
 * The newest records of one shard, read once for all consumers that follow it; whoever is farther behind than the
 * memory reaches reads on their own.
 */
export class ShardTail {
  readonly #client: DynamoDBStreamsClient;
  readonly #shard: { readonly StreamArn: string; readonly ShardId: string };
  /** In order, and all that came after `#begin`, as far as was read. */
  #records: _Record[] = [];
  #begin: bigint | undefined;
  #iterator: string | undefined;
  #isClosed = false;
  #reading: Promise<void> | undefined;

  constructor(client: DynamoDBStreamsClient, streamArn: string, shardId: string) {
    this.#client = client;
    this.#shard = { StreamArn: streamArn, ShardId: shardId };
  }

  /** The records after that one. @throws what the database throws; the next read begins anew */
  async after(passed: string): Promise<Page> {
    const from = BigInt(passed);
    this.#begin ??= from;
    if (from < this.#begin) return { records: await this.#behind(passed), isEnd: false };
    if (this.#since(from).length === 0 && !this.#isClosed) await this.#readOn();
    const records = this.#since(from);
    return { records, isEnd: this.#isClosed && records.length === 0 };
  }

  #since(from: bigint): readonly _Record[] {
    let at = this.#records.length;
    while (at > 0 && sequence(this.#records[at - 1] as _Record) > from) at -= 1;
    return this.#records.slice(at, at + readAtOnce);
  }

  async #behind(passed: string): Promise<_Record[]> {
    const ShardIterator = await this.#iteratorAfter(passed);
    const { Records = [] } = await this.#client.send(new GetRecordsCommand({ ShardIterator, Limit: readAtOnce }));
    return Records;
  }

  /** One read at a time, whoever asks for it. */
  #readOn(): Promise<void> {
    this.#reading ??= this.#readNext().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readNext(): Promise<void> {
    const last = this.#records.at(-1)?.dynamodb?.SequenceNumber ?? `${this.#begin ?? 0}`;
    const from = this.#iterator ?? (await this.#iteratorAfter(last));
    // Until it is read there is no way on: after an error the last record says where to begin.
    this.#iterator = undefined;
    const answer = await this.#client.send(new GetRecordsCommand({ ShardIterator: from, Limit: readAtOnce }));
    const { Records = [], NextShardIterator } = answer;
    this.#iterator = NextShardIterator;
    this.#isClosed = NextShardIterator === undefined;
    this.#records.push(...Records);
    const dropped = this.#records.splice(0, this.#records.length - kept).at(-1);
    if (dropped) this.#begin = sequence(dropped);
    if (Records.length === 0 && !this.#isClosed) await sleep(restMs);
  }

  async #iteratorAfter(SequenceNumber: string): Promise<string> {
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

  of(streamArn: string, shardId: string): ShardTail {
    const key = `${streamArn} ${shardId}`;
    const found = this.#shards.get(key) ?? new ShardTail(this.#client, streamArn, shardId);
    this.#shards.set(key, found);
    return found;
  }
}
