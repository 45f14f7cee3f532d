import { afterAll, beforeAll, expect, test } from "vitest";
import { createId, getBucket } from "#shared/dynamodb/keys.ts";
import { putItem, type Table } from "#shared/dynamodb/table.ts";
import type { Registration } from "#shared/model/registration.ts";
import { loadAllRegistrations, toRegistrationItem } from "#shared/registrations/registrations.repository.ts";
import { aConference, buildRegistration } from "../support/builders.ts";
import { createTestClient, startTable, type TestTable } from "../support/table.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

const store = (registration: Registration) =>
  putItem(started.table, toRegistrationItem(registration, { waitingOrder: undefined, expiresAt: undefined }));

/** An identifier whose registration is in a bucket. */
function createIdInBucket(bucket: number): string {
  const id = createId();
  return getBucket(id) === bucket ? id : createIdInBucket(bucket);
}

/** Stores registrations that await a decision, all of them in one bucket. */
async function storeMany(conferenceId: string, bucket: number, count: number): Promise<Registration[]> {
  const registrations = Array.from({ length: count }, () => ({
    ...buildRegistration(aConference()),
    ...{ conferenceId, registrationId: createIdInBucket(bucket) },
  }));
  for (const each of registrations) await store(each);
  return registrations;
}

/** The table, read with queries of at most ten rows, as those of a large conference end at a megabyte. */
function openWithShortPages(): Table {
  const client = createTestClient(started.endpoint);
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) =>
        next(commandName === "QueryCommand" ? { ...args, input: { ...args.input, Limit: 10 } } : args),
    { step: "initialize" },
  );
  return { client, name: started.table.name };
}

test("a registration that moves to a later row of the index while others are loaded is loaded once", async () => {
  const conferenceId = createId();
  const pending = await storeMany(conferenceId, 0, 120);
  const loaded: string[] = [];
  for await (const page of loadAllRegistrations(openWithShortPages(), conferenceId, Date.now() + 60_000)) {
    const [moved] = loaded.length === 0 ? page : [];
    loaded.push(...page.map(({ registrationId }) => registrationId));
    if (moved) await store({ ...moved, accreditation: { state: "rejected", at: "", by: "", reason: "" } });
  }
  expect(loaded).toHaveLength(pending.length);
  expect(loaded.toSorted()).toEqual(pending.map(({ registrationId }) => registrationId).toSorted());
});

test("registrations are loaded until the deadline, and not after it", async () => {
  const conferenceId = createId();
  await storeMany(conferenceId, 0, 1);
  const load = (deadline: number) => Array.fromAsync(loadAllRegistrations(started.table, conferenceId, deadline));
  expect((await load(Date.now() + 60_000)).flat()).toHaveLength(1);
  await expect(load(Date.now() - 1)).rejects.toThrow("too-busy");
});
