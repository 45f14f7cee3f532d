import { DeleteItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keys } from "#shared/dynamodb/keys.ts";
import { getString, type Item, N, scanItems, toItemKey } from "#shared/dynamodb/table.ts";
import { computeCountChanges } from "#shared/statistics/counts.rules.ts";
import { countRegistrations, loadConferenceCounts } from "#shared/statistics/statistics.repository.ts";
import { computeStatistics } from "#shared/statistics/statistics.rules.ts";
import { verifyCounters } from "../../cli/verify-counters/verify-counters.ts";
import { handleAuditAndStatisticsEvent } from "../../functions/audit-and-statistics/handle.ts";
import { toStreamRecord } from "../support/journal.ts";
import { deliverWithFaults } from "../support/stream-faults.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { applyToConference, openHall, performAction } from "../support/test-commands.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

const context = { getRemainingTimeInMillis: () => 60_000 };
const deadline = () => Date.now() + 30_000;

/** A hall of four in which nine apply, one is approved, one revoked again, and two withdraw. */
async function aHallWithHistory() {
  const { table } = started;
  const conferenceId = await openHall(table, 4);
  const ids: string[] = [];
  for (let n = 0; n < 9; n += 1) {
    const person = { gender: n % 3 === 0 ? "female" : "male", nationality: n % 2 === 0 ? "SEN" : "CHE" };
    ids.push((await applyToConference(table, conferenceId, {}, person)).id);
  }
  await performAction(table, conferenceId, ids[0] ?? "", "approve");
  await performAction(table, conferenceId, ids[1] ?? "", "approve");
  await performAction(table, conferenceId, ids[1] ?? "", "revoke");
  for (const id of ids.slice(2, 4)) await performAction(table, conferenceId, id, "withdraw");
  return { conferenceId, ids };
}

async function journalOf(conferenceId: string) {
  const items: Item[] = [];
  for await (const item of scanItems(started.table))
    if (item["entity"]?.S === "journal" && item["conferenceId"]?.S === conferenceId) items.push(item);
  return items.toSorted((a, b) => (getString(a, "at") < getString(b, "at") ? -1 : 1)).map(toStreamRecord);
}

const badDay = { batchSize: 3, duplicate: 0.4, replay: 0.5, shuffle: 0.5, overtake: 0.4 };

const bring = async (conferenceId: string, seed: number) =>
  deliverWithFaults(
    await journalOf(conferenceId),
    (event) => handleAuditAndStatisticsEvent(started.table)(event, context),
    {
      ...badDay,
      seed,
    },
  );

test("the statistics equal the rows, though each change comes twice, late and out of order, by two consumers", async () => {
  const { conferenceId } = await aHallWithHistory();
  expect(await verifyCounters(started.table, conferenceId)).toMatchObject({ pendingStatistics: 9, differences: [] });
  const tallies = await Promise.all([bring(conferenceId, 1), bring(conferenceId, 2)]);
  expect(tallies.reduce((sum, { replays, duplicates }) => sum + replays + duplicates, 0)).toBeGreaterThan(3);
  expect(tallies.flatMap(({ givenUp }) => givenUp)).toEqual([]);
  expect(await verifyCounters(started.table, conferenceId)).toMatchObject({ pendingStatistics: 0, differences: [] });
  const { total, gender, region } = computeStatistics((await loadConferenceCounts(started.table, conferenceId)).all);
  expect(total).toMatchObject({
    registrations: 9,
    accreditation: { approved: 1, pending: 5, revoked: 1, withdrawn: 2 },
  });
  expect(gender.map(({ value, registrations }) => [value, registrations])).toEqual([
    ["female", 3],
    ["male", 6],
  ]);
  expect(region.map(({ value, registrations }) => [value, registrations])).toEqual([
    ["africa", 5],
    ["europe", 4],
  ]);
});

test("eight who count the same people at the same time count them once", async () => {
  const { conferenceId, ids } = await aHallWithHistory();
  const eight = Array.from({ length: 8 }, () => countRegistrations(started.table, conferenceId, ids, deadline()));
  await Promise.all(eight);
  expect(await verifyCounters(started.table, conferenceId)).toMatchObject({ pendingStatistics: 0, differences: [] });
});

test("a change that comes late counts the registration as it is now, not as it was", async () => {
  const { conferenceId, ids } = await aHallWithHistory();
  await countRegistrations(started.table, conferenceId, ids.slice(0, 1), deadline());
  const { total } = computeStatistics((await loadConferenceCounts(started.table, conferenceId)).all);
  expect(total).toMatchObject({ registrations: 1, confirmed: 1 });
  expect(await verifyCounters(started.table, conferenceId)).toMatchObject({ pendingStatistics: 8, differences: [] });
});

test("an altered count is found by the recount", async () => {
  const { conferenceId, ids } = await aHallWithHistory();
  await countRegistrations(started.table, conferenceId, ids, deadline());
  const { client, name } = started.table;
  const Key = toItemKey(keys.statistic(conferenceId, "gender#female"));
  const add = { UpdateExpression: "ADD #s :one", ExpressionAttributeNames: { "#s": "approved.held" } };
  await client.send(
    new UpdateItemCommand({ TableName: name, Key, ...add, ExpressionAttributeValues: { ":one": N(1) } }),
  );
  expect((await verifyCounters(started.table, conferenceId)).differences).toEqual([
    "statistics say 2 approved.held in gender#female, the rows say 1",
    // A cell of the gender without a participation is of people who come in person.
    "statistics say 2 approved.held in participation#in-person, the rows say 1",
  ]);
});

test("of a registration that is gone the counts stay, once, and the books stay right", async () => {
  const { conferenceId, ids } = await aHallWithHistory();
  const { client, name } = started.table;
  await countRegistrations(started.table, conferenceId, ids, deadline());
  const before = computeStatistics((await loadConferenceCounts(started.table, conferenceId)).all);
  await client.send(new DeleteItemCommand({ TableName: name, Key: toItemKey(keys.registration(ids[3] ?? "")) }));
  for (let time = 0; time < 2; time += 1) await countRegistrations(started.table, conferenceId, ids, deadline());
  const counts = await loadConferenceCounts(started.table, conferenceId);
  expect(computeStatistics(counts.all)).toEqual(before);
  expect(computeStatistics(counts.removed).total.registrations).toBe(1);
  const { differences } = await verifyCounters(started.table, conferenceId);
  expect(differences.filter((each) => /statistics|counted/.test(each))).toEqual([]);
  expect(computeCountChanges([])).toEqual(new Map());
});
