import { DeleteItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dropCachedSnapshot } from "#shared/capacity/capacity-snapshot.ts";
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
import { startTable, type TestTable } from "../support/table.ts";
import { applyToConference, openHall, performAction } from "../support/test-commands.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

const capacity = 16;

const scan = () => Array.fromAsync(scanItems(started.table));

const findRows = async (conferenceId: string, entity: string) =>
  (await scan()).filter(
    (item) =>
      item["entity"]?.S === entity &&
      (entity === "registration"
        ? parseData<Registration>(item).conferenceId === conferenceId
        : item["PK"]?.S?.includes(`#${conferenceId}`)),
  );

/** A person applies. @returns the seat, or the code of the refusal */
async function arrive(conferenceId: string): Promise<string> {
  dropCachedSnapshot(conferenceId);
  try {
    const deadline = Date.now() + 1_500;
    return (await applyToConference(started.table, conferenceId, {}, {}, deadline)).seat ?? "none";
  } catch (error) {
    return error instanceof DomainError ? error.code : "failed";
  }
}

/** A hall of two shards of 8 seats, all of them held. */
async function openFullHall(): Promise<string> {
  const conferenceId = await openHall(started.table, capacity, { expectedArrivalsPerSecond: 100, waitingList: false });
  for (let person = 0; person < capacity; person += 1) expect(await arrive(conferenceId)).toBe("held");
  return conferenceId;
}

const listHolders = async (conferenceId: string) =>
  (await findRows(conferenceId, "registration")).filter((item) => parseData<Registration>(item).seat.state === "held");

async function alterData(item: Item | undefined, change: (data: Record<string, unknown>) => object): Promise<void> {
  const data = change(JSON.parse(item?.["data"]?.S ?? "{}") as Record<string, unknown>);
  await putItem(started.table, { ...item, data: S(JSON.stringify(data)) });
}

/** Replaces the allocation of one of the holders at the venue. */
const allocate = (venue: unknown) => async (conferenceId: string) => {
  const [holder] = await listHolders(conferenceId);
  await alterData(holder, (data) => ({
    ...data,
    shardAllocations: { ...(data["shardAllocations"] as object), venue },
  }));
};

/** Replaces all allocations of one of the holders. */
const allocateAll = (shardAllocations: unknown) => async (conferenceId: string) => {
  const [holder] = await listHolders(conferenceId);
  await alterData(holder, (data) => ({ ...data, shardAllocations }));
};

const planShards = (venue: number) => async (conferenceId: string) => {
  const item = await getItem(started.table, keys.conference(conferenceId));
  const plan = JSON.parse(getString(item ?? {}, "shardPlan")) as object;
  await putItem(started.table, { ...item, shardPlan: S(JSON.stringify({ ...plan, venue })) });
};

const addShard = (shard: number) => async (conferenceId: string) => {
  const item = await getItem(started.table, keys.shard(conferenceId, "venue", 0));
  const key = toItemKey(keys.shard(conferenceId, "venue", shard));
  await putItem(started.table, { ...item, ...key, shard: N(shard), taken: N(0), limit: N(0) });
};

async function lowerCounter(conferenceId: string): Promise<void> {
  const item = await getItem(started.table, keys.shard(conferenceId, "venue", 0));
  await putItem(started.table, { ...toItemKey(keys.shard(conferenceId, "venue", 0)), ...item, taken: N(0) });
}

const tools = [
  ["a start", async () => void (await mendCounters(toCommandStore(started.table), await scan()))],
  [
    "a repair",
    async (conferenceId: string) => void (await repairConference(toCommandStore(started.table), conferenceId)),
  ],
] as const;

describe.each(tools)("after %s, no one is seated above the limit with", (_tool, mend) => {
  test.each<readonly [string, (conferenceId: string) => Promise<void>]>([
    ["a seat in a shard that does not exist", allocate(7)],
    ["a seat in a shard below zero", allocate(-1)],
    ["a seat in a part of a shard", allocate(1.5)],
    ["a seat in a shard that is no number", allocate("x")],
    ["a seat in an object", allocate({})],
    ["seats in no shard", allocateAll({})],
    ["seats in nothing", allocateAll(null)],
    ["allocations that are text", allocateAll("x")],
    ["a plan of fewer shards than hold seats", planShards(1)],
    ["a plan of more shards than there are", planShards(5)],
    ["a seat in a shard beyond the plan", async (id) => addShard(3)(id).then(() => allocate(3)(id))],
    [
      "a counter that says too few, and a shard far beyond the plan",
      (id) => addShard(100_000_000)(id).then(() => lowerCounter(id)),
    ],
    [
      "a counter that says too few, and more shards than one transaction writes",
      async (id) => {
        for (let shard = 2; shard < 122; shard += 1) await addShard(shard)(id);
        await lowerCounter(id);
      },
    ],
  ])("%s", async (_name, damage) => {
    const conferenceId = await openFullHall();
    await damage(conferenceId);
    await mend(conferenceId);
    expect([await arrive(conferenceId), await arrive(conferenceId)]).toEqual(["full", "full"]);
    expect(await listHolders(conferenceId)).toHaveLength(capacity);
    await repairConference(toCommandStore(started.table), conferenceId);
    expect(await listDifferences(conferenceId)).toEqual([]);
    const [leaving] = await listHolders(conferenceId);
    await performAction(started.table, conferenceId, parseData<Registration>(leaving ?? {}).registrationId, "withdraw");
    expect([await arrive(conferenceId), await arrive(conferenceId)]).toEqual(["held", "full"]);
  });
});

/** What a check says about a conference, without what follows for consumers of the stream, which don't run here. */
async function listDifferences(conferenceId: string): Promise<readonly string[]> {
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
  ])(
    "%s",
    async (_name, damage) => {
      const conferenceId = await openFullHall();
      const [holder] = await listHolders(conferenceId);
      const registration = parseData<Registration>(holder ?? {});
      await damage(registration);
      await mend(conferenceId);
      expect([await arrive(conferenceId), await arrive(conferenceId)]).toEqual(["full", "full"]);
      const { unreadable } = verifyItems(await scan(), undefined, conferenceId);
      const text = `registration ${registration.registrationId} is missing, but other rows name it`;
      expect(unreadable.map((each) => each.text)).toContainEqual(expect.stringContaining(text));
    },
    40_000,
  );
});

const damageConference =
  (change: (conference: Record<string, unknown>) => object) =>
  async (conferenceId: string): Promise<void> =>
    alterData(await getItem(started.table, keys.conference(conferenceId)), change);

const setQuota = (quota: unknown) =>
  damageConference((conference) => ({
    ...conference,
    categories: (conference["categories"] as object[]).map((each) => ({ ...each, quota })),
  }));

describe.each(tools)(
  "%s names a conference with a damaged number by its key, and mends no counter of it:",
  (_tool, mend) => {
    test.each<readonly [string, (conferenceId: string) => Promise<void>, RegExp]>([
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
        damageConference((each) => ({ ...each, sessions: [{ sessionId: "one", capacity: {} }] })),
        /no valid sessions\.0\.capacity/,
      ],
    ])("%s", async (_name, damage, says) => {
      const [conferenceId, other] = [await openFullHall(), await openHall(started.table, 1)];
      const shards = await findRows(conferenceId, "shard");
      const whole = await getItem(started.table, keys.conference(conferenceId));
      const before = new Set(shards.map((item) => JSON.stringify(Object.entries(item).toSorted())));
      await damage(conferenceId);
      const { unreadable, conferences } = verifyItems(await scan());
      const { PK, SK } = keys.conference(conferenceId);
      const own = unreadable.filter(({ text }) => text.startsWith(`item ${PK} ${SK} can't be read`));
      expect(own).toEqual([
        { text: expect.stringMatching(says), refusal: expect.stringContaining("take the item from a backup") },
      ]);
      expect(conferences.map((each) => each.conferenceId)).toContain(other);
      await putItem(started.table, {
        ...toItemKey(keys.shard(other, "venue", 0)),
        ...(await getItem(started.table, keys.shard(other, "venue", 0))),
        taken: N(7),
      });
      await mend(conferenceId).catch(() => undefined);
      await repairConference(toCommandStore(started.table), other);
      expect(await arrive(other)).toBe("held");
      expect(await arrive(conferenceId)).not.toBe("held");
      const after = await findRows(conferenceId, "shard");
      expect(new Set(after.map((item) => JSON.stringify(Object.entries(item).toSorted())))).toEqual(before);
      await putItem(started.table, whole ?? {});
      expect(await listDifferences(conferenceId)).toEqual([]);
    });
  },
);

test("a start names a conference with a damaged plan, and mends the others", async () => {
  const [conferenceId, other] = [await openFullHall(), await openHall(started.table, 1)];
  const whole = await getItem(started.table, keys.conference(conferenceId));
  await planShards(1e10)(conferenceId);
  const item = await getItem(started.table, keys.shard(other, "venue", 0));
  await putItem(started.table, { ...item, taken: N(7) });
  const lines = await mendCounters(toCommandStore(started.table), await scan());
  expect(lines).toContainEqual(expect.stringMatching(`^${other}: .*venue shard 0 says 7 taken, the rows say 0`));
  const { PK } = keys.conference(conferenceId);
  expect(lines).toContainEqual(expect.stringContaining(PK));
  await putItem(started.table, whole ?? {});
});
