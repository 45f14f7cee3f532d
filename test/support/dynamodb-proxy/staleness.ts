import type { Call, Input } from "./call.ts";
import type { Fate } from "./dice.ts";
import type { Faults } from "./faults.ts";
import { Replica } from "./replica.ts";
import type { Tally } from "./tally.ts";

/** Which reads may see the past: an index always does, the table only where nobody asked for a consistent read. */
export class Staleness {
  readonly #tally: Tally;
  readonly #index: Replica | undefined;
  readonly #table: Replica | undefined;

  private constructor(tally: Tally, index: Replica | undefined, table: Replica | undefined) {
    this.#tally = tally;
    this.#index = index;
    this.#table = table;
  }

  static async begin(endpoint: string, { indexLagMs, staleRead, staleMs }: Faults, tally: Tally): Promise<Staleness> {
    const index = indexLagMs > 0 ? await Replica.begin(endpoint, indexLagMs) : undefined;
    const table = staleRead > 0 ? await Replica.begin(endpoint, staleMs) : undefined;
    return new Staleness(tally, index, table);
  }

  /** The past that a call sees, if it sees one. */
  of({ action, input }: Call, fate: Fate): Replica | undefined {
    if (input.IndexName !== undefined) {
      if (this.#index) this.#tally.laggingReads += 1;
      return this.#index;
    }
    if (!this.#table || fate.staleRead === undefined || !isEventual(action, input)) return undefined;
    this.#tally.staleReads += 1;
    return this.#table;
  }

  landed(call: Call): void {
    this.#index?.landed(call);
    this.#table?.landed(call);
  }

  async close(): Promise<void> {
    await this.#index?.close();
    await this.#table?.close();
  }
}

const reads = new Set(["GetItem", "BatchGetItem", "Query", "Scan"]);

function isEventual(action: string, { ConsistentRead, RequestItems = {} }: Input): boolean {
  const batches = Object.values(RequestItems);
  return reads.has(action) && !ConsistentRead && batches.every((each) => "Keys" in each && !each.ConsistentRead);
}
