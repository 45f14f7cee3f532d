import { DeleteItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { dropCachedSnapshot, toVersionMarkers } from "#shared/capacity/capacity-snapshot.ts";
import { type Key, keys } from "#shared/dynamodb/keys.ts";
import {
  getItem,
  getString,
  type Item,
  N,
  parseData,
  putItem,
  S,
  scanItems,
  toItemKey,
} from "#shared/dynamodb/table.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { repairConference } from "../../cli/verify-counters/repair.ts";
import { verifyItems } from "../../cli/verify-counters/verify-counters.ts";
import { mendCounters } from "../../local/mend-counters.ts";
import { putItems } from "../support/journal.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { applyToConference, openHall, performAction } from "../support/test-commands.ts";

let started: TestTable;
/** A hall of two shards of 8 seats, all of them held, and one with a free seat. */
let [conferenceId, other] = ["", ""];
/** The table as it is before each damage. */
let whole: readonly Item[] = [];

const capacity = 16;

beforeAll(async () => {
  started = await startTable();
  conferenceId = await openHall(started.table, capacity, { expectedArrivalsPerSecond: 100, waitingList: false });
  other = await openHall(started.table, 1);
  for (let person = 0; person < capacity; person += 1) expect(await arrive(conferenceId)).toBe("held");
  whole = await scan();
}, 60_000);
afterAll(() => started.stop());
beforeEach(restoreTable);

const scan = () => Array.fromAsync(scanItems(started.table));

const serialize = (item: Item): string => JSON.stringify(Object.entries(item).toSorted());

const toKeyText = ({ PK, SK }: Item): string => `${PK?.S} ${SK?.S}`;

/** Takes back what the test before has changed. */
async function restoreTable(): Promise<void> {
  const items = await scan();
  const kept = new Set(whole.map(toKeyText));
  for (const item of items)
    if (!kept.has(toKeyText(item))) await remove({ PK: getString(item, "PK"), SK: getString(item, "SK") });
  const same = new Set(items.map(serialize));
  await putItems(
    started.table,
    whole.filter((item) => !same.has(serialize(item))),
  );
  for (const id of [conferenceId, other]) dropCachedSnapshot(id);
}

const findRows = async (id: string, entity: string) =>
  (await scan()).filter((item) => item["entity"]?.S === entity && item["PK"]?.S?.includes(`#${id}`));

/** How long a person tries: a damaged conference answers only then, as long as its counters contradict each other. */
const arrivalTimeoutMs = 400;

/** A person applies. @returns the seat, or the code of the refusal */
async function arrive(id: string): Promise<string> {
  dropCachedSnapshot(id);
  try {
    const deadline = Date.now() + (whole.length === 0 ? 5_000 : arrivalTimeoutMs);
    return (await applyToConference(started.table, id, {}, {}, deadline)).seat ?? "none";
  } catch (error) {
    return error instanceof DomainError ? error.code : "failed";
  }
}

const listHolders = async () =>
  (await scan()).filter((item) => {
    if (item["entity"]?.S !== "registration") return false;
    const { conferenceId: own, seat } = parseData<Registration>(item);
    return own === conferenceId && seat.state === "held";
  });

async function alterData(item: Item | undefined, change: (data: Record<string, unknown>) => object): Promise<void> {
  const data = change(JSON.parse(item?.["data"]?.S ?? "{}") as Record<string, unknown>);
  await putItem(started.table, { ...item, data: S(JSON.stringify(data)) });
}

/** Replaces the allocation of one of the holders at the venue. */
const allocate = (venue: unknown) => async () => {
  const [holder] = await listHolders();
  await alterData(holder, (data) => ({
    ...data,
    shardAllocations: { ...(data["shardAllocations"] as object), venue },
  }));
};

/** Replaces all allocations of one of the holders. */
const allocateAll = (shardAllocations: unknown) => async () => {
  const [holder] = await listHolders();
  await alterData(holder, (data) => ({ ...data, shardAllocations }));
};

/** Replaces the plan of the venue, also for a process that knows the conference. */
const planShards = (venue: number) => async () => {
  const item = await getItem(started.table, keys.conference(conferenceId));
  const plan = JSON.parse(getString(item ?? {}, "shardPlan")) as object;
  const damaged = { ...item, shardPlan: S(JSON.stringify({ ...plan, venue })) };
  await putItems(started.table, [damaged, ...toVersionMarkers(conferenceId, damaged)]);
};

const addShard = (shard: number) => async () => {
  const item = await getItem(started.table, keys.shard(conferenceId, "venue", 0));
  const key = toItemKey(keys.shard(conferenceId, "venue", shard));
  await putItem(started.table, { ...item, ...key, shard: N(shard), taken: N(0), limit: N(0) });
};

async function lowerCounter(): Promise<void> {
  const item = await getItem(started.table, keys.shard(conferenceId, "venue", 0));
  await putItem(started.table, { ...toItemKey(keys.shard(conferenceId, "venue", 0)), ...item, taken: N(0) });
}

const tools = [
  ["a start", async () => void (await mendCounters(toCommandStore(started.table), await scan()))],
  ["a repair", async () => void (await repairConference(toCommandStore(started.table), conferenceId))],
] as const;

const inOrder =
  (...damages: readonly (() => Promise<void>)[]) =>
  async () => {
    for (const damage of damages) await damage();
  };

const addShards = async () => {
  const item = await getItem(started.table, keys.shard(conferenceId, "venue", 0));
  const toShard = (shard: number): Item => ({
    ...item,
    ...toItemKey(keys.shard(conferenceId, "venue", shard)),
    ...{ shard: N(shard), taken: N(0), limit: N(0) },
  });
  await putItems(
    started.table,
    Array.from({ length: 120 }, (_, index) => toShard(index + 2)),
  );
};

const session = {
  sessionId: "one",
  title: { en: "One" },
  startsAt: "2099-10-26T09:00:00.000Z",
  endsAt: "2099-10-26T10:00:00.000Z",
};

describe.each(tools)("after %s, no one is seated above the limit with", (_tool, mend) => {
  test.each<readonly [string, () => Promise<void>]>([
    ["a seat in a shard that does not exist", allocate(7)],
    ["a seat in a shard below zero", allocate(-1)],
    ["a seat in a part of a shard", allocate(1.5)],
    ["a seat in a shard that is no number", allocate("x")],
    ["a seat in an object", allocate({})],
    ["seats in no shard", allocateAll({})],
    ["seats in nothing", allocateAll(null)],
    ["allocations that are text", allocateAll("x")],
    ["a plan of fewer shards than hold seats, and a counter that says too few", inOrder(planShards(1), lowerCounter)],
    ["a plan of more shards than there are", planShards(5)],
    ["a seat in a shard beyond the plan", inOrder(addShard(3), allocate(3))],
    ["a counter that says too few, and a shard far beyond the plan", inOrder(addShard(100_000_000), lowerCounter)],
    ["a counter that says too few, and more shards than one transaction writes", inOrder(addShards, lowerCounter)],
  ])("%s", async (_name, damage) => {
    await damage();
    await mend();
    expect([await arrive(conferenceId), await arrive(conferenceId)]).toEqual(["full", "full"]);
    expect(await listHolders()).toHaveLength(capacity);
    await repairConference(toCommandStore(started.table), conferenceId);
    expect(await listDifferences()).toEqual([]);
    const [leaving] = await listHolders();
    await performAction(started.table, conferenceId, parseData<Registration>(leaving ?? {}).registrationId, "withdraw");
    expect([await arrive(conferenceId), await arrive(conferenceId)]).toEqual(["held", "full"]);
  });
});

/** What a check says about a conference, without what follows for consumers of the stream, which don't run here. */
async function listDifferences(): Promise<readonly string[]> {
  const { conferences } = verifyItems(await scan(), undefined, conferenceId);
  return conferences.flatMap(({ differences }) => differences);
}

const remove = ({ PK, SK }: Key) =>
  started.table.client.send(new DeleteItemCommand({ TableName: started.table.name, Key: toItemKey({ PK, SK }) }));

describe.each(tools)("%s lowers no counter of a conference of which a registration", (_tool, mend) => {
  test.each<readonly [string, (holder: Registration) => Promise<unknown>]>([
    [
      "is gone with all rows under its key",
      async ({ registrationId }) => {
        for (const item of await scan())
          if (item["PK"]?.S === `REGISTRATION#${registrationId}`)
            await remove({ PK: getString(item, "PK"), SK: getString(item, "SK") });
      },
    ],
    [
      "is gone with its uniqueness constraint, so that its history alone names it",
      async ({ registrationId }) => {
        for (const item of await scan())
          if (item["PK"]?.S === `REGISTRATION#${registrationId}` || item["registrationId"]?.S === registrationId)
            await remove({ PK: getString(item, "PK"), SK: getString(item, "SK") });
      },
    ],
    [
      "names another conference",
      async ({ registrationId }) =>
        alterData(await getItem(started.table, keys.registration(registrationId)), (data) => ({
          ...data,
          conferenceId: "other",
        })),
    ],
  ])("%s", async (_name, damage) => {
    const [holder] = await listHolders();
    const registration = parseData<Registration>(holder ?? {});
    await damage(registration);
    await mend();
    expect([await arrive(conferenceId), await arrive(conferenceId)]).toEqual(["full", "full"]);
    const { unreadable } = verifyItems(await scan(), undefined, conferenceId);
    const text = `registration ${registration.registrationId} is missing, but other rows name it`;
    expect(unreadable.map((each) => each.text)).toContainEqual(expect.stringContaining(text));
  });
});

const damageConference = (change: (conference: Record<string, unknown>) => object) => async (): Promise<void> =>
  alterData(await getItem(started.table, keys.conference(conferenceId)), change);

const setQuota = (quota: unknown) =>
  damageConference((conference) => ({
    ...conference,
    categories: (conference["categories"] as object[]).map((each) => ({ ...each, quota })),
  }));

describe.each(tools)(
  "%s names a conference with a damaged number by its key, and mends no counter of it:",
  (_tool, mend) => {
    test.each<readonly [string, () => Promise<void>, RegExp]>([
      ["a plan below zero", planShards(-1), /damaged shard plan .*-1/],
      ["a plan of none", planShards(0), /damaged shard plan .*"venue":0/],
      ["a plan that no one can read", planShards(1e10), /damaged shard plan .*10000000000/],
      ["a quota of text", setQuota("x"), /no valid categories\.0\.quota/],
      ["a quota of digits in text", setQuota("4"), /no valid categories\.0\.quota/],
      ["a quota below zero", setQuota(-4), /no valid categories\.0\.quota/],
      ["a quota of nothing", setQuota(null), /no valid categories\.0\.quota/],
      [
        "a capacity that is an object",
        damageConference((each) => ({ ...each, venue: { ...(each["venue"] as object), capacity: {} } })),
        /no valid venue\.capacity/,
      ],
      [
        "a session whose capacity is an object",
        damageConference((each) => ({ ...each, sessions: [{ ...session, capacity: {} }] })),
        /no valid sessions\.0\.capacity/,
      ],
    ])("%s", async (_name, damage, says) => {
      const before = new Set((await findRows(conferenceId, "shard")).map(serialize));
      await damage();
      const { unreadable, conferences } = verifyItems(await scan());
      const { PK, SK } = keys.conference(conferenceId);
      const own = unreadable.filter(({ text }) => text.startsWith(`item ${PK} ${SK} can't be read`));
      expect(own).toEqual([
        {
          text: expect.stringMatching(says),
          refusal: expect.stringContaining("bring it back from a backup"),
          lost: { PK, SK },
        },
      ]);
      expect(conferences.map((each) => each.conferenceId)).toContain(other);
      await putItem(started.table, {
        ...toItemKey(keys.shard(other, "venue", 0)),
        ...(await getItem(started.table, keys.shard(other, "venue", 0))),
        taken: N(7),
      });
      await mend().catch(() => undefined);
      await repairConference(toCommandStore(started.table), other);
      expect(await arrive(other)).toBe("held");
      expect(await arrive(conferenceId)).not.toBe("held");
      const after = await findRows(conferenceId, "shard");
      expect(new Set(after.map(serialize))).toEqual(before);
    });
  },
);

test("a start names a conference with a damaged plan, and mends the others", async () => {
  await planShards(1e10)();
  const item = await getItem(started.table, keys.shard(other, "venue", 0));
  await putItem(started.table, { ...item, taken: N(7) });
  const lines = await mendCounters(toCommandStore(started.table), await scan());
  expect(lines).toContainEqual(expect.stringMatching(`^${other}: .*venue shard 0 says 7 taken, the rows say 0`));
  const { PK } = keys.conference(conferenceId);
  expect(lines).toContainEqual(expect.stringContaining(PK));
});
