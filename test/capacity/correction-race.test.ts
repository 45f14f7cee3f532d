import { afterAll, beforeAll, expect, test } from "vitest";
import { applyAmendment, type RegistrationAmendment } from "#shared/accreditation/amendment.rules.ts";
import { executeCommand } from "#shared/commands/execute-command.ts";
import { loadRegistration, loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { secretariatActor } from "../support/builders.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { applyToConference, getDeadline, openHall, readSeatCounts } from "../support/test-commands.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

const categories = [
  { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32" },
  { category: "academia", title: { en: "Academia" }, colour: "#00695c", quota: 1 },
];

const correct = (conferenceId: string, id: string, amendment: RegistrationAmendment) =>
  executeCommand(started.table, {
    conferenceId,
    deadline: getDeadline(),
    decide: async ({ conference, pools }) => {
      const context = { actor: secretariatActor, at: new Date().toISOString() };
      return applyAmendment(conference, pools, await loadRegistration(started.table, id), amendment, context);
    },
    answer: ([change]) => change?.after.category,
  });

const register = async (conferenceId: string, count: number, category = "ngo") =>
  Promise.all(Array.from({ length: count }, () => applyToConference(started.table, conferenceId, { category })));

const readRows = async (people: readonly { readonly id: string }[]) => [
  ...(
    await loadRegistrations(
      started.table,
      people.map(({ id }) => id),
    )
  ).values(),
];

test("of four corrections to a category with one seat, one is written, and every person keeps the seat", async () => {
  const id = await openHall(started.table, 10, { categories });
  const people = await register(id, 4);
  const results = await Promise.allSettled(people.map((each) => correct(id, each.id, { category: "academia" })));
  const refused = results.flatMap((each) => (each.status === "rejected" ? [each.reason.code] : []));
  expect(refused).toEqual(Array(3).fill("category-full"));
  const rows = await readRows(people);
  expect(rows.map(({ seat }) => seat.state)).toEqual(Array(4).fill("held"));
  expect(rows.filter(({ category }) => category === "academia")).toHaveLength(1);
  expect(await readSeatCounts(started.table, id)).toMatchObject({ differences: [], seatsOverLimit: 0, taken: 4 });
});

test("corrections and submissions for the last seat of a category never exceed it, and no held seat is lost", async () => {
  const id = await openHall(started.table, 20, { categories });
  const people = await register(id, 3);
  const [moved, submitted] = await Promise.all([
    Promise.allSettled(people.map((each) => correct(id, each.id, { category: "academia" }))),
    register(id, 3, "academia"),
  ]);
  const won = moved.filter(({ status }) => status === "fulfilled").length;
  const seated = submitted.filter(({ seat }) => seat === "held").length;
  expect(won + seated).toBe(1);
  expect((await readRows(people)).map(({ seat }) => seat.state)).toEqual(Array(3).fill("held"));
  expect(await readSeatCounts(started.table, id)).toMatchObject({ differences: [], seatsOverLimit: 0 });
});

test("two people who are corrected to one address at once: one has it, the other is refused and stays as they were", async () => {
  const id = await openHall(started.table, 5);
  const people = await register(id, 2);
  const person = { email: "same@example.org" };
  const results = await Promise.allSettled(people.map((each) => correct(id, each.id, { person })));
  expect(results.flatMap((each) => (each.status === "rejected" ? [each.reason.code] : []))).toEqual([
    "already-registered",
  ]);
  const rows = await readRows(people);
  expect(rows.filter(({ person: { email } }) => email === "same@example.org")).toHaveLength(1);
  expect(rows.map(({ seat }) => seat.state)).toEqual(["held", "held"]);
});
