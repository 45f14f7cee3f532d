import type { ConferenceDesk } from "./conference.ts";

/** How often the pools are looked at, in ms. */
const lookEvery = 200;

/**
 * Looks at the pools all the time while others work, for a seat too many would show only for a moment.
 * @returns the result of the work, and the most seats that any pool had given out above its limit
 */
export async function watchPools<T>(
  desk: ConferenceDesk,
  work: () => Promise<T>,
): Promise<{ result: T; mostOver: number }> {
  let working = true;
  const look = async () => {
    let mostOver = 0;
    while (working) {
      const over = (await desk.pools()).map(({ taken, limit }) => taken - limit);
      mostOver = Math.max(mostOver, ...over);
      await new Promise((resolve) => setTimeout(resolve, lookEvery));
    }
    return mostOver;
  };
  const done = work().finally(() => {
    working = false;
  });
  const [result, mostOver] = await Promise.all([done, look()]);
  return { result, mostOver };
}
