import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keys } from "#shared/dynamodb/keys.ts";
import { getItem, type Item, putItem, S, scanItems } from "#shared/dynamodb/table.ts";
import type { Registration } from "#shared/model/registration.ts";
import {
  listRegistrations,
  loadRegistration,
  loadRegistrations,
} from "#shared/registrations/registrations.repository.ts";
import { indexRegistration } from "#shared/search/search-index.repository.ts";
import { countRegistrations } from "#shared/statistics/statistics.repository.ts";
import { handleEvent } from "../../functions/waiting-list/serve-waiting-list.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { applyToConference, getDeadline, openHall, performAction } from "../support/test-commands.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

/** A name becomes a number. @returns the damaged item */
async function damage(registrationId: string): Promise<Item> {
  const item = (await getItem(started.table, keys.registration(registrationId))) ?? {};
  const data = JSON.parse(item["data"]?.S ?? "{}") as Registration;
  const damaged = { ...item, data: S(JSON.stringify({ ...data, person: { ...data.person, familyName: 5 } })) };
  await putItem(started.table, damaged);
  return damaged;
}

const isUnchanged = async (registrationId: string, damaged: Item) =>
  expect(await getItem(started.table, keys.registration(registrationId))).toEqual(damaged);

/** A hall with so many seats and people. @returns the identifiers of the people in the order of their arrival */
async function openWith(seats: number, people: number) {
  const conferenceId = await openHall(started.table, seats);
  const ids: string[] = [];
  for (let person = 0; person < people; person += 1)
    ids.push((await applyToConference(started.table, conferenceId)).id);
  return { conferenceId, ids };
}

const seatOf = async (id = "") => (await loadRegistration(started.table, id)).seat.state;

describe("a damaged registration", () => {
  test("is read by no one, named by its list, and written to by no command", async () => {
    const { conferenceId, ids } = await openWith(3, 3);
    const [first = "", ...others] = ids;
    const damaged = await damage(first);
    await expect(loadRegistration(started.table, first)).rejects.toThrow("damaged-record");
    expect([...(await loadRegistrations(started.table, ids)).keys()].toSorted()).toEqual(others.toSorted());
    const page = await listRegistrations(started.table, conferenceId, { order: "oldest" }, undefined, 10);
    expect(page.registrations.map(({ registrationId }) => registrationId)).toEqual(others);
    expect(page.damaged).toEqual([first]);
    for (const action of ["approve", "reject", "withdraw"] as const)
      await expect(performAction(started.table, conferenceId, first, action)).rejects.toThrow("damaged-record");
    await isUnchanged(first, damaged);
  });

  test("keeps its place on the waiting list, and the people behind it get their seats", async () => {
    const { conferenceId, ids } = await openWith(1, 3);
    const [seated = "", next = "", last = ""] = ids;
    const damaged = await damage(next);
    await performAction(started.table, conferenceId, seated, "withdraw");
    await handleEvent(started.table)({ sweep: true }, { getRemainingTimeInMillis: () => 20_000 });
    expect(await seatOf(last)).not.toBe("waiting");
    await isUnchanged(next, damaged);
  });

  test("stays in the search index and in the statistics as it was", async () => {
    const { conferenceId, ids } = await openWith(2, 2);
    const [first = ""] = ids;
    await indexRegistration(started.table, first, getDeadline());
    await countRegistrations(started.table, conferenceId, ids, getDeadline());
    const damaged = await damage(first);
    const listItems = async () => {
      const items = await Array.fromAsync(scanItems(started.table));
      const derived = items.filter((item) => item["entity"]?.S !== "journal");
      return derived.map((item) => JSON.stringify(Object.entries(item).toSorted()));
    };
    const before = new Set(await listItems());
    await indexRegistration(started.table, first, getDeadline());
    await countRegistrations(started.table, conferenceId, ids, getDeadline());
    expect(new Set(await listItems())).toEqual(before);
    await isUnchanged(first, damaged);
  });
});
