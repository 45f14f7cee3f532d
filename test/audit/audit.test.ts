import { DeleteItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chainEntries, eraseJournalEntry, loadChainHead } from "#shared/audit/chain.repository.ts";
import { type ChainLink, emptyChainHead } from "#shared/audit/chain-link.ts";
import { keys } from "#shared/dynamodb/keys.ts";
import { getItem, getString, type Item, S, toItemKey } from "#shared/dynamodb/table.ts";
import { auditConference, listUnchainedEntries, loadAuditRecords, verifyHistory } from "../../cli/audit/load-audit.ts";
import { type AuditRecords, verifyChain } from "../../cli/audit/verify-chain.ts";
import { handleAuditAndStatisticsEvent } from "../../functions/audit-and-statistics/handle.ts";
import { aConference } from "../support/builders.ts";
import { repetitions } from "../support/full-run.ts";
import { buildCorrectedHistory, buildHistory, putItems, toStreamRecord } from "../support/journal.ts";
import { Random } from "../support/random.ts";
import { deliverWithFaults } from "../support/stream-faults.ts";
import { startTable, type TestTable } from "../support/table.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

const context = { getRemainingTimeInMillis: () => 60_000 };
const deadline = () => Date.now() + 60_000;
const begin = Date.parse("2027-03-01T12:00:00Z");
const now = begin + 60_000;

/** A conference with so many registrations of so many changes each, none of them chained. */
async function written(conferenceId: string, registrations: number, changes: number, table = started.table) {
  const conference = aConference({}, conferenceId);
  const histories = Array.from({ length: registrations }, () => buildHistory(conference, changes, begin));
  const items = histories.flatMap((each) => each.items);
  await putItems(table, [...items, ...histories.map(({ registration }) => registration)]);
  return items;
}

const altered = (changeId: string) => `entry ${changeId} was altered`;
const removed = (changeId: string) => `entry ${changeId} was removed`;
const falselyErased = (changeId: string) => `entry ${changeId} was erased by a change that is missing from the history`;

const badDay = { seed: 7, batchSize: 10, duplicate: 0.3, replay: 0.3, shuffle: 0.5, overtake: 0.3 };

const registrations = repetitions({ usual: 400, full: 2_000 });
const changesEach = 5;
/** How many entries the large history has, and the place of its last. */
const count = registrations * changesEach;
const last = count - 1;

describe(`a history of ${count.toLocaleString("en")} entries`, () => {
  const id = "audit-large";
  let books: AuditRecords;
  let order: string[];

  beforeAll(async () => {
    const large = await startTable();
    const items = await written(id, registrations, changesEach, large.table);
    await chainEntries(large.table, id, items.toReversed(), Date.now() + 200_000);
    books = await loadAuditRecords(large.table, id);
    order = books.links.toSorted((a, b) => a.sequence - b.sequence).map(({ changeId }) => changeId);
    await large.stop();
  }, 240_000);

  const differences = (changed: Partial<AuditRecords>) => verifyChain({ ...books, ...changed }, now).differences;
  const itemOf = (changeId: string) => books.entries.get(changeId) as Item;
  const withEntry = (changeId: string, item: Item | undefined) => {
    const entries = new Map(books.entries);
    if (item) entries.set(changeId, item);
    else entries.delete(changeId);
    return { entries };
  };

  test("is whole, each entry chained once, though they came the last first", () => {
    expect(verifyChain(books, now)).toMatchObject({
      entries: count,
      pendingEntries: 0,
      erasedEntries: 0,
      differences: [],
    });
    expect([books.head.sequence, new Set(order).size, books.links.length]).toEqual([count, count, count]);
  });

  test("has the changes of each registration in the order in which they happened", () => {
    const places = new Map(order.map((changeId, place) => [changeId, place]));
    for (const changeId of order) {
      const { registrations } = JSON.parse(getString(itemOf(changeId), "data")) as {
        registrations: { previous?: string }[];
      };
      for (const { previous } of registrations)
        if (previous) expect(places.get(previous)).toBeLessThan(places.get(changeId) ?? 0);
    }
  });

  /** Every way to alter an entry, and what is said of it. */
  const alterations: readonly [(item: Item) => Item | undefined, (id: string) => string][] = [
    [(item) => ({ ...item, data: S(getString(item, "data").replace("secretariat-1", "secretariat-2")) }), altered],
    [(item) => ({ ...item, data: S("{") }), altered],
    [(item) => ({ ...item, at: S("2027-03-01T12:00:00.001Z") }), altered],
    [(item) => ({ ...item, salt: S("a".repeat(26)) }), altered],
    [(item) => ({ ...item, mails: { M: { m0: { M: { intent: S("{}") } } } } }), altered],
    [
      (item) => ({ ...item, erasedBy: S("b".repeat(26)), data: S(getString(item, "data").replace("ending", "ent")) }),
      altered,
    ],
    [({ salt: _salt, ...item }) => ({ ...item, erasedBy: S("b".repeat(26)) }), falselyErased],
    [() => undefined, removed],
  ];

  test.each([1, 2, 3, 4, 5])("whichever is altered in whatever it says, or removed, is found: round %i", (round) => {
    const random = new Random(round);
    const places = [0, last, ...alterations.slice(2).map(() => random.below(last - 1) + 1)];
    const entries = new Map(books.entries);
    const expected = alterations.map(([alter, say], index) => {
      const changeId = order[places[(index + round) % places.length] ?? 0] ?? "";
      const item = alter(itemOf(changeId));
      if (item) entries.set(changeId, item);
      else entries.delete(changeId);
      return say(changeId);
    });
    expect(differences({ entries }).toSorted()).toEqual(expected.toSorted());
  });

  test.each([0, Math.floor(count * 0.5115), last])(
    "one removed with its link is found, and so is the link alone: number %i",
    (place) => {
      const changeId = order[place] ?? "";
      const links = books.links.filter((link) => link.changeId !== changeId);
      expect(differences({ links, ...withEntry(changeId, undefined) })).toContain(`link ${place + 1} is missing`);
      expect(differences({ links })).toContain(`link ${place + 1} is missing`);
    },
  );

  test("two that change places are found, be it their contents or their links", () => {
    const [a = "", b = ""] = [order[count * 0.4], order[count * 0.7]];
    const swapped = new Map(books.entries);
    swapped.set(a, { ...itemOf(b), changeId: S(a) });
    swapped.set(b, { ...itemOf(a), changeId: S(b) });
    expect(differences({ entries: swapped }).toSorted()).toEqual(
      [`entry ${a} was altered`, `entry ${b} was altered`].toSorted(),
    );
    const moved = books.links.map((link): ChainLink => {
      if (link.changeId === a) return { ...link, sequence: count * 0.7 + 1 };
      return link.changeId === b ? { ...link, sequence: count * 0.4 + 1 } : link;
    });
    expect(differences({ links: moved })).toContain(`link ${count * 0.4 + 1} does not follow from the previous link`);
  });

  test("a chain whose end was cut off, with its entries, is found by what the registrations name", () => {
    const [newest = ""] = order.slice(-1);
    const cut = books.links.filter(({ changeId }) => changeId !== newest);
    const end = cut.find(({ sequence }) => sequence === last);
    const head = { sequence: last, hash: end?.hash ?? "" };
    expect(differences({ head, links: cut, ...withEntry(newest, undefined) })).toEqual([`entry ${newest} was removed`]);
    expect(differences({ head: { ...head, sequence: count } })).toEqual([
      "the last link of the chain is not the one that its head names",
    ]);
  });

  test("two links of one number, and a recorded head that no longer exists, are found", () => {
    const [link] = books.links;
    if (!link) throw new Error("no link");
    expect(differences({ links: [...books.links, { ...link, changeId: "c".repeat(26) }] })).toContain(
      `there are two links ${link.sequence}`,
    );
    expect(verifyChain(books, now, `${link.sequence}:${link.hash}`).differences).toEqual([]);
    expect(verifyChain(books, now, `${link.sequence}:${"0".repeat(64)}`).differences).toEqual([
      "the chain does not contain the recorded head",
    ]);
  });
});

describe("a history that is lost as a whole", () => {
  const id = "audit-whole-loss";
  let records: AuditRecords;
  beforeAll(async () => {
    const items = await written(id, 3, 4);
    await chainEntries(started.table, id, items, deadline());
    records = await loadAuditRecords(started.table, id);
  });
  const verifyLater = (changed: Partial<AuditRecords>) =>
    verifyHistory({ ...records, ...changed }, now + 86_400_000).differences;
  const nothing = { head: emptyChainHead, links: [], entries: new Map() };

  test("is one difference, whatever of the chain and of the registrations is left", () => {
    expect(verifyLater({})).toEqual([]);
    const lost = ["the whole history is missing"];
    expect(verifyLater(nothing)).toEqual(lost);
    expect(verifyLater({ ...nothing, lastChanges: new Map(), isKnown: true })).toEqual(lost);
    expect(verifyLater({ entries: new Map() })).toEqual(lost);
    expect(verifyLater({ entries: new Map(), links: [] })).toEqual(lost);
  });

  test("is one difference, too, if only the links are lost", () => {
    expect(verifyLater({ links: [] })).toEqual(["the whole chain of 12 links is missing"]);
  });

  test("does not hide that a recorded head is no longer in the chain", () => {
    const { head } = records;
    expect(verifyHistory({ ...records, ...nothing }, now, `${head.sequence}:${head.hash}`).differences).toEqual([
      "the whole history is missing",
      "the chain does not contain the recorded head",
    ]);
  });
});

describe("on the table", () => {
  const look = (conferenceId: string) => auditConference(started.table, conferenceId, now);

  test("the stream may bring each change twice, late and out of order: it is chained once, after what it follows", async () => {
    const items = await written("audit-stream", 30, 5);
    const bring = (seed: number) =>
      deliverWithFaults(
        items.map(toStreamRecord),
        (event) => handleAuditAndStatisticsEvent(started.table)(event, context),
        {
          ...badDay,
          seed,
        },
      );
    const tallies = await Promise.all([bring(1), bring(2)]);
    expect(tallies.flatMap(({ givenUp }) => givenUp)).toEqual([]);
    expect(tallies[0]?.replays).toBeGreaterThan(0);
    expect(await look("audit-stream")).toMatchObject({ entries: 150, head: { sequence: 150 }, differences: [] });
  });

  test("what isn't chained yet is on its way; what was removed before it was chained is removed", async () => {
    const items = await written("audit-way", 3, 3);
    expect(await look("audit-way")).toMatchObject({ pendingEntries: 9, differences: [], head: { sequence: 0 } });
    await chainEntries(started.table, "audit-way", items.slice(0, 3), deadline());
    expect(await look("audit-way")).toMatchObject({ pendingEntries: 6, differences: [] });
    const [gone = ""] = items.slice(7, 8).map((item) => getString(item, "changeId"));
    const { client, name } = started.table;
    await client.send(new DeleteItemCommand({ TableName: name, Key: toItemKey(keys.journal(gone)) }));
    expect((await look("audit-way")).differences).toEqual([`entry ${gone} was removed`]);
  });

  test("what was never chained within an hour is told, and chained when the operator says so", async () => {
    await written("audit-late", 2, 2);
    const later = now + 2 * 3_600_000;
    expect((await auditConference(started.table, "audit-late", later)).differences).toHaveLength(4);
    await chainEntries(
      started.table,
      "audit-late",
      await listUnchainedEntries(started.table, "audit-late"),
      deadline(),
    );
    expect(await auditConference(started.table, "audit-late", later)).toMatchObject({
      differences: [],
      pendingEntries: 0,
    });
  });

  test("a later change brings along what it follows and the stream has lost", async () => {
    const items = await written("audit-lost", 1, 4);
    await chainEntries(started.table, "audit-lost", items.slice(3), deadline());
    expect(await loadChainHead(started.table, "audit-lost")).toMatchObject({ sequence: 4 });
  });

  test("one altered in the table is found, and whole again once it is put back", async () => {
    const items = await written("audit-table", 20, 5);
    await chainEntries(started.table, "audit-table", items, deadline());
    const { client, name } = started.table;
    const [item] = items.slice(42, 43);
    const altered = { ...item, data: S(getString(item ?? {}, "data").replace("another one", "the same one")) };
    await client.send(new PutItemCommand({ TableName: name, Item: altered }));
    expect((await look("audit-table")).differences).toEqual([`entry ${item?.["changeId"]?.S} was altered`]);
    await client.send(new PutItemCommand({ TableName: name, Item: item ?? {} }));
    expect(await look("audit-table")).toMatchObject({ entries: 100, differences: [] });
  });

  test("two items of the history that exchange their contents are found, of one person or of two", async () => {
    const conferenceId = "audit-exchange";
    const conference = aConference({}, conferenceId);
    const people = [buildCorrectedHistory(conference, begin), buildCorrectedHistory(conference, begin)];
    const items = people.flatMap(({ entries }) => entries);
    await putItems(
      started.table,
      people.flatMap((each) => [...each.entries, ...each.values, each.registration]),
    );
    await chainEntries(started.table, conferenceId, items, deadline());
    expect(await look(conferenceId)).toMatchObject({ entries: 6, pendingEntries: 0, differences: [] });
    const exchange = async (a: Item | undefined, b: Item | undefined) => {
      const keyOf = ({ PK, SK }: Item) => ({ PK, SK }) as Item;
      await putItems(started.table, [
        { ...b, ...keyOf(a ?? {}) },
        { ...a, ...keyOf(b ?? {}) },
      ]);
      const { differences } = await look(conferenceId);
      await putItems(started.table, [a ?? {}, b ?? {}]);
      return differences;
    };
    const [one, other] = people;
    const idOf = (item: Item | undefined) => item?.["changeId"]?.S ?? "";
    for (const [a, b] of [
      [one?.entries[1], one?.entries[2]],
      [one?.entries[0], other?.entries[0]],
    ])
      expect(await exchange(a, b)).toEqual(expect.arrayContaining([altered(idOf(a)), altered(idOf(b))]));
    for (const [a, b] of [
      [one?.values[0], one?.values[1]],
      [one?.values[1], other?.values[1]],
    ])
      expect((await exchange(a, b)).map((text) => text.replace(/ in registration .*/, "")).toSorted()).toEqual(
        [`the values of entry ${idOf(a)} were altered`, `the values of entry ${idOf(b)} were altered`].toSorted(),
      );
    const [value] = one?.values ?? [];
    const Key = { PK: value?.["PK"] ?? S(""), SK: value?.["SK"] ?? S("") };
    const { client, name } = started.table;
    await client.send(new DeleteItemCommand({ TableName: name, Key }));
    expect((await look(conferenceId)).differences).toEqual([
      expect.stringContaining(`the values of entry ${idOf(value)} were removed`),
    ]);
  });

  test("a conference that does not exist has no whole history", async () => {
    await expect(look("nosuch")).rejects.toThrow("There is no conference nosuch: nothing was verified.");
  });

  test("an entry whose people are erased verifies and names none of them; without an erasure it does not verify", async () => {
    const items = await written("audit-erased", 2, 2);
    await chainEntries(started.table, "audit-erased", items, deadline());
    const ids = items.map((item) => getString(item, "changeId"));
    await eraseJournalEntry(started.table, ids[1] ?? "", ids[2] ?? "");
    const erased = await getItem(started.table, keys.journal(ids[1] ?? ""));
    expect(JSON.stringify(erased)).not.toMatch(/letter is another|salt/);
    expect(await look("audit-erased")).toMatchObject({ erasedEntries: 1, differences: [] });
    await eraseJournalEntry(started.table, ids[3] ?? "", "d".repeat(26));
    expect((await look("audit-erased")).differences).toEqual([
      `entry ${ids[3]} was erased by a change that is missing from the history`,
    ]);
    await eraseJournalEntry(started.table, "e".repeat(26), ids[2] ?? "");
    expect(await getItem(started.table, keys.journal("e".repeat(26)))).toBeUndefined();
  });
});
