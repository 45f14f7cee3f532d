import { setTimeout as sleep } from "node:timers/promises";
import { DeleteItemCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { loadConferenceWithSeats } from "#shared/capacity/published-seats.repository.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { buckets, keys, serializeKey } from "#shared/dynamodb/keys.ts";
import { toItemKey } from "#shared/dynamodb/table.ts";
import { computeCeilings, listItemsOfAll } from "../../bench/capacity/ceilings.ts";
import { type MeteredAccess, meterPartitions } from "../../bench/capacity/partition-meter.ts";
import {
  buildForm,
  createFormReader,
  createHandlers,
  type Handlers,
  openTable,
  serveWaitingList,
} from "../../bench/support/handlers.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { buildSettingsChange, getDeadline, openHall } from "../support/test-commands.ts";

let started: TestTable;
let client: DynamoDBClient;
let handlers: Handlers;
let takeAccesses: () => MeteredAccess[];
beforeAll(async () => {
  started = await startTable();
  const table = openTable(started.endpoint, 4);
  client = table.client;
  takeAccesses = meterPartitions(client);
  handlers = createHandlers(table);
});
afterAll(async () => {
  client.destroy();
  await started.stop();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.resetModules();
});

let people = 0;
const submit = (conferenceId: string, more: object = {}) => {
  people += 1;
  return handlers.submit(conferenceId, buildForm(`shared.${people}`, more));
};

/** The secretariat saves the conference through a process of its own, whose caches are not those of the submissions. */
async function saveInOtherProcess(conferenceId: string, changes: object): Promise<void> {
  vi.resetModules();
  const { saveConference } = await import("../../functions/conference/save-conference.ts");
  const before = await loadConference(started.table, conferenceId);
  const after = { ...before, ...changes, version: before.version + 1 };
  await saveConference(started.table, before, after, buildSettingsChange(conferenceId), getDeadline());
}

/** Runs `run` once, before the transaction of a submission is sent. */
function beforeNextTransaction(run: () => Promise<void>): void {
  let isDue = true;
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (isDue && commandName === "TransactWriteItemsCommand") {
          isDue = false;
          await run();
        }
        return next(args);
      },
    { step: "initialize", name: "before-transaction", override: true },
  );
}

/** Settings of several KB, as a real conference has them. */
const longSettings = {
  staff: Array.from({ length: 100 }, (_, index) => ({
    email: `member-${index}@secretariat.example.org`,
    groups: ["secretariat"],
  })),
};

describe("the items of a submission", () => {
  /** What each of some submissions used, after the process has read the conference. */
  async function meterSubmissions(conferenceId: string, count: number, pauseMs: number) {
    await submit(conferenceId);
    takeAccesses();
    const submissions: MeteredAccess[][] = [];
    for (let each = 0; each < count; each += 1) {
      await sleep(pauseMs);
      const { status } = await submit(conferenceId);
      expect(status).toBe(201);
      submissions.push(takeAccesses());
    }
    expect(submissions.flat().some(({ kind }) => kind === "consistent read")).toBe(true);
    return submissions;
  }

  test.each([
    ["while people arrive one after the other", 30, 0],
    ["after pauses that outlive the cached pools", 6, 550],
  ])("are its own: no item is read consistently or checked by all, %s", async (_, count, pauseMs) => {
    const conferenceId = await openHall(started.table, 400, longSettings);
    const submissions = await meterSubmissions(conferenceId, count, pauseMs);
    expect(listItemsOfAll(submissions)).toEqual([]);
    expect(submissions.flat().filter(({ key }) => key === serializeKey(keys.conference(conferenceId)))).toEqual([]);
  });

  test("of the waiting list are its own, too", async () => {
    const conferenceId = await openHall(started.table, 1, longSettings);
    for (let each = 0; each < 3; each += 1) await submit(conferenceId);
    // It closes the pool to newcomers, because people wait.
    await serveWaitingList(started.table, conferenceId);
    const submissions = await meterSubmissions(conferenceId, 30, 0);
    expect(listItemsOfAll(submissions)).toEqual([]);
    expect(submissions.flat().filter(({ key }) => key === serializeKey(keys.conference(conferenceId)))).toEqual([]);
  });

  test("a conference for 5,000 arrivals a second has no partition key that allows fewer", async () => {
    const settings = { ...longSettings, expectedArrivalsPerSecond: 5_000 };
    const conferenceId = await openHall(started.table, 100_000, settings);
    const uses = computeCeilings(await meterSubmissions(conferenceId, 150, 0));
    expect(uses.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["POOL", "CONFERENCE-VERSION", "PERSON"]));
    expect(uses.filter(({ ceiling }) => ceiling < 5_000)).toEqual([]);
  });
});

describe("the items of the form", () => {
  test("are small: who opens it reads a marker in place of the conference, and sees each change", async () => {
    const conferenceId = await openHall(started.table, 400, longSettings);
    const table = { client, name: started.table.name };
    const readForm = createFormReader(table);
    await readForm("getConference", conferenceId);
    takeAccesses();
    await readForm("getConference", conferenceId);
    const used = takeAccesses().map(({ kind, partition, units }) => ({ kind, units, prefix: partition.split("#")[0] }));
    expect(used.toSorted((a, b) => b.units - a.units)).toEqual([
      { kind: "consistent read", units: 1, prefix: "CONFERENCE-VERSION" },
      { kind: "eventual read", units: 0.5, prefix: "PUBLISHED-SEATS" },
    ]);
    await saveInOtherProcess(conferenceId, closed);
    const { conference } = await loadConferenceWithSeats(table, conferenceId);
    expect(conference).toMatchObject(closed);
  });
});

const closed = { registration: { opensAt: "2020-01-01T00:00:00Z", closesAt: "2021-01-01T00:00:00Z" } };

describe("a conference that changed in another process", () => {
  test.each([
    ["with free seats", 100],
    ["that is full and has no waiting list", 1],
  ])("%s: the first submission after the answer decides on the change", async (_, capacity) => {
    const conferenceId = await openHall(started.table, capacity, { waitingList: capacity > 1 });
    await submit(conferenceId);
    await submit(conferenceId);
    await saveInOtherProcess(conferenceId, closed);
    for (let each = 0; each < 12; each += 1) {
      const { status, body } = await submit(conferenceId);
      expect([status, body.code]).toEqual([409, "registration-closed"]);
    }
  });

  test("a category that was removed receives no registration", async () => {
    const conferenceId = await openHall(started.table, 100);
    const { categories } = await loadConference(started.table, conferenceId);
    const [kept, ...others] = categories;
    expect(others.length).toBeGreaterThan(0);
    const category = others[0]?.category;
    expect((await submit(conferenceId, { category: kept?.category })).status).toBe(201);
    await saveInOtherProcess(conferenceId, { categories: [kept] });
    expect((await submit(conferenceId, { category })).body.code).toBe("invalid-request");
  });

  test("a capacity that is lowered between the read and the write of a submission holds", async () => {
    const conferenceId = await openHall(started.table, 100);
    await submit(conferenceId);
    const { venue } = await loadConference(started.table, conferenceId);
    beforeNextTransaction(() => saveInOtherProcess(conferenceId, { venue: { ...venue, capacity: 1 } }));
    const { status, body } = await submit(conferenceId);
    expect([status, body.seat]).toEqual([201, "waiting"]);
  });

  test("a submission that was read before the registration closed is written as one that came before it", async () => {
    const conferenceId = await openHall(started.table, 100);
    await submit(conferenceId);
    beforeNextTransaction(() => saveInOtherProcess(conferenceId, closed));
    expect((await submit(conferenceId)).status).toBe(201);
    expect((await submit(conferenceId)).body.code).toBe("registration-closed");
  });

  test("new questions of the form are seen by the next submission", async () => {
    const conferenceId = await openHall(started.table, 100);
    await submit(conferenceId);
    vi.resetModules();
    const { putQuestions } = await import("../../functions/conference/questions.ts");
    const items = [{ key: "diet", type: "short-text", label: { en: "Diet" }, required: false }];
    const caller = { kind: "staff", id: "s", email: "s@example.org", groups: ["secretariat"] };
    const when = { now: new Date().toISOString(), deadline: getDeadline() };
    const request = { params: { conferenceId }, caller, access: ["secretariat"], body: { items }, ...when };
    await putQuestions(started.table)(request as never);
    takeAccesses();
    await submit(conferenceId);
    expect(takeAccesses().map(({ key }) => key)).toContain(serializeKey(keys.conference(conferenceId)));
  });

  test("a conference without markers is read itself", async () => {
    const conferenceId = await openHall(started.table, 100);
    await submit(conferenceId);
    for (const copy of buckets) {
      const Key = toItemKey(keys.conferenceVersion(conferenceId, copy));
      const { Attributes } = await started.table.client.send(
        new DeleteItemCommand({ TableName: started.table.name, Key, ReturnValues: "ALL_OLD" }),
      );
      expect(Attributes?.["entity"]).toEqual({ S: "conference-version" });
    }
    takeAccesses();
    expect((await submit(conferenceId)).status).toBe(201);
    expect(takeAccesses().map(({ key }) => key)).toContain(serializeKey(keys.conference(conferenceId)));
  });
});
