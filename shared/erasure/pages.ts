import { TimeIsUp } from "./time-is-up.ts";

/** How many are looked at together. */
const page = 100;

/** What comes, a hundred at a time. @throws TimeIsUp between two pages */
export async function inPages(
  ids: AsyncIterable<string>,
  until: number,
  each: (ids: readonly string[]) => Promise<void>,
): Promise<void> {
  let some: string[] = [];
  for await (const id of ids) {
    some.push(id);
    if (some.length < page) continue;
    await each(some);
    some = [];
    if (Date.now() > until) throw new TimeIsUp();
  }
  if (some.length > 0) await each(some);
}
