import { DeleteItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import type { DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { applyAmendment } from "#shared/accreditation/amendment.rules.ts";
import { executeCommand } from "#shared/commands/execute-command.ts";
import { keys } from "#shared/dynamodb/keys.ts";
import { type Item, toItemKey } from "#shared/dynamodb/table.ts";
import { changeProtection } from "#shared/registrations/protected-identity.rules.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { loadReviewHints } from "#shared/search/review-hints.repository.ts";
import { indexRegistration, isRegistrationIndexed } from "#shared/search/search-index.repository.ts";
import { listSearchWords } from "#shared/search/search-terms.ts";
import { findPeople, parseSearchQuery } from "../../functions/people-search/find-people.repository.ts";
import { handleSearchIndexEvent } from "../../functions/search-indexer/handle.ts";
import { secretariatActor } from "../support/builders.ts";
import { deliverWithFaults } from "../support/stream-faults.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { applyToConference, getDeadline, openHall } from "../support/test-commands.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());
afterEach(() => {
  vi.useRealTimers();
});

const context = { getRemainingTimeInMillis: () => 60_000 };
const commandContext = () => ({ actor: secretariatActor, at: new Date().toISOString() });

const registerPerson = async (conferenceId: string, givenName: string, person = {}) =>
  (await applyToConference(started.table, conferenceId, {}, { givenName, ...person })).id;

const index = (...ids: string[]) => Promise.all(ids.map((id) => indexRegistration(started.table, id, getDeadline())));

async function indexed(conferenceId: string, ...names: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const name of names) ids.push(await registerPerson(conferenceId, name));
  await index(...ids);
  return ids;
}

const question = (text: string) => {
  const found = parseSearchQuery(text);
  if (!found) throw new Error("no question");
  return found;
};

const search = async (conferenceId: string, text: string, after?: string, limit = 50) => {
  const { registrations, next } = await findPeople(
    started.table,
    conferenceId,
    { ...question(text), listWords: listSearchWords },
    after,
    limit,
    getDeadline(),
  );
  return { ids: registrations.map(({ registrationId }) => registrationId), next };
};

const alikeOf = async (id: string) =>
  (await loadReviewHints(started.table, [await loadRegistration(started.table, id)])).get(id)?.possibleDuplicates ?? [];

async function everything(entity: string): Promise<Item[]> {
  const { client, name } = started.table;
  const { Items = [] } = await client.send(new ScanCommand({ TableName: name }));
  return Items.filter((item) => item["entity"]?.S === entity);
}

const rowsOf = async (id: string) =>
  [...(await everything("search-term")), ...(await everything("match-trait"))].filter(
    (row) => row["registrationId"]?.S === id,
  );

type Rule = Parameters<typeof executeCommand>[1]["decide"];
const change = (conferenceId: string, decide: Rule) =>
  executeCommand(started.table, { conferenceId, deadline: getDeadline(), decide, answer: () => undefined });

const rename = (conferenceId: string, id: string, givenName: string) =>
  change(conferenceId, async ({ conference, pools }) =>
    applyAmendment(
      conference,
      pools,
      await loadRegistration(started.table, id),
      { person: { givenName } },
      commandContext(),
    ),
  );

/** So many people whose organization has 34 words with this beginning. */
async function indexCrowd(conferenceId: string, beginning: string, count: number): Promise<void> {
  const letters = [..."abcdefghijklmnopqrstuvwxyzabcdefgh"].map((letter, place) => `${beginning}${letter}${place}`);
  for (let number = 0; number < count; number += 1) {
    const body = { organization: letters.join(" ") };
    await index((await applyToConference(started.table, conferenceId, body, { givenName: `F${number}x` })).id);
  }
}

describe("a search", () => {
  test("asks the registration as it is now: a row that lags finds no one by a former name", async () => {
    const id = await openHall(started.table, 10);
    const [one = ""] = await indexed(id, "Oldname");
    expect((await search(id, "oldname")).ids).toEqual([one]);
    await rename(id, one, "Newname");
    expect((await search(id, "oldname")).ids).toEqual([]);
    await index(one);
    expect([(await search(id, "oldname")).ids, (await search(id, "newname")).ids]).toEqual([[], [one]]);
  });

  test("names no protected person in the cursor, also before the index is updated", async () => {
    const id = await openHall(started.table, 10);
    const names = ["Zara Aa", "Zara Bb", "Zara Cc"];
    const ids = (await indexed(id, ...names)).toSorted();
    const [hidden = "", ...others] = ids;
    await change(id, async () => {
      const before = await loadRegistration(started.table, hidden);
      const wanted = {
        alias: { nameOnBadge: "Speaker" },
        readers: [{ email: "reader@palais.example", holder: "reader" }],
      };
      return changeProtection(before, wanted, { id: "reader" }, commandContext());
    });
    const pages = [await search(id, "zara", undefined, 1)];
    while (pages.at(-1)?.next) pages.push(await search(id, "zara", pages.at(-1)?.next ?? "", 1));
    expect(pages.flatMap((page) => page.ids)).toEqual(others);
    expect(JSON.stringify(pages)).not.toContain(hidden);
    expect((await rowsOf(hidden)).length).toBeGreaterThan(0);
    await index(hidden);
    const words = (await rowsOf(hidden)).map(({ SK }) => SK?.S?.split("#")[0]).filter((word) => word !== hidden);
    expect(words).toEqual(["speaker"]);
  });

  test("is led by its rarest word: who has it and common words is on the first page", async () => {
    const id = await openHall(started.table, 100);
    await indexCrowd(id, "commo", 32);
    const [rare = ""] = await indexed(id, "Xy");
    const { ids, next } = await search(id, "commo f7x");
    expect([ids.length, next]).toEqual([1, null]);
    expect(await search(id, "diallo xy")).toEqual({ ids: [rare], next: null });
  });

  test("of two common words has no empty page while there is more, and ends its page after so many rows", async () => {
    const id = await openHall(started.table, 200);
    await indexCrowd(id, "alpha", 32);
    await indexCrowd(id, "omega", 32);
    const body = { organization: "alphazz omegazz" };
    const both = (await applyToConference(started.table, id, body, { givenName: "Both" })).id;
    await index(both);
    expect(await search(id, "omega alpha")).toEqual({ ids: [both], next: null });
    const pages = [await search(id, "alpha")];
    while (pages.at(-1)?.next) pages.push(await search(id, "alpha", pages.at(-1)?.next ?? ""));
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages) expect(page.next === null || page.ids.length > 0).toBe(true);
    const found = pages.flatMap(({ ids }) => ids);
    expect([found.length, new Set(found).size]).toEqual([33, 33]);
  });

  test("refuses a cursor of another search", async () => {
    const id = await openHall(started.table, 10);
    await indexed(id, "Ana Berta", "Ana Berta");
    const { next } = await search(id, "ana berta", undefined, 1);
    expect(next).not.toBeNull();
    expect((await search(id, "berta ana", next ?? "", 1)).ids).toHaveLength(1);
    for (const [text, cursor] of [
      ["xyz", next ?? ""],
      ["ana", "berta#berta#x"],
      ["ana", "ana#berta#x"],
      ["ana", "ana"],
    ])
      await expect(search(id, text ?? "", cursor)).rejects.toMatchObject({ code: "bad-cursor" });
  });
});

describe("the index", () => {
  test("flags who came first when their double comes later", async () => {
    const id = await openHall(started.table, 10);
    const [first = ""] = await indexed(id, "Double");
    expect(await alikeOf(first)).toEqual([]);
    const [second = ""] = await indexed(id, "Double");
    expect((await alikeOf(first)).map(({ registrationId }) => registrationId)).toEqual([second]);
    await rename(id, second, "Another Person");
    await index(second);
    expect([await alikeOf(first), await alikeOf(second)]).toEqual([[], []]);
  });

  test("takes a name that everybody has for no sign, and a day of birth beside it for one, of so many at most", async () => {
    const id = await openHall(started.table, 100);
    for (let number = 0; number < 12; number += 1) await indexed(id, "Everybody");
    expect(await alikeOf((await indexed(id, "Everybody"))[0] ?? "")).toEqual([]);
    const born: string[] = [];
    for (let number = 0; number < 26; number += 1)
      born.push(await registerPerson(id, "Twin", { birthDate: "1980-01-01" }));
    await index(...born);
    const counts = await Promise.all(born.map(async (one) => (await alikeOf(one)).length));
    expect(Math.min(...counts)).toBeGreaterThan(0);
    expect(Math.max(...counts)).toBeLessThan(45);
  });

  test("keeps no row of a registration that is no more, and none twice", async () => {
    const id = await openHall(started.table, 10);
    const [one = ""] = await indexed(id, "Erased");
    const rows = await rowsOf(one);
    await index(one, one, one);
    expect((await rowsOf(one)).length).toBe(rows.length);
    const { client, name } = started.table;
    await client.send(new DeleteItemCommand({ TableName: name, Key: toItemKey(keys.registration(one)) }));
    expect(await isRegistrationIndexed(started.table, one)).toBe(false);
    await index(one);
    expect([await rowsOf(one), await isRegistrationIndexed(started.table, one)]).toEqual([[], true]);
  });

  test("is right however often and in whatever order the stream brings the changes", async () => {
    const id = await openHall(started.table, 20);
    const ids: string[] = [];
    for (const name of ["Ada", "Ada", "Grace", "Edith"]) ids.push(await registerPerson(id, name));
    for (const [number, one] of ids.entries()) await rename(id, one, number < 2 ? "Katherine" : `Person ${number}`);
    const journal = (await everything("journal")).filter(
      (item) => item["conferenceId"]?.S === id && item["reindexIds"],
    );
    expect(journal).toHaveLength(8);
    const records = journal.map(
      (item, number): DynamoDBRecord => ({
        eventName: "INSERT",
        dynamodb: {
          SequenceNumber: String(number + 1),
          NewImage: item as NonNullable<DynamoDBRecord["dynamodb"]>["NewImage"],
        },
      }),
    );
    const handler = handleSearchIndexEvent(started.table);
    const day = { batchSize: 3, duplicate: 0.4, replay: 0.4, shuffle: 0.4, overtake: 0.3, retries: 10 };
    const bring = (seed: number) =>
      deliverWithFaults(records, (event: DynamoDBStreamEvent) => handler(event, context), { ...day, seed });
    const tallies = await Promise.all([bring(1), bring(2)]);
    expect(tallies.flatMap(({ givenUp }) => givenUp)).toEqual([]);
    for (const one of ids) expect(await isRegistrationIndexed(started.table, one)).toBe(true);
    expect([(await search(id, "ada")).ids, (await search(id, "katherine")).ids.toSorted()]).toEqual([
      [],
      ids.slice(0, 2).toSorted(),
    ]);
    expect(await Promise.all(ids.map(async (one) => (await alikeOf(one)).length))).toEqual([1, 1, 0, 0]);
  });

  test("is made whole by the sweep where an event was missed", async () => {
    const id = await openHall(started.table, 40);
    const ids: string[] = [];
    for (let number = 0; number < 20; number += 1) ids.push(await registerPerson(id, `Missed ${number}`));
    expect(await isRegistrationIndexed(started.table, ids[0] ?? "")).toBe(false);
    const began = Date.now();
    for (let number = 0; number < 8; number += 1) {
      vi.useFakeTimers({ toFake: ["Date"], now: began + number * 600_000 });
      await handleSearchIndexEvent(started.table)({ sweep: true }, context);
    }
    vi.useRealTimers();
    for (const one of ids) expect(await isRegistrationIndexed(started.table, one)).toBe(true);
  });

  test("writes nothing for a change that alters no search term", async () => {
    const id = await openHall(started.table, 5);
    const one = await registerPerson(id, "Steady");
    await change(id, async ({ conference, pools }) =>
      applyAmendment(
        conference,
        pools,
        await loadRegistration(started.table, one),
        { functionTitle: "President" },
        commandContext(),
      ),
    );
    const journal = (await everything("journal")).filter((item) => item["conferenceId"]?.S === id);
    expect(journal.map((item) => item["reindexIds"]?.S).filter(Boolean)).toEqual([one]);
  });
});
