interface PageOf<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** All that an address lists, page by page, up to so many; never what grows with a conference without bound. */
export async function everyPage<T>(
  read: (cursor: string | undefined) => Promise<PageOf<T>>,
  most: number,
): Promise<T[]> {
  const all: T[] = [];
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await read(cursor);
    all.push(...items);
    if (next === null || all.length >= most) return all.slice(0, most);
    cursor = next;
  }
}
