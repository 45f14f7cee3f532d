import { expect } from "vitest";
import type { Change } from "#shared/domain/change.ts";
import type { Conference } from "#shared/domain/conference.ts";
import { judge } from "#shared/domain/entry/judge.ts";
import { isConfirmed, isLive, type Registration } from "#shared/domain/registration.ts";
import type { PoolName } from "#shared/domain/seat.ts";
import { seatExpiresAt } from "#shared/domain/seat-expiry.ts";
import { occupies, type Pools, seatPools } from "#shared/domain/seats.ts";
import { profileOf } from "#shared/domain/targets.ts";
import { arrivalOrder, canBeSeated, listWantedPools, waitingSince } from "#shared/domain/waiting-list.ts";
import type { World } from "./world.ts";

/** What is looked at after a step of a history. */
interface Moment {
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
function capHolds({ rows, pools, before }: Moment): void {
  const holders = (pool: PoolName) =>
    rows.filter(({ seat, category }) => occupies(seat) && (pool === "venue" || pool === `category:${category}`)).length;
  for (const [pool, { taken, limit }] of pools) {
    expect(taken, `${pool}: taken`).toBe(holders(pool));
    expect(taken, `${pool}: limit`).toBeLessThanOrEqual(Math.max(limit, before.get(pool)?.taken ?? 0));
  }
  for (const row of rows) if (!isLive(row)) expect([row.seat.state, row.shardAllocations]).toEqual(["none", {}]);
}

/** Invariant 3: nobody jumps the line: a newcomer takes only from pools that were open. */
function nobodyJumps({ conference, before, last }: Moment): void {
  for (const { before: was, after } of last?.admission === "public" ? last.registrations : []) {
    if (!occupies(after.seat) || (was && occupies(was.seat))) continue;
    for (const pool of seatPools(conference, after)) expect(before.get(pool)?.open, `${pool} was closed`).toBe(true);
  }
}

/** Invariant 3: at rest, nobody in line would fit, and what they wait for is kept for them. */
function lineIsServed({ conference, rows, pools }: Moment): void {
  const free = (pool: PoolName) => (pools.get(pool)?.taken ?? 0) < (pools.get(pool)?.limit ?? 0);
  for (const row of rows.filter((each) => waitingSince(each) !== undefined)) {
    const wanted = listWantedPools(conference, row);
    expect(canBeSeated(pools, wanted), "somebody waits for a place that is free").toBe(false);
    const heldBack = wanted.flat().filter((pool) => !free(pool));
    for (const pool of heldBack) expect(pools.get(pool)?.open, `${pool} open to newcomers`).toBe(false);
  }
}

/** Whether the line's targets tell two of the same priority apart: then not arrival alone says who comes first. */
function isToldApart(
  { waitingListOrder, targets = {}, categories }: Conference,
  one: Registration,
  other: Registration,
) {
  const priorityOf = ({ category }: Registration) => categories.find((each) => each.category === category)?.priority;
  const profile = (each: Registration) => JSON.stringify([...profileOf(targets, each)]);
  return waitingListOrder === "targets" && priorityOf(one) === priorityOf(other) && profile(one) !== profile(other);
}

/**
 * Invariant 3: nobody is seated before one who stood in line before them and needs no other pool; nor, where targets order
 * the line, before one whom they don't tell apart.
 */
function orderIsKept({ conference, rowsBefore, rows }: Moment): void {
  const now = new Map(rows.map((row) => [row.registrationId, row.seat.state]));
  const waited = rowsBefore.filter(({ seat }) => seat.state === "waiting");
  const left = waited.filter(({ registrationId }) => now.get(registrationId) === "waiting");
  const seated = waited.filter(({ registrationId }) => ["held", "offered"].includes(now.get(registrationId) ?? ""));
  for (const behind of left) {
    for (const ahead of seated) {
      if (arrivalOrder(conference, ahead) < arrivalOrder(conference, behind)) continue;
      if (isToldApart(conference, ahead, behind)) continue;
      const needed = seatPools(conference, ahead);
      expect(
        seatPools(conference, behind).every((pool) => needed.includes(pool)),
        "somebody was passed",
      ).toBe(false);
    }
  }
}

/** Invariant 3: at rest, nothing is held beyond its time. */
function nothingHasLapsed({ conference, rows, now }: Moment): void {
  for (const row of rows) expect((seatExpiresAt(conference, row) ?? "9999") > now, "a seat beyond its time").toBe(true);
}

/** Invariant 4: one live registration per person. */
function onePersonOnce({ rows }: Moment): void {
  const addresses = rows.filter(isLive).map(({ person }) => person.email);
  expect(new Set(addresses).size).toBe(addresses.length);
}

/** Invariant 6: who became confirmed was promised exactly one mail for it, with the serial it issued. */
function mailsArePromised({ rows, changes }: Moment): void {
  const promised = changes.flatMap(({ mails }) => mails.filter((mail) => mail.kind === "approved"));
  const badges = promised.map((mail) => `${mail.registrationId}.${mail.serial}`);
  expect(new Set(badges).size).toBe(badges.length);
  for (const row of rows.filter(isConfirmed)) {
    expect(promised.some(({ registrationId }) => registrationId === row.registrationId)).toBe(true);
  }
}

/** Invariant 7: every badge that was ever issued is refused, but the live one of a confirmed person. */
function deadBadgesStayDead({ conference, rows, now }: Moment): void {
  for (const row of rows) {
    for (let serial = 1; serial <= row.badgeSerial; serial += 1) {
      const { registrationId } = row;
      const { verdict } = judge(conference, { registrationId, serial }, row, {}, { direction: "in", at: now });
      expect(verdict).toBe(isConfirmed(row) && serial === row.badgeSerial ? "admit" : "refuse");
    }
  }
}

/** Invariant 8: every change says who did what, and when. */
function everyChangeIsSigned({ changes }: Moment): void {
  for (const { actor, action, at } of changes) expect([actor.kind, action, at].every(Boolean)).toBe(true);
}

/** What must hold after every step of a history, and, `atRest`, after the line was served. */
export async function keepsInvariants(
  world: World,
  { before, rowsBefore }: Pick<Moment, "before" | "rowsBefore">,
  last: Change | undefined,
  atRest: boolean,
): Promise<void> {
  const [rows, pools] = [await world.registrations(), await world.pools()];
  const moment: Moment = {
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
    capHolds,
    nobodyJumps,
    onePersonOnce,
    mailsArePromised,
    deadBadgesStayDead,
    everyChangeIsSigned,
  ]) {
    holds(moment);
  }
  if (!atRest) return;
  orderIsKept(moment);
  lineIsServed(moment);
  nothingHasLapsed(moment);
}
