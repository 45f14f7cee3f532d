import { setTimeout as sleep } from "node:timers/promises";
import type { Look } from "./record.ts";
import { call, type RunningSystem } from "./system.ts";

export interface Pool {
  readonly pool: string;
  readonly limit: number;
  readonly taken: number;
  readonly waiting: number;
}

async function poolsOf(system: RunningSystem, conferenceId: string): Promise<Pool[]> {
  return (await call<{ items: Pool[] }>(system, `/v1/conferences/${conferenceId}/capacity`)).body.items;
}

const lookEveryMs = 500;

/** The venue again and again while others work; the secretariat's own view. */
export async function watch(
  system: RunningSystem,
  conferenceId: string,
  began: number,
  work: Promise<unknown>,
  seen: (look: Look) => void,
): Promise<void> {
  let working = true;
  const done = work.finally(() => {
    working = false;
  });
  while (working) {
    const venue = (await poolsOf(system, conferenceId)).find(({ pool }) => pool === "venue");
    if (venue) seen({ at: Date.now() - began, limit: venue.limit, taken: venue.taken, waiting: venue.waiting });
    await sleep(lookEveryMs);
  }
  await done;
}

/** How long the pools must stay as they are before they count as settled, in ms: their counts may lag by two seconds. */
const quietMs = 3_000;
const patienceMs = 60_000;

/** Waits until nothing moves any more. @returns the pools as they are then */
export async function settled(system: RunningSystem, conferenceId: string): Promise<Pool[]> {
  const until = Date.now() + patienceMs;
  let [pools, since] = [await poolsOf(system, conferenceId), Date.now()];
  while (Date.now() - since < quietMs && Date.now() < until) {
    await sleep(lookEveryMs);
    const now = await poolsOf(system, conferenceId);
    if (JSON.stringify(now) !== JSON.stringify(pools)) [pools, since] = [now, Date.now()];
  }
  return pools;
}
