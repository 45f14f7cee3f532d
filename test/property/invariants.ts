import { expect } from "vitest";
import { getSeatExpiry, listSeatPools, occupies, type Pools } from "#shared/capacity/seats.rules.ts";
import {
  canBeSeated,
  formatArrivalOrder,
  getWaitingSince,
  listWantedPools,
} from "#shared/capacity/waiting-list.rules.ts";
import { evaluateScan } from "#shared/check-in/check-in.rules.ts";
import type { Change } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import type { PoolName } from "#shared/model/seat.ts";
import { isConfirmed, isLive, isOnline } from "#shared/registrations/registration.rules.ts";
import { toTargetProfile } from "#shared/statistics/targets.rules.ts";
import type { ConferenceSimulation } from "./world.ts";

/** What is looked at after a step of a history. */
interface CheckedMoment {
  readonly conference: Conference;
  readonly rows: readonly Registration[];
  readonly rowsBefore: readonly Registration[];
  readonly pools: Pools;
  /** The pools before the step. */
  readonly before: Pools;
  readonly changes: readonly Change[];
  readonly now: string;
  /** The change of this step, if it wasn't refused. */
  readonly last: Change | undefined;
}

/** Invariant 1: seats taken are the seats held or offered; no write raises `taken` beyond the limit. */
function expectCapacityKept({ rows, pools, before }: CheckedMoment): void {
  const holders = (pool: PoolName) =>
    rows.filter(
      ({ seat, category, sessions }) =>
        (occupies(seat) && (pool === "venue" || pool === `category:${category}`)) ||
        sessions.some((each) => pool === `session:${each.sessionId}` && occupies(each.seat)),
    ).length;
  for (const [pool, { taken, limit }] of pools) {
    expect(taken, `${pool}: taken`).toBe(holders(pool));
    expect(taken, `${pool}: limit`).toBeLessThanOrEqual(Math.max(limit, before.get(pool)?.taken ?? 0));
  }
  for (const row of rows)
    if (!isLive(row) || isOnline(row)) expect([row.seat.state, row.shardAllocations]).toEqual(["none", {}]);
}

/**
 * Correcting data changes neither the accreditation nor a seat that a person has, nor since when a person waits, but for
 * one who takes part in another way.
 */
function expectSeatKeptByCorrection({ last }: CheckedMoment): void {
  if (last?.action !== "amend" && last?.action !== "resubmit") return;
  for (const { before, after } of last.registrations) {
    if (!before) continue;
    if (before.participation !== after.participation) continue;
    if (last.action === "amend") expect(after.accreditation, "the accreditation").toEqual(before.accreditation);
    const isSeated = before.seat.state === "waiting" && after.seat.state === "held";
    if (!isSeated) expect(after.seat, "the seat, or the time of joining").toEqual(before.seat);
    expect(after.sessions).toMatchObject(listKeptSessionSeats(before, after));
  }
}

/** The seats that a change must keep in the sessions that are still wanted, at their places in the new list. */
const listKeptSessionSeats = (before: Registration, after: Registration) =>
  after.sessions.map(({ sessionId }) => {
    const held = before.sessions.find((each) => each.sessionId === sessionId && occupies(each.seat));
    return held ?? { sessionId };
  });

/** Invariant 3: a newcomer takes seats only from pools that were open. */
function expectClosedPoolsKept({ conference, before, last }: CheckedMoment): void {
  for (const { before: was, after } of last?.admission === "public" ? last.registrations : []) {
    if (!occupies(after.seat) || (was && occupies(was.seat))) continue;
    for (const pool of listSeatPools(conference, after))
      expect(before.get(pool)?.isOpen, `${pool} was closed`).toBe(true);
  }
}

/** Invariant 3: at rest, no waiting person would fit, and the pools that they wait for are closed to newcomers. */
function expectWaitingListServed({ conference, rows, pools }: CheckedMoment): void {
  const free = (pool: PoolName) => (pools.get(pool)?.taken ?? 0) < (pools.get(pool)?.limit ?? 0);
  for (const row of rows.filter((each) => getWaitingSince(each) !== undefined)) {
    const wanted = listWantedPools(conference, row);
    expect(canBeSeated(pools, wanted), "a person waits for a free seat").toBe(false);
    const heldBack = wanted.flat().filter((pool) => !free(pool));
    for (const pool of heldBack) expect(pools.get(pool)?.isOpen, `${pool} open to newcomers`).toBe(false);
  }
}

/** Whether the line's targets tell two of the same priority apart: then not arrival alone says who comes first. */
function areOrderedByTargets(
  { waitingListOrder, targets = {}, categories }: Conference,
  one: Registration,
  other: Registration,
) {
  const priorityOf = ({ category }: Registration) => categories.find((each) => each.category === category)?.priority;
  const profile = (each: Registration) => JSON.stringify([...toTargetProfile(targets, each)]);
  return waitingListOrder === "targets" && priorityOf(one) === priorityOf(other) && profile(one) !== profile(other);
}

/**
 * Invariant 3: no one is seated before a person who waited longer and needs no other pool; nor, where targets order
 * the line, before one whom they don't tell apart.
 */
function expectServiceOrderKept({ conference, rowsBefore, rows }: CheckedMoment): void {
  const now = new Map(rows.map((row) => [row.registrationId, row.seat.state]));
  const waited = rowsBefore.filter(({ seat }) => seat.state === "waiting");
  const left = waited.filter(({ registrationId }) => now.get(registrationId) === "waiting");
  const seated = waited.filter(({ registrationId }) => ["held", "offered"].includes(now.get(registrationId) ?? ""));
  for (const behind of left) {
    for (const ahead of seated) {
      if (formatArrivalOrder(conference, ahead) < formatArrivalOrder(conference, behind)) continue;
      if (areOrderedByTargets(conference, ahead, behind)) continue;
      const needed = listSeatPools(conference, ahead);
      expect(
        listSeatPools(conference, behind).every((pool) => needed.includes(pool)),
        "a person was skipped",
      ).toBe(false);
    }
  }
}

/** Invariant 3: at rest, nothing is held beyond its time. */
function expectNoExpiredSeat({ conference, rows, now }: CheckedMoment): void {
  for (const row of rows) expect((getSeatExpiry(conference, row) ?? "9999") > now, "a seat beyond its time").toBe(true);
}

/** Invariant 4: one live registration per person. */
function expectOneRegistrationPerPerson({ rows }: CheckedMoment): void {
  const addresses = rows.filter(isLive).map(({ person }) => person.email);
  expect(new Set(addresses).size).toBe(addresses.length);
}

/** Invariant 6: who became confirmed was promised exactly one mail for it, with the serial it issued. */
function expectEmailsQueued({ rows, changes }: CheckedMoment): void {
  const promised = changes.flatMap(({ emails }) => emails.filter((mail) => mail.kind === "approved"));
  const badges = promised.map((mail) => `${mail.registrationId}.${mail.serial}`);
  expect(new Set(badges).size).toBe(badges.length);
  for (const row of rows.filter(isConfirmed)) {
    expect(promised.some(({ registrationId }) => registrationId === row.registrationId)).toBe(true);
  }
}

/** Invariant 7: every badge that was ever issued is refused, but the live one of a confirmed person. */
function expectOldBadgesRefused({ conference, rows, now }: CheckedMoment): void {
  for (const row of rows) {
    for (let serial = 1; serial <= row.badgeSerial; serial += 1) {
      const { registrationId } = row;
      const { verdict } = evaluateScan(conference, { registrationId, serial }, row, {}, { direction: "in", at: now });
      expect(verdict).toBe(isConfirmed(row) && serial === row.badgeSerial ? "admit" : "refuse");
    }
  }
}

/** Invariant 8: every change says who did what, and when. */
function expectActorRecorded({ changes }: CheckedMoment): void {
  for (const { actor, action, at } of changes) expect([actor.kind, action, at].every(Boolean)).toBe(true);
}

/** What must hold after every step of a history, and, `atRest`, after the line was served. */
export async function expectInvariants(
  world: ConferenceSimulation,
  { before, rowsBefore }: Pick<CheckedMoment, "before" | "rowsBefore">,
  last: Change | undefined,
  atRest: boolean,
): Promise<void> {
  const [rows, pools] = [await world.registrations(), await world.pools()];
  const moment: CheckedMoment = {
    conference: world.conference(),
    rows,
    rowsBefore,
    pools,
    before,
    changes: world.changes(),
    now: world.now(),
    last,
  };
  for (const holds of [
    expectCapacityKept,
    expectClosedPoolsKept,
    expectSeatKeptByCorrection,
    expectOneRegistrationPerPerson,
    expectEmailsQueued,
    expectOldBadgesRefused,
    expectActorRecorded,
  ]) {
    holds(moment);
  }
  if (!atRest) return;
  expectServiceOrderKept(moment);
  expectWaitingListServed(moment);
  expectNoExpiredSeat(moment);
}
