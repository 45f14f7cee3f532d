import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decideAccreditation, withdrawAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { createSubmission } from "#shared/accreditation/submission.rules.ts";
import { type CapacitySnapshot, loadCapacitySnapshot } from "#shared/capacity/capacity-snapshot.ts";
import { summarizePools } from "#shared/capacity/shards.rules.ts";
import { serveWaitingList } from "#shared/capacity/waiting-list.rules.ts";
import { toPresenceItem } from "#shared/check-in/check-in.repository.ts";
import { type Committed, commit } from "#shared/commands/commit.repository.ts";
import { onSeatConflict, type SeatConflict } from "#shared/commands/seat-conflict.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import type { Change } from "#shared/model/change.ts";
import type { Registration } from "#shared/model/registration.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import {
  applyDelegationAmendment,
  createAccreditedDelegation,
} from "../../functions/delegations/change-delegation.rules.ts";
import { acceptOffer } from "../../functions/registration/offers.rules.ts";
import { buildApplication, secretariatActor } from "../support/builders.ts";
import { openProxiedTable } from "../support/proxied-table.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { applyToConference, openHall, readSeatCounts } from "../support/test-commands.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

const at = "2027-03-01T12:00:00.000Z";
const context = { actor: secretariatActor, at };
const deadline = () => Date.now() + 5_000;

async function aHall(capacity: number, body = {}): Promise<CapacitySnapshot> {
  return loadCapacitySnapshot(started.table, await openHall(started.table, capacity, body));
}

const submission = ({ conference, shards }: CapacitySnapshot, email = `${createId()}@example.org`) =>
  createSubmission(conference, summarizePools(shards), buildApplication({}, { email }), createId(), context);

const write = (hall: CapacitySnapshot, change: Change, changeId = createId(), more = {}) =>
  commit(started.table, hall, change, { deadline: deadline(), changeId, ...more });

/** The registration of a change that was written. */
async function written(hall: CapacitySnapshot, change: Change): Promise<Registration> {
  const { outcome, registrations } = (await write(hall, change)) as Committed;
  expect(outcome).toBe("committed");
  return registrations[0]?.after as Registration;
}

const again = ({ conference: { conferenceId } }: CapacitySnapshot) => loadCapacitySnapshot(started.table, conferenceId);

describe("what was written", () => {
  test("has the next version, the change that wrote it, and its place; the table says the same", async () => {
    const hall = await aHall(5);
    const first = await written(hall, submission(hall));
    expect(first).toMatchObject({ version: 1, shardAllocations: { venue: 0 } });
    const second = await written(await again(hall), withdrawAccreditation(first, context));
    expect(second).toMatchObject({ version: 2, shardAllocations: {} });
    expect(second.lastChange).not.toBe(first.lastChange);
    expect(await loadRegistration(started.table, first.registrationId)).toEqual(second);
  });

  test("keeps from when to when a badge opens gates", async () => {
    const hall = await aHall(5);
    const pending = await written(hall, submission(hall));
    expect(pending).not.toHaveProperty("badgeValidityPeriods");
    const free = await again(hall);
    const approval = decideAccreditation(
      free.conference,
      summarizePools(free.shards),
      pending,
      { decision: "approve" },
      context,
    );
    const approved = await written(free, approval);
    expect(approved).toMatchObject({ shardAllocations: { venue: 0 }, badgeValidityPeriods: [{ serial: 1, from: at }] });
    const later = "2027-03-02T12:00:00.000Z";
    const gone = await written(await again(hall), withdrawAccreditation(approved, { ...context, at: later }));
    expect(gone.badgeValidityPeriods).toEqual([{ serial: 1, from: at, until: later, endReason: "withdrawn" }]);
  });

  test("is a delegation with its next version, and another that was read before finds it so", async () => {
    const hall = await aHall(5);
    const draft = { name: { en: "Senegal" }, category: "member-state", focalPoints: ["sen@example.org"] } as const;
    const make = createAccreditedDelegation(
      hall.conference,
      { ...draft, language: "en", quota: 1 },
      createId(),
      context,
    );
    const made = ((await write(hall, make)) as Committed).delegation;
    if (!made) throw new Error("no delegation was written");
    expect(made).toMatchObject({ version: 1, quota: 1 });
    const raise = applyDelegationAmendment(hall.conference, made, { quota: 2 }, context);
    expect(await write(hall, raise)).toMatchObject({ outcome: "committed", delegation: { version: 2, quota: 2 } });
    expect(await write(hall, raise)).toMatchObject({ outcome: "changed-meanwhile" });
  });

  test("under one change, twice: without a caller's key it was our own try, and is answered as it was written", async () => {
    const hall = await aHall(40);
    const [change, changeId] = [submission(hall), createId()];
    const first = (await write(hall, change, changeId)) as Committed;
    const second = (await write(hall, change, changeId)) as Committed;
    expect(second.outcome).toBe("committed");
    expect(second.registrations[0]?.after).toEqual(first.registrations[0]?.after);
    expect(await readSeatCounts(started.table, hall.conference.conferenceId)).toMatchObject({
      taken: 1,
      differences: [],
    });
  });

  test("under a caller's key, twice: the second is told so, with the answer that was kept", async () => {
    const hall = await aHall(5);
    const [change, changeId] = [submission(hall), createId()];
    const keyed = { idempotency: { changeId, requestDigest: "d", answer: () => ({ said: "yes" }) } };
    await write(hall, change, changeId, keyed);
    const second = await write(hall, change, changeId, keyed);
    expect(second).toMatchObject({ outcome: "repeated", found: { answer: { S: '{"said":"yes"}' } } });
  });
});

describe("what stood in the way has a name", () => {
  test("another command changed the registration after it was read", async () => {
    const hall = await aHall(5);
    const before = await written(hall, submission(hall));
    await written(await again(hall), withdrawAccreditation(before, context));
    const late = decideAccreditation(
      hall.conference,
      summarizePools(hall.shards),
      before,
      { decision: "approve" },
      context,
    );
    expect(await write(hall, late)).toMatchObject({ outcome: "changed-meanwhile" });
  });

  test("the person to be replaced has checked in", async () => {
    const hall = await aHall(5);
    const { conferenceId } = hall.conference;
    const { registrationId } = await written(hall, submission(hall));
    const put = (inside: boolean) => {
      const passed = { gate: "A", since: at, scanId: createId(), version: 1 };
      const Item = toPresenceItem(conferenceId, { registrationId, place: "venue", inside, ...passed });
      return started.table.client.send(new PutItemCommand({ TableName: started.table.name, Item }));
    };
    const outside = (id: string, since = at) => ({ registrationId: id, since });
    const replacement = async () => ({ ...submission(await again(hall)), mustBeOutside: [outside(registrationId)] });
    await put(true);
    expect(await write(await again(hall), await replacement())).toMatchObject({ outcome: "changed-meanwhile" });
    // The row was put here without a check-in event.
    const differences = [expect.stringContaining("follows from no check-in event")];
    expect(await readSeatCounts(started.table, conferenceId)).toMatchObject({ taken: 1, differences });
    const onTheNextDay = { ...(await replacement()), mustBeOutside: [outside(registrationId, "2099-01-01")] };
    expect(await write(await again(hall), onTheNextDay)).toMatchObject({ outcome: "committed" });
    await put(false);
    expect(await write(await again(hall), await replacement())).toMatchObject({ outcome: "committed" });
    const never = { ...submission(await again(hall)), mustBeOutside: [outside(createId())] };
    expect(await write(await again(hall), never)).toMatchObject({ outcome: "committed" });
  });

  test("the shard filled up since it was read, or none had a place", async () => {
    const hall = await aHall(1);
    const [mine, theirs] = [submission(hall), submission(hall)];
    await written(hall, theirs);
    expect(await write(hall, mine)).toMatchObject({ outcome: "pool-changed" });
    expect(await write(await again(hall), mine)).toEqual({ outcome: "pool-changed", found: undefined });
  });

  test("the person is registered, by whom it says", async () => {
    const hall = await aHall(5);
    const { registrationId } = await written(hall, submission(hall, "one@example.org"));
    const second = await write(await again(hall), submission(hall, "ONE@example.org"));
    expect(second).toMatchObject({ outcome: "already-registered", found: { registrationId: { S: registrationId } } });
  });

  test("anything else is not taken for a full pool", async () => {
    const hall = await aHall(5);
    const change = submission(hall);
    const registrations = change.registrations.map(({ after }) => ({
      after: { ...after, category: "migrant" as const },
    }));
    await expect(write(hall, { ...change, registrations })).rejects.toMatchObject({ code: "invalid-request" });
  });
});

/** A person to whom the only seat is offered until 13:00. */
async function anOffer(hall: CapacitySnapshot): Promise<Registration> {
  const holder = await written(hall, submission(hall));
  const waiting = await written(await again(hall), submission(await again(hall)));
  await written(await again(hall), withdrawAccreditation(holder, context));
  const free = await again(hall);
  const [served] = serveWaitingList(free.conference, summarizePools(free.shards), [waiting], at);
  if (!served) throw new Error("no one was served");
  return written(free, served);
}

describe("an offered seat", () => {
  const late = "2027-03-01T13:00:00.000Z";

  test("is taken from a closed pool, and only before the offer ends, whatever the rule was told", async () => {
    const hall = await aHall(1, { offerHours: 1 });
    const offered = await anOffer(hall);
    expect(offered.seat).toMatchObject({ state: "offered" });
    const states = summarizePools((await again(hall)).shards);
    const inTime = acceptOffer(hall.conference, states, offered, { ...context, at: "2027-03-01T12:59:59.999Z" });
    expect(await write(await again(hall), { ...inTime, at: late })).toMatchObject({ outcome: "changed-meanwhile" });
    expect((await written(await again(hall), inTime)).seat.state).toBe("held");
  });

  test("is given up after the offer's end too", async () => {
    const hall = await aHall(1, { offerHours: 1 });
    const gone = await written(await again(hall), withdrawAccreditation(await anOffer(hall), { ...context, at: late }));
    expect(gone).toMatchObject({ seat: { state: "none" }, shardAllocations: {} });
    expect(await readSeatCounts(started.table, hall.conference.conferenceId)).toMatchObject({
      taken: 0,
      differences: [],
    });
  });
});

test("claims that meet at a shard are told of, with the shard, and go on elsewhere", async () => {
  const table = await openProxiedTable(started, { holdMs: 25 });
  const heard: SeatConflict[] = [];
  onSeatConflict((conflict) => heard.push(conflict));
  const conferenceId = await openHall(started.table, 40, { expectedArrivalsPerSecond: 100 });
  await Promise.all(Array.from({ length: 12 }, () => applyToConference(table, conferenceId)));
  expect(heard.length).toBeGreaterThan(0);
  expect(heard.every((each) => each.conferenceId === conferenceId)).toBe(true);
  expect(new Set(heard.map(({ pool, shard }) => `${pool} ${shard}`))).toEqual(
    new Set(["venue 0", "venue 1", "category:ngo 0", "category:ngo 1"]),
  );
  expect(await readSeatCounts(started.table, conferenceId)).toMatchObject({ taken: 12, differences: [] });
});
