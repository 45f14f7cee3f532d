import { isTransaction, isWrite, type ProxyCall } from "./call.ts";
import type { ProxyAnswer } from "./proxy-answer.ts";
import { createCancelledAnswer, createErrorAnswer, createReason } from "./proxy-answer.ts";
import { countConflict, type ProxyTally } from "./proxy-faults.ts";

/** The answer of a transaction that met others at some of its items, or of a single write that met one. */
export function createConflictAnswer(call: ProxyCall, met: (index: number) => boolean, tally: ProxyTally): ProxyAnswer {
  countConflict(
    tally,
    call.accesses.filter((_, index) => met(index)).map(({ name }) => name),
  );
  if (!isTransaction(call)) return createErrorAnswer("TransactionConflictException");
  return createCancelledAnswer(
    call.accesses.map((_, index) => createReason(met(index) ? "TransactionConflict" : "None")),
  );
}

/**
 * Which items are under way. A write meets a transaction that holds its item; a transaction of reads meets single
 * writes as well. Batches conflict with nothing here. A transaction whose token is still in progress gets that error.
 */
export class CallOverlap {
  readonly #tally: ProxyTally;
  readonly #transacting = new Set<string>();
  readonly #writing = new Map<string, number>();
  readonly #tokens = new Set<string>();

  constructor(tally: ProxyTally) {
    this.#tally = tally;
  }

  /** Begins a call, or answers whom it met. @returns how to end it, or the answer */
  begin(call: ProxyCall): (() => void) | ProxyAnswer {
    const { ClientRequestToken: token } = call.input;
    if (token !== undefined && this.#tokens.has(token)) {
      this.#tally.inProgress += 1;
      return createErrorAnswer("TransactionInProgressException");
    }
    const met = call.accesses.map(({ name }) => this.#hasConflict(call, name));
    if (met.includes(true)) return createConflictAnswer(call, (index) => met[index] ?? false, this.#tally);
    if (call.action === "TransactWriteItems") return this.#beginTransaction(call, token);
    return isWrite(call) ? this.#beginWrite(call) : () => {};
  }

  #hasConflict({ action }: ProxyCall, name: string): boolean {
    if (action.startsWith("Batch") || action === "GetItem") return false;
    if (this.#transacting.has(name)) return true;
    return action === "TransactGetItems" && this.#writing.has(name);
  }

  #beginTransaction({ accesses }: ProxyCall, token: string | undefined): () => void {
    for (const { name } of accesses) this.#transacting.add(name);
    if (token !== undefined) this.#tokens.add(token);
    return () => {
      for (const { name } of accesses) this.#transacting.delete(name);
      if (token !== undefined) this.#tokens.delete(token);
    };
  }

  #beginWrite({ accesses }: ProxyCall): () => void {
    const count = (by: number) => {
      for (const { name } of accesses) {
        const writers = (this.#writing.get(name) ?? 0) + by;
        if (writers > 0) this.#writing.set(name, writers);
        else this.#writing.delete(name);
      }
    };
    count(1);
    return () => count(-1);
  }
}
