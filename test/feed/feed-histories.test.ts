import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { toPresenceItem } from "#shared/check-in/check-in.repository.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { executeIfNeeded } from "#shared/commands/execute-command.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { putItem } from "#shared/dynamodb/table.ts";
import { markUndeliverable } from "#shared/email/bounce.rules.ts";
import { finishErasure, startErasure } from "#shared/privacy/erase-registration.ts";
import { loadRegistration, loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import {
  buildForm,
  changeLimit,
  createConference,
  createHandlers,
  type Handlers,
  openTable,
} from "../../bench/support/handlers.ts";
import { repetitions } from "../support/full-run.ts";
import { otherSecretariat, reader } from "../support/protection.ts";
import { openTestDocuments, startTestS3, type TestBucket } from "../support/s3.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { captureStream } from "./captured-stream.ts";
import { asFocalPoint, createFeedCall, createMission, FeedClient } from "./feed-client.ts";

let started: TestTable;
let bucket: TestBucket;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  [started, bucket] = await Promise.all([startTable(), startTestS3()]);
});
afterAll(async () => {
  vi.useRealTimers();
  await Promise.all([started.stop(), bucket.stop()]);
});

const reviewer = { kind: "staff", id: "reviewer", email: "reviewer@example.org", groups: ["reviewer"] } as const;
const callers = [reader, otherSecretariat, reviewer];

const actions = [
  "submit",
  "submit",
  "approve",
  "reject",
  "reopen",
  "withdraw",
  "rename",
  "note",
  "tags",
  "protect",
  "unprotect",
  "hand-over",
  "nominate",
  "nominate",
  "accept",
  "bounce",
  "lift",
  "scan",
  "erase",
  "erase-all",
  "limit",
] as const;
type Action = (typeof actions)[number];

/** A conference, whose people are named by numbers. */
interface World {
  readonly conferenceId: string;
  readonly delegationId: string;
  readonly store: CommandStore;
  readonly handlers: Handlers;
  readonly people: string[];
}

const now = () => new Date().toISOString();
const deadline = () => Date.now() + 60_000;
const protection = { alias: { nameOnBadge: "A. Guest" }, reason: "because" };

/** Each action as its own function writes it. One that the state refuses changes nothing. */
const perform: Readonly<Record<Action, (world: World, id: string, number: number) => Promise<unknown>>> = {
  submit: async ({ handlers, conferenceId, people }) => {
    const { body } = await handlers.submit(conferenceId, buildForm(createId()));
    people.push(String(body.registrationId));
  },
  approve: ({ handlers }, id) => handlers.decide(id, "approve"),
  reject: ({ handlers }, id) => handlers.decide(id, "reject"),
  reopen: ({ handlers }, id) => handlers.decide(id, "reopen"),
  withdraw: ({ handlers }, id) => handlers.withdraw(id),
  rename: ({ handlers }, id, number) =>
    handlers.call("amendRegistration", id, { person: { familyName: `Diallo ${number}` } }, { version: "*" }),
  note: ({ handlers }, id) => handlers.call("addNote", id, { text: "Called the mission" }),
  tags: ({ handlers }, id, number) => handlers.call("setTags", id, { tags: [`tag ${number}`, "press"] }),
  protect: ({ handlers }, id, number) => {
    const caller = number % 2 === 0 ? reader : otherSecretariat;
    return handlers.call("protectRegistration", id, { ...protection, readers: [caller.email] }, { caller });
  },
  // The protection stays, but the reader may not read the name any more.
  "hand-over": ({ handlers }, id) =>
    handlers.call("protectRegistration", id, { ...protection, readers: [otherSecretariat.email] }),
  unprotect: ({ handlers }, id) => handlers.call("unprotectRegistration", id, { reason: "because" }),
  // The nomination of a registered person clashes.
  nominate: async ({ handlers, store, conferenceId, delegationId, people }, id) => {
    const { person } = await loadRegistration(store, id);
    if (person.email === undefined) return;
    const caller = asFocalPoint(conferenceId, delegationId);
    const { body } = await handlers.call("nominateMembers", delegationId, { items: [{ person }] }, { caller });
    people.push(...(body.items ?? []).flatMap(({ registrationId }) => registrationId ?? []));
  },
  accept: ({ handlers }, id) => handlers.call("acceptNomination", id, {}, { version: "*" }),
  bounce: ({ store, conferenceId }, id) =>
    executeIfNeeded(store, conferenceId, deadline(), async () => {
      const before = await loadRegistration(store, id);
      const context = { actor: { kind: "system", id: "email-feedback" }, at: now() } as const;
      return before.erasure ? undefined : markUndeliverable(before, { reason: "bounce", at: now() }, context);
    }),
  lift: ({ handlers }, id) => handlers.call("liftSuppression", id, ""),
  scan: ({ store, conferenceId }, id, number) => {
    const scan = { gate: "north", since: now(), scanId: createId(), version: 1 };
    const presence = { ...scan, registrationId: id, place: "venue", inside: number % 2 === 0 } as const;
    return putItem(store, toPresenceItem(conferenceId, presence));
  },
  erase: ({ store }, id) => {
    const context = { actor: { kind: "delegate", id }, at: now() } as const;
    return startErasure(store, { registrationId: id, reason: "at-their-request", context, deadline: deadline() });
  },
  "erase-all": async (world, id, number) => {
    await perform.erase(world, id, number);
    await finishErasure({ table: world.store, documents: openTestDocuments(bucket.endpoint) }, id, deadline());
  },
  limit: ({ store, conferenceId }, _, number) => changeLimit(store, conferenceId, 500 + number),
};

const protections = [["protect"], ["protect", "hand-over"], ["protect", "unprotect"]] as const;

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ action: fc.constantFrom(...actions), person: fc.nat(30), number: fc.nat(9) }) },
  { weight: 3, arbitrary: fc.record({ reads: fc.nat(callers.length * 2 - 1), toEnd: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ delivers: fc.array(fc.nat(20), { minLength: 1, maxLength: 8 }) }) },
  { weight: 1, arbitrary: fc.record({ waitsSeconds: fc.nat(90) }) },
  {
    weight: 1,
    arbitrary: fc.record({ nominates: fc.nat(30), protects: fc.constantFrom(...protections), number: fc.nat(9) }),
  },
);

type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never;

/** Small pages, so that changes come between those of a load. */
const limits = { firstRows: 2, rows: 3, bytes: 2_000, read: 2 };

/** A history with its readers: each caller from the beginning, and two who load in small pages. */
async function begin() {
  const table = openTable(started.endpoint, 4);
  const stream = captureStream(table);
  const [conferenceId, handlers] = [`feed-${createId().slice(0, 12)}`, createHandlers(table)];
  await createConference(table, conferenceId, { capacity: 400, arrivalsPerSecond: 1 });
  const delegationId = await createMission(handlers, conferenceId);
  const world: World = { conferenceId, delegationId, store: toCommandStore(table), handlers, people: [] };
  const openClient = (caller: (typeof callers)[number], more = {}) =>
    new FeedClient(createFeedCall(table, { conferenceId, caller, ...more }));
  const readers = callers.flatMap((caller) => [openClient(caller), openClient(caller, { limits })]);
  for (let person = 0; person < 5; person += 1) await perform.submit(world, "", 0);
  // Those who load no more see everything by the log.
  for (const each of readers.slice(1)) await each.readAll();
  return { world, stream, readers, openClient };
}

type History = Awaited<ReturnType<typeof begin>>;

/** Nominates a registered person. All readers load the nomination before each change of who may know that it clashes. */
async function nominateAndProtect(
  { world, stream, readers }: History,
  { nominates, protects, number }: Extract<Step, { nominates: number }>,
) {
  const id = world.people[nominates % world.people.length] ?? "";
  await perform.nominate(world, id, number);
  for (const action of protects) {
    await stream.deliver((pending) => pending);
    // Only the readers with whole pages, because small pages take long.
    for (const [index, each] of readers.entries()) if (index % 2 === 0) await each.readAll();
    await perform[action](world, id, number);
  }
}

async function play(history: History, each: Step) {
  const { world, stream, readers } = history;
  if ("reads" in each) await (each.toEnd ? readers[each.reads]?.readAll() : readers[each.reads]?.read());
  else if ("waitsSeconds" in each) vi.setSystemTime(Date.now() + each.waitsSeconds * 1_000);
  // In any order; what is not chosen is late.
  else if ("delivers" in each)
    await stream.deliver((pending) => each.delivers.flatMap((index) => pending[index % pending.length] ?? []));
  else if ("nominates" in each) await nominateAndProtect(history, each);
  else await perform[each.action](world, world.people[each.person % world.people.length] ?? "", each.number);
}

async function listUnerased({ store, people }: World): Promise<string[]> {
  const registrations = [...(await loadRegistrations(store, people)).values()];
  return registrations.flatMap(({ registrationId, erasure }) => (erasure ? [] : [registrationId])).toSorted();
}

test("readers at any moment of a history have in the end what a new load has", async () => {
  const played = fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
    const history = await begin();
    for (const each of steps) await play(history, each);
    await history.stream.deliver((pending) => pending);
    // Beyond the time for which a load sends changes again.
    vi.setSystemTime(Date.now() + 61_000);
    for (const each of history.readers) await each.readAll();
    for (const [index, caller] of callers.entries()) {
      const fresh = history.openClient(caller);
      await fresh.readAll();
      expect([...fresh.rows.keys()].toSorted()).toEqual(await listUnerased(history.world));
      for (const each of history.readers.slice(index * 2, index * 2 + 2)) expect(each.list()).toEqual(fresh.list());
    }
  });
  await fc.assert(played, { numRuns: repetitions({ usual: 12, full: 60 }) });
}, 600_000);
