import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { toJournalItem } from "#shared/commands/journal.ts";
import { createId, keys, serializeKey } from "#shared/dynamodb/keys.ts";
import { getItem, type Item, putItem, S, scanItems, toItemKey } from "#shared/dynamodb/table.ts";
import { createConferenceChange } from "#shared/model/change.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { type ArchiveLine, writeArchive } from "../../cli/backup/archive.ts";
import { restoreItem } from "../../cli/restore-item/restore-item.ts";
import { removeRow } from "../../cli/verify-counters/remove-row.ts";
import { repairConference } from "../../cli/verify-counters/repair.ts";
import { verifyItems } from "../../cli/verify-counters/verify-counters.ts";
import { performAction, setCapacity } from "../support/test-commands.ts";
import { localAws, runCli } from "./support/run-cli.ts";
import {
  alter,
  alterData,
  annotateFirst,
  conferenceId,
  delegationId,
  find,
  findAll,
  keyOf,
  person,
  registrationKey,
  remove,
  scan,
  shardKey,
  started,
  useWholeTable,
} from "./support/whole-table.ts";

let folder: string;
/** A backup of the whole table. */
let file: string;
let backups = 0;

useWholeTable();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "palais-restore-item-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Writes a backup of the table as it is. */
async function backUp(): Promise<string> {
  const to = join(folder, `backup-${++backups}.gz`);
  async function* lines(): AsyncGenerator<ArchiveLine> {
    for await (const item of scanItems(started.table)) yield { item };
  }
  await writeArchive(to, lines(), async () => {});
  return to;
}
beforeEach(async () => {
  file = await backUp();
});

const restore = async (key: { readonly PK: string; readonly SK: string }, from = file) =>
  restoreItem(started.table, await scan(), from, serializeKey(key));

/** Every item but the history. */
const listRows = async () =>
  new Map(
    (await scan()).flatMap((item) => (item["entity"]?.S === "journal" ? [] : [[serializeKey(keyOf(item)), item]])),
  );

const listDifferences = async () => {
  const { conferences, unreadable } = verifyItems(await scan());
  return [...unreadable, ...conferences.flatMap(({ findings }) => findings)].map(({ text }) => text);
};

const notJson = { data: S("\u0000garbage") };
const toConferenceKey = () => keys.conference(conferenceId);
const toDelegationKey = () => keys.delegation(delegationId);

describe("brings back from a backup, with the books as they were,", () => {
  test.each([
    ["a registration that is no JSON", () => registrationKey(0), () => alter(registrationKey(0), notJson)],
    ["a registration that is missing", () => registrationKey(0), () => remove(registrationKey(0))],
    [
      "a registration whose name is a number",
      () => registrationKey(4),
      () =>
        alterData(registrationKey(4), (data) => ({ ...data, person: { ...(data["person"] as object), givenName: 7 } })),
    ],
    [
      "a registration of a category that does not exist",
      () => registrationKey(0),
      () => alterData(registrationKey(0), (data) => ({ ...data, category: "tea" })),
    ],
    ["a delegation that is no JSON", toDelegationKey, () => alter(toDelegationKey(), notJson)],
    [
      "a delegation whose quota is none",
      toDelegationKey,
      () => alterData(toDelegationKey(), (data) => ({ ...data, quota: -1 })),
    ],
    ["a conference that is no JSON", toConferenceKey, () => alter(toConferenceKey(), notJson)],
    ["a conference that is missing", toConferenceKey, () => remove(toConferenceKey())],
    [
      "a check-in event that is no JSON",
      () => keyOf(findAll("check-in-event")[0]),
      () => alter(keyOf(findAll("check-in-event")[0]), notJson),
    ],
  ])("%s", async (_, toKey, inflict) => {
    const before = await listRows();
    expect(await listDifferences()).toEqual([]);
    await inflict();
    expect(await listDifferences()).not.toEqual([]);
    expect(await restore(toKey())).toEqual({ mendable: 0 });
    expect(await listRows()).toEqual(before);
    expect(await listDifferences()).toEqual([]);
  });

  test("the annotations of a registration", async () => {
    const key = keys.annotations(person(0).registrationId);
    await annotateFirst({ tags: ["visa"] });
    const from = await backUp();
    const stored = await getItem(started.table, key);
    await putItem(started.table, { ...stored, ...notJson });
    expect(await restore(key, from)).toEqual({ mendable: 0 });
    expect(await getItem(started.table, key)).toEqual(stored);
  });

  test("a row of whose changes the history says nothing", async () => {
    const page = { ...toItemKey(keys.page(conferenceId)), entity: S("page"), data: S("{}") };
    await putItem(started.table, page);
    const from = await backUp();
    await putItem(started.table, { ...toItemKey(keys.page(conferenceId)), entity: S("unreadable"), text: S("x") });
    await restore(keys.page(conferenceId), from);
    expect(await getItem(started.table, keys.page(conferenceId))).toEqual(page);
  });
});

test("the entry of the history names the item, and a repair mends what was damaged beside it", async () => {
  await alter(registrationKey(0), notJson);
  await alter(shardKey("venue", 0), { taken: { N: "9" } });
  const { mendable } = await restore(registrationKey(0));
  expect(mendable).toBeGreaterThan(0);
  const reasons = (await scan())
    .filter(({ entity }) => entity?.S === "journal")
    .map(({ data }) => JSON.parse(data?.S ?? "{}").reason);
  expect(reasons).toContain(`item ${serializeKey(registrationKey(0))} is brought back from a backup`);
  const results = await repairConference(toCommandStore(started.table), conferenceId);
  expect(results.filter(({ refusal }) => refusal !== undefined)).toEqual([]);
  expect(await listDifferences()).toEqual([]);
});

describe("writes nothing", () => {
  const refusesWith = async (attempt: () => Promise<unknown>, reason: RegExp) => {
    const before = await listRows();
    await expect(attempt()).rejects.toThrow(reason);
    expect(await listRows()).toEqual(before);
  };

  test("over an item that is sound", () =>
    refusesWith(() => restore(registrationKey(0)), /is neither damaged nor missing/));

  test("of a registration that gave its seat back since the backup", async () => {
    await performAction(started.table, conferenceId, person(0).registrationId, "revoke");
    await alterStored(registrationKey(0));
    await refusesWith(
      () => restore(registrationKey(0)),
      /has changed since .* 1 times: the backup has not its latest state/,
    );
  });

  test("of a registration whose last change the table does not know", async () => {
    await performAction(started.table, conferenceId, person(5).registrationId, "approve");
    const from = await backUp();
    const { lastChange = "" } = JSON.parse((await getItem(started.table, registrationKey(5)))?.["data"]?.S ?? "{}");
    await remove(keys.journal(lastChange));
    await alterStored(registrationKey(5));
    await refusesWith(() => restore(registrationKey(5), from), /is of another system, or this one has lost a part/);
  });

  test("of a conference whose settings have changed since", async () => {
    await setCapacity(started.table, conferenceId, 21);
    await alterStored(toConferenceKey());
    await refusesWith(() => restore(toConferenceKey()), /has changed since/);
  });

  test("of a delegation that has changed since", async () => {
    const after = { ...JSON.parse(find(toDelegationKey())["data"]?.S ?? "{}"), version: 2 };
    const by = { actor: { kind: "public" }, at: new Date().toISOString() } as const;
    const change = { ...createConferenceChange(conferenceId, "update-delegation", by), delegation: { after } };
    await putItem(started.table, toJournalItem(change, createId()));
    await alterStored(toDelegationKey());
    await refusesWith(() => restore(toDelegationKey()), /has changed since/);
  });

  test("of a person whose conference was erased since", async () => {
    const by = { actor: { kind: "system", id: "retention" }, at: new Date().toISOString() } as const;
    await putItem(started.table, toJournalItem(createConferenceChange(conferenceId, "erase", by), createId()));
    await alterStored(registrationKey(0));
    await refusesWith(() => restore(registrationKey(0)), /has changed since/);
  });

  test("of annotations that have changed since", async () => {
    const key = keys.annotations(person(0).registrationId);
    await annotateFirst({ tags: ["visa"] });
    const from = await backUp();
    await annotateFirst({ tags: ["call"] });
    await alterStored(key);
    await refusesWith(() => restore(key, from), /has changed since/);
  });

  test("of a person who is registered again", async () => {
    const { registrationId, person: same } = person(3);
    const rows = findAll("person").filter((item) => item["registrationId"]?.S === registrationId);
    await alter(registrationKey(3), notJson);
    await alterData(registrationKey(4), (data) => ({ ...data, person: same }));
    for (const row of rows) await putItem(started.table, { ...row, registrationId: S(person(4).registrationId) });
    await refusesWith(() => restore(registrationKey(3)), /It contradicts other rows: the person row .* has 2 owners/);
  });

  test("of a conference's registration before the conference itself", async () => {
    await alter(toConferenceKey(), notJson);
    await alter(registrationKey(0), notJson);
    await refusesWith(
      () => restore(registrationKey(0)),
      /Its conference \S+ can't be read, or is missing: bring it back first/,
    );
    await restore(toConferenceKey());
    await restore(registrationKey(0));
    expect(await listDifferences()).toEqual([]);
  });

  test("that is damaged in the backup, too, or that it does not contain", async () => {
    await alter(registrationKey(0), notJson);
    const from = await backUp();
    await refusesWith(() => restore(registrationKey(0), from), /is damaged in .*, too/);
    await refusesWith(() => restore(keys.registration("x")), /contains no item REGISTRATION#x REGISTRATION/);
  });

  test.each([
    ["a counter", () => shardKey("venue"), /follows from other items: npm run verify-counters -- --repair/],
    ["a badge", () => keyOf(findAll("badge")[0]), /follows from other items/],
    ["a change", () => keyOf(findAll("journal")[0]), /is history: no command mends the history/],
    ["a link of the history", () => keyOf(findAll("audit-link")[0]), /is history/],
  ])("of %s", (_, toKey, reason) => refusesWith(() => restore(toKey()), reason));
});

/** Damages an item as it is now. */
const alterStored = async (key: { readonly PK: string; readonly SK: string }) =>
  putItem(started.table, { ...(await getItem(started.table, key)), ...notJson });

describe("as a command on a table in use,", () => {
  const run = (name: string, ...args: readonly string[]) =>
    runCli(name, [...args, "--table", started.table.name], {
      ...localAws,
      AWS_ENDPOINT_URL_DYNAMODB: started.endpoint,
      PALAIS_HOME: join(folder, "no-home"),
    });

  test("restore --item writes the item that verify-counters names, and says so", async () => {
    await alter(registrationKey(0), notJson);
    const found = await run("verify-counters");
    const [, key = ""] = /restore -- --from FILE --item '([^']+)'/.exec(found.printed) ?? [];
    const { printed, code } = await run("restore", "--from", file, "--item", key);
    expect([printed, code]).toEqual([`item ${serializeKey(registrationKey(0))} is as it was\n`, 0]);
    expect((await run("verify-counters")).code).toBe(0);
  });

  test("verify-counters --remove removes the item of no kind that it names", async () => {
    await putItem(started.table, { PK: S("TEA#it's"), SK: S("TEA"), entity: S("tea") });
    const found = await run("verify-counters");
    expect(found.printed).toContain(
      "item TEA#it's TEA can't be read: its key is of no kind that Palais writes: no function reads it: " +
        "npm run verify-counters -- --remove 'TEA#it'\\''s TEA' removes it",
    );
    expect((await run("verify-counters", "--remove", "TEA#it's TEA")).code).toBe(0);
    expect((await run("verify-counters")).code).toBe(0);
  });

  test.each([
    ["verify-counters", ["--remove", "TEA TEA", "--repair"], /--remove removes one item: give it alone/],
    ["restore", ["--from", "x", "--item", "TEA TEA", "--bucket", "b"], /--item writes no files: leave --bucket away/],
  ])("%s %j is refused", async (name, args, reason) => {
    const { printed, code } = await run(name, ...args);
    expect(printed).toMatch(reason);
    expect(code).toBe(2);
  });
});

describe("no row is removed", () => {
  const remover = async (key: string) => removeRow(started.table, await scan(), key);

  test("that a function reads, or that is not there", async () => {
    await alter(registrationKey(0), notJson);
    await expect(remover(serializeKey(registrationKey(0)))).rejects.toThrow(/Functions read REGISTRATION#/);
    await expect(remover("TEA TEA")).rejects.toThrow(/has no item TEA TEA/);
  });

  test("that may be the only copy of a registration, until that is back", async () => {
    const item = find(registrationKey(0));
    await putItem(started.table, { ...item, PK: S("REGISTRATIOM#x") });
    await remove(registrationKey(0));
    await expect(remover("REGISTRATIOM#x REGISTRATION")).rejects.toThrow(/may be the only copy of REGISTRATION#/);
    await restore(registrationKey(0));
    await remover("REGISTRATIOM#x REGISTRATION");
    expect(await listDifferences()).toEqual([]);
  });

  test("but a damaged one that is kept for a time only is", async () => {
    const key = keys.signInLink("link");
    const damaged: Item = { ...toItemKey(key), entity: S("unreadable"), text: S("x") };
    await putItem(started.table, damaged);
    await expect(restore(key, await backUp())).rejects.toThrow(/is kept for a time only/);
    await remover(serializeKey(key));
    expect(await listDifferences()).toEqual([]);
  });
});
