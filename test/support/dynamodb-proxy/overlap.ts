import { cancelled, problem, reason } from "./answers.ts";
import { type Call, isTransaction, isWrite } from "./call.ts";
import type { Answer } from "./http.ts";
import { countConflict, type Tally } from "./tally.ts";

/** The answer of a transaction that met others at some of its items, or of a single write that met one. */
export function conflictAt(call: Call, met: (index: number) => boolean, tally: Tally): Answer {
  countConflict(
    tally,
    call.touches.filter((_, index) => met(index)).map(({ name }) => name),
  );
  if (!isTransaction(call)) return problem("TransactionConflictException");
  return cancelled(call.touches.map((_, index) => reason(met(index) ? "TransactionConflict" : "None")));
}

/**
 * Which items are under way. A write meets a transaction that holds its item; a transaction of reads meets single
 * writes as well. Batches meet nobody here. A transaction whose token is still under way is told so.
 */
export class Overlap {
  readonly #tally: Tally;
  readonly #transacting = new Set<string>();
  readonly #writing = new Map<string, number>();
  readonly #tokens = new Set<string>();

  constructor(tally: Tally) {
    this.#tally = tally;
  }

  /** Begins a call, or answers whom it met. @returns how to end it, or the answer */
  enter(call: Call): (() => void) | Answer {
    const { ClientRequestToken: token } = call.input;
    if (token !== undefined && this.#tokens.has(token)) {
      this.#tally.inProgress += 1;
      return problem("TransactionInProgressException");
    }
    const met = call.touches.map(({ name }) => this.#meets(call, name));
    if (met.includes(true)) return conflictAt(call, (index) => met[index] ?? false, this.#tally);
    if (call.action === "TransactWriteItems") return this.#transact(call, token);
    return isWrite(call) ? this.#write(call) : () => {};
  }

  #meets({ action }: Call, name: string): boolean {
    if (action.startsWith("Batch") || action === "GetItem") return false;
    if (this.#transacting.has(name)) return true;
    return action === "TransactGetItems" && this.#writing.has(name);
  }

  #transact({ touches }: Call, token: string | undefined): () => void {
    for (const { name } of touches) this.#transacting.add(name);
    if (token !== undefined) this.#tokens.add(token);
    return () => {
      for (const { name } of touches) this.#transacting.delete(name);
      if (token !== undefined) this.#tokens.delete(token);
    };
  }

  #write({ touches }: Call): () => void {
    const count = (by: number) => {
      for (const { name } of touches) {
        const writers = (this.#writing.get(name) ?? 0) + by;
        if (writers > 0) this.#writing.set(name, writers);
        else this.#writing.delete(name);
      }
    };
    count(1);
    return () => count(-1);
  }
}
