/** Loads items ahead of the consumer, in order, so that one is used while the next ones are read. */
export async function* readAhead<In, Out>(
  items: readonly In[],
  count: number,
  load: (item: In) => Promise<Out>,
): AsyncGenerator<Out> {
  const started: Promise<Out>[] = [];
  for (const item of items) {
    const loading = load(item);
    // The error is thrown when the consumer reaches the item, and not before.
    loading.catch(() => undefined);
    started.push(loading);
    if (started.length < count) continue;
    yield await (started.shift() as Promise<Out>);
  }
  for (const loading of started) yield await loading;
}
