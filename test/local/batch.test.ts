import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  consumeBatch,
  type DiscardedRecords,
  type FailurePolicy,
  groupByKeyHash,
  splitIntoChunks,
} from "../../local/streams/consume-batch.ts";
import { findFirstFailure } from "../../local/streams/stream-consumer.ts";

const policy: FailurePolicy = { bisect: false, retries: 2, maximumAge: -1 };

/** Runs a batch against a function that reports the first failing record of its batch. */
async function run(
  batch: readonly number[],
  failing: (records: readonly number[], call: number) => number | undefined,
  how: Partial<FailurePolicy> = {},
) {
  const calls: (readonly number[])[] = [];
  const givenUp: DiscardedRecords<number>[] = [];
  const pauses: number[] = [];
  await consumeBatch(
    batch,
    { ...policy, ...how },
    {
      invoke: async (records) => failing(records, calls.push(records)),
      discard: async (what) => void givenUp.push(what),
      pause: async (attempt) => void pauses.push(attempt),
      age: (record) => record,
    },
  );
  return { calls, givenUp, pauses };
}

const poison = (bad: number) => (records: readonly number[]) => (records.includes(bad) ? 0 : undefined);

describe("a batch is consumed or given up", () => {
  test("a successful batch is called once", async () => {
    expect(await run([1, 2, 3], () => undefined)).toEqual({ calls: [[1, 2, 3]], givenUp: [], pauses: [] });
  });

  test("a temporary failure is retried with the whole batch", async () => {
    const { calls, givenUp, pauses } = await run([1, 2], (_records, call) => (call < 3 ? 0 : undefined));
    expect(calls).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
    expect([givenUp, pauses]).toEqual([[], [1, 2]]);
  });

  test("the limit of retries holds, and a batch that is given up is reported", async () => {
    const { calls, givenUp } = await run([1, 2], () => 0);
    expect(calls).toHaveLength(3);
    expect(givenUp).toEqual([{ records: [1, 2], condition: "RetryAttemptsExhausted", attempts: 3 }]);
  });

  test("a partial failure is retried from the first failed record on", async () => {
    const { calls, givenUp } = await run([1, 2, 3, 4], (records, call) =>
      call === 1 ? records.indexOf(3) : undefined,
    );
    expect(calls).toEqual([
      [1, 2, 3, 4],
      [3, 4],
    ]);
    expect(givenUp).toEqual([]);
  });

  test("bisecting isolates the failing record, and all others are consumed in order", async () => {
    const { calls, givenUp } = await run([1, 2, 3, 4, 5], poison(2), { bisect: true });
    expect(givenUp).toEqual([{ records: [2], condition: "RetryAttemptsExhausted", attempts: 3 }]);
    expect(calls.filter((records) => !records.includes(2)).flat()).toEqual([1, 3, 4, 5]);
  });

  test("without bisecting a failing record takes its batch with it, as in Lambda", async () => {
    expect((await run([1, 2, 3], poison(2))).givenUp[0]?.records).toEqual([1, 2, 3]);
  });

  test("a record that is too old is given up without a try", async () => {
    const { calls, givenUp } = await run([100, 1], () => undefined, { maximumAge: 60 });
    expect(calls).toEqual([[1]]);
    expect(givenUp).toEqual([{ records: [100], condition: "MaximumRecordAgeExceeded", attempts: 0 }]);
  });

  test("each record is consumed or given up once, whatever fails", async () => {
    const histories = fc.record({
      size: fc.integer({ min: 0, max: 30 }),
      bad: fc.uniqueArray(fc.nat(29)),
      bisect: fc.boolean(),
      partial: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(histories, async ({ size, bad, bisect, partial }) => {
        const batch = Array.from({ length: size }, (_none, at) => at);
        const consumed: number[] = [];
        const failing = (records: readonly number[]) => {
          const first = records.findIndex((record) => bad.includes(record));
          const failed = first < 0 ? undefined : first * Number(partial);
          consumed.push(...records.slice(0, failed));
          return failed;
        };
        const { givenUp } = await run(batch, failing, { bisect });
        const gone = givenUp.flatMap(({ records }) => records);
        expect([...consumed, ...gone].toSorted((one, other) => one - other)).toEqual(batch);
        if (bisect) expect(gone.every((record) => bad.includes(record))).toBe(true);
      }),
    );
  });
});

describe("a partial batch response", () => {
  const records = ["10", "11", "12"].map((SequenceNumber) => ({ dynamodb: { SequenceNumber } }));
  const failed = (...ids: string[]) =>
    findFirstFailure({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) }, records);

  test("names the lowest failed record", () => expect(failed("12", "11")).toBe(1));
  test("without failures is a success", () =>
    expect([failed(), findFirstFailure(null, records), findFirstFailure({}, records)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]));
  test("that names no record of the batch means that the whole batch failed", () =>
    expect([failed("99"), failed(""), failed("11", "99")]).toEqual([0, 0, 0]));
});

describe("the parallel partitions of a batch", () => {
  test("keep the records of one item together, in order", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("a", "b", "c", "d", "e")),
        fc.integer({ min: 1, max: 4 }),
        (items, count) => {
          const records = items.map((item, at) => ({ item, at }));
          const partitions = groupByKeyHash(records, count, ({ item }) => item);
          expect(partitions.length).toBeLessThanOrEqual(count);
          for (const item of items) {
            const holding = partitions.filter((partition) => partition.some((record) => record.item === item));
            expect(holding).toHaveLength(1);
            expect(holding[0]?.filter((record) => record.item === item)).toEqual(
              records.filter((record) => record.item === item),
            );
          }
          expect(partitions.flat()).toHaveLength(records.length);
        },
      ),
    );
  });
  test("have pieces of at most the maximal size", () =>
    expect(splitIntoChunks([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]));
});
