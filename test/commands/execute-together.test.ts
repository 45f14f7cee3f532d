import { afterAll, beforeAll, expect, test } from "vitest";
import { createSubmission } from "#shared/accreditation/submission.rules.ts";
import { loadCapacitySnapshot } from "#shared/capacity/capacity-snapshot.ts";
import { summarizePools } from "#shared/capacity/shards.rules.ts";
import { commitTogether } from "#shared/commands/commit.repository.ts";
import { executeTogether, type IdempotentCommand } from "#shared/commands/execute-command.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { buildApplication, secretariatActor } from "../support/builders.ts";
import { openProxiedTable } from "../support/proxied-table.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { applyToConference, getDeadline, openHall, readSeatCounts, setCapacity } from "../support/test-commands.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

const context = { actor: secretariatActor, at: "2027-03-01T12:00:00.000Z" };

interface Seated {
  readonly registrationId: string;
  readonly seat: string;
}

function buildCommand(conferenceId: string, body = {}, person = {}): IdempotentCommand<Seated> {
  const [changeId, registrationId] = [createId(), createId()];
  const application = buildApplication(body, person);
  return {
    conferenceId,
    deadline: getDeadline(),
    idempotency: { changeId, requestDigest: changeId },
    decide: ({ conference, pools }) => createSubmission(conference, pools, application, registrationId, context),
    answer: ([step]) => ({
      registrationId: step?.after.registrationId ?? "",
      seat: step?.after.seat.state ?? "",
    }),
  };
}

const buildCommands = (conferenceId: string, count: number) =>
  Array.from({ length: count }, () => buildCommand(conferenceId));

const toSeats = (answers: readonly Seated[]) => answers.map(({ seat }) => seat);

test("commands that are executed together are one transaction, with the result of one after the other", async () => {
  const table = await openProxiedTable(started, {});
  const id = await openHall(started.table, 3);
  const commands = buildCommands(id, 5);
  const answers = await executeTogether(toCommandStore(table), commands);
  expect(toSeats(answers)).toEqual(["held", "held", "held", "waiting", "waiting"]);
  expect(table.tally.transactions).toBe(1);
  const registrations = await loadRegistrations(
    started.table,
    answers.map(({ registrationId }) => registrationId),
  );
  expect(answers.map(({ registrationId }) => registrations.get(registrationId)?.lastChange)).toEqual(
    commands.map(({ idempotency }) => idempotency.changeId),
  );
  expect(await readSeatCounts(started.table, id)).toMatchObject({ taken: 3, holders: 3, differences: [] });
});

test("as many commands as fit in a transaction are executed, and the seats of several shards are counted", async () => {
  const id = await openHall(started.table, 120, { expectedArrivalsPerSecond: 500 });
  expect((await loadCapacitySnapshot(started.table, id)).shards.get("venue")?.length).toBeGreaterThan(2);
  const first = await executeTogether(started.table, buildCommands(id, 60));
  expect(first.length).toBeGreaterThan(25);
  expect(first.length).toBeLessThan(34);
  expect(await readSeatCounts(started.table, id)).toMatchObject({ taken: first.length, differences: [] });
  for (let left = 130 - first.length; left > 0; )
    left -= (await executeTogether(started.table, buildCommands(id, Math.min(left, 32)))).length;
  expect(await readSeatCounts(started.table, id)).toMatchObject({ taken: 120, holders: 120, differences: [] });
});

test("the commands before a person who is registered are executed, and none if that person is the first", async () => {
  const id = await openHall(started.table, 10);
  const person = { email: "first@example.org" };
  await applyToConference(started.table, id, {}, person);
  const commands = [...buildCommands(id, 2), buildCommand(id, {}, person), ...buildCommands(id, 2)];
  expect(toSeats(await executeTogether(started.table, commands))).toEqual(["held", "held"]);
  expect(await executeTogether(started.table, commands.slice(2))).toEqual([]);
  expect(await readSeatCounts(started.table, id)).toMatchObject({ taken: 3, differences: [] });
});

test("the commands before one that the rule refuses are executed", async () => {
  const id = await openHall(started.table, 2, { waitingList: false });
  expect(toSeats(await executeTogether(started.table, buildCommands(id, 4)))).toEqual(["held", "held"]);
  expect(await executeTogether(started.table, buildCommands(id, 1))).toEqual([]);
});

test("two commands that write the same item are not executed together", async () => {
  const id = await openHall(started.table, 10);
  const person = { email: "twice@example.org" };
  const commands = [buildCommand(id), buildCommand(id, {}, person), buildCommand(id, {}, person), buildCommand(id)];
  expect(await executeTogether(started.table, commands)).toHaveLength(2);
});

test("a command that was executed before is not executed again", async () => {
  const id = await openHall(started.table, 10);
  const commands = buildCommands(id, 3);
  await executeTogether(started.table, commands.slice(0, 1));
  expect(await executeTogether(started.table, commands)).toEqual([]);
  expect(await executeTogether(started.table, commands.slice(1))).toHaveLength(2);
  expect(await readSeatCounts(started.table, id)).toMatchObject({ taken: 3, differences: [] });
});

test.each([
  ["fewer seats than were read", 2],
  ["more seats than were read", 9],
])("several seats are not taken from a shard with %s, and nothing is written", async (_, capacity) => {
  const id = await openHall(started.table, 5);
  const snapshot = await loadCapacitySnapshot(started.table, id);
  const changes = await Promise.all(
    buildCommands(id, 3).map(async ({ decide, idempotency: { changeId } }) => ({
      change: await decide({ ...snapshot, pools: summarizePools(snapshot.shards) }),
      changeId,
    })),
  );
  await setCapacity(started.table, id, capacity);
  const { failure } = await commitTogether(started.table, snapshot, changes, getDeadline());
  expect(failure).toMatchObject({ outcome: "pool-changed", index: undefined });
  expect(await readSeatCounts(started.table, id)).toMatchObject({ taken: 0, holders: 0, differences: [] });
});

test("a transaction whose answer is lost is not written twice", async () => {
  const table = toCommandStore(await openProxiedTable(started, { dropAnswer: 1, only: ["TransactWriteItems"] }));
  const id = await openHall(started.table, 5);
  const commands = buildCommands(id, 3).map((command) => ({ ...command, deadline: Date.now() + 500 }));
  expect(await executeTogether(table, commands)).toEqual([]);
  expect(await readSeatCounts(started.table, id)).toMatchObject({ taken: 3, holders: 3, differences: [] });
});
