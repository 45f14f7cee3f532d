import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BadgeKeys, createKmsBadgeKeys } from "#shared/badges/signer.ts";
import type { Faults } from "../support/dynamodb-proxy/proxy.ts";
import type { ProxyTally } from "../support/dynamodb-proxy/proxy-faults.ts";
import { startTestKms } from "../support/kms.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { createFreshTable } from "./fresh-table.ts";
import { runScenario, type ScenarioResult } from "./outcomes.ts";
import { writePaths } from "./write-paths.ts";

let started: TestTable;
let kms: Awaited<ReturnType<typeof startTestKms>>;
let signer: BadgeKeys;
beforeAll(async () => {
  started = await startTable();
  kms = await startTestKms();
  signer = createKmsBadgeKeys(kms.client, "badge");
});
afterAll(async () => {
  kms.stop();
  await started.stop();
});

const everyPath = Object.entries(writePaths);

type Counter = { [Name in keyof ProxyTally]: ProxyTally[Name] extends number ? Name : never }[keyof ProxyTally];

const only = ["TransactWriteItems"];

type Settings = Readonly<Record<string, readonly [Partial<Faults>, Counter]>>;

/** Faults among which work gets done, and the counter that shows that they came. */
const passing: Settings = {
  "transactions that hold their items": [{ holdMs: 15 }, "conflicts"],
  "conflicts without cause": [{ conflict: 0.4 }, "conflicts"],
  "a conflict beside a failed condition": [{ conflictBesideFailure: 1 }, "conflictsBesideFailures"],
  "a transaction in progress": [{ inProgress: 0.3 }, "inProgress"],
  "a throttled key": [{ throttleKey: 0.12 }, "throttledKeys"],
  "a throttled table": [{ throttleTable: 0.12 }, "throttledTable"],
  "a table over its throughput": [
    { throttleTable: 0.12, throttleTableAs: "ProvisionedThroughputExceededException" },
    "throttledTable",
  ],
  "few units for a key": [{ unitsPerSecond: 4 }, "overCapacity"],
  "lagging indexes": [{ indexLagMs: 400 }, "laggingReads"],
  "500 before the table": [{ serverError: 0.12 }, "serverErrors"],
  "500 after the table": [{ serverErrorAfter: 0.2 }, "serverErrors"],
  "503": [{ unavailable: 0.12 }, "unavailable"],
  "connections cut before the table": [{ reset: 0.12 }, "resets"],
  "answers that get lost": [{ dropAnswer: 0.2 }, "dropped"],
  "answers that break off": [{ truncate: 0.12 }, "truncated"],
  "calls that arrive twice": [{ duplicate: 0.5 }, "duplicates"],
  "calls that arrive twice, the second answered": [{ duplicate: 0.5, duplicateAnswer: "second" }, "duplicates"],
  "answers that come late": [{ lateAnswer: 0.1, lateMs: 1_600 }, "lateAnswers"],
  "calls that arrive late": [{ lateArrival: 0.1, lateMs: 1_600 }, "lateArrivals"],
};

/** Faults that don't end before the deadline does. */
const lasting: Settings = {
  "an outage": [{ unavailable: 1 }, "unavailable"],
  "a table that throttles everything": [{ throttleTable: 1 }, "throttledTable"],
  "nothing but conflicts": [{ conflict: 1 }, "conflicts"],
  "no transaction that isn't throttled": [{ throttleTable: 1, only }, "throttledTable"],
  "no throughput for transactions": [
    { throttleTable: 1, throttleTableAs: "ProvisionedThroughputExceededException", only },
    "throttledTable",
  ],
  "every transaction's answer lost": [{ dropAnswer: 1, only }, "dropped"],
  "every transaction's answer broken off": [{ truncate: 1, only }, "truncated"],
  "every transaction answered with 500": [{ serverErrorAfter: 1, only }, "serverErrors"],
  "every transaction's answer late": [{ lateAnswer: 1, lateMs: 800, only }, "lateAnswers"],
};

/** Every path under the same faults, all at once, in a table of their own. */
async function playAll(wanted: Partial<Faults>): Promise<ReadonlyMap<string, ScenarioResult>> {
  const table = await createFreshTable(started);
  const play = async ([name, prepare]: (typeof everyPath)[number], index: number) =>
    [name, await runScenario(table, await prepare(table.table, signer), { seed: index, ...wanted })] as const;
  return new Map(await Promise.all(everyPath.map(play)).finally(() => table.stop()));
}

const sum = (results: ReadonlyMap<string, ScenarioResult>, of: (played: ScenarioResult) => number) =>
  results.values().reduce((total, each) => total + of(each), 0);

describe.each(Object.entries({ ...passing, ...lasting }))("under %s", (name, [wanted, counter]) => {
  let results: ReadonlyMap<string, ScenarioResult>;
  beforeAll(async () => {
    results = await playAll(wanted);
  });

  test.each(everyPath)("%s: written, or refused by name", (path) => {
    expect(results.get(path)?.violations).toEqual([]);
  });

  test("the fault did strike, and if it passes, work got done", () => {
    expect(sum(results, ({ tally }) => tally[counter])).toBeGreaterThan(0);
    if (name in passing) expect(sum(results, ({ succeeded }) => succeeded)).toBeGreaterThan(everyPath.length);
  });
});

test("a write path reads only pools without asking for a consistent answer, and is right all the same", async () => {
  const results = await playAll({ staleRead: 1 });
  expect([...results.values()].flatMap(({ violations }) => violations)).toEqual([]);
  const stale = [...results.values()].flatMap(({ tally }) => [...tally.staleKeys]);
  expect(stale.length).toBeGreaterThan(0);
  expect(stale.filter((key) => !key.startsWith("POOL#"))).toEqual([]);
});
