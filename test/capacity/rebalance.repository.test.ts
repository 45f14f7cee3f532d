import { afterAll, beforeAll, expect, test } from "vitest";
import { loadCapacitySnapshot } from "#shared/capacity/capacity-snapshot.ts";
import { rebalancePools } from "#shared/capacity/rebalance.repository.ts";
import { summarizePools } from "#shared/capacity/shards.rules.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { saveConference } from "../../functions/conference/save-conference.ts";
import { openProxiedTable } from "../support/proxied-table.ts";
import { startTable, type TestTable } from "../support/table.ts";
import {
  applyToConference,
  buildSettingsChange,
  getDeadline,
  openHall,
  performAction,
  readSeatCounts,
  setCapacity,
} from "../support/test-commands.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

const venueOf = async (conferenceId: string) =>
  summarizePools((await loadCapacitySnapshot(started.table, conferenceId)).shards).get("venue");

const many = <T>(count: number, work: () => Promise<T>) => Promise.all(Array.from({ length: count }, work));

const differences = async (conferenceId: string) => (await readSeatCounts(started.table, conferenceId)).differences;

test("a limit that rises and falls while people register: the shards follow, and no seat is lost or gained", async () => {
  const table = await openProxiedTable(started, { holdMs: 3, seed: 3 });
  const conferenceId = await openHall(started.table, 60);
  const limits = async () => {
    for (const capacity of [80, 50, 90, 70]) await setCapacity(table, conferenceId, capacity);
  };
  const [answers] = await Promise.all([many(100, () => applyToConference(table, conferenceId)), limits()]);
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
        buildSettingsChange(conferenceId),
        getDeadline(),
      ),
    ),
  );
  await many(5, () => rebalancePools(started.table, conferenceId, getDeadline()));
  const after = await loadConference(started.table, conferenceId);
  expect(await venueOf(conferenceId)).toMatchObject({ limit: after.venue.capacity });
  expect(await differences(conferenceId)).toEqual([]);
});

test("a limit below the taken seats: all stay, no newcomer is seated, also when some leave; it drains, then opens", async () => {
  const conferenceId = await openHall(started.table, 40);
  const seated = await many(40, () => applyToConference(started.table, conferenceId));
  await setCapacity(started.table, conferenceId, 30);
  expect(await venueOf(conferenceId)).toEqual({ limit: 30, taken: 40, isOpen: false });
  await many(5, () => performAction(started.table, conferenceId, seated.pop()?.id ?? "", "withdraw"));
  expect((await many(20, () => applyToConference(started.table, conferenceId))).map(({ seat }) => seat)).toEqual(
    Array(20).fill("waiting"),
  );
  await many(6, () => performAction(started.table, conferenceId, seated.pop()?.id ?? "", "withdraw"));
  const { shards } = await rebalancePools(started.table, conferenceId, getDeadline());
  expect(shards.get("venue")?.filter(({ taken, limit }) => taken > limit)).toEqual([]);
  expect(await venueOf(conferenceId)).toMatchObject({ limit: 30, taken: 29 });
  expect(await differences(conferenceId)).toEqual([]);
});

test("more arrivals than were expected: the pool gets more shards, and keeps its limit and its seats", async () => {
  const conferenceId = await openHall(started.table, 200, { expectedArrivalsPerSecond: 50 });
  await many(30, () => applyToConference(started.table, conferenceId));
  await setCapacity(started.table, conferenceId, 200, { expectedArrivalsPerSecond: 1_000 });
  const { shards } = await loadCapacitySnapshot(started.table, conferenceId);
  expect(shards.get("venue")?.length).toBe(20);
  expect(await venueOf(conferenceId)).toMatchObject({ limit: 200, taken: 30 });
  expect(await differences(conferenceId)).toEqual([]);
});
