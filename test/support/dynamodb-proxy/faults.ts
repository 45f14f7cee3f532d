/**
 * How the proxy makes an idle emulator behave like DynamoDB under load. Rates are shares of the calls, 0 to 1; times
 * are in ms. Everything is off unless it is set.
 */
export interface Faults {
  /** Every chance comes from it: the same calls in the same order meet the same faults. */
  readonly seed: number;
  /** The actions that chance strikes, such as `TransactWriteItems`; all of them unless it is set. */
  readonly only: readonly string[];

  /** How long a transaction holds its items at least; whoever meets one that is held gets a conflict. */
  readonly holdMs: number;
  /** Transactions cancelled with TransactionConflict though nobody is in their way. */
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

export const none: Faults = {
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
export const chances = [
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
] as const satisfies readonly (keyof Faults)[];

export type Chance = (typeof chances)[number];
