import { isTransaction, type ProxyCall, pickItemIndex } from "./call.ts";
import { createConflictAnswer } from "./overlap.ts";
import type { ProxyAnswer } from "./proxy-answer.ts";
import { createCancelledAnswer, createErrorAnswer, createReason } from "./proxy-answer.ts";
import type { DrawnFaults, ProxyFaults, ProxyTally } from "./proxy-faults.ts";
import type { WriteCapacity } from "./write-capacity.ts";

/** The connection ends without a word. */
export const connectionCut = "cut";

/** What keeps a call from the table, in the order in which it would meet them; none when it may pass. */
export class FaultInjector {
  readonly #faults: ProxyFaults;
  readonly #tally: ProxyTally;
  readonly #capacity: WriteCapacity;

  constructor(faults: ProxyFaults, tally: ProxyTally, capacity: WriteCapacity) {
    this.#faults = faults;
    this.#tally = tally;
    this.#capacity = capacity;
  }

  findAnswer(call: ProxyCall, fate: DrawnFaults): ProxyAnswer | typeof connectionCut | undefined {
    return this.#injectFailure(fate) ?? this.#injectThrottling(call, fate) ?? this.#injectContention(call, fate);
  }

  #injectFailure(fate: DrawnFaults): ProxyAnswer | typeof connectionCut | undefined {
    if (fate.reset !== undefined) {
      this.#tally.resets += 1;
      return connectionCut;
    }
    if (fate.unavailable !== undefined) {
      this.#tally.unavailable += 1;
      return createErrorAnswer("ServiceUnavailable", 503);
    }
    if (fate.serverError === undefined) return undefined;
    this.#tally.serverErrors += 1;
    return createErrorAnswer("InternalServerError", 500);
  }

  #injectThrottling(call: ProxyCall, fate: DrawnFaults): ProxyAnswer | undefined {
    if (fate.throttleTable !== undefined) {
      this.#tally.throttledTable += 1;
      return createErrorAnswer(this.#faults.throttleTableAs);
    }
    if (fate.throttleKey !== undefined && !isPartOfBatch(call)) {
      this.#tally.throttledKeys += 1;
      return createThrottledAnswer(call, fate.throttleKey);
    }
    const overCapacity = this.#capacity.charge(call);
    if (overCapacity) this.#tally.overCapacity += 1;
    return overCapacity;
  }

  #injectContention(call: ProxyCall, fate: DrawnFaults): ProxyAnswer | undefined {
    if (!isTransaction(call)) return undefined;
    if (fate.inProgress !== undefined && call.input.ClientRequestToken !== undefined) {
      this.#tally.inProgress += 1;
      return createErrorAnswer("TransactionInProgressException");
    }
    if (fate.conflict === undefined) return undefined;
    if (call.action === "TransactWriteItems") this.#tally.transactions += 1;
    const at = pickItemIndex(call, fate.conflict);
    return createConflictAnswer(call, (index) => index === at, this.#tally);
  }
}

/** A batch of several is answered in part; what is over the rate comes back unprocessed. */
export const isPartOfBatch = ({ action, accesses }: ProxyCall) => action.startsWith("Batch") && accesses.length > 1;

function createThrottledAnswer(call: ProxyCall, where: number): ProxyAnswer {
  if (!isTransaction(call)) return createErrorAnswer("ProvisionedThroughputExceededException");
  const at = pickItemIndex(call, where);
  return createCancelledAnswer(
    call.accesses.map((_, index) => createReason(index === at ? "ThrottlingError" : "None")),
  );
}
