import { quantile } from "./statistics.ts";

export interface Answered {
  readonly status: number;
  readonly seat: string | undefined;
}

/** What a load of requests came to. */
export interface Load {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Of this process, for each request. */
  readonly cpuMs: number;
  /** How many got which answer: `201 held`, `409`. */
  readonly answers: Record<string, number>;
}

/** So many requests, so many at a time, each sender waiting for its answer (a closed loop). */
export async function drive(count: number, atOnce: number, send: (index: number) => Promise<Answered>): Promise<Load> {
  const times: number[] = [];
  const answers: Record<string, number> = {};
  let next = 0;
  const sender = async () => {
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
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  await Promise.all(Array.from({ length: atOnce }, sender));
  const seconds = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const cpuMs = (user + system) / 1_000 / count;
  return { perSecond: count / seconds, p50: quantile(times, 0.5), p99: quantile(times, 0.99), cpuMs, answers };
}
