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

const none: StreamFaults = {
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

const nothing = { batches: 0, duplicates: 0, replays: 0, shuffles: 0, overtakings: 0, stalls: 0, retries: 0 };

export type StreamHandler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

type Batch = readonly DynamoDBRecord[];

/** Brings records to a handler as a stream does on a bad day: at least once each, unless they are given up. */
export async function deliverWithFaults(
  records: Batch,
  handler: StreamHandler,
  wanted: Partial<StreamFaults> = {},
): Promise<StreamTally> {
  const faults = { ...none, ...wanted };
  const delivery = new Delivery(handler, faults);
  const count = Math.ceil(records.length / faults.batchSize);
  const batches = Array.from({ length: count }, (_, index) =>
    records.slice(index * faults.batchSize, (index + 1) * faults.batchSize),
  );
  for (const batch of delivery.inOrder(batches)) await delivery.bring(batch);
  return delivery.tally;
}

const chances = ["duplicate", "replay", "shuffle", "overtake", "stall"] as const;

class Delivery {
  readonly #handler: StreamHandler;
  readonly #faults: StreamFaults;
  readonly #streams: ReadonlyMap<string, Random>;
  readonly #brought: Batch[] = [];
  readonly tally: StreamTally = { ...nothing, givenUp: [] };

  constructor(handler: StreamHandler, faults: StreamFaults) {
    this.#handler = handler;
    this.#faults = faults;
    this.#streams = new Map(chances.map((name, index) => [name, new Random(faults.seed * chances.length + index)]));
  }

  /** The batches, some of them after the one that should have come next. */
  inOrder(batches: readonly Batch[]): Batch[] {
    const ordered = [...batches];
    for (let index = 0; index + 1 < ordered.length; index += 1) {
      if (!this.#strikes("overtake")) continue;
      this.tally.overtakings += 1;
      ordered.splice(index, 2, ordered[index + 1] as Batch, ordered[index] as Batch);
    }
    return ordered;
  }

  async bring(batch: Batch): Promise<void> {
    if (this.#strikes("stall")) {
      this.tally.stalls += 1;
      await sleep(this.#faults.stallMs);
    }
    await this.#untilConsumed(this.#shuffled(this.#doubled(batch)));
    this.#brought.push(batch);
    if (!this.#strikes("replay")) return;
    this.tally.replays += 1;
    await this.#untilConsumed(this.#random("replay").pick(this.#brought));
  }

  #doubled(batch: Batch): Batch {
    if (!this.#strikes("duplicate")) return batch;
    this.tally.duplicates += 1;
    return batch.flatMap((record) => (this.#random("duplicate").chance(0.5) ? [record, record] : [record]));
  }

  #shuffled(batch: Batch): Batch {
    if (!this.#strikes("shuffle")) return batch;
    this.tally.shuffles += 1;
    return this.#random("shuffle").shuffle(batch);
  }

  /** As an event source mapping does: after a partial failure the rest comes again, after an error all of it. */
  async #untilConsumed(batch: Batch): Promise<void> {
    let rest = batch;
    for (let attempt = 0; rest.length > 0; attempt += 1) {
      if (attempt > this.#faults.retries) {
        this.tally.givenUp.push(...rest);
        return;
      }
      if (attempt > 0) this.tally.retries += 1;
      this.tally.batches += 1;
      rest = await this.#failedOf(rest);
    }
  }

  /** What must come again: everything from the first record that failed. */
  async #failedOf(batch: Batch): Promise<Batch> {
    const answer = await this.#handler({ Records: [...batch] }).catch(() => undefined);
    if (!answer) return batch;
    const failed = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    const first = batch.findIndex(({ dynamodb }) => failed.has(dynamodb?.SequenceNumber ?? ""));
    return first < 0 ? [] : batch.slice(first);
  }

  #random(name: (typeof chances)[number]): Random {
    return this.#streams.get(name) as Random;
  }

  #strikes(name: (typeof chances)[number]): boolean {
    return this.#random(name).chance(this.#faults[name]);
  }
}
