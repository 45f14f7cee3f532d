import { Random } from "../random.ts";

/** What befalls one call: each fault that strikes it, with a number from 0 until 1 that says where. */
export type DrawnFaults = { readonly [Fault in ChanceFault]?: number };

/** A number for a text (FNV-1a), to give each stream a seed of its own. */
function hashTextFnv(text: string): number {
  let mixed = 2166136261;
  for (let index = 0; index < text.length; index += 1) mixed = Math.imul(mixed ^ text.charCodeAt(index), 16777619);
  return mixed | 0;
}

/**
 * Decides what befalls each call, in the order of arrival. Each fault has its own stream of numbers for each kind of
 * call, two for every call whether it strikes or not: so neither another fault nor another read shifts it, and a
 * higher rate strikes whom the lower one struck, and more.
 */
export class FaultDice {
  readonly #faults: ProxyFaults;
  readonly #streams = new Map<string, Random>();

  constructor(faults: ProxyFaults) {
    this.#faults = faults;
  }

  drawFaults(action: string): DrawnFaults {
    const { only } = this.#faults;
    const isSafe = only.length > 0 && !only.includes(action);
    const struck = chanceFaults.flatMap((fault) => {
      const stream = this.#getStream(fault, action);
      const [chance, where] = [stream.next(), stream.next()];
      return !isSafe && chance < this.#faults[fault] ? [[fault, where] as const] : [];
    });
    return Object.fromEntries(struck);
  }

  #getStream(fault: ChanceFault, action: string): Random {
    const name = `${fault} ${action}`;
    const stream = this.#streams.get(name) ?? new Random(this.#faults.seed ^ hashTextFnv(name));
    this.#streams.set(name, stream);
    return stream;
  }
}

/** What the proxy did, to tell a test that its faults really happened. */
export interface ProxyTally {
  /** Every call that arrived, in order, with the number of items that it names: `TransactWriteItems 4`. */
  readonly calls: string[];
  /** TransactWriteItems that arrived, whatever became of them. */
  attempts: number;
  /** Those that no fault kept from the table, or that met a conflict before it. */
  transactions: number;
  conflicts: number;
  /** Conflicts by the item they were met on: `<PK> <SK>`. */
  readonly conflictsByKey: Map<string, number>;
  conflictsBesideFailures: number;
  inProgress: number;
  throttledKeys: number;
  throttledTable: number;
  /** Writes refused because a partition key was over its rate. */
  overCapacity: number;
  laggingReads: number;
  staleReads: number;
  /** The partition keys of the items that stale reads asked for; the action for a query or a scan. */
  readonly staleKeys: Set<string>;
  serverErrors: number;
  unavailable: number;
  resets: number;
  dropped: number;
  truncated: number;
  duplicates: number;
  lateAnswers: number;
  lateArrivals: number;
}

export const createTally = (): ProxyTally => ({
  calls: [],
  attempts: 0,
  transactions: 0,
  conflicts: 0,
  conflictsByKey: new Map(),
  conflictsBesideFailures: 0,
  inProgress: 0,
  throttledKeys: 0,
  throttledTable: 0,
  overCapacity: 0,
  laggingReads: 0,
  staleReads: 0,
  staleKeys: new Set(),
  serverErrors: 0,
  unavailable: 0,
  resets: 0,
  dropped: 0,
  truncated: 0,
  duplicates: 0,
  lateAnswers: 0,
  lateArrivals: 0,
});

/** Counts a conflict, and the items it was met on. */
export function countConflict(tally: ProxyTally, items: readonly string[]): void {
  tally.conflicts += 1;
  for (const item of items) tally.conflictsByKey.set(item, (tally.conflictsByKey.get(item) ?? 0) + 1);
}

/**
 * How the proxy makes an idle emulator behave like DynamoDB under load. Rates are shares of the calls, 0 to 1; times
 * are in ms. Everything is off unless it is set.
 */
export interface ProxyFaults {
  /** Every chance comes from it: the same calls in the same order meet the same faults. */
  readonly seed: number;
  /** The actions that chance strikes, such as `TransactWriteItems`; all of them unless it is set. */
  readonly only: readonly string[];

  /** The minimum time for which a transaction holds its items; a call on a held item gets a conflict. */
  readonly holdMs: number;
  /** Transactions cancelled with TransactionConflict without another transaction. */
  readonly conflict: number;
  /** Transactions cancelled by a failed condition that are told of a conflict on another item as well. */
  readonly conflictBesideFailure: number;
  /** Transactions told that the same token is still under way: TransactionInProgressException. */
  readonly inProgress: number;

  /** Calls that meet one key over its rate: a reason in a transaction, an unprocessed key in a batch, else an error. */
  readonly throttleKey: number;
  /** Calls refused because the whole table is over its rate. */
  readonly throttleTable: number;
  /** The name by which the whole table refuses. */
  readonly throttleTableAs: "ThrottlingException" | "ProvisionedThroughputExceededException" | "RequestLimitExceeded";
  /** Write units that one partition key of the table or of an index takes in a second; 1,000 in DynamoDB. */
  readonly unitsPerSecond: number;

  /** How far the indexes are behind the table. */
  readonly indexLagMs: number;
  /** Reads without ConsistentRead that see the table as it was `staleMs` ago. */
  readonly staleRead: number;
  readonly staleMs: number;

  /** Calls answered with 500 before they reach the table. */
  readonly serverError: number;
  /** Writes that are carried out, and answered with 500 all the same. */
  readonly serverErrorAfter: number;
  /** Calls answered with 503 before they reach the table. */
  readonly unavailable: number;
  /** Calls whose connection is cut before they reach the table. */
  readonly reset: number;
  /** Writes that are carried out, and whose answer is lost: the connection is cut. */
  readonly dropAnswer: number;
  /** Calls that are carried out, and whose answer breaks off in the middle. */
  readonly truncate: number;
  /** Writes that reach the table twice, the second time after the first is answered. */
  readonly duplicate: number;
  /** Which of the two answers a duplicated write gets. */
  readonly duplicateAnswer: "first" | "second";

  /** How long every call takes at least. */
  readonly latencyMs: number;
  /** Calls carried out at once whose answer comes only after `lateMs`: past the client's patience, if that is shorter. */
  readonly lateAnswer: number;
  /** Calls that reach the table only after `lateMs`, when the client may have given up, or asked again. */
  readonly lateArrival: number;
  readonly lateMs: number;
}

export const noFaults: ProxyFaults = {
  seed: 1,
  only: [],
  holdMs: 0,
  conflict: 0,
  conflictBesideFailure: 0,
  inProgress: 0,
  throttleKey: 0,
  throttleTable: 0,
  throttleTableAs: "ThrottlingException",
  unitsPerSecond: Number.POSITIVE_INFINITY,
  indexLagMs: 0,
  staleRead: 0,
  staleMs: 1_000,
  serverError: 0,
  serverErrorAfter: 0,
  unavailable: 0,
  reset: 0,
  dropAnswer: 0,
  truncate: 0,
  duplicate: 0,
  duplicateAnswer: "first",
  latencyMs: 0,
  lateAnswer: 0,
  lateArrival: 0,
  lateMs: 5_000,
};

/** The faults that strike by chance. */
export const chanceFaults = [
  "conflict",
  "conflictBesideFailure",
  "inProgress",
  "throttleKey",
  "throttleTable",
  "staleRead",
  "serverError",
  "serverErrorAfter",
  "unavailable",
  "reset",
  "dropAnswer",
  "truncate",
  "duplicate",
  "lateAnswer",
  "lateArrival",
] as const satisfies readonly (keyof ProxyFaults)[];

export type ChanceFault = (typeof chanceFaults)[number];
