import { afterAll, beforeAll, expect, test } from "vitest";
import { loadCapacitySnapshot } from "#shared/capacity/capacity-snapshot.ts";
import { loadConferenceWithSeats } from "#shared/capacity/published-seats.repository.ts";
import { toSeatAvailability } from "#shared/capacity/published-seats.rules.ts";
import { requirePool } from "#shared/capacity/seats.rules.ts";
import { summarizePools } from "#shared/capacity/shards.rules.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { addHours } from "#shared/model/time.ts";
import { createConference, createHandlers, type Handlers, openTable } from "../../bench/support/handlers.ts";
import { publishFreeSeats } from "../../functions/waiting-list/serve-waiting-list.ts";
import { buildFormBody } from "../support/builders.ts";
import { startTable, type TestTable } from "../support/table.ts";

let started: TestTable;
let table: Table;
let handlers: Handlers;
beforeAll(async () => {
  started = await startTable();
  table = openTable(started.endpoint, 4);
  handlers = createHandlers(table);
});
afterAll(() => started.stop());

const start = "2027-03-01T12:00:00.000Z";

/** Counts the seats as the schedule does. */
async function count(conferenceId: string, minutes: number) {
  const { shards } = await loadCapacitySnapshot(table, conferenceId);
  const venue = requirePool(summarizePools(shards), "venue");
  await publishFreeSeats(table, conferenceId, venue, Date.now() + 60_000, addHours(start, minutes / 60));
}

async function readAvailability(conferenceId: string) {
  const { conference, published } = await loadConferenceWithSeats(table, conferenceId);
  return toSeatAvailability(conference, published);
}

const submit = (conferenceId: string, email: string) =>
  handlers.submit(conferenceId, JSON.stringify(buildFormBody({}, { email })));

test("publishes the effect of a registration only at the next count, five minutes after the last one", async () => {
  const conferenceId = "published-seats";
  await createConference(table, conferenceId, { capacity: 1, arrivalsPerSecond: 1, waitingList: false });
  expect(await readAvailability(conferenceId)).toBe("available");
  await count(conferenceId, 0);
  expect((await submit(conferenceId, "one@example.org")).status).toBe(201);
  expect(await readAvailability(conferenceId)).toBe("available");
  await count(conferenceId, 4);
  expect(await readAvailability(conferenceId)).toBe("available");
  await count(conferenceId, 5);
  expect(await readAvailability(conferenceId)).toBe("full");
  expect((await submit(conferenceId, "two@example.org")).body.code).toBe("full");
});

test("takes no seat of any pool for a submission of a registered address", async () => {
  const conferenceId = "published-seats-decoy";
  await createConference(table, conferenceId, { capacity: 9, arrivalsPerSecond: 1, academia: 5 });
  await submit(conferenceId, "known@example.org");
  const readTaken = async () =>
    [...summarizePools((await loadCapacitySnapshot(table, conferenceId)).shards)].map(([pool, { taken }]) => [
      pool,
      taken,
    ]);
  const before = await readTaken();
  for (let round = 0; round < 3; round += 1)
    expect((await submit(conferenceId, "known@example.org")).body.seat).toBe("held");
  expect(await readTaken()).toEqual(before);
});

test("publishes one availability if two counts run at the same time", async () => {
  const conferenceId = "published-seats-race";
  await createConference(table, conferenceId, { capacity: 2, arrivalsPerSecond: 1 });
  await Promise.all([count(conferenceId, 0), count(conferenceId, 0)]);
  expect((await loadConferenceWithSeats(table, conferenceId)).published).toMatchObject({
    at: start,
    level: "available",
  });
  await expect(loadConferenceWithSeats(table, "published-nowhere")).rejects.toMatchObject({
    code: "unknown-conference",
  });
});
