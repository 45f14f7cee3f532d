import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { decide, withdraw } from "#shared/domain/accreditation.ts";
import { submit } from "#shared/domain/submission.ts";
import { carryOut } from "#shared/store/carry-out.ts";
import { saveConference } from "#shared/store/conferences.ts";
import { loadHall } from "#shared/store/halls.ts";
import { newId } from "#shared/store/ids.ts";
import { poolStates } from "#shared/store/pools.ts";
import { recount } from "#shared/store/recount.ts";
import { loadRegistration } from "#shared/store/registrations.ts";
import type { Table } from "#shared/store/table.ts";
import { aConference, anApplication, secretariat } from "../support/builders.ts";
import { type Faults, type FaultyProxy, startProxy } from "../support/dynamodb-proxy/proxy.ts";
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

/** The table through a proxy with these faults. */
async function under(faults: Partial<Faults>): Promise<Table> {
  proxy = await startProxy(started.endpoint, faults);
  return { client: clientOf(proxy.endpoint), name: started.table.name };
}

const always = { opensAt: "2020-01-01T00:00:00Z", closesAt: "2120-01-01T00:00:00Z" };
const occasion = () => ({ actor: secretariat, at: new Date().toISOString() });
const deadline = () => Date.now() + 25_000;

async function hall(capacity: number, body = {}): Promise<string> {
  const venue = { name: "Hall", city: "Geneva", country: "CHE", capacity };
  const conference = aConference({ registration: always, venue, ...body }, `race-${newId()}`);
  const { conferenceId } = conference;
  const change = {
    ...occasion(),
    conferenceId,
    action: "change-conference",
    steps: [],
    mails: [],
    door: "newcomers",
  } as const;
  await saveConference(started.table, undefined, conference, change, deadline());
  return conferenceId;
}

/** Somebody applies; answers how their seat stands, and who they are. */
async function apply(table: Table, conferenceId: string, email?: string) {
  const application = anApplication({}, email === undefined ? {} : { email });
  const id = newId();
  return carryOut(table, {
    conferenceId,
    deadline: deadline(),
    decide: ({ conference, states }) => submit(conference, states, application, id, occasion()),
    answer: ([step]) => ({ id: step?.after.registrationId ?? "", seat: step?.after.seat.state }),
  });
}

const seats = (answers: readonly { seat: string | undefined }[]) => ({
  held: answers.filter(({ seat }) => seat === "held").length,
  waiting: answers.filter(({ seat }) => seat === "waiting").length,
});

async function proven(conferenceId: string) {
  const { differences, shards } = await recount(started.table, conferenceId);
  expect(differences).toEqual([]);
  const total = (of: "taken" | "holders") =>
    shards.filter(({ pool }) => pool === "venue").reduce((sum, shard) => sum + shard[of], 0);
  return { taken: total("taken"), holders: total("holders") };
}

const many = <T>(count: number, work: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

describe("the cap holds, whoever comes at the same time", () => {
  test("120 people, 40 seats: 40 seated, 80 in line, none refused", async () => {
    const id = await hall(40);
    const answers = await many(120, () => apply(started.table, id));
    expect(seats(answers)).toEqual({ held: 40, waiting: 80 });
    expect(await proven(id)).toMatchObject({ taken: 40, holders: 40 });
  });

  test("through transactions that hold their items and cancel each other: the same", async () => {
    const table = await under({ holdMs: 2 });
    const id = await hall(20);
    const answers = await many(60, () => apply(table, id));
    expect(seats(answers)).toEqual({ held: 20, waiting: 40 });
    expect(proxy?.tally.conflicts).toBeGreaterThan(0);
    expect(await proven(id)).toMatchObject({ taken: 20, holders: 20 });
  });

  test("a transaction that was written though its answer got lost is not written twice", async () => {
    const table = await under({ dropAnswer: 0.3, conflict: 0.1, serverError: 0.02, seed: 7 });
    const id = await hall(15);
    const answers = await many(40, () => apply(table, id));
    expect(seats(answers)).toEqual({ held: 15, waiting: 25 });
    expect(proxy?.tally.dropped).toBeGreaterThan(0);
    expect(await proven(id)).toMatchObject({ taken: 15, holders: 15 });
  });

  test("a category's quota holds within the venue", async () => {
    const id = await hall(50, {
      categories: [{ category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32", quota: 7 }],
    });
    expect(seats(await many(30, () => apply(started.table, id)))).toEqual({ held: 7, waiting: 23 });
    expect(await proven(id)).toMatchObject({ taken: 7 });
  });
});

describe("one person, one registration", () => {
  test("of 20 forms for one address at the same time one is written", async () => {
    const id = await hall(50);
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, () => apply(started.table, id, "one@example.org")),
    );
    const refused = answers.filter((each) => each.status === "rejected").map(({ reason }) => reason.code);
    expect(refused).toEqual(Array(19).fill("already-registered"));
    expect(await proven(id)).toMatchObject({ taken: 1, holders: 1 });
  });

  test("of two decisions at the same time on one registration one is written, the other finds the new state", async () => {
    const table = await under({ holdMs: 5 });
    const id = await hall(5);
    const { id: registrationId } = await apply(started.table, id);
    const act = (rule: "approve" | "withdraw") =>
      carryOut(table, {
        conferenceId: id,
        deadline: deadline(),
        decide: async ({ conference, states }) => {
          const before = await loadRegistration(table, registrationId);
          return rule === "approve"
            ? decide(conference, states, before, { decision: "approve" }, occasion())
            : withdraw(before, occasion());
        },
        answer: ([step]) => step?.after.accreditation.state,
      });
    const results = await Promise.allSettled([act("approve"), act("approve"), act("withdraw")]);
    const refused = results.filter((each) => each.status === "rejected").map(({ reason }) => reason.code);
    expect(refused.every((code) => code === "wrong-state")).toBe(true);
    expect((await loadRegistration(table, registrationId)).accreditation.state).toBe("withdrawn");
    expect(await proven(id)).toMatchObject({ taken: 0, holders: 0 });
  });
});

test("conflicts that outlast the deadline are a refusal by name, and nothing is written", async () => {
  const table = await under({ conflict: 1 });
  const id = await hall(5);
  const { pools, conference } = await loadHall(started.table, id);
  const hurried = carryOut(table, {
    conferenceId: id,
    deadline: Date.now() + 300,
    decide: () => submit(conference, poolStates(pools), anApplication(), newId(), occasion()),
    answer: () => undefined,
  });
  await expect(hurried).rejects.toMatchObject({ code: "too-busy" });
  expect(await proven(id)).toMatchObject({ taken: 0, holders: 0 });
});
