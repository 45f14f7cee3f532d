import { setTimeout as sleep } from "node:timers/promises";
import { quantile } from "../support/statistics.ts";

/** What a steady stream of readings came to. */
export interface Steady {
  /** Answers a second, over the whole time. */
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
  /** Of this process, for each sending: it hardly depends on what else the machine does. */
  readonly cpuMs: number;
}

/**
 * Sends at a fixed rate, whether answers come or not (an open loop), as people arrive at doors. A time counts from the
 * moment at which the reading was due, so that whoever falls behind can't hide it.
 */
export async function atRate(
  perSecond: number,
  seconds: number,
  send: (index: number) => Promise<void>,
): Promise<Steady> {
  const count = perSecond * seconds;
  const times: number[] = [];
  const sent: Promise<void>[] = [];
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  for (let index = 0; index < count; index += 1) {
    const due = began + (index * 1_000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await sleep(wait);
    sent.push(send(index).then(() => void times.push(performance.now() - due)));
  }
  await Promise.all(sent);
  const took = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const cpuMs = (user + system) / 1_000 / count;
  const quantiles = { p50: quantile(times, 0.5), p99: quantile(times, 0.99), longest: Math.max(...times) };
  return { perSecond: count / took, ...quantiles, cpuMs };
}
