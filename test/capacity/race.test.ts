import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { openProxiedTable } from "../support/proxied-table.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { applyToConference, openHall, performAction, readSeatCounts } from "../support/test-commands.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

const seats = (answers: readonly { seat: string | undefined }[]) => ({
  held: answers.filter(({ seat }) => seat === "held").length,
  waiting: answers.filter(({ seat }) => seat === "waiting").length,
});

/** The venue's seats, once the books are right. */
async function proven(conferenceId: string) {
  const { differences, ...rest } = await readSeatCounts(started.table, conferenceId);
  expect(differences).toEqual([]);
  return rest;
}

const many = <T>(count: number, work: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

async function oneByOne<T>(count: number, work: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  while (results.length < count) results.push(await work());
  return results;
}

describe("the limit holds under concurrent registrations", () => {
  test("120 people, 40 seats: 40 seated, 80 in line, none refused", async () => {
    const id = await openHall(started.table, 40);
    const answers = await many(120, () => applyToConference(started.table, id));
    expect(seats(answers)).toEqual({ held: 40, waiting: 80 });
    expect(await proven(id)).toMatchObject({ taken: 40, holders: 40 });
  });

  test("through transactions that hold their items and cancel each other: the same", async () => {
    const table = await openProxiedTable(started, { holdMs: 2 });
    const id = await openHall(started.table, 20);
    const answers = await many(60, () => applyToConference(table, id));
    expect(seats(answers)).toEqual({ held: 20, waiting: 40 });
    expect(table.tally.conflicts).toBeGreaterThan(0);
    expect(await proven(id)).toMatchObject({ taken: 20, holders: 20 });
  });

  test("a transaction that was written though its answer got lost is not written twice", async () => {
    const table = await openProxiedTable(started, { dropAnswer: 0.3, conflict: 0.1, serverError: 0.02, seed: 7 });
    const id = await openHall(started.table, 15);
    const answers = await many(40, () => applyToConference(table, id));
    expect(seats(answers)).toEqual({ held: 15, waiting: 25 });
    expect(table.tally.dropped).toBeGreaterThan(0);
    expect(await proven(id)).toMatchObject({ taken: 15, holders: 15 });
  });

  test.each([
    [0.05, 1.1],
    [0.2, 1.35],
  ])(
    "with %d of the transactions cancelled, every request succeeds, in at most %d attempts each",
    async (conflict, most) => {
      const table = await openProxiedTable(started, { conflict, seed: 5 });
      const id = await openHall(started.table, 400, { expectedArrivalsPerSecond: 2_500 });
      const answers = (await many(2, () => oneByOne(150, () => applyToConference(table, id)))).flat();
      expect(seats(answers)).toEqual({ held: 300, waiting: 0 });
      const { transactions, conflicts } = table.tally;
      expect(conflicts).toBeGreaterThan(0);
      expect(transactions / 300).toBeLessThanOrEqual(most);
      expect(await proven(id)).toMatchObject({ taken: 300, holders: 300 });
    },
  );

  test("a category's quota holds within the venue", async () => {
    const id = await openHall(started.table, 50, {
      categories: [{ category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32", quota: 7 }],
    });
    expect(seats(await many(30, () => applyToConference(started.table, id)))).toEqual({ held: 7, waiting: 23 });
    expect(await proven(id)).toMatchObject({ taken: 7 });
  });
});

describe("one person, one registration", () => {
  test("of 20 forms for one address at the same time one is written", async () => {
    const id = await openHall(started.table, 50);
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, () => applyToConference(started.table, id, {}, { email: "one@example.org" })),
    );
    const refused = answers.filter((each) => each.status === "rejected").map(({ reason }) => reason.code);
    expect(refused).toEqual(Array(19).fill("already-registered"));
    expect(await proven(id)).toMatchObject({ taken: 1, holders: 1 });
  });

  test("of two decisions at the same time on one registration one is written, the other finds the new state", async () => {
    const table = await openProxiedTable(started, { holdMs: 5 });
    const id = await openHall(started.table, 5);
    const { id: registrationId } = await applyToConference(started.table, id);
    const results = await Promise.allSettled(
      (["approve", "approve", "withdraw"] as const).map((what) => performAction(table, id, registrationId, what)),
    );
    const refused = results.filter((each) => each.status === "rejected").map(({ reason }) => reason.code);
    expect(refused.every((code) => code === "wrong-state")).toBe(true);
    expect((await loadRegistration(table, registrationId)).accreditation.state).toBe("withdrawn");
    expect(await proven(id)).toMatchObject({ taken: 0, holders: 0 });
  });
});

test("conflicts that outlast the deadline are a refusal by name, and nothing is written", async () => {
  const table = await openProxiedTable(started, { conflict: 1 });
  const id = await openHall(started.table, 5);
  const hurried = applyToConference(table, id, {}, {}, Date.now() + 300);
  await expect(hurried).rejects.toMatchObject({ code: "too-busy" });
  expect(await proven(id)).toMatchObject({ taken: 0, holders: 0 });
});
