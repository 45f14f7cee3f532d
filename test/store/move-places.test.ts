import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { withdraw } from "#shared/domain/accreditation.ts";
import type { Conference } from "#shared/domain/conference.ts";
import { submit } from "#shared/domain/submission.ts";
import { carryOut } from "#shared/store/carry-out.ts";
import { loadConference, saveConference } from "#shared/store/conferences.ts";
import { loadHall } from "#shared/store/halls.ts";
import { newId } from "#shared/store/ids.ts";
import { movePlaces } from "#shared/store/move-places.ts";
import { poolStates } from "#shared/store/pools.ts";
import { recount } from "#shared/store/recount.ts";
import { loadRegistration } from "#shared/store/registrations.ts";
import type { Table } from "#shared/store/table.ts";
import { aConference, anApplication, secretariat } from "../support/builders.ts";
import { type FaultyProxy, startProxy } from "../support/dynamodb-proxy/proxy.ts";
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

const always = { opensAt: "2020-01-01T00:00:00Z", closesAt: "2120-01-01T00:00:00Z" };
const deadline = () => Date.now() + 20_000;
const occasion = () => ({ actor: secretariat, at: new Date().toISOString() });

const changed = (conferenceId: string) =>
  ({ ...occasion(), conferenceId, action: "change-conference", steps: [], mails: [], door: "newcomers" }) as const;

async function hall(capacity: number, expectedArrivalsPerSecond = 500): Promise<Conference> {
  const venue = { name: "Hall", city: "Geneva", country: "CHE", capacity };
  const conference = aConference({ registration: always, venue, expectedArrivalsPerSecond }, `move-${newId()}`);
  await saveConference(started.table, undefined, conference, changed(conference.conferenceId), deadline());
  return conference;
}

async function setCapacity(table: Table, conferenceId: string, capacity: number, more = {}): Promise<void> {
  const before = await loadConference(table, conferenceId);
  const after = { ...before, ...more, version: before.version + 1, venue: { ...before.venue, capacity } };
  await saveConference(table, before, after, changed(conferenceId), deadline());
}

async function apply(table: Table, conferenceId: string) {
  const id = newId();
  const application = anApplication();
  return carryOut(table, {
    conferenceId,
    deadline: deadline(),
    decide: ({ conference, states }) => submit(conference, states, application, id, occasion()),
    answer: ([step]) => ({ id, seat: step?.after.seat.state }),
  });
}

async function leave(table: Table, conferenceId: string, id: string) {
  await carryOut(table, {
    conferenceId,
    deadline: deadline(),
    decide: async () => withdraw(await loadRegistration(table, id), occasion()),
    answer: () => undefined,
  });
}

const venueOf = async (conferenceId: string) =>
  poolStates((await loadHall(started.table, conferenceId)).pools).get("venue");

const many = <T>(count: number, work: () => Promise<T>) => Promise.all(Array.from({ length: count }, work));

const differences = async (conferenceId: string) => (await recount(started.table, conferenceId)).differences;

test("a limit that rises and falls while people register: the shards follow, and no seat is lost or gained", async () => {
  proxy = await startProxy(started.endpoint, { holdMs: 3, seed: 3 });
  const table = { client: clientOf(proxy.endpoint), name: started.table.name };
  const { conferenceId } = await hall(60);
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
  const { conferenceId } = await hall(100);
  const before = await loadConference(started.table, conferenceId);
  await Promise.allSettled(
    [40, 60, 80].map((capacity) =>
      saveConference(
        started.table,
        before,
        { ...before, version: before.version + 1, venue: { ...before.venue, capacity } },
        changed(conferenceId),
        deadline(),
      ),
    ),
  );
  await many(5, () => movePlaces(started.table, conferenceId, deadline()));
  const after = await loadConference(started.table, conferenceId);
  expect(await venueOf(conferenceId)).toMatchObject({ limit: after.venue.capacity });
  expect(await differences(conferenceId)).toEqual([]);
});

test("lowered below the seats taken: all stay, nobody new is seated, also when some leave; it drains, then opens", async () => {
  const { conferenceId } = await hall(40);
  const seated = await many(40, () => apply(started.table, conferenceId));
  await setCapacity(started.table, conferenceId, 30);
  expect(await venueOf(conferenceId)).toEqual({ limit: 30, taken: 40, open: false });
  await many(5, async () => leave(started.table, conferenceId, seated.pop()?.id ?? ""));
  expect((await many(20, () => apply(started.table, conferenceId))).map(({ seat }) => seat)).toEqual(
    Array(20).fill("waiting"),
  );
  await many(6, async () => leave(started.table, conferenceId, seated.pop()?.id ?? ""));
  const { pools } = await movePlaces(started.table, conferenceId, deadline());
  expect(pools.get("venue")?.filter(({ taken, limit }) => taken > limit)).toEqual([]);
  expect(await venueOf(conferenceId)).toMatchObject({ limit: 30, taken: 29 });
  expect(await differences(conferenceId)).toEqual([]);
});

test("more arrivals than were expected: the pool gets more shards, and keeps its limit and its seats", async () => {
  const { conferenceId } = await hall(200, 50);
  await many(30, () => apply(started.table, conferenceId));
  await setCapacity(started.table, conferenceId, 200, { expectedArrivalsPerSecond: 1_000 });
  const { pools } = await loadHall(started.table, conferenceId);
  expect(pools.get("venue")?.length).toBe(20);
  expect(await venueOf(conferenceId)).toMatchObject({ limit: 200, taken: 30 });
  expect(await differences(conferenceId)).toEqual([]);
});
