import { afterAll, beforeAll, expect, test } from "vitest";
import { countWithinLimit } from "#shared/dynamodb/rate-limit.repository.ts";
import { createConference, createHandlers, type Handlers, openTable } from "../../bench/support/handlers.ts";
import { type CountedTable, startCountedTable } from "../support/counted-table.ts";

let started: CountedTable;
let handlers: Handlers;
beforeAll(async () => {
  started = await startCountedTable();
  handlers = createHandlers(openTable(started.endpoint, 8));
});
afterAll(() => started.stop());

test("one source gets so many an hour, however many it asks for at once; another and the next hour have their own", async () => {
  const limit = { kind: "upload", count: 5, per: "hour" } as const;
  const ask = async (source: string, count: number, at = "2027-03-01T12:30:00.000Z") => {
    const asked = Array.from({ length: count }, () => countWithinLimit(started.table, source, at, limit));
    return (await Promise.all(asked)).filter(Boolean).length;
  };
  expect(await ask("one", 12)).toBe(5);
  expect(await ask("one", 1)).toBe(0);
  expect(await ask("another", 1)).toBe(1);
  expect(await ask("one", 1, "2027-03-01T13:00:00.000Z")).toBe(1);
});

test("a stranger adds five delegations a day to an address, and leaves its owner's own requests possible", async () => {
  const conferenceId = "asked-often";
  await createConference(openTable(started.endpoint, 4), conferenceId, { capacity: 9, arrivalsPerSecond: 1 });
  const ask = async (sourceIp: string, ...names: readonly string[]) => {
    const focalPoints = names.map((name) => `${name}@example.org`);
    const body = { name: { en: "Union of Migrant Associations" }, category: "ngo", focalPoints };
    const answer = await handlers.call("requestDelegation", conferenceId, body, { sourceIp });
    return answer.body.code ?? answer.status;
  };
  const stranger = await Promise.all(Array.from({ length: 8 }, () => ask("192.0.2.1", "victim")));
  expect(stranger.filter((each) => each === 201)).toHaveLength(5);
  expect(new Set(stranger)).toEqual(new Set([201, "too-many-delegation-requests"]));
  expect(await ask("192.0.2.1", "own", "VICTIM")).toBe("too-many-delegation-requests");
  expect(await ask("192.0.2.2", "victim")).toBe(201);
  expect(await ask("192.0.2.1", "another")).toBe(201);
});
