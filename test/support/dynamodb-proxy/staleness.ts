import type { CallInput, ProxyCall } from "./call.ts";
import type { DrawnFaults, ProxyFaults, ProxyTally } from "./proxy-faults.ts";
import { LaggingReplica } from "./replica.ts";

/** The reads that may return old data: an index always, the table only without a consistent read. */
export class StaleReads {
  readonly #tally: ProxyTally;
  readonly #index: LaggingReplica | undefined;
  readonly #table: LaggingReplica | undefined;

  private constructor(tally: ProxyTally, index: LaggingReplica | undefined, table: LaggingReplica | undefined) {
    this.#tally = tally;
    this.#index = index;
    this.#table = table;
  }

  static async start(
    endpoint: string,
    { indexLagMs, staleRead, staleMs }: ProxyFaults,
    tally: ProxyTally,
  ): Promise<StaleReads> {
    const index = indexLagMs > 0 ? await LaggingReplica.start(endpoint, indexLagMs) : undefined;
    const table = staleRead > 0 ? await LaggingReplica.start(endpoint, staleMs) : undefined;
    return new StaleReads(tally, index, table);
  }

  /** The past that a call sees, if it sees one. */
  findReplica({ action, input, accesses }: ProxyCall, fate: DrawnFaults): LaggingReplica | undefined {
    if (input.IndexName !== undefined) {
      if (this.#index) this.#tally.laggingReads += 1;
      return this.#index;
    }
    if (!this.#table || fate.staleRead === undefined || !isEventuallyConsistent(action, input)) return undefined;
    this.#tally.staleReads += 1;
    // A query names no item.
    for (const { key } of accesses.length > 0 ? accesses : [{ key: { PK: { S: action } } }])
      this.#tally.staleKeys.add(key.PK?.S ?? "");
    return this.#table;
  }

  recordWrite(call: ProxyCall): void {
    this.#index?.recordWrite(call);
    this.#table?.recordWrite(call);
  }

  async close(): Promise<void> {
    await this.#index?.close();
    await this.#table?.close();
  }
}

const readActions = new Set(["GetItem", "BatchGetItem", "Query", "Scan"]);

function isEventuallyConsistent(action: string, { ConsistentRead, RequestItems = {} }: CallInput): boolean {
  const batches = Object.values(RequestItems);
  return readActions.has(action) && !ConsistentRead && batches.every((each) => "Keys" in each && !each.ConsistentRead);
}
