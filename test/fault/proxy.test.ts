import { setTimeout as sleep } from "node:timers/promises";
import { BatchGetItemCommand, TransactGetItemsCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createId } from "#shared/dynamodb/keys.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { getErrorCode, ProxySet } from "./test-table-client.ts";

let started: TestTable;
const proxies = new ProxySet(() => started);
beforeAll(async () => {
  started = await startTable();
});
afterEach(() => proxies.close());
afterAll(() => started.stop());

const times = (count: number) => Array.from({ length: count }, (_, index) => index);

describe("chance is replayed", () => {
  const name = "InternalServerError";
  /** Which of 40 writes, one after another, met a 500. */
  async function struck(faults: object, reads = 0): Promise<number[]> {
    const { ask } = await proxies.startWithFaults(faults);
    const found: number[] = [];
    for (const index of times(40)) {
      for (const _ of times(reads)) await getErrorCode(ask.get("unknown"));
      if ((await getErrorCode(ask.put(`row-${index}`))) === name) found.push(index);
    }
    return found;
  }

  test("the same seed strikes the same calls; another fault, or reads in between, move nothing", async () => {
    const first = await struck({ serverError: 0.3, seed: 11 });
    expect(first.length).toBeGreaterThan(4);
    expect(first.length).toBeLessThan(22);
    expect(await struck({ serverError: 0.3, seed: 11 })).toEqual(first);
    expect(await struck({ serverError: 0.3, throttleTable: 0.5, duplicate: 0.5, seed: 11 })).toEqual(first);
    expect(await struck({ serverError: 0.3, seed: 11 }, 1)).toEqual(first);
    expect(await struck({ serverError: 0.3, seed: 12 })).not.toEqual(first);
    expect(await struck({ serverError: 0.6, seed: 11 })).toEqual(expect.arrayContaining(first));
    expect(await struck({ serverError: 1, only: ["GetItem"], seed: 11 }, 1)).toEqual([]);
  });
});

describe("transactions that meet", () => {
  test("of two at a time on one item one is written; the other is told where they met", async () => {
    const { ask, tally } = await proxies.startWithFaults({ holdMs: 400 });
    const [shared, ours, theirs] = [createId(), createId(), createId()];
    const results = await Promise.all([
      getErrorCode(ask.transact([ask.buildPut(ours), ask.buildPut(shared, { by: "ours" })])),
      sleep(50).then(() => getErrorCode(ask.transact([ask.buildPut(shared, { by: "theirs" }), ask.buildPut(theirs)]))),
    ]);
    expect(results).toEqual(["nothing", ["TransactionConflict", "None"]]);
    expect((await ask.get(shared))?.["by"]?.S).toBe("ours");
    expect(await ask.get(theirs)).toBeUndefined();
    expect(tally).toMatchObject({ attempts: 2, conflicts: 1 });
    expect([...tally.conflictsByKey]).toEqual([[`${shared} ROW`, 1]]);
    expect(await getErrorCode(ask.transact([ask.buildPut(shared, { by: "theirs" })]))).toBe("nothing");
  });

  test("a single write, and a transaction of reads, meet one under way; a plain read doesn't", async () => {
    const { ask } = await proxies.startWithFaults({ holdMs: 450 });
    const id = createId();
    const held = ask.transact([ask.buildPut(id)]);
    await sleep(50);
    const reads = new TransactGetItemsCommand({
      TransactItems: [{ Get: ask.buildKey(createId()) }, { Get: ask.buildKey(id) }],
    });
    expect(await getErrorCode(ask.put(id))).toBe("TransactionConflictException");
    expect(await getErrorCode(ask.incrementCount(id))).toBe("TransactionConflictException");
    expect(await getErrorCode(ask.client.send(reads))).toEqual(["None", "TransactionConflict"]);
    expect(await getErrorCode(ask.get(id))).toBe("nothing");
    await held;
    expect(await ask.incrementCount(id)).toBe("1");
  });

  test("the same token while the first is under way is in progress; afterwards it has the first answer", async () => {
    const { ask, tally } = await proxies.startWithFaults({ holdMs: 400 });
    const [id, token] = [createId(), createId()];
    const first = ask.transact([ask.buildPutNew(id)], token);
    await sleep(50);
    expect(await getErrorCode(ask.transact([ask.buildPutNew(id)], token))).toBe("TransactionInProgressException");
    await first;
    expect(await getErrorCode(ask.transact([ask.buildPutNew(id)], token))).toBe("nothing");
    expect(tally.inProgress).toBe(1);
  });

  test("at random: a conflict without another transaction, a token in progress, and neither is written", async () => {
    const { ask } = await proxies.startWithFaults({ conflict: 1 });
    const id = createId();
    expect((await getErrorCode(ask.transact([ask.buildPut(id), ask.buildPut(createId())]))).toString()).toContain(
      "TransactionConflict",
    );
    const other = await proxies.startWithFaults({ inProgress: 1 });
    expect(await getErrorCode(other.ask.transact([ask.buildPut(id)]))).toBe("TransactionInProgressException");
    expect(await proxies.direct.get(id)).toBeUndefined();
  });

  test("a failed condition comes with a conflict at another item; only where a condition did fail", async () => {
    const { ask, tally } = await proxies.startWithFaults({ conflictBesideFailure: 1 });
    const [there, other] = [createId(), createId()];
    expect(await getErrorCode(ask.transact([ask.buildPutNew(there), ask.buildPut(other)]))).toBe("nothing");
    const again = ask.transact([ask.buildPutNew(there), ask.buildPut(other)]);
    expect(await getErrorCode(again)).toEqual(["ConditionalCheckFailed", "TransactionConflict"]);
    expect(tally.conflictsBesideFailures).toBe(1);
  });
});

describe("throttling", () => {
  test("of a key: a reason in a transaction, an error for a single call, and nothing is written", async () => {
    const { ask, tally } = await proxies.startWithFaults({ throttleKey: 1 });
    const id = createId();
    expect(await getErrorCode(ask.transact([ask.buildPut(id)]))).toEqual(["ThrottlingError"]);
    expect(await getErrorCode(ask.put(id))).toBe("ProvisionedThroughputExceededException");
    expect(await getErrorCode(ask.get(id))).toBe("ProvisionedThroughputExceededException");
    expect(tally.throttledKeys).toBe(3);
    expect(await proxies.direct.get(id)).toBeUndefined();
  });

  test("of a key in a batch: the others are read, and it comes back unprocessed", async () => {
    const { ask } = await proxies.startWithFaults({ throttleKey: 1 });
    const ids = [createId(), createId(), createId()];
    for (const id of ids) await proxies.direct.put(id);
    const { TableName } = ask.buildKey("");
    const RequestItems = { [TableName]: { Keys: ids.map((id) => ask.buildKey(id).Key), ConsistentRead: true } };
    const answer = await ask.client.send(new BatchGetItemCommand({ RequestItems }));
    const [read, held] = [answer.Responses?.[TableName] ?? [], answer.UnprocessedKeys?.[TableName]?.Keys ?? []];
    expect([read.length, held.length]).toEqual([2, 1]);
    expect([...read, ...held].map(({ PK }) => PK?.S).toSorted()).toEqual(ids.toSorted());
  });

  test("of the whole table: every call, under the name that was chosen", async () => {
    for (const throttleTableAs of ["ThrottlingException", "ProvisionedThroughputExceededException"] as const) {
      const { ask, tally } = await proxies.startWithFaults({ throttleTable: 1, throttleTableAs });
      expect(await getErrorCode(ask.transact([ask.buildPut(createId())]))).toBe(throttleTableAs);
      expect(await getErrorCode(ask.get("unknown"))).toBe(throttleTableAs);
      expect(tally.throttledTable).toBe(2);
    }
  });

  /** How many of these writes, at once, passed; and how many units came in since `begun`, at 20 a second. */
  const passed = async (calls: readonly Promise<unknown>[]) =>
    (await Promise.all(calls.map(getErrorCode))).filter((result) => result === "nothing").length;
  const refilled = (begun: number) => (20 * (performance.now() - begun)) / 1_000;

  test("a key takes its units in a second and no more: 2 per KB in a transaction, 1 in a single write", async () => {
    const { ask, tally } = await proxies.startWithFaults({ unitsPerSecond: 20 });
    const begun = performance.now();
    const [transacted, single, big] = [createId(), createId(), createId()];
    const inTransactions = times(60).map((index) =>
      ask.transact([ask.buildPut(`${single}-${index}`), ask.buildPut(transacted)]),
    );
    expect(await passed(inTransactions)).toBeLessThanOrEqual((20 + refilled(begun)) / 2 + 1);
    const singles = await passed(times(60).map(() => ask.put(single)));
    expect(singles).toBeGreaterThanOrEqual(20);
    expect(singles).toBeLessThanOrEqual(20 + refilled(begun) + 1);
    await ask.put(big, { text: "x".repeat(120_000) });
    expect(await getErrorCode(ask.transact([ask.buildPut(createId()), ask.buildPut(big)]))).toEqual([
      "None",
      "ThrottlingError",
    ]);
    expect(await getErrorCode(ask.put(big))).toBe("ProvisionedThroughputExceededException");
    expect(tally.overCapacity).toBeGreaterThan(2);
    await sleep(500);
    expect(await getErrorCode(ask.put(single))).toBe("nothing");
  });

  test("an index key over its rate holds the table's writes back; a spread one doesn't", async () => {
    const { ask } = await proxies.startWithFaults({ unitsPerSecond: 20 });
    const begun = performance.now();
    const puts = (count: number, list: (index: number) => string) =>
      times(count).map((index) => ask.put(createId(), { dueKey: list(index), dueSort: String(index) }));
    expect(await passed(puts(80, () => "one"))).toBeLessThanOrEqual(20 + refilled(begun) + 1);
    expect(await passed(puts(40, (index) => `bucket-${index % 4}`))).toBe(40);
  });

  test("an entry that moves within an index is two writes to it", async () => {
    const { ask } = await proxies.startWithFaults({ unitsPerSecond: 20 });
    const begun = performance.now();
    const [list, id] = [createId(), createId()];
    await ask.put(id, { dueKey: list, dueSort: "first" });
    const moves = times(60).map((index) => ask.put(id, { dueKey: list, dueSort: String(index) }));
    expect(await passed(moves)).toBeLessThanOrEqual((20 + refilled(begun)) / 2 + 1);
    expect(await getErrorCode(ask.put(createId()))).toBe("nothing");
  });
});

describe("reads of the past", () => {
  test("an index shows a write only after its lag, and one who left until then; the table knows at once", async () => {
    const list = createId();
    await proxies.direct.put(`${list}-before`, { dueKey: list, dueSort: "0" });
    const { ask, tally } = await proxies.startWithFaults({ indexLagMs: 900 });
    await ask.put(`${list}-new`, { dueKey: list, dueSort: "1" });
    await ask.transact([ask.buildPut(`${list}-before`)]);
    expect(await ask.queryDue(list)).toEqual([`${list}-before`]);
    expect((await ask.get(`${list}-new`, false))?.["dueKey"]?.S).toBe(list);
    await expect.poll(() => ask.queryDue(list)).toEqual([`${list}-new`]);
    expect(tally.laggingReads).toBeGreaterThan(1);
  });

  test("a read that doesn't ask for consistency sees what was; one that asks sees what is", async () => {
    const { ask, tally } = await proxies.startWithFaults({ staleRead: 1, staleMs: 900 });
    const id = createId();
    await ask.put(id, { state: "new" });
    expect(await ask.get(id, false)).toBeUndefined();
    expect((await ask.get(id))?.["state"]?.S).toBe("new");
    await expect.poll(async () => (await ask.get(id, false))?.["state"]?.S).toBe("new");
    expect(tally.staleReads).toBeGreaterThan(1);
  });
});

describe("calls and answers that get lost", () => {
  test.each([
    ["serverError", "InternalServerError", "serverErrors"],
    ["unavailable", "ServiceUnavailable", "unavailable"],
    ["reset", "ECONNRESET", "resets"],
  ] as const)("%s: the table never heard of it", async (fault, name, count) => {
    const { ask, tally } = await proxies.startWithFaults({ [fault]: 1 });
    const id = createId();
    expect(await ask.put(id).catch((error) => [error.name, error.code])).toContain(name);
    expect(await proxies.direct.get(id)).toBeUndefined();
    expect(tally[count]).toBe(1);
  });

  test.each([
    ["dropAnswer", "dropped"],
    ["serverErrorAfter", "serverErrors"],
    ["truncate", "truncated"],
  ] as const)("%s: it is written, though the client can't know", async (fault, count) => {
    const { ask, tally } = await proxies.startWithFaults({ [fault]: 1 });
    const [single, transacted] = [createId(), createId()];
    await proxies.direct.put(single, { text: "before" });
    expect(await getErrorCode(ask.put(single, { text: "after" }))).not.toBe("nothing");
    expect(await getErrorCode(ask.transact([ask.buildPut(transacted)]))).not.toBe("nothing");
    expect((await proxies.direct.get(single))?.["text"]?.S).toBe("after");
    expect(await proxies.direct.get(transacted)).toBeDefined();
    expect(tally[count]).toBe(2);
  });

  test("an answer later than the client waits: it gave up, and it is written", async () => {
    const { ask, tally } = await proxies.startWithFaults({ lateAnswer: 1, lateMs: 1_500 }, 1, 600);
    const id = createId();
    expect(await getErrorCode(ask.put(id))).toBe("TimeoutError");
    expect(await proxies.direct.get(id)).toBeDefined();
    expect(tally.lateAnswers).toBe(1);
  });

  test("a call that arrives late: the client gave up, nothing is written, and later it is", async () => {
    const { ask, tally } = await proxies.startWithFaults({ lateArrival: 1, lateMs: 1_500 }, 1, 600);
    const id = createId();
    expect(await getErrorCode(ask.put(id))).toBe("TimeoutError");
    expect(await proxies.direct.get(id)).toBeUndefined();
    await expect.poll(() => proxies.direct.get(id)).toBeDefined();
    expect(tally.lateArrivals).toBe(1);
  });

  test("a write that arrives twice counts twice, and its client gets the first answer or the second", async () => {
    for (const [duplicateAnswer, answer] of [
      ["first", "1"],
      ["second", "2"],
    ] as const) {
      const { ask, tally } = await proxies.startWithFaults({ duplicate: 1, duplicateAnswer });
      const id = createId();
      expect(await ask.incrementCount(id)).toBe(answer);
      expect((await proxies.direct.get(id))?.["count"]?.N).toBe("2");
      expect(await getErrorCode(ask.transact([ask.buildPutNew(createId())]))).toBe("nothing");
      expect(tally.duplicates).toBe(2);
    }
  });

  test("a client that asks again gets through a third of such faults, and writes once", async () => {
    const faults = { serverError: 0.1, unavailable: 0.1, reset: 0.1, dropAnswer: 0.1, inProgress: 0.1, seed: 3 };
    const { ask, tally } = await proxies.startWithFaults(faults, 12);
    const id = createId();
    for (const index of times(20)) await ask.transact([ask.buildPutNew(`${id}-${index}`)]);
    expect(tally.attempts).toBeGreaterThan(20);
    for (const index of times(20)) expect(await proxies.direct.get(`${id}-${index}`)).toBeDefined();
  });

  test("latency keeps every answer back, and loses none", async () => {
    const { ask } = await proxies.startWithFaults({ latencyMs: 80 });
    const begun = performance.now();
    expect(await ask.get("unknown")).toBeUndefined();
    expect(performance.now() - begun).toBeGreaterThan(75);
  });
});
