import type { Page } from "playwright-core";

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** On the clock, and of the processor; in microseconds. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/**
 * The tasks of the page's main thread while something is done, in ms of the processor: on a busy machine a task also waits,
 * and that says nothing of the page.
 */
export async function tasksOf(page: Page, work: () => Promise<void>): Promise<number[]> {
  const browser = page.context().browser();
  if (!browser) throw new Error("no browser");
  await browser.startTracing(page, { categories: ["toplevel", "__metadata"] });
  await work();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const names = traceEvents.filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain");
  const main = new Set(names.map(threadOf));
  const tasks = traceEvents.filter((each) => /RunTask$/.test(each.name) && each.ph === "X" && main.has(threadOf(each)));
  // Of a few tasks the processor's time isn't told; the clock's is never less.
  return tasks.map(({ dur = Number.NaN, tdur = dur }) => tdur / 1_000);
}
