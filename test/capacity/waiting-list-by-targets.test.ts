import { afterAll, beforeAll, expect, test } from "vitest";
import { listInServiceOrder } from "#shared/capacity/waiting-list.repository.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { servePass } from "../../functions/waiting-list/serve-waiting-list.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { applyToConference, openHall, performAction } from "../support/test-commands.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

const half = { waitingListOrder: "targets", targets: { gender: { female: 0.5 } } };

/** A conference where people apply and leave. Its waiting list counts only the people of whom its events informed it. */
async function aHall(capacity: number) {
  const { table } = started;
  const id = await openHall(table, capacity, half);
  const join = async (gender: string) => (await applyToConference(table, id, {}, { gender })).id;
  const leave = (registrationId: string) => performAction(table, id, registrationId, "withdraw");
  const serve = async (moved: readonly string[]) => {
    const how = { at: new Date().toISOString(), deadline: Date.now() + 20_000, thorough: false };
    while ((await servePass(table, id, moved, how)).again);
  };
  const seatOf = async (registrationId: string) => (await loadRegistration(table, registrationId)).seat.state;
  return { id, join, leave, serve, seatOf };
}

test("each seat goes by who is seated at that moment, though the stream has told the statistics nothing yet", async () => {
  const { join, leave, serve, seatOf } = await aHall(2);
  const [first, second] = [await join("male"), await join("male")];
  const [man, woman] = [await join("male"), await join("female")];
  await serve([first, second, man, woman]);
  await leave(first);
  await serve([first]);
  expect([await seatOf(woman), await seatOf(man)]).toEqual(["held", "waiting"]);
});

test("whom the line has just seated counts when it gives the next seat", async () => {
  const { join, leave, serve, seatOf } = await aHall(2);
  const [first, second] = [await join("male"), await join("male")];
  const [woman, other, man] = [await join("female"), await join("female"), await join("male")];
  await serve([first, second, woman, other, man]);
  await leave(first);
  await serve([first]);
  expect(await seatOf(woman)).toBe("held");
  // The woman alone is all of the seats: half and half is a man away, however long another woman has waited.
  await leave(second);
  await serve([second]);
  expect([await seatOf(man), await seatOf(other)]).toEqual(["held", "waiting"]);
});

test("the line is read as it would be served, and its order sorts", async () => {
  const { id, join, serve } = await aHall(1);
  const held = await join("male");
  const [man, woman] = [await join("male"), await join("female")];
  await serve([held, man, woman]);
  const turns = await listInServiceOrder(started.table, await loadConference(started.table, id));
  expect(turns.map(({ registrationId }) => registrationId)).toEqual([woman, man]);
  expect(turns.map(({ order }) => order)).toEqual(turns.map(({ order }) => order).toSorted());
});
