/**
 * Maps the items with at most `concurrency` calls of `work` at a time. The first error stops the others from starting.
 * @returns the results in the order of the items
 */
export async function mapConcurrent<In, Out>(
  items: readonly In[],
  concurrency: number,
  work: (item: In, index: number) => Promise<Out>,
): Promise<Out[]> {
  const results: Out[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item, index);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return results;
}

/**
 * As `mapConcurrent`, but items of the same key run one after another, in their order. Items without a key run before
 * all others, one after another.
 */
export async function mapConcurrentByKey<In, Out>(
  items: readonly In[],
  concurrency: number,
  getKey: (item: In) => string | undefined,
  work: (item: In) => Promise<Out>,
): Promise<Out[]> {
  const results = new Map<In, Out>();
  const runInOrder = async (group: readonly In[]) => {
    for (const item of group) results.set(item, await work(item));
  };
  const groups = Map.groupBy(items, getKey);
  await runInOrder(groups.get(undefined) ?? []);
  groups.delete(undefined);
  await mapConcurrent([...groups.values()], concurrency, runInOrder);
  return items.map((item) => results.get(item) as Out);
}
