import { afterAll, beforeAll, expect, test } from "vitest";
import { takeSignInLink } from "#shared/sign-in/sign-in-allowance.repository.ts";
import { startTable, type TestTable } from "../support/table.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

const noon = Date.parse("2027-03-01T12:55:00.000Z");
const minutesAfter = (minutes: number) => new Date(noon + minutes * 60_000).toISOString();
const take = (email: string, minutes = 0, conferenceId = "idm") =>
  takeSignInLink(started.table, { conferenceId, email, requester: "network" }, minutesAfter(minutes));

test("one network gets six links for an address at once, then one every ten minutes, and not six at the full hour", async () => {
  for (let count = 0; count < 6; count += 1) expect(await take("a@b.example")).toBeUndefined();
  expect(await take("a@b.example")).toBe(minutesAfter(10));
  expect(await take("A@b.example", 9)).toBe(minutesAfter(10));
  expect(await take("a@b.example", 10)).toBeUndefined();
  expect(await take("a@b.example", 10)).toBe(minutesAfter(20));
  for (let count = 0; count < 3; count += 1) expect(await take("a@b.example", 40)).toBeUndefined();
  expect(await take("a@b.example", 40)).toBe(minutesAfter(50));
});

test("another address and another conference have their own links, and a refused request costs none", async () => {
  for (let count = 0; count < 20; count += 1) await take("c@d.example");
  expect(await take("c@d.example")).toBe(minutesAfter(10));
  expect(await take("d@d.example")).toBeUndefined();
  expect(await take("c@d.example", 0, "other")).toBeUndefined();
});

test("of many requests at the same moment exactly six get a link", async () => {
  const answers = await Promise.all(Array.from({ length: 15 }, () => take("e@f.example")));
  expect(answers.filter((each) => each === undefined)).toHaveLength(6);
});
