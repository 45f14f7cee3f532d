import type { Page } from "playwright-core";

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** By the clock and by the processor; in microseconds. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/**
 * Measures the tasks of the page's main thread during an action, in ms of processor time: on a busy machine a task also
 * waits, and the waiting is no property of the page.
 */
export async function measureTasks(page: Page, work: () => Promise<void>): Promise<number[]> {
  const browser = page.context().browser();
  if (!browser) throw new Error("no browser");
  await browser.startTracing(page, { categories: ["toplevel", "__metadata"] });
  await work();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const formatThread = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const names = traceEvents.filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain");
  const main = new Set(names.map(formatThread));
  const tasks = traceEvents.filter(
    (each) => /RunTask$/.test(each.name) && each.ph === "X" && main.has(formatThread(each)),
  );
  // Some tasks lack the processor's time; the time by the clock is never less.
  return tasks.map(({ dur = Number.NaN, tdur = dur }) => tdur / 1_000);
}
