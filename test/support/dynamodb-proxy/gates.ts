import { cancelled, problem, reason } from "./answers.ts";
import { type Call, indexAt, isTransaction } from "./call.ts";
import type { Capacity } from "./capacity.ts";
import type { Fate } from "./dice.ts";
import type { Faults } from "./faults.ts";
import type { Answer } from "./http.ts";
import { conflictAt } from "./overlap.ts";
import type { Tally } from "./tally.ts";

/** The connection ends without a word. */
export const cut = "cut";

/** What keeps a call from the table, in the order in which it would meet them; none when it may pass. */
export class Gates {
  readonly #faults: Faults;
  readonly #tally: Tally;
  readonly #capacity: Capacity;

  constructor(faults: Faults, tally: Tally, capacity: Capacity) {
    this.#faults = faults;
    this.#tally = tally;
    this.#capacity = capacity;
  }

  stop(call: Call, fate: Fate): Answer | typeof cut | undefined {
    return this.#failing(fate) ?? this.#throttled(call, fate) ?? this.#contended(call, fate);
  }

  #failing(fate: Fate): Answer | typeof cut | undefined {
    if (fate.reset !== undefined) {
      this.#tally.resets += 1;
      return cut;
    }
    if (fate.unavailable !== undefined) {
      this.#tally.unavailable += 1;
      return problem("ServiceUnavailable", 503);
    }
    if (fate.serverError === undefined) return undefined;
    this.#tally.serverErrors += 1;
    return problem("InternalServerError", 500);
  }

  #throttled(call: Call, fate: Fate): Answer | undefined {
    if (fate.throttleTable !== undefined) {
      this.#tally.throttledTable += 1;
      return problem(this.#faults.throttleTableAs);
    }
    if (fate.throttleKey !== undefined && !isPartOfBatch(call)) {
      this.#tally.throttledKeys += 1;
      return overRate(call, fate.throttleKey);
    }
    const overCapacity = this.#capacity.charge(call);
    if (overCapacity) this.#tally.overCapacity += 1;
    return overCapacity;
  }

  #contended(call: Call, fate: Fate): Answer | undefined {
    if (!isTransaction(call)) return undefined;
    if (fate.inProgress !== undefined && call.input.ClientRequestToken !== undefined) {
      this.#tally.inProgress += 1;
      return problem("TransactionInProgressException");
    }
    if (fate.conflict === undefined) return undefined;
    if (call.action === "TransactWriteItems") this.#tally.transactions += 1;
    const at = indexAt(call, fate.conflict);
    return conflictAt(call, (index) => index === at, this.#tally);
  }
}

/** A batch of several is answered in part; what is over the rate comes back unprocessed. */
export const isPartOfBatch = ({ action, touches }: Call) => action.startsWith("Batch") && touches.length > 1;

function overRate(call: Call, where: number): Answer {
  if (!isTransaction(call)) return problem("ProvisionedThroughputExceededException");
  const at = indexAt(call, where);
  return cancelled(call.touches.map((_, index) => reason(index === at ? "ThrottlingError" : "None")));
}
