/** Loads some of them ahead of whoever takes them, in order: signing and reading go on while a badge is set. */
export async function* ahead<What, Loaded>(
  wanted: readonly What[],
  width: number,
  load: (what: What) => Promise<Loaded>,
): AsyncGenerator<Loaded> {
  const begun: Promise<Loaded>[] = [];
  for (const what of wanted) {
    const loading = load(what);
    // One that fails is heard of when its turn comes, and not before.
    loading.catch(() => undefined);
    begun.push(loading);
    if (begun.length < width) continue;
    yield await (begun.shift() as Promise<Loaded>);
  }
  for (const loading of begun) yield await loading;
}
