import { DeleteItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { annotate } from "#shared/annotations/annotations.repository.ts";
import type { Annotations } from "#shared/annotations/annotations.rules.ts";
import { chainEntries } from "#shared/audit/chain.repository.ts";
import { toPresenceItem } from "#shared/check-in/check-in.repository.ts";
import { executeCommand } from "#shared/commands/execute-command.ts";
import { createId, type Key, keys } from "#shared/dynamodb/keys.ts";
import { type Item, putItem, S, scanItems, toItemKey } from "#shared/dynamodb/table.ts";
import type { Registration } from "#shared/model/registration.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { indexRegistration } from "#shared/search/search-index.repository.ts";
import { countRegistrations } from "#shared/statistics/statistics.repository.ts";
import { createAccreditedDelegation } from "../../../functions/delegations/change-delegation.rules.ts";
import { secretariatActor, sideEvent } from "../../support/builders.ts";
import { putItems } from "../../support/journal.ts";
import { startTable, type TestTable } from "../../support/table.ts";
import { applyToConference, openHall, performAction } from "../../support/test-commands.ts";

/**
 * The state of the module, because the damages of a test file name rows before there are any. `useWholeTable` fills it.
 */
export let started: TestTable;
export let conferenceId: string;
export let delegationId: string;
/** The table as it is before each damage. */
let whole: readonly Item[];
export const people: Registration[] = [];

const deadline = () => Date.now() + 20_000;
const categories = [
  { category: "member-state", title: { en: "States" }, colour: "#0b5394", priority: 10, requires: [] },
  { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32", quota: 4, requires: [] },
];

/** A whole table for the tests of a file, and the same before each of them. */
export function useWholeTable(): void {
  beforeAll(prepareWholeTable, 120_000);
  afterAll(() => started.stop());
  beforeEach(restoreWholeTable);
}

/** Starts a table with a conference in which everything that follows from the rows has followed. */
async function prepareWholeTable(): Promise<void> {
  started = await startTable();
  people.length = 0;
  const { table } = started;
  // Two shards: each takes 50 arrivals a second.
  conferenceId = await openHall(table, 20, { categories, sessions: [sideEvent], expectedArrivalsPerSecond: 100 });
  await createDelegation();
  const ids: string[] = [];
  for (let index = 0; index < 4; index += 1)
    ids.push((await applyToConference(table, conferenceId, { category: "ngo", sessions: ["side-event"] })).id);
  for (let index = 0; index < 3; index += 1)
    ids.push((await applyToConference(table, conferenceId, { category: "ngo" })).id);
  for (let index = 0; index < 3; index += 1)
    ids.push((await applyToConference(table, conferenceId, { category: "member-state", country: "SEN" })).id);
  for (const id of ids.slice(0, 3)) await performAction(table, conferenceId, id, "approve");
  await performAction(table, conferenceId, ids[9] ?? "", "withdraw");
  for (const id of ids) {
    await indexRegistration(table, id, deadline());
    people.push(await loadRegistration(table, id));
  }
  await countRegistrations(table, conferenceId, ids, deadline());
  await putItems(table, listCheckIns(people[0]));
  const items = await scan();
  await chainEntries(
    table,
    conferenceId,
    items.filter(({ entity }) => entity?.S === "journal"),
    deadline(),
  );
  whole = await scan();
}

export const scan = () => Array.fromAsync(scanItems(started.table));

async function createDelegation(): Promise<void> {
  delegationId = createId();
  await executeCommand(started.table, {
    conferenceId,
    deadline: deadline(),
    decide: ({ conference }) =>
      createAccreditedDelegation(
        conference,
        {
          name: { en: "Union" },
          category: "ngo",
          focalPoints: ["focal@example.org"],
          language: "en",
          quota: 3,
          insideAtOnce: 2,
        },
        delegationId,
        { actor: secretariatActor, at: new Date().toISOString() },
      ),
    answer: () => undefined,
  });
}

/** An officer changes tags and assignee of the first person. */
export const annotateFirst = (marked: Partial<Annotations>) =>
  annotate(
    started.table,
    {
      registrationId: person(0).registrationId,
      action: "change-tags",
      at: new Date().toISOString(),
      by: "officer",
      assertCanChange: () => undefined,
      deadline: deadline(),
    },
    (before) => ({ ...before, ...marked }),
  );

/** A person who came in, as the gate writes it. */
function listCheckIns(person: Registration | undefined): Item[] {
  const registrationId = person?.registrationId ?? "";
  const event = { scanId: "scan-1", gate: "A", direction: "in", at: "2027-10-26T08:00:00.000Z", serial: 1 };
  const presence = {
    registrationId,
    place: "venue",
    inside: true,
    gate: "A",
    since: event.at,
    scanId: "scan-1",
    version: 1,
  } as const;
  return [
    {
      ...toItemKey(keys.checkInEvent(conferenceId, registrationId, "venue", "digest")),
      entity: S("check-in-event"),
      data: S(JSON.stringify({ ...event, registrationId, place: "venue" })),
    },
    toPresenceItem(conferenceId, presence),
  ];
}

/** Brings the table to the state before the damage and its repair. */
async function restoreWholeTable(): Promise<void> {
  const keep = new Set(whole.map(({ PK, SK }) => `${PK?.S} ${SK?.S}`));
  for (const { PK = S(""), SK = S("") } of await scan())
    if (!keep.has(`${PK.S} ${SK.S}`)) await remove({ PK: PK.S ?? "", SK: SK.S ?? "" });
  await putItems(started.table, whole);
}

export const remove = (key: Key) =>
  started.table.client.send(new DeleteItemCommand({ TableName: started.table.name, Key: toItemKey(key) }));

export const find = (key: Key): Item => {
  const item = whole.find(({ PK, SK }) => PK?.S === key.PK && SK?.S === key.SK);
  if (!item) throw new Error(`no ${key.PK} ${key.SK}`);
  return item;
};
export const listWhole = (): readonly Item[] => whole;
export const findAll = (entity: string) => whole.filter((item) => item["entity"]?.S === entity);
export const alter = (key: Key, changed: Item) => putItem(started.table, { ...find(key), ...changed });
export const alterData = (key: Key, change: (data: Record<string, unknown>) => object) => {
  const item = find(key);
  return putItem(started.table, { ...item, data: S(JSON.stringify(change(JSON.parse(item["data"]?.S ?? "{}")))) });
};
export const drop = (item: Item | undefined) => remove({ PK: item?.["PK"]?.S ?? "", SK: item?.["SK"]?.S ?? "" });
export const keyOf = (item: Item | undefined): Key => ({ PK: item?.["PK"]?.S ?? "", SK: item?.["SK"]?.S ?? "" });

export const person = (index: number): Registration => people[index] as Registration;
export const registrationKey = (index: number) => keys.registration(person(index).registrationId);
export const shardKey = (pool: Parameters<typeof keys.shard>[1], shard = 0) => keys.shard(conferenceId, pool, shard);
export const holderShard = () => person(0).shardAllocations.venue ?? 0;
export const emptyShard = () => [0, 1].find((shard) => shard !== holderShard()) ?? 1;
