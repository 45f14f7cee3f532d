import { expect, test } from "vitest";
import { createId, feedKeys } from "#shared/dynamodb/keys.ts";
import { deleteItem, getItem, putItem, S } from "#shared/dynamodb/table.ts";
import { feedColumns, formatFeedTime, listSeparator } from "#shared/feed/feed-columns.rules.ts";
import { appendToFeed, listFeedEntries, loadFeedEnd } from "#shared/feed/feed-log.repository.ts";
import { buildForm, changeLimit, createConference, createHandlers, openTable } from "../../bench/support/handlers.ts";
import { otherSecretariat, reader, useHandlers } from "../support/protection.ts";
import { openProxiedTable } from "../support/proxied-table.ts";
import { saveQuestions } from "../support/saved-questions.ts";
import { captureStream } from "./captured-stream.ts";
import { asFocalPoint, createFeedCall, createMission, FeedClient } from "./feed-client.ts";

const world = useHandlers();
const deadline = () => Date.now() + 60_000;

/** A conference of its own, whose stream is delivered at once with `deliver`. */
async function open() {
  const table = openTable(world.started.endpoint, 4);
  const [conferenceId, handlers, stream] = [
    `feed-${createId().slice(0, 12)}`,
    createHandlers(table),
    captureStream(table),
  ];
  await createConference(table, conferenceId, { capacity: 100, arrivalsPerSecond: 1 });
  return {
    ...{ table, conferenceId, handlers },
    deliver: () => stream.deliver((pending) => pending),
    submit: async (more: object = {}) =>
      String((await handlers.submit(conferenceId, buildForm(createId(), more))).body.registrationId),
    follow: (caller: typeof reader | typeof otherSecretariat = reader, answers?: string) =>
      new FeedClient(createFeedCall(table, { conferenceId, caller }), answers),
    ask: (query: Readonly<Record<string, string>>) =>
      handlers.call("getRegistrationFeed", conferenceId, "", { caller: reader, query }),
  };
}

test("a row shows what the lists of staff show, in the order of the columns", async () => {
  const { submit, follow, handlers } = await open();
  const id = await submit();
  await handlers.call("setTags", id, { tags: ["press", "front row"] });
  await handlers.call("addNote", id, { text: "Called the mission" });
  const client = follow();
  const [answer] = await client.readAll();
  expect(answer?.columns).toEqual(feedColumns);
  const row = Object.fromEntries(feedColumns.map((column) => [column, client.get(id, column)]));
  expect(row).toMatchObject({
    ...{ registrationId: id, version: 1, accreditation: "pending", seat: "held", category: "ngo" },
    ...{ name: "Amina Diallo", familyName: "Diallo", nationality: "SEN", country: "SEN", role: "delegate" },
    ...{ organization: "Union of Migrant Associations", functionTitle: "Programme Officer", language: "en" },
    ...{ delegationId: null, badgeSerial: null, inside: null, scannedAt: null, flags: null },
    ...{ tags: ["press", "front row"].join(listSeparator), notes: 1, assignee: null },
  });
});

test("a row says since when it has its accreditation, of a protected person the day alone", async () => {
  const { submit, follow, handlers, deliver } = await open();
  const [pending, approved, hidden] = [await submit(), await submit(), await submit()];
  for (const id of [approved, hidden]) await handlers.decide(id, "approve");
  await handlers.call("protectRegistration", hidden, {
    alias: { nameOnBadge: "A. Guest" },
    readers: [reader.email],
    reason: "because",
  });
  await deliver();
  const client = follow();
  await client.readAll();
  const get = (id: string) => Number(client.get(id, "accreditationSince"));
  expect(get(pending)).toBe(client.get(pending, "submittedAt"));
  expect(get(approved)).toBeGreaterThan(Number(client.get(approved, "submittedAt")));
  expect(get(hidden)).toBe(client.get(hidden, "submittedAt"));
  expect(formatFeedTime(get(hidden))).toMatch(/T00:00:00\.000Z$/);
});

test("a page has a part of the rows, and a change between two pages is not lost", async () => {
  const { submit, table, conferenceId, handlers, deliver } = await open();
  const ids = [await submit(), await submit(), await submit(), await submit()];
  await deliver();
  const limits = { firstRows: 1, rows: 1, bytes: 1_000_000, read: 1 };
  const client = new FeedClient(createFeedCall(table, { conferenceId, caller: reader, limits }));
  expect(await client.read()).toMatchObject({ rows: [expect.anything()], more: true });
  for (const id of ids) await handlers.decide(id, "approve");
  await deliver();
  await client.readAll();
  expect(ids.map((id) => client.get(id, "accreditation"))).toEqual(ids.map(() => "approved"));
});

test("answers follow as columns; sensitive ones never, nor those of a protected person", async () => {
  const { submit, table, conferenceId, follow, ask, handlers } = await open();
  const label = { en: "A question" };
  const diet = { key: "diet", type: "text", label, sensitive: true } as const;
  const meals = {
    key: "meals",
    type: "choices",
    label,
    options: ["lunch", "dinner"].map((value) => ({ value, label })),
  } as const;
  await saveQuestions(
    table,
    conferenceId,
    meals,
    { key: "nights", type: "number", label },
    { ...diet, key: "health", sensitive: false },
  );
  const answers = { meals: ["lunch", "dinner"], nights: 3, health: "well" };
  const [open_, hidden] = [await submit({ answers }), await submit({ answers })];
  await handlers.call("protectRegistration", hidden, {
    alias: { nameOnBadge: "A. Guest" },
    readers: [reader.email],
    reason: "because",
  });
  const client = follow(reader, "nights,meals");
  const [page] = await client.readAll();
  expect(page?.columns.slice(feedColumns.length)).toEqual(["answers.nights", "answers.meals"]);
  expect(client.rows.get(open_)?.slice(feedColumns.length)).toEqual([3, `lunch${listSeparator}dinner`]);
  expect(client.rows.get(hidden)?.slice(feedColumns.length)).toEqual([null, null]);
  // From now on sensitive; and removed questions keep their answers.
  await saveQuestions(table, conferenceId, { ...diet, key: "health" }, meals, { key: "nights", type: "number", label });
  for (const named of ["health", "unknown", "nights,unknown"])
    expect(await ask({ answers: named })).toMatchObject({
      status: 422,
      body: { code: "invalid-request", errors: [{ path: "?answers" }] },
    });
});

test("a protected person appears under the alias from the next answer on, for readers too", async () => {
  const { submit, follow, handlers, deliver } = await open();
  const person = { givenName: "Амина", familyName: "Диалло", email: `${createId()}@example.org`, nationality: "SEN" };
  const id = await submit({ person, latinName: { givenName: "Amina", familyName: "Diallo" } });
  await deliver();
  const clients = [follow(reader), follow(otherSecretariat)];
  for (const client of clients) await client.readAll();
  expect(clients.map((client) => client.get(id, "name"))).toEqual(["Амина Диалло", "Амина Диалло"]);
  expect(clients.map((client) => client.get(id, "latinName"))).toEqual(["Amina Diallo", "Amina Diallo"]);
  const alias = { nameOnBadge: "A. Guest" };
  await handlers.call("protectRegistration", id, { alias, readers: [reader.email], reason: "because" });
  await handlers.call("setTags", id, { tags: ["from Dakar"] });
  await deliver();
  for (const client of clients) await client.readAll();
  expect(clients.map((client) => client.get(id, "name"))).toEqual(["A. Guest", "A. Guest"]);
  expect(clients.map((client) => client.get(id, "flags"))).toEqual([`protected${listSeparator}reader`, "protected"]);
  expect(clients.map((client) => client.get(id, "tags"))).toEqual([null, null]);
  for (const column of [
    "familyName",
    "organization",
    "country",
    "functionTitle",
    "gender",
    "email",
    "delegationId",
  ] as const)
    expect(clients.map((client) => client.get(id, column))).toEqual([null, null]);
  expect(JSON.stringify(clients.map((client) => client.list()))).not.toMatch(/Diallo|Диалло|SEN|Union/);
});

test("a nomination of a registered person is marked for those who may read the person's name, as long as they may", async () => {
  const { submit, follow, handlers, conferenceId } = await open();
  const person = { givenName: "Amina", familyName: "Diallo", email: `${createId()}@example.org`, nationality: "SEN" };
  const id = await submit({ person });
  const delegationId = await createMission(handlers, conferenceId);
  const caller = asFocalPoint(conferenceId, delegationId);
  const { body } = await handlers.call("nominateMembers", delegationId, { items: [{ person }] }, { caller });
  const nominated = String(body.items?.[0]?.registrationId);
  const clients = [follow(reader), follow(otherSecretariat)];
  const readFlags = async (ofId: string) => {
    for (const client of clients) await client.readAll();
    return clients.map((client) => client.get(ofId, "flags"));
  };
  expect(await readFlags(nominated)).toEqual(["clash", "clash"]);
  expect(await readFlags(id)).toEqual([null, null]);
  const alias = { nameOnBadge: "A. Guest" };
  const protect = (readers: readonly string[], caller: typeof reader | typeof otherSecretariat = reader) =>
    handlers.call("protectRegistration", id, { alias, readers, reason: "because" }, { caller });
  await protect([reader.email]);
  // The stream has not told of the protection: the rows of all are sent again.
  expect(await readFlags(nominated)).toEqual(["clash", null]);
  await protect([otherSecretariat.email]);
  expect(await readFlags(nominated)).toEqual([null, null]);
});

test("everyone receives all rows again when a person is protected, whether or not the person has a clash", async () => {
  const { submit, follow, handlers } = await open();
  const id = await submit();
  const client = follow(otherSecretariat);
  await client.readAll();
  const protection = { alias: { nameOnBadge: "A. Guest" }, readers: [reader.email], reason: "because" };
  await handlers.call("protectRegistration", id, protection);
  await client.readAll();
  expect(client.reloads).toBe(1);
});

test("everything is sent again to a caller whose rights, columns or conference have changed", async () => {
  const { submit, table, conferenceId, follow, ask } = await open();
  await saveQuestions(table, conferenceId, { key: "nights", type: "number", label: { en: "Nights" } });
  const id = await submit();
  const since = String((await follow().readAll()).at(-1)?.since);
  expect((await ask({ since })).body).toMatchObject({ rows: [], more: false });
  expect((await ask({ since })).body).not.toHaveProperty("reload");
  const reloaded = { reload: true, rows: [expect.arrayContaining([id])], more: true };
  expect((await ask({ since, answers: "nights" })).body).toMatchObject(reloaded);
  await changeLimit(table, conferenceId, 200);
  expect((await ask({ since })).body).toMatchObject(reloaded);
});

test("the `since` of another member of staff begins a new load", async () => {
  const { submit, follow, handlers, conferenceId } = await open();
  await submit();
  const query = { since: String((await follow(otherSecretariat).readAll()).at(-1)?.since) };
  const { body } = await handlers.call("getRegistrationFeed", conferenceId, "", { caller: reader, query });
  expect(body).toMatchObject({ reload: true, rows: [expect.anything()] });
});

test.each([["x"], ["!"], [Buffer.from("0123456789abcdef 1-a b9").toString("base64url")]])(
  "a `since` of %j, which no feed has returned, is refused",
  async (since) => {
    const { ask } = await open();
    const { status, body } = await ask({ since });
    expect([status, ["bad-cursor", "invalid-request"].includes(String(body.code))]).toEqual([422, true]);
  },
);

test("a load begins again if entries have expired, or the log is another one", async () => {
  const { submit, follow, handlers, table, conferenceId, deliver } = await open();
  const id = await submit();
  await deliver();
  const [late, restored] = [follow(), follow()];
  for (const client of [late, restored]) await client.readAll();
  const { sequence } = await loadFeedEnd(table, conferenceId);
  await handlers.decide(id, "approve");
  await deliver();
  await handlers.withdraw(id);
  await deliver();
  const entry = await getItem(table, feedKeys.entry(conferenceId, sequence + 1));
  await deleteItem(table, feedKeys.entry(conferenceId, sequence + 1));
  await late.readAll();
  expect([late.reloads, late.get(id, "accreditation")]).toEqual([1, "withdrawn"]);
  // The table was restored from a backup, and then written again.
  await putItem(table, { ...entry, previousId: S(createId()) });
  await restored.readAll();
  expect([restored.reloads, restored.get(id, "accreditation")]).toEqual([1, "withdrawn"]);
});

test("of entries that are written at once none is lost, and the numbers have no gaps", async () => {
  const { table, conferenceId } = await open();
  const start = await loadFeedEnd(table, conferenceId);
  const ids = Array.from({ length: 40 }, createId);
  await Promise.all(ids.map((id) => appendToFeed(table, conferenceId, [id], deadline())));
  const { entries = [], hasMore } = (await listFeedEntries(table, conferenceId, start, 100)) ?? {};
  expect(entries.map(({ sequence }) => sequence)).toEqual(ids.map((_, index) => start.sequence + index + 1));
  expect(entries.flatMap(({ registrationIds }) => registrationIds).toSorted()).toEqual(ids.toSorted());
  expect(hasMore).toBe(false);
});

test("a registration that the index does not have yet is in the answers of a load", async () => {
  const table = await openProxiedTable(world.started, { indexLagMs: 20_000 });
  const stream = captureStream(table);
  const conferenceId = `feed-${createId().slice(0, 12)}`;
  await createConference(table, conferenceId, { capacity: 100, arrivalsPerSecond: 1 });
  const { body } = await createHandlers(table).submit(conferenceId, buildForm(createId()));
  await stream.deliver((pending) => pending);
  const client = new FeedClient(createFeedCall(table, { conferenceId, caller: reader }));
  expect((await client.read()).rows).toEqual([]);
  expect(table.tally.laggingReads).toBeGreaterThan(0);
  await client.readAll();
  expect([...client.rows.keys()]).toEqual([body.registrationId]);
});

test("the longest answers of many people come in answers that Lambda returns", async () => {
  const { submit, table, conferenceId, ask } = await open();
  const label = { en: "Text" };
  const texts = Array.from(
    { length: 6 },
    (_, index) => ({ key: `text${index}`, type: "long-text", label, maxLength: 5_000 }) as const,
  );
  await saveQuestions(table, conferenceId, ...texts);
  const answers = Object.fromEntries(texts.map(({ key }) => [key, `"\n`.repeat(1_200)]));
  const people = 150;
  for (let person = 0; person < people; person += 1) await submit({ answers });
  const columns = texts.map(({ key }) => key).join(",");
  let [rows, since, pages] = [0, "", 0];
  for (let more = true; more; pages += 1) {
    const { status, body } = await ask({ answers: columns, ...(since && { since }) });
    expect(status).toBe(200);
    const answer = body as unknown as {
      readonly rows: readonly unknown[];
      readonly since: string;
      readonly more: boolean;
    };
    rows += answer.rows.length;
    ({ since, more } = answer);
  }
  expect(rows).toBe(people);
  expect(pages).toBeGreaterThan(2);
});
