import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { consume, type FailurePolicy, type GivenUp, lanesOf, piecesOf } from "../../local/streams/batch.ts";
import { firstFailure } from "../../local/streams/consumer.ts";

const policy: FailurePolicy = { bisect: false, retries: 2, maximumAge: -1 };

/** Runs a batch against a function that says, of the records it is given, which one fails first. */
async function run(
  batch: readonly number[],
  failing: (records: readonly number[], call: number) => number | undefined,
  how: Partial<FailurePolicy> = {},
) {
  const calls: (readonly number[])[] = [];
  const givenUp: GivenUp<number>[] = [];
  const pauses: number[] = [];
  await consume(
    batch,
    { ...policy, ...how },
    {
      invoke: async (records) => failing(records, calls.push(records)),
      giveUp: async (what) => void givenUp.push(what),
      pause: async (attempt) => void pauses.push(attempt),
      age: (record) => record,
    },
  );
  return { calls, givenUp, pauses };
}

const poison = (bad: number) => (records: readonly number[]) => (records.includes(bad) ? 0 : undefined);

describe("a batch is consumed or given up", () => {
  test("what succeeds is called once", async () => {
    expect(await run([1, 2, 3], () => undefined)).toEqual({ calls: [[1, 2, 3]], givenUp: [], pauses: [] });
  });

  test("what fails for a moment is tried again, whole", async () => {
    const { calls, givenUp, pauses } = await run([1, 2], (_records, call) => (call < 3 ? 0 : undefined));
    expect(calls).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
    expect([givenUp, pauses]).toEqual([[], [1, 2]]);
  });

  test("the limit of retries holds, and what is given up is told", async () => {
    const { calls, givenUp } = await run([1, 2], () => 0);
    expect(calls).toHaveLength(3);
    expect(givenUp).toEqual([{ records: [1, 2], condition: "RetryAttemptsExhausted", attempts: 3 }]);
  });

  test("after a partial failure the rest is tried again, from the first that failed", async () => {
    const { calls, givenUp } = await run([1, 2, 3, 4], (records, call) =>
      call === 1 ? records.indexOf(3) : undefined,
    );
    expect(calls).toEqual([
      [1, 2, 3, 4],
      [3, 4],
    ]);
    expect(givenUp).toEqual([]);
  });

  test("halving leaves the record at fault alone, and every other is consumed in order", async () => {
    const { calls, givenUp } = await run([1, 2, 3, 4, 5], poison(2), { bisect: true });
    expect(givenUp).toEqual([{ records: [2], condition: "RetryAttemptsExhausted", attempts: 3 }]);
    expect(calls.filter((records) => !records.includes(2)).flat()).toEqual([1, 3, 4, 5]);
  });

  test("without halving one record at fault takes its batch with it, as in Lambda", async () => {
    expect((await run([1, 2, 3], poison(2))).givenUp[0]?.records).toEqual([1, 2, 3]);
  });

  test("what is too old is given up untried", async () => {
    const { calls, givenUp } = await run([100, 1], () => undefined, { maximumAge: 60 });
    expect(calls).toEqual([[1]]);
    expect(givenUp).toEqual([{ records: [100], condition: "MaximumRecordAgeExceeded", attempts: 0 }]);
  });

  test("whatever fails, each record is consumed or given up, once", async () => {
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
    firstFailure({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) }, records);

  test("names the lowest that failed", () => expect(failed("12", "11")).toBe(1));
  test("without failures is a success", () =>
    expect([failed(), firstFailure(null, records), firstFailure({}, records)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]));
  test("that names no record of the batch means that all of it failed", () =>
    expect([failed("99"), failed(""), failed("11", "99")]).toEqual([0, 0, 0]));
});

describe("lanes", () => {
  test("the records of one item stay in one lane, in order", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("a", "b", "c", "d", "e")),
        fc.integer({ min: 1, max: 4 }),
        (items, count) => {
          const records = items.map((item, at) => ({ item, at }));
          const lanes = lanesOf(records, count, ({ item }) => item);
          expect(lanes.length).toBeLessThanOrEqual(count);
          for (const item of items) {
            const holding = lanes.filter((lane) => lane.some((record) => record.item === item));
            expect(holding).toHaveLength(1);
            expect(holding[0]?.filter((record) => record.item === item)).toEqual(
              records.filter((record) => record.item === item),
            );
          }
          expect(lanes.flat()).toHaveLength(records.length);
        },
      ),
    );
  });
  test("pieces are as large as they may be", () => expect(piecesOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]));
});
