import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createId } from "#shared/dynamodb/keys.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { loadReviewHints } from "#shared/search/review-hints.repository.ts";
import { indexRegistration } from "#shared/search/search-index.repository.ts";
import { createConference, createHandlers, type Handlers, openTable } from "../../bench/support/handlers.ts";
import { buildFormBody } from "../support/builders.ts";
import { startTable, type TestTable } from "../support/table.ts";

let started: TestTable;
let handlers: Handlers;
let conferenceId = "";
let secretId = "";

beforeAll(async () => {
  started = await startTable();
  handlers = createHandlers(openTable(started.endpoint, 4));
});
afterAll(() => started.stop());
beforeEach(async () => {
  conferenceId = `duplicates-${createId()}`;
  await createConference(openTable(started.endpoint, 4), conferenceId, { capacity: 50, arrivalsPerSecond: 1 });
  secretId = await register("hidden");
});

const reader = { kind: "staff", id: "bench", email: "bench@example.org", groups: ["secretariat"] } as const;
const other = { kind: "staff", id: "other", email: "other@example.org", groups: ["secretariat"] } as const;

/** Registers a person of the one name and nationality, and indexes them. */
async function register(name: string): Promise<string> {
  const form = buildFormBody({}, { email: `${name}.${conferenceId}@example.org` });
  const id = String((await handlers.submit(conferenceId, JSON.stringify(form))).body.registrationId);
  await indexRegistration(started.table, id, Date.now() + 20_000);
  return id;
}

async function protect(id: string): Promise<void> {
  const body = { alias: { nameOnBadge: "Speaker Seven" }, readers: [reader.email], reason: "at risk" };
  expect((await handlers.call("protectRegistration", id, body)).status).toBe(200);
}

const listDuplicates = async (id: string, caller: typeof reader | typeof other) =>
  (await handlers.call("listPossibleDuplicates", id, "", { caller })).body.items;

test("a match with a protected person takes no place among the possible duplicates that others see", async () => {
  await protect(secretId);
  const ids: string[] = [];
  for (let index = 0; index < 11; index += 1) ids.push(await register(`guess${index}`));
  const last = String(ids.at(-1));
  expect(await listDuplicates(last, other)).toHaveLength(10);
  // More people of one name are no hint.
  expect(await listDuplicates(last, reader)).toHaveLength(0);
  const registration = await loadRegistration(started.table, last);
  const hints = (await loadReviewHints(started.table, [registration])).get(last)?.possibleDuplicates ?? [];
  expect(hints.map(({ registrationId }) => registrationId).toSorted()).toEqual(
    [...ids.slice(0, -1), secretId].toSorted(),
  );
});

const dismiss = (id: string, registrationId: string, caller: typeof reader | typeof other = reader) =>
  handlers.call("dismissDuplicate", id, { registrationId }, { caller });

/** Who sees that a duplicate of a registration was dismissed. */
async function listDismissals(id: string) {
  const read = async (caller: typeof reader | typeof other) => {
    const history = JSON.stringify((await handlers.call("getHistory", id, "", { caller })).body);
    const { internal } = (await handlers.call("getOwnData", id, "", { caller })).body as {
      readonly internal?: { readonly dismissedDuplicates: number };
    };
    return [history.includes("dismiss-duplicate"), internal?.dismissedDuplicates];
  };
  return { reader: await read(reader), other: await read(other) };
}

test("the dismissal of a protected person leaves no trace on the visible one", async () => {
  await protect(secretId);
  const visible = await register("visible");
  const before = await loadRegistration(started.table, visible);
  expect(await listDuplicates(visible, reader)).toHaveLength(1);
  expect((await dismiss(visible, secretId, other)).status).toBe(404);
  expect((await dismiss(visible, secretId)).body).toMatchObject({ registrationId: visible, version: before.version });
  expect(await listDuplicates(visible, reader)).toHaveLength(0);
  expect(await loadRegistration(started.table, visible)).toEqual(before);
  expect(await listDismissals(visible)).toEqual({ reader: [false, 0], other: [false, 0] });
  expect(await listDismissals(secretId)).toEqual({ reader: [true, 1], other: [false, undefined] });
});

test("an earlier dismissal of a person who was protected since is for readers", async () => {
  const visible = await register("visible");
  expect((await dismiss(visible, secretId)).status).toBe(200);
  expect(await listDismissals(visible)).toEqual({ reader: [true, 1], other: [true, 1] });
  await protect(secretId);
  expect(await listDismissals(visible)).toEqual({ reader: [true, 1], other: [false, 0] });
});
