import { setTimeout as sleep } from "node:timers/promises";
import { quantile } from "./statistics.ts";

/** The answer to one submission, as far as a load counts it. */
export interface Sent {
  readonly status: number;
  readonly seat: string | undefined;
}

/** What a load of requests measured. Times in ms. */
export interface LoadReport {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** CPU time of this process for each request. */
  readonly cpuMs: number;
  /** The number of answers of each kind: `201 held`, `409`. */
  readonly answers: Record<string, number>;
}

/** Sends `count` requests from `concurrency` senders, each of which waits for its answer (a closed loop). */
export async function runClosedLoop(
  count: number,
  concurrency: number,
  send: (index: number) => Promise<Sent>,
): Promise<LoadReport> {
  const times: number[] = [];
  const answers: Record<string, number> = {};
  let next = 0;
  const runSender = async () => {
    while (next < count) {
      const index = next;
      next += 1;
      const began = performance.now();
      const { status, seat } = await send(index);
      times.push(performance.now() - began);
      const answer = seat === undefined ? String(status) : `${status} ${seat}`;
      answers[answer] = (answers[answer] ?? 0) + 1;
    }
  };
  const usage = startUsage();
  await Promise.all(Array.from({ length: concurrency }, runSender));
  return { ...usage(count), p50: quantile(times, 0.5), p99: quantile(times, 0.99), answers };
}

/** What a steady stream of requests measured. Times in ms. */
export interface SteadyReport extends Omit<LoadReport, "answers"> {
  readonly longest: number;
}

/**
 * Sends at a fixed rate, whether or not answers have arrived (an open loop), as people arrive at gates. A time counts
 * from the moment at which the request was due, so that a sender that falls behind can't hide it.
 */
export async function runOpenLoop(
  perSecond: number,
  seconds: number,
  send: (index: number) => Promise<void>,
): Promise<SteadyReport> {
  const count = perSecond * seconds;
  const times: number[] = [];
  const sent: Promise<void>[] = [];
  const usage = startUsage();
  const began = performance.now();
  for (let index = 0; index < count; index += 1) {
    const due = began + (index * 1_000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await sleep(wait);
    sent.push(send(index).then(() => void times.push(performance.now() - due)));
  }
  await Promise.all(sent);
  return { ...usage(count), p50: quantile(times, 0.5), p99: quantile(times, 0.99), longest: Math.max(...times) };
}

/** Measures rate and CPU time from now until the returned function is called. */
function startUsage(): (count: number) => { readonly perSecond: number; readonly cpuMs: number } {
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  return (count) => {
    const { user, system } = process.cpuUsage(cpu);
    const perSecond = (count / (performance.now() - began)) * 1_000;
    return { perSecond, cpuMs: (user + system) / 1_000 / count };
  };
}
