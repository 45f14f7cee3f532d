import type { ConsumedCapacity, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestClient, startTable, type TestTable } from "../support/table.ts";
import { applyToConference, openHall } from "../support/test-commands.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

interface Call {
  readonly command: string;
  readonly writeUnits: number;
}

/** A client that writes down what each call cost, as the database counts it. */
function counting(endpoint: string): { client: DynamoDBClient; calls: Call[] } {
  const client = createTestClient(endpoint);
  const calls: Call[] = [];
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        Object.assign(args.input as object, { ReturnConsumedCapacity: "INDEXES" });
        const result = await next(args);
        const { ConsumedCapacity = [] } = result.output as { ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[] };
        const units = [ConsumedCapacity].flat().reduce((sum, each) => sum + (each.CapacityUnits ?? 0), 0);
        calls.push({ command: commandName.replace("Command", ""), writeUnits: units });
        return result;
      },
    { step: "initialize" },
  );
  return { client, calls };
}

const quotas = [
  { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32" },
  { category: "academia", title: { en: "Academia" }, colour: "#00695c", quota: 50 },
];

const session = {
  sessionId: "opening",
  title: { en: "Opening" },
  startsAt: "2027-10-26T08:00:00Z",
  endsAt: "2027-10-26T09:00:00Z",
};
const sessions = [session, { ...session, sessionId: "closing", capacity: 50 }];

/** The cost of a submission in the category; the process has read the conference before. */
async function costOfSubmission(category: string, capacity = 100, body = {}, settings = {}): Promise<Call[]> {
  const conferenceId = await openHall(started.table, capacity, { categories: quotas, sessions, ...settings });
  for (let taken = 0; taken < Math.min(capacity, 2); taken += 1)
    await applyToConference(started.table, conferenceId, { category });
  const { client, calls } = counting(started.endpoint);
  await applyToConference({ client, name: started.table.name }, conferenceId, { category, ...body });
  return calls;
}

test("an accepted submission is one cheap read and one transaction of at most twelve write units", async () => {
  const calls = await costOfSubmission("ngo");
  expect(calls.map(({ command }) => command)).toEqual(["BatchGetItem", "TransactWriteItems"]);
  expect(calls[1]?.writeUnits).toBeGreaterThan(4);
  expect(calls[1]?.writeUnits).toBeLessThanOrEqual(12);
});

test("a further pool costs two write units more, with and without a limit", async () => {
  const [, counted] = await costOfSubmission("ngo");
  const [, limited] = await costOfSubmission("academia");
  expect(limited?.writeUnits).toBe(counted?.writeUnits);
  const [[, opening], [, closing]] = [
    await costOfSubmission("ngo", 100, { sessions: ["opening"] }),
    await costOfSubmission("ngo", 100, { sessions: ["closing"] }),
  ];
  expect((opening?.writeUnits ?? 0) - (counted?.writeUnits ?? 0)).toBeGreaterThanOrEqual(2);
  expect(closing?.writeUnits).toBe(opening?.writeUnits);
});

test("a pool without a limit is not read, however many shards it has", async () => {
  const [few] = await costOfSubmission("ngo", 8, {}, { expectedArrivalsPerSecond: 50 });
  const [many] = await costOfSubmission("ngo", 8, {}, { expectedArrivalsPerSecond: 2_500, categories: [quotas[0]] });
  expect(many?.writeUnits).toBeLessThanOrEqual(few?.writeUnits ?? 0);
});

test("who joins the line touches no seat item", async () => {
  const [, seated] = await costOfSubmission("ngo");
  const waiting = (await costOfSubmission("ngo", 1)).find(({ command }) => command === "TransactWriteItems");
  expect(waiting?.writeUnits).toBeLessThan(seated?.writeUnits ?? 0);
});
