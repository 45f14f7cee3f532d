/** The settings of an event source mapping for batches whose function fails. */
export interface FailurePolicy {
  /** Splits a failed batch in two until it contains the failing record only. */
  readonly bisect: boolean;
  /** The number of retries of a batch; -1 for unlimited. */
  readonly retries: number;
  /** Older records are discarded, in s; -1 for none. */
  readonly maximumAge: number;
}

/** Records that failed permanently. */
export interface DiscardedRecords<R> {
  readonly records: readonly R[];
  readonly condition: "RetryAttemptsExhausted" | "MaximumRecordAgeExceeded";
  readonly attempts: number;
}

export interface BatchConsumer<R> {
  /** @returns the index of the first record that failed, or undefined when none did */
  readonly invoke: (records: readonly R[]) => Promise<number | undefined>;
  readonly discard: (discarded: DiscardedRecords<R>) => Promise<void>;
  /**
   * Waits between two attempts; `attempt` counts from 1.
   * @throws when the system stops, so that the rest is not consumed
   */
  readonly pause: (attempt: number) => Promise<void>;
  /** The time since the record was written, in s. */
  readonly age: (record: R) => number;
}

/**
 * Consumes or discards every record of a batch, in order. After a partial failure the records from the first failed one
 * on are retried. A split does not count as an attempt.
 */
export async function consumeBatch<R>(
  batch: readonly R[],
  policy: FailurePolicy,
  consumer: BatchConsumer<R>,
  attempts = 0,
): Promise<void> {
  const records = await discardOldRecords(batch, policy, consumer, attempts);
  if (records.length === 0) return;
  const failed = await consumer.invoke(records);
  if (failed === undefined) return;
  if (failed > 0) return consumeBatch(records.slice(failed), policy, consumer);
  if (policy.bisect && records.length > 1) {
    const middle = Math.ceil(records.length / 2);
    await consumeBatch(records.slice(0, middle), policy, consumer, attempts);
    return consumeBatch(records.slice(middle), policy, consumer, attempts);
  }
  if (policy.retries >= 0 && attempts >= policy.retries) {
    return consumer.discard({ records, condition: "RetryAttemptsExhausted", attempts: attempts + 1 });
  }
  await consumer.pause(attempts + 1);
  return consumeBatch(records, policy, consumer, attempts + 1);
}

async function discardOldRecords<R>(
  batch: readonly R[],
  { maximumAge }: FailurePolicy,
  consumer: BatchConsumer<R>,
  attempts: number,
): Promise<readonly R[]> {
  if (maximumAge < 0) return batch;
  const { old = [], young = [] } = Object.groupBy(batch, (record) =>
    consumer.age(record) > maximumAge ? "old" : "young",
  );
  if (old.length > 0) await consumer.discard({ records: old, condition: "MaximumRecordAgeExceeded", attempts });
  return young;
}

/** Divides records into at most `count` groups. Records with the same key are in one group, in order. */
export function groupByKeyHash<R>(records: readonly R[], count: number, getKey: (record: R) => string): R[][] {
  const groups = Map.groupBy(records, (record) => hashText(getKey(record)) % count);
  return [...groups.values()];
}

function hashText(text: string): number {
  let value = 0;
  for (let at = 0; at < text.length; at += 1) value = (Math.imul(value, 31) + text.charCodeAt(at)) >>> 0;
  return value;
}

/** Splits a list into chunks of at most `size`. */
export const splitIntoChunks = <R>(records: readonly R[], size: number): R[][] =>
  Array.from({ length: Math.ceil(records.length / size) }, (_none, at) => records.slice(at * size, (at + 1) * size));
