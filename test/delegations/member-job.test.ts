import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { occupies } from "#shared/capacity/seats.rules.ts";
import type { IdempotencyRecord } from "#shared/commands/journal.ts";
import { loadDelegation, readDelegationMembers } from "#shared/delegations/delegations.repository.ts";
import type { MemberJobRequest, MemberRow } from "#shared/delegations/member-job.rules.ts";
import { createId, keys } from "#shared/dynamodb/keys.ts";
import { getItem, type Item, putItem, S } from "#shared/dynamodb/table.ts";
import { iterateJobRows, listStalledJobs, loadJob } from "#shared/jobs/jobs.repository.ts";
import type { Job } from "#shared/model/job.ts";
import { loadRegistration, loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { createConference, openTable } from "../../bench/support/handlers.ts";
import { moveMembers } from "../../functions/delegations/move-members.ts";
import { changeMembers } from "../../functions/import-worker/change-members.ts";
import { getJob, listJobRows } from "../../functions/job/jobs.ts";
import { repetitions } from "../support/full-run.ts";
import { type Break, runKilledJob } from "../support/killed-job.ts";
import { otherSecretariat, reader, useHandlers } from "../support/protection.ts";
import { readSeatCounts } from "../support/test-commands.ts";

const place = useHandlers();
let conferenceId = "";

beforeAll(async () => {
  conferenceId = `members-${createId()}`;
  await createConference(openTable(place.started.endpoint, 4), conferenceId, { capacity: 900, arrivalsPerSecond: 1 });
});

const access = ["secretariat"] as const;

async function createDelegation(name: string, more: object = {}): Promise<string> {
  const draft = { name: { en: name }, category: "ngo", focalPoints: [`${createId()}@example.org`], ...more };
  return String((await place.handlers.call("createDelegation", conferenceId, draft)).body.delegationId);
}

let lastName = 0;

async function nominate(delegationId: string, more: object = {}): Promise<string> {
  lastName += 1;
  const items = [{ person: { givenName: "Amina", familyName: `Diallo ${lastName}`, nationality: "SEN" }, ...more }];
  const { body } = await place.handlers.call("nominateMembers", delegationId, { items });
  return String(body.items?.[0]?.registrationId);
}

const nominateAll = async (delegationId: string, count: number) => {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) ids.push(await nominate(delegationId));
  return ids;
};

/** The members as an officer has loaded them. */
async function loadItems(ids: readonly string[]) {
  const loaded = await loadRegistrations(place.started.table, ids);
  return ids.map((registrationId) => ({ registrationId, version: loaded.get(registrationId)?.version ?? 1 }));
}

/** Sets another status, which no request gives to a delegation with members. @returns the item before */
async function endAccreditation(delegationId: string): Promise<Item> {
  const item = await getItem(place.started.table, keys.delegation(delegationId));
  const data = { ...(await loadDelegation(place.started.table, delegationId)), status: "refused" };
  await putItem(place.started.table, { ...item, data: S(JSON.stringify(data)) });
  return item ?? {};
}

type MoveHandler = ReturnType<typeof moveMembers>;

/** Requests a move. @returns the job */
async function requestMove(
  delegationId: string,
  into: string,
  items: readonly { readonly registrationId: string; readonly version: number }[],
  caller: typeof reader | typeof otherSecretariat = reader,
  idempotency?: IdempotencyRecord,
): Promise<string> {
  const request = {
    ...{ params: { delegationId }, body: { into, items, notify: true }, idempotency },
    ...{ caller, access, now: new Date().toISOString(), deadline: Date.now() + 60_000 },
  };
  const { jobId } = await moveMembers(place.started.table)(request as unknown as Parameters<MoveHandler>[0]);
  return String(jobId);
}

const runJob = (jobId: string, breaks: readonly Break[] = []) =>
  runKilledJob(place.started.table, jobId, changeMembers, breaks);

const readRows = (jobId: string) => Array.fromAsync(iterateJobRows<MemberRow>(place.started.table, jobId, 0));

const toOutcomes = (rows: readonly MemberRow[]) => rows.map(({ outcome, errorCode }) => errorCode ?? outcome);

const listLive = async (delegationId: string) => {
  const { live } = await readDelegationMembers(
    place.started.table,
    await loadDelegation(place.started.table, delegationId),
  );
  return live;
};

const countSeats = async (delegationId: string) =>
  (await listLive(delegationId)).filter(({ seat }) => occupies(seat)).length;

/** Each member is in exactly one of the delegations, once, and each has moved once or not at all. */
async function expectMoved(
  [from, into, quota]: readonly [string, string, number],
  items: Awaited<ReturnType<typeof loadItems>>,
  rows: readonly MemberRow[],
): Promise<void> {
  const [left, joined] = [await listLive(from), await listLive(into)].map((all) =>
    all.map(({ registrationId }) => registrationId),
  );
  const ids = items.map(({ registrationId }) => registrationId);
  expect([...(left ?? []), ...(joined ?? [])].toSorted()).toEqual(ids.toSorted());
  const moved = rows.filter(({ outcome }) => outcome === "moved").map(({ registrationId }) => registrationId);
  expect(moved.toSorted()).toEqual(joined?.toSorted());
  expect(rows.map(({ row }) => row)).toEqual(items.map((_, index) => index + 1));
  expect(await countSeats(into)).toBe(Math.min(quota, ids.length));
  const after = await loadRegistrations(place.started.table, ids);
  for (const { registrationId, version } of items)
    expect(after.get(registrationId)?.version).toBe(version + Number(moved.includes(registrationId)));
}

describe("a move", () => {
  test("takes what the delegation determines along, and refuses whom the quota has no seat for, and who changed", async () => {
    const from = await createDelegation("Mission of Senegal", { country: "SEN" });
    const into = await createDelegation("Mission of Ghana", { country: "GHA", quota: 2 });
    const [first, own, changed, third] = [
      await nominate(from),
      await nominate(from, { organization: "Ministry of Health", country: "FRA" }),
      ...(await nominateAll(from, 2)),
    ].map(String);
    const items = await loadItems([String(first), String(changed), String(own), String(third)]);
    const amendment = { functionTitle: "Adviser" };
    await place.handlers.call("amendRegistration", String(changed), amendment, { version: "*" });
    const jobId = await requestMove(from, into, items);
    expect((await runJob(jobId)).result).toEqual({ moved: 2, refused: 2 });
    expect(toOutcomes(await readRows(jobId))).toEqual(["moved", "changed-meanwhile", "moved", "delegation-full"]);
    const after = await loadRegistrations(place.started.table, [String(first), String(own)]);
    expect(after.get(String(first))).toMatchObject({ organization: "Mission of Ghana", country: "GHA" });
    expect(after.get(String(own))).toMatchObject({ organization: "Ministry of Health", country: "FRA" });
    expect(await readSeatCounts(place.started.table, conferenceId)).toMatchObject({ differences: [] });
  });

  test("is refused to the same delegation, to one of another conference, and to one that is not accredited", async () => {
    const [from, refused] = [await createDelegation("A"), await createDelegation("B")];
    const items = await loadItems(await nominateAll(from, 1));
    const invalid = { fieldErrors: [{ path: "into", rule: "unknownDelegation" }] };
    await expect(requestMove(from, from, items)).rejects.toMatchObject(invalid);
    await expect(requestMove(from, createId(), items)).rejects.toMatchObject(invalid);
    const there = `other-${createId()}`;
    await createConference(openTable(place.started.endpoint, 4), there, { capacity: 9, arrivalsPerSecond: 1 });
    const draft = { name: { en: "C" }, category: "ngo", focalPoints: ["c@example.org"] };
    const { body } = await place.handlers.call("createDelegation", there, draft);
    await expect(requestMove(from, String(body.delegationId), items)).rejects.toMatchObject(invalid);
    const asked = await place.handlers.call("requestDelegation", conferenceId, { ...draft, language: "en" });
    const code = "delegation-not-accredited";
    await expect(requestMove(from, String(asked.body.delegationId), items)).rejects.toMatchObject({ code });
    expect((await listLive(refused)).length).toBe(0);
  });

  test("is the same job when its request is repeated, also once the other delegation is not accredited any more", async () => {
    const [from, into] = [await createDelegation("From"), await createDelegation("Into", { quota: 1 })];
    const items = await loadItems(await nominateAll(from, 2));
    const idempotency = { changeId: createId(), requestDigest: "move" };
    const repeat = () => requestMove(from, into, items, reader, idempotency);
    const jobs = await Promise.all([1, 2, 3].map(repeat));
    const jobId = String(jobs[0]);
    expect(new Set(jobs)).toEqual(new Set([jobId]));
    await runJob(jobId);
    const rows = await readRows(jobId);
    expect(toOutcomes(rows)).toEqual(["moved", "delegation-full"]);
    const accredited = await endAccreditation(into);
    await expect(requestMove(from, into, items)).rejects.toMatchObject({ code: "delegation-not-accredited" });
    expect(await repeat()).toBe(jobId);
    await putItem(place.started.table, accredited);
    await runJob(jobId);
    expect(await readRows(jobId)).toEqual(rows);
  });

  test("continues after a kill at each of its steps, without moving anyone twice", async () => {
    const setUp = async () => {
      const [from, into] = [await createDelegation("From"), await createDelegation("Into", { quota: 1 })];
      const items = await loadItems(await nominateAll(from, 2));
      return { from, into, items, jobId: await requestMove(from, into, items) };
    };
    const { calls } = await runJob((await setUp()).jobId);
    for (let at = 1; at <= calls; at += 1) {
      const { from, into, items, jobId } = await setUp();
      await runJob(jobId, [
        { at, isSent: at % 2 === 0 },
        { at, isSent: at % 2 === 1 },
      ]);
      await expectMoved([from, into, 1], items, await readRows(jobId));
    }
  }, 120_000);

  test("never exceeds the quota, and leaves each member in one delegation, after any order of breaks", async () => {
    const breaks = fc.array(fc.record({ at: fc.integer({ min: 1, max: 70 }), isSent: fc.boolean() }), { maxLength: 5 });
    const setting = fc.record({
      quota: fc.integer({ min: 0, max: 4 }),
      count: fc.integer({ min: 1, max: 13 }),
      breaks,
    });
    const property = fc.asyncProperty(setting, async ({ quota, count, breaks: chosen }) => {
      const [from, into] = [await createDelegation("From"), await createDelegation("Into", { quota, reserve: 20 })];
      const items = await loadItems(await nominateAll(from, count));
      const jobId = await requestMove(from, into, items);
      await runJob(jobId, chosen);
      await expectMoved([from, into, quota], items, await readRows(jobId));
    });
    await fc.assert(property, { numRuns: repetitions({ usual: 8, full: 60 }) });
    expect(await readSeatCounts(place.started.table, conferenceId)).toMatchObject({
      differences: [],
      seatsOverLimit: 0,
    });
  }, 120_000);

  test("takes the last seat of a quota from another move, or leaves it to that one", async () => {
    const into = await createDelegation("Into", { quota: 1 });
    const jobs = await Promise.all(
      ["A", "B"].map(async (name) => {
        const from = await createDelegation(name);
        return requestMove(from, into, await loadItems(await nominateAll(from, 1)));
      }),
    );
    await Promise.all(jobs.map((jobId) => runJob(jobId)));
    const outcomes = (await Promise.all(jobs.map(readRows))).flat();
    expect(toOutcomes(outcomes).toSorted()).toEqual(["delegation-full", "moved"]);
    expect(await countSeats(into)).toBe(1);
  });

  test("takes the last seat of a quota from a nomination, or leaves it to the nominee", async () => {
    const [from, into] = [await createDelegation("From"), await createDelegation("Into", { quota: 1, reserve: 5 })];
    const items = await loadItems(await nominateAll(from, 1));
    const jobId = await requestMove(from, into, items);
    const [, nomineeId] = await Promise.all([runJob(jobId), nominate(into)]);
    const nominee = await loadRegistration(place.started.table, nomineeId);
    const [outcome] = toOutcomes(await readRows(jobId));
    expect([outcome, nominee.seat.state]).toEqual(
      outcome === "moved" ? ["moved", "waiting"] : ["delegation-full", "held"],
    );
    expect(await countSeats(into)).toBe(1);
  });

  test("answers for a protected member as for a stranger, also to a reader, and withholds the job from others", async () => {
    const [from, into] = [await createDelegation("From"), await createDelegation("Into")];
    const [hidden, stranger] = [await nominate(from), await nominate(into)];
    const protection = { alias: { nameOnBadge: "Speaker Seven" }, readers: [reader.email], reason: "at risk" };
    expect((await place.handlers.call("protectRegistration", hidden, protection)).status).toBe(200);
    const before = await loadRegistration(place.started.table, hidden);
    const items = await loadItems([hidden, stranger]);
    for (const caller of [reader, otherSecretariat]) {
      const jobId = await requestMove(from, into, items, caller);
      await runJob(jobId);
      expect(toOutcomes(await readRows(jobId))).toEqual(["not-a-member", "not-a-member"]);
    }
    expect(await loadRegistration(place.started.table, hidden)).toEqual(before);
    const jobId = await requestMove(from, into, items);
    await runJob(jobId);
    const ask = (caller: object) =>
      ({ params: { jobId }, query: {}, caller, language: "en", now: new Date().toISOString() }) as never;
    const documents = {} as never;
    expect(await getJob(place.started.table, documents)(ask(otherSecretariat))).not.toHaveProperty("result");
    await expect(listJobRows(place.started.table, documents)(ask(otherSecretariat))).rejects.toMatchObject({
      code: "name-protected",
    });
    expect((await listJobRows(place.started.table, documents)(ask(reader))).items).toMatchObject([
      { registrationId: hidden, problem: { code: "not-a-member" } },
      { registrationId: stranger, problem: { code: "not-a-member" } },
    ]);
  });
});

describe("another name of a delegation", () => {
  const rename = (delegationId: string, en: string) =>
    place.handlers.call("updateDelegation", delegationId, { name: { en, fr: "Sénégal" } }, { version: "*" });

  /** Runs the jobs of the members that wait. @returns their number */
  async function runWaitingJobs(): Promise<number> {
    const ids = await Array.fromAsync(listStalledJobs(place.started.table, "members", Date.now() + 600_000));
    let count = 0;
    for (const jobId of ids) {
      const { request, status } = (await loadJob(place.started.table, jobId)) as Job<MemberJobRequest>;
      if (request.what !== "rename" || status.state !== "running" || done.has(jobId)) continue;
      done.add(jobId);
      await runJob(jobId);
      count += 1;
    }
    return count;
  }
  const done = new Set<string>();

  test("becomes the organization of the members who had the former one, with a new badge, and of no one else", async () => {
    const delegationId = await createDelegation("Mission of Senegal");
    const [member, approved, own, hidden] = [
      await nominate(delegationId),
      await nominate(delegationId),
      await nominate(delegationId, { organization: "Ministry of Health" }),
      await nominate(delegationId),
    ];
    await place.handlers.decide(approved, "approve");
    const protection = { alias: { nameOnBadge: "Speaker Six" }, readers: [reader.email], reason: "at risk" };
    await place.handlers.call("protectRegistration", hidden, protection);
    const protectedBefore = await loadRegistration(place.started.table, hidden);
    const { badgeSerial } = await loadRegistration(place.started.table, approved);
    expect((await rename(delegationId, "Senegal")).status).toBe(200);
    expect(await runWaitingJobs()).toBe(1);
    const after = await loadRegistrations(place.started.table, [member, approved, own]);
    expect([member, approved, own].map((id) => after.get(id)?.organization)).toEqual([
      "Senegal",
      "Senegal",
      "Ministry of Health",
    ]);
    expect(after.get(approved)?.badgeSerial).toBe(badgeSerial + 1);
    expect(await loadRegistration(place.started.table, hidden)).toEqual(protectedBefore);
    const nominee = await nominate(delegationId);
    expect((await loadRegistration(place.started.table, nominee)).organization).toBe("Senegal");
  });

  test("has no job if only a translation is new, and two names in a row end in the last one", async () => {
    const delegationId = await createDelegation("Mission of Senegal");
    const [member = ""] = await nominateAll(delegationId, 1);
    await rename(delegationId, "Mission of Senegal");
    expect(await runWaitingJobs()).toBe(0);
    await rename(delegationId, "Senegal");
    await rename(delegationId, "Republic of Senegal");
    expect(await runWaitingJobs()).toBe(2);
    expect((await loadRegistration(place.started.table, member)).organization).toBe("Republic of Senegal");
  });
});
