/** How many are worked on at a time: more only wait for the same processor. */
const lanes = 8;

/**
 * Works through all of them: those that must keep their order one after another, the others several at a time, but what
 * shares a lane in its order.
 * @returns the results in the order of the items
 */
export async function inLanes<Item, Result>(
  items: readonly Item[],
  mayOvertake: (item: Item) => boolean,
  laneOf: (item: Item) => string,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Map<Item, Result>();
  const runOf = async (run: readonly Item[]) => {
    for (const item of run) results.set(item, await work(item));
  };
  await runOf(items.filter((item) => !mayOvertake(item)));
  const runs = [...Map.groupBy(items.filter(mayOvertake), laneOf).values()];
  const worker = async () => {
    for (let run = runs.shift(); run; run = runs.shift()) await runOf(run);
  };
  await Promise.all(Array.from({ length: lanes }, worker));
  return items.flatMap((item) => results.get(item) ?? []);
}
