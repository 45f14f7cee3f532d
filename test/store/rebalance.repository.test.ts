import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { loadCapacitySnapshot } from "#shared/capacity/capacity-snapshot.ts";
import { rebalancePools } from "#shared/capacity/rebalance.repository.ts";
import { summarizePools } from "#shared/capacity/seat-allocation.ts";
import { saveConference } from "#shared/commands/save-conference.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { type FaultyProxy, startProxy } from "../support/dynamodb-proxy/proxy.ts";
import { act, apply, books, openHall, patience, setCapacity, settingsChange } from "../support/hall.ts";
import { clientOf, startTable, type TestTable } from "../support/table.ts";

let started: TestTable;
let proxy: FaultyProxy | undefined;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());
afterEach(async () => {
  await proxy?.close();
  proxy = undefined;
});

const venueOf = async (conferenceId: string) =>
  summarizePools((await loadCapacitySnapshot(started.table, conferenceId)).shards).get("venue");

const many = <T>(count: number, work: () => Promise<T>) => Promise.all(Array.from({ length: count }, work));

const differences = async (conferenceId: string) => (await books(started.table, conferenceId)).differences;

test("a limit that rises and falls while people register: the shards follow, and no seat is lost or gained", async () => {
  proxy = await startProxy(started.endpoint, { holdMs: 3, seed: 3 });
  const table = { client: clientOf(proxy.endpoint), name: started.table.name };
  const conferenceId = await openHall(started.table, 60);
  const limits = async () => {
    for (const capacity of [80, 50, 90, 70]) await setCapacity(table, conferenceId, capacity);
  };
  const [answers] = await Promise.all([many(100, () => apply(table, conferenceId)), limits()]);
  const held = answers.filter(({ seat }) => seat === "held").length;
  expect(await venueOf(conferenceId)).toMatchObject({ limit: 70, taken: held });
  expect(held).toBeLessThanOrEqual(90);
  expect(await differences(conferenceId)).toEqual([]);
});

test("of many who move places at once none undoes another's work", async () => {
  const conferenceId = await openHall(started.table, 100);
  const before = await loadConference(started.table, conferenceId);
  await Promise.allSettled(
    [40, 60, 80].map((capacity) =>
      saveConference(
        started.table,
        before,
        { ...before, version: before.version + 1, venue: { ...before.venue, capacity } },
        settingsChange(conferenceId),
        patience(),
      ),
    ),
  );
  await many(5, () => rebalancePools(started.table, conferenceId, patience()));
  const after = await loadConference(started.table, conferenceId);
  expect(await venueOf(conferenceId)).toMatchObject({ limit: after.venue.capacity });
  expect(await differences(conferenceId)).toEqual([]);
});

test("lowered below the seats taken: all stay, nobody new is seated, also when some leave; it drains, then opens", async () => {
  const conferenceId = await openHall(started.table, 40);
  const seated = await many(40, () => apply(started.table, conferenceId));
  await setCapacity(started.table, conferenceId, 30);
  expect(await venueOf(conferenceId)).toEqual({ limit: 30, taken: 40, open: false });
  await many(5, () => act(started.table, conferenceId, seated.pop()?.id ?? "", "withdraw"));
  expect((await many(20, () => apply(started.table, conferenceId))).map(({ seat }) => seat)).toEqual(
    Array(20).fill("waiting"),
  );
  await many(6, () => act(started.table, conferenceId, seated.pop()?.id ?? "", "withdraw"));
  const { shards } = await rebalancePools(started.table, conferenceId, patience());
  expect(shards.get("venue")?.filter(({ taken, limit }) => taken > limit)).toEqual([]);
  expect(await venueOf(conferenceId)).toMatchObject({ limit: 30, taken: 29 });
  expect(await differences(conferenceId)).toEqual([]);
});

test("more arrivals than were expected: the pool gets more shards, and keeps its limit and its seats", async () => {
  const conferenceId = await openHall(started.table, 200, { expectedArrivalsPerSecond: 50 });
  await many(30, () => apply(started.table, conferenceId));
  await setCapacity(started.table, conferenceId, 200, { expectedArrivalsPerSecond: 1_000 });
  const { shards } = await loadCapacitySnapshot(started.table, conferenceId);
  expect(shards.get("venue")?.length).toBe(20);
  expect(await venueOf(conferenceId)).toMatchObject({ limit: 200, taken: 30 });
  expect(await differences(conferenceId)).toEqual([]);
});
