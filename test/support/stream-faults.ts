import { setTimeout as sleep } from "node:timers/promises";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { Random } from "./random.ts";

/** How a stream brings its records. Rates are shares of the batches, 0 to 1. */
export interface StreamFaults {
  /** Every chance comes from it: the same records meet the same faults. */
  readonly seed: number;
  readonly batchSize: number;
  /** Batches in which some records stand twice. */
  readonly duplicate: number;
  /** Batches after which an older one comes once more. */
  readonly replay: number;
  /** Batches whose records are out of order. */
  readonly shuffle: number;
  /** Batches that come after the next one: their shard was slow. */
  readonly overtake: number;
  /** Batches that come `stallMs` late. */
  readonly stall: number;
  readonly stallMs: number;
  /** How often a batch that failed comes again, from its first failure on, before it is given up. */
  readonly retries: number;
}

const noStreamFaults: StreamFaults = {
  seed: 1,
  batchSize: 10,
  duplicate: 0,
  replay: 0,
  shuffle: 0,
  overtake: 0,
  stall: 0,
  stallMs: 50,
  retries: 5,
};

/** What was brought, to tell a test that the faults really happened. */
export interface StreamTally {
  batches: number;
  duplicates: number;
  replays: number;
  shuffles: number;
  overtakings: number;
  stalls: number;
  retries: number;
  readonly givenUp: DynamoDBRecord[];
}

const emptyStreamTally = { batches: 0, duplicates: 0, replays: 0, shuffles: 0, overtakings: 0, stalls: 0, retries: 0 };

export type StreamHandler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

type RecordBatch = readonly DynamoDBRecord[];

/** Brings records to a handler as a stream does on a bad day: at least once each, unless they are given up. */
export async function deliverWithFaults(
  records: RecordBatch,
  handler: StreamHandler,
  wanted: Partial<StreamFaults> = {},
): Promise<StreamTally> {
  const faults = { ...noStreamFaults, ...wanted };
  const delivery = new FaultyDelivery(handler, faults);
  const count = Math.ceil(records.length / faults.batchSize);
  const batches = Array.from({ length: count }, (_, index) =>
    records.slice(index * faults.batchSize, (index + 1) * faults.batchSize),
  );
  for (const batch of delivery.orderBatches(batches)) await delivery.deliver(batch);
  return delivery.tally;
}

const streamChances = ["duplicate", "replay", "shuffle", "overtake", "stall"] as const;

class FaultyDelivery {
  readonly #handler: StreamHandler;
  readonly #faults: StreamFaults;
  readonly #streams: ReadonlyMap<string, Random>;
  readonly #brought: RecordBatch[] = [];
  readonly tally: StreamTally = { ...emptyStreamTally, givenUp: [] };

  constructor(handler: StreamHandler, faults: StreamFaults) {
    this.#handler = handler;
    this.#faults = faults;
    this.#streams = new Map(
      streamChances.map((name, index) => [name, new Random(faults.seed * streamChances.length + index)]),
    );
  }

  /** The batches, some of them after the one that should have come next. */
  orderBatches(batches: readonly RecordBatch[]): RecordBatch[] {
    const ordered = [...batches];
    for (let index = 0; index + 1 < ordered.length; index += 1) {
      if (!this.#drawFault("overtake")) continue;
      this.tally.overtakings += 1;
      ordered.splice(index, 2, ordered[index + 1] as RecordBatch, ordered[index] as RecordBatch);
    }
    return ordered;
  }

  async deliver(batch: RecordBatch): Promise<void> {
    if (this.#drawFault("stall")) {
      this.tally.stalls += 1;
      await sleep(this.#faults.stallMs);
    }
    await this.#deliverUntilConsumed(this.#shuffleRecords(this.#duplicateRecords(batch)));
    this.#brought.push(batch);
    if (!this.#drawFault("replay")) return;
    this.tally.replays += 1;
    await this.#deliverUntilConsumed(this.#getRandom("replay").pick(this.#brought));
  }

  #duplicateRecords(batch: RecordBatch): RecordBatch {
    if (!this.#drawFault("duplicate")) return batch;
    this.tally.duplicates += 1;
    return batch.flatMap((record) => (this.#getRandom("duplicate").chance(0.5) ? [record, record] : [record]));
  }

  #shuffleRecords(batch: RecordBatch): RecordBatch {
    if (!this.#drawFault("shuffle")) return batch;
    this.tally.shuffles += 1;
    return this.#getRandom("shuffle").shuffle(batch);
  }

  /** As an event source mapping does: after a partial failure the rest comes again, after an error all of it. */
  async #deliverUntilConsumed(batch: RecordBatch): Promise<void> {
    let rest = batch;
    for (let attempt = 0; rest.length > 0; attempt += 1) {
      if (attempt > this.#faults.retries) {
        this.tally.givenUp.push(...rest);
        return;
      }
      if (attempt > 0) this.tally.retries += 1;
      this.tally.batches += 1;
      rest = await this.#deliverOnce(rest);
    }
  }

  /** What must come again: everything from the first record that failed. */
  async #deliverOnce(batch: RecordBatch): Promise<RecordBatch> {
    const answer = await this.#handler({ Records: [...batch] }).catch(() => undefined);
    if (!answer) return batch;
    const failed = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    const first = batch.findIndex(({ dynamodb }) => failed.has(dynamodb?.SequenceNumber ?? ""));
    return first < 0 ? [] : batch.slice(first);
  }

  #getRandom(name: (typeof streamChances)[number]): Random {
    return this.#streams.get(name) as Random;
  }

  #drawFault(name: (typeof streamChances)[number]): boolean {
    return this.#getRandom(name).chance(this.#faults[name]);
  }
}
