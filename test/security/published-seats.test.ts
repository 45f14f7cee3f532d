import { afterAll, beforeAll, expect, test } from "vitest";
import { loadCapacitySnapshot } from "#shared/capacity/capacity-snapshot.ts";
import { loadConferenceWithSeats } from "#shared/capacity/published-seats.repository.ts";
import { toSeatAvailability } from "#shared/capacity/published-seats.rules.ts";
import { requirePool } from "#shared/capacity/seats.rules.ts";
import { summarizePools } from "#shared/capacity/shards.rules.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { addHours } from "#shared/model/time.ts";
import { createConference, createHandlers, type Handlers, openTable } from "../../bench/support/handlers.ts";
import { createWaitingListPositionFinder } from "../../functions/email-outbox/waiting-list-position.ts";
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

test("tells two waiting people the same range, whether or not a new person came between them", async () => {
  const conferenceId = "position-range";
  await createConference(table, conferenceId, { capacity: 1, arrivalsPerSecond: 1 });
  await submit(conferenceId, "seated@example.org");
  const register = async (email: string) => String((await submit(conferenceId, email)).body.registrationId);
  const first = await register("one@example.org");
  const conference = await loadConference(table, conferenceId);
  const find = (id: string) => createWaitingListPositionFinder(table)(conference, id);
  expect(await find(first)).toBeUndefined();
  await count(conferenceId, 0);
  await submit(conferenceId, "seated@example.org");
  const afterKnown = await register("two@example.org");
  await register("new@example.org");
  const afterNew = await register("three@example.org");
  const range = await find(first);
  expect(range).toEqual({ from: 0, to: expect.any(Number) });
  expect(range?.to).toBeGreaterThanOrEqual(9);
  expect([await find(afterKnown), await find(afterNew)]).toEqual([range, range]);
  // Later publications keep the borders.
  await count(conferenceId, 5);
  expect(await find(afterNew)).toEqual(range);
});
