import { afterAll, beforeAll, expect, test } from "vitest";
import { applyAmendment } from "#shared/accreditation/amendment.rules.ts";
import { createSubmission } from "#shared/accreditation/submission.rules.ts";
import { addUnlimitedPools, loadCapacitySnapshot } from "#shared/capacity/capacity-snapshot.ts";
import { occupies } from "#shared/capacity/seats.rules.ts";
import { summarizePools } from "#shared/capacity/shards.rules.ts";
import { commit } from "#shared/commands/commit.repository.ts";
import { executeCommand } from "#shared/commands/execute-command.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { PoolName } from "#shared/model/seat.ts";
import { loadRegistration, loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { verifyCounters } from "../../cli/verify-counters/verify-counters.ts";
import { saveConference } from "../../functions/conference/save-conference.ts";
import { servePass } from "../../functions/waiting-list/serve-waiting-list.ts";
import { buildApplication, secretariatActor } from "../support/builders.ts";
import { repetitions } from "../support/full-run.ts";
import { openProxiedTable } from "../support/proxied-table.ts";
import { Random } from "../support/random.ts";
import { startTable, type TestTable } from "../support/table.ts";
import {
  applyToConference,
  buildSettingsChange,
  getDeadline,
  openHall,
  performAction,
  readSeatCounts,
} from "../support/test-commands.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

const categories = ["ngo", "academia"].map((category) => ({ category, title: { en: category }, colour: "#2e7d32" }));
const session = {
  sessionId: "opening",
  title: { en: "Opening" },
  startsAt: "2027-10-26T08:00:00Z",
  endsAt: "2027-10-26T09:00:00Z",
};

/** The limits of the category and of the session; `undefined`: none. */
interface Limits {
  readonly quota?: number | undefined;
  readonly capacity?: number | undefined;
}

const withLimits = ({ quota, capacity }: Limits, before: Conference): Conference => ({
  ...before,
  version: before.version + 1,
  categories: before.categories.map(({ quota: _, ...each }) =>
    each.category === "ngo" && quota !== undefined ? { ...each, quota } : each,
  ),
  sessions: before.sessions.map(({ capacity: _, ...each }) => (capacity === undefined ? each : { ...each, capacity })),
});

async function setLimits(table: Table, conferenceId: string, limits: Limits): Promise<void> {
  const before = await loadConference(table, conferenceId);
  await saveConference(table, before, withLimits(limits, before), buildSettingsChange(conferenceId), getDeadline());
}

async function readPool(conferenceId: string, pool: PoolName) {
  const limited = await loadCapacitySnapshot(started.table, conferenceId);
  return summarizePools((await addUnlimitedPools(started.table, limited)).shards).get(pool);
}

const openWithoutLimits = (capacity = 1_000) =>
  openHall(started.table, capacity, { categories, sessions: [session], expectedArrivalsPerSecond: 200 });

const applyFor = (table: Table, conferenceId: string, category = "ngo") =>
  applyToConference(table, conferenceId, { category, sessions: ["opening"] });

const many = <T>(count: number, work: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

const serve = (table: Table, conferenceId: string) =>
  servePass(toCommandStore(table), conferenceId, [], {
    at: new Date().toISOString(),
    deadline: getDeadline(),
    thorough: true,
  });

const differences = async (conferenceId: string) => (await readSeatCounts(started.table, conferenceId)).differences;

test("a pool without a limit counts from the first seat, and gets a limit that counts those who hold one", async () => {
  const conferenceId = await openWithoutLimits();
  const people = await many(9, () => applyFor(started.table, conferenceId));
  expect(await readPool(conferenceId, "category:ngo")).toMatchObject({ limit: Number.POSITIVE_INFINITY, taken: 9 });
  await setLimits(started.table, conferenceId, { quota: 10, capacity: 9 });
  const [tenth, next] = [await applyFor(started.table, conferenceId), await applyFor(started.table, conferenceId)];
  expect([tenth.seat, next.seat]).toEqual(["held", "waiting"]);
  const { sessions } = await loadRegistration(started.table, tenth.id);
  expect(sessions).toMatchObject([{ sessionId: "opening", seat: { state: "waiting" } }]);
  await performAction(started.table, conferenceId, people[0]?.id ?? "", "withdraw");
  await serve(started.table, conferenceId);
  expect((await loadRegistration(started.table, next.id)).seat.state).toBe("held");
  expect(await differences(conferenceId)).toEqual([]);
});

test("a limit below the holders seats no one new until enough have left, and may be raised or lifted", async () => {
  const conferenceId = await openWithoutLimits();
  const people = await many(8, () => applyFor(started.table, conferenceId));
  await setLimits(started.table, conferenceId, { quota: 5 });
  expect(await readPool(conferenceId, "category:ngo")).toEqual({ limit: 5, taken: 8, isOpen: false });
  const late = await applyFor(started.table, conferenceId);
  await many(3, (index) => performAction(started.table, conferenceId, people[index]?.id ?? "", "withdraw"));
  await serve(started.table, conferenceId);
  expect((await loadRegistration(started.table, late.id)).seat.state).toBe("waiting");
  await setLimits(started.table, conferenceId, {});
  expect(await readPool(conferenceId, "category:ngo")).toEqual({
    limit: Number.POSITIVE_INFINITY,
    taken: 5,
    isOpen: true,
  });
  await serve(started.table, conferenceId);
  expect((await loadRegistration(started.table, late.id)).seat.state).toBe("held");
  expect((await applyFor(started.table, conferenceId)).seat).toBe("held");
  await setLimits(started.table, conferenceId, { quota: 8 });
  expect((await applyFor(started.table, conferenceId)).seat).toBe("held");
  expect((await applyFor(started.table, conferenceId)).seat).toBe("waiting");
  expect(await differences(conferenceId)).toEqual([]);
});

test("the waiting list takes a limit away where a run that lifted it was interrupted", async () => {
  const conferenceId = await openWithoutLimits();
  await setLimits(started.table, conferenceId, { quota: 1 });
  await applyFor(started.table, conferenceId);
  const before = await loadConference(started.table, conferenceId);
  const interrupted = saveConference(
    started.table,
    before,
    withLimits({}, before),
    buildSettingsChange(conferenceId),
    Date.now() - 1,
  );
  await Promise.allSettled([interrupted]);
  await serve(started.table, conferenceId);
  expect((await applyFor(started.table, conferenceId)).seat).toBe("held");
  expect(await differences(conferenceId)).toEqual([]);
});

test("who decided before a limit was set, or lifted, decides again", async () => {
  const conferenceId = await openWithoutLimits();
  await applyFor(started.table, conferenceId);
  const store = toCommandStore(started.table);
  const commitOn = async (snapshot: Awaited<ReturnType<typeof loadCapacitySnapshot>>) => {
    const application = buildApplication({ category: "ngo", sessions: ["opening"] });
    const context = { actor: secretariatActor, at: new Date().toISOString() };
    const pools = summarizePools(snapshot.shards);
    const change = createSubmission(snapshot.conference, pools, application, createId(), context);
    return (await commit(store, snapshot, change, { deadline: Date.now() + 2_000, changeId: createId() })).outcome;
  };
  const unlimited = await loadCapacitySnapshot(started.table, conferenceId);
  await setLimits(started.table, conferenceId, { quota: 5 });
  expect(await commitOn(unlimited)).toBe("pool-changed");
  const limited = await loadCapacitySnapshot(started.table, conferenceId);
  expect(await commitOn(limited)).toBe("committed");
  await setLimits(started.table, conferenceId, {});
  expect(await commitOn(limited)).toBe("pool-changed");
  expect(await readPool(conferenceId, "category:ngo")).toMatchObject({ taken: 2 });
});

async function changeCategory(table: Table, conferenceId: string, id: string, category: string): Promise<void> {
  await executeCommand(toCommandStore(table), {
    conferenceId,
    deadline: getDeadline(),
    decide: async ({ conference, pools }) =>
      applyAmendment(
        conference,
        pools,
        await loadRegistration(table, id),
        { category },
        {
          actor: secretariatActor,
          at: new Date().toISOString(),
        },
      ),
    answer: () => undefined,
  });
}

/** Errors that a rule gives a caller who comes too late are part of the race. */
const allow = async (work: Promise<unknown>): Promise<void> => {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === "too-busy") throw error;
  }
};

/** The people who hold a seat in the category, and in the session. */
async function countHolders(ids: readonly string[]) {
  const rows = [...(await loadRegistrations(started.table, ids)).values()].filter(({ seat }) => occupies(seat));
  const attending = rows.filter(({ sessions }) => sessions.some(({ seat }) => occupies(seat)));
  return { category: rows.filter(({ category }) => category === "ngo").length, session: attending.length };
}

/** Submissions, withdrawals, changes of category and passes of the waiting list, while limits come and go. */
async function race(table: Table, conferenceId: string, random: Random): Promise<string[]> {
  const ids: string[] = [];
  const pick = () => ids[random.below(ids.length)];
  const submit = async () => {
    ids.push((await applyFor(table, conferenceId, random.next() < 0.7 ? "ngo" : "academia")).id);
  };
  const act = async () => {
    const [id, chance] = [pick(), random.next()];
    if (id === undefined || chance < 0.6) return submit();
    if (chance < 0.8) return allow(performAction(table, conferenceId, id, "withdraw"));
    if (chance < 0.95) return allow(changeCategory(table, conferenceId, id, random.next() < 0.5 ? "ngo" : "academia"));
    await serve(table, conferenceId);
  };
  const change = () => {
    const limit = () => (random.next() < 0.35 ? undefined : random.below(25));
    return setLimits(table, conferenceId, { quota: limit(), capacity: limit() });
  };
  const people = many(5, async () => {
    for (let step = 0; step < 8; step += 1) await act();
  });
  const officer = (async () => {
    for (let step = 0; step < 4; step += 1) await change();
  })();
  await Promise.all([people, officer]);
  return ids;
}

async function raceWithSeed(seed: number): Promise<void> {
  const table = await openProxiedTable(started, { holdMs: 2, seed });
  const random = new Random(seed);
  const conferenceId = await openWithoutLimits(40);
  const ids = await race(table, conferenceId, random);
  // From the answer on, a limit seats no one above it, and keeps those who are.
  const limits = { quota: random.below(20), capacity: random.below(20) };
  const set = async () => {
    await setLimits(table, conferenceId, limits);
    return [await readPool(conferenceId, "category:ngo"), await readPool(conferenceId, "session:opening")];
  };
  const [[ngo, opening], later] = await Promise.all([set(), many(12, () => applyFor(table, conferenceId))]);
  const last = await many(6, () => applyFor(table, conferenceId));
  const after = await countHolders([...ids, ...[...later, ...last].map(({ id }) => id)]);
  expect(after.category, `seed ${seed}`).toBeLessThanOrEqual(Math.max(limits.quota, ngo?.taken ?? 0));
  expect(after.session, `seed ${seed}`).toBeLessThanOrEqual(Math.max(limits.capacity, opening?.taken ?? 0));
  await serve(started.table, conferenceId);
  const { seatsFreeWhileWaiting } = await verifyCounters(started.table, conferenceId);
  expect([await differences(conferenceId), seatsFreeWhileWaiting], `seed ${seed}`).toEqual([[], 0]);
}

test("while limits are set, lowered and lifted in a race, counters equal the holders, and none is over a limit", async () => {
  for (let seed = 1; seed <= repetitions({ usual: 4, full: 100 }); seed += 4) {
    await many(4, (index) => raceWithSeed(seed + index));
    // What the next races verify takes longer, the more people are in the table.
    await started.stop();
    started = await startTable();
  }
}, 600_000);
