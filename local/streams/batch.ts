/** How a batch of stream records is treated when its function fails: the settings of an event source mapping. */
export interface FailurePolicy {
  /** Halves a failed batch, until the record at fault stands alone. */
  readonly bisect: boolean;
  /** So often a batch is tried again; -1 for ever. */
  readonly retries: number;
  /** Older records are given up, in s; -1 for none. */
  readonly maximumAge: number;
}

/** What is given up, and why. */
export interface GivenUp<R> {
  readonly records: readonly R[];
  readonly condition: "RetryAttemptsExhausted" | "MaximumRecordAgeExceeded";
  readonly attempts: number;
}

export interface Consumer<R> {
  /** @returns the index of the first record that failed, or undefined when none did */
  readonly invoke: (records: readonly R[]) => Promise<number | undefined>;
  readonly giveUp: (what: GivenUp<R>) => Promise<void>;
  /** Between two attempts; `attempt` counts from 1. @throws to leave the rest as it is, when the system stops */
  readonly pause: (attempt: number) => Promise<void>;
  /** How long ago the record was written, in s. */
  readonly age: (record: R) => number;
}

/**
 * Takes a batch to its end: every record is consumed or given up, in order. After a partial failure only the rest is
 * tried again, from the first that failed. A halving is not counted as an attempt.
 */
export async function consume<R>(
  batch: readonly R[],
  policy: FailurePolicy,
  consumer: Consumer<R>,
  attempts = 0,
): Promise<void> {
  const records = await leaveOld(batch, policy, consumer, attempts);
  if (records.length === 0) return;
  const failed = await consumer.invoke(records);
  if (failed === undefined) return;
  if (failed > 0) return consume(records.slice(failed), policy, consumer);
  if (policy.bisect && records.length > 1) {
    const middle = Math.ceil(records.length / 2);
    await consume(records.slice(0, middle), policy, consumer, attempts);
    return consume(records.slice(middle), policy, consumer, attempts);
  }
  if (policy.retries >= 0 && attempts >= policy.retries) {
    return consumer.giveUp({ records, condition: "RetryAttemptsExhausted", attempts: attempts + 1 });
  }
  await consumer.pause(attempts + 1);
  return consume(records, policy, consumer, attempts + 1);
}

async function leaveOld<R>(
  batch: readonly R[],
  { maximumAge }: FailurePolicy,
  consumer: Consumer<R>,
  attempts: number,
): Promise<readonly R[]> {
  if (maximumAge < 0) return batch;
  const { old = [], young = [] } = Object.groupBy(batch, (record) =>
    consumer.age(record) > maximumAge ? "old" : "young",
  );
  if (old.length > 0) await consumer.giveUp({ records: old, condition: "MaximumRecordAgeExceeded", attempts });
  return young;
}

/** Splits records so that those of one key stay in one lane, in order; `lanes` of them may run at a time. */
export function lanesOf<R>(records: readonly R[], lanes: number, keyOf: (record: R) => string): R[][] {
  const groups = Map.groupBy(records, (record) => hash(keyOf(record)) % lanes);
  return [...groups.values()];
}

function hash(text: string): number {
  let value = 0;
  for (let at = 0; at < text.length; at += 1) value = (Math.imul(value, 31) + text.charCodeAt(at)) >>> 0;
  return value;
}

/** A list in pieces of at most `size`. */
export const piecesOf = <R>(records: readonly R[], size: number): R[][] =>
  Array.from({ length: Math.ceil(records.length / size) }, (_none, at) => records.slice(at * size, (at + 1) * size));
