import { cancelled, problem, reason } from "./answers.ts";
import { type Call, isTransaction, type Touch } from "./call.ts";
import type { Answer } from "./http.ts";
import { type Entries, entriesAfter, writtenPartitions } from "./index-entries.ts";
import { sizeOfItem } from "./item-size.ts";

interface Bucket {
  units: number;
  filledAt: number;
}

/** What the proxy knows of an item by the writes it has seen. */
interface Known {
  readonly size: number;
  readonly entries: Entries;
}

const unknown: Known = { size: 0, entries: new Map() };

/**
 * The write units that a partition key takes in a second, of the table and of each index: a bucket holds one second's
 * worth, and a write passes while there is anything in it. 2 units per KB and item in a transaction, 1 per KB in a
 * single write; an index entry, being small, is 1. A write whose index is over its rate is refused at the table.
 */
export class Capacity {
  readonly #rate: number;
  readonly #buckets = new Map<string, Bucket>();
  readonly #known = new Map<string, Known>();

  constructor(unitsPerSecond: number) {
    this.#rate = unitsPerSecond;
  }

  /** Takes the units of a call, or answers which of its items were over the rate; those pay nothing. */
  charge(call: Call): Answer | undefined {
    if (!Number.isFinite(this.#rate)) return undefined;
    const costs = call.touches.map((touch) => (touch.how === "get" ? [] : this.#costs(touch, isTransaction(call))));
    const over = costs.map((cost) => cost.some(([partition]) => this.#bucket(partition).units <= 0));
    if (over.includes(true))
      return isTransaction(call)
        ? cancelled(over.map((each) => reason(each ? "ThrottlingError" : "None")))
        : problem("ProvisionedThroughputExceededException");
    for (const [partition, units] of costs.flat()) this.#bucket(partition).units -= units;
    return undefined;
  }

  /** Remembers what a call has written. */
  landed({ touches }: Call): void {
    if (!Number.isFinite(this.#rate)) return;
    for (const touch of touches) {
      const before = this.#known.get(touch.name) ?? unknown;
      if (touch.how === "delete") this.#known.delete(touch.name);
      else
        this.#known.set(touch.name, { size: sizeAfter(before, touch), entries: entriesAfter(before.entries, touch) });
    }
  }

  #costs(touch: Touch, transacting: boolean): (readonly [partition: string, units: number])[] {
    const before = this.#known.get(touch.name) ?? unknown;
    const kilobytes = Math.max(1, Math.ceil(Math.max(before.size, sizeAfter(before, touch)) / 1_024));
    const indexes = writtenPartitions(before.entries, entriesAfter(before.entries, touch), touch);
    return [
      [`table ${touch.key["PK"]?.S ?? ""}`, transacting ? 2 * kilobytes : kilobytes],
      ...indexes.map((partition) => [partition, 1] as const),
    ];
  }

  #bucket(partition: string): Bucket {
    const now = performance.now();
    const bucket = this.#buckets.get(partition) ?? { units: this.#rate, filledAt: now };
    bucket.units = Math.min(this.#rate, bucket.units + ((now - bucket.filledAt) * this.#rate) / 1_000);
    bucket.filledAt = now;
    this.#buckets.set(partition, bucket);
    return bucket;
  }
}

function sizeAfter(before: Known, { how, item, key, update }: Touch): number {
  if (how === "put") return sizeOfItem(item ?? {});
  if (how === "update")
    return Math.max(before.size, sizeOfItem(key) + sizeOfItem(update?.ExpressionAttributeValues ?? {}));
  return before.size;
}
