import type { CommandStore } from "#shared/commands/command-store.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadJob } from "#shared/jobs/jobs.repository.ts";
import type { JobChunkRunner } from "#shared/jobs/run-job.ts";
import type { Job, JobProgress, JobResult } from "#shared/model/job.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";

/** The process that ran a chunk was killed. */
class Killed extends Error {}

/** When a process is killed. */
export interface Break {
  /** The number of its request to the table. */
  readonly at: number;
  /** Whether the table still carries this request out. */
  readonly isSent: boolean;
}

/** The table until the process is killed. */
function openUntil(
  table: Table,
  end: Break | undefined,
): { readonly store: CommandStore; readonly count: () => number } {
  let calls = 0;
  const send = async (command: never) => {
    calls += 1;
    const at = calls;
    if (end && (at > end.at || (at === end.at && !end.isSent))) throw new Killed();
    const answer = await (table.client.send as (command: never) => Promise<unknown>)(command);
    if (end?.at === at) throw new Killed();
    return answer;
  };
  const client = Object.create(table.client, { send: { value: send } }) as typeof table.client;
  return { store: toCommandStore({ client, name: table.name }), count: () => calls };
}

/**
 * Runs a job to its end. Each break kills one run; the next one continues from the last progress that was written.
 * @returns the result, and how many requests to the table the last run made
 */
export async function runKilledJob<Request, Cursor>(
  table: Table,
  jobId: string,
  createRunner: (store: CommandStore) => JobChunkRunner<Request, Cursor>,
  breaks: readonly Break[] = [],
): Promise<{ result: JobResult; calls: number }> {
  const job = (await loadJob(table, jobId)) as Job<Request, Cursor>;
  let { cursor } = job;
  for (const end of [...breaks, undefined]) {
    const { store, count } = openUntil(table, end);
    const saveProgress = async (progress: JobProgress<Cursor>) => {
      if (end && count() >= end.at) throw new Killed();
      cursor = progress.cursor;
    };
    const chunk = { until: Date.now() + 60_000, saveProgress, extendLease: async () => undefined };
    try {
      const result = await createRunner(store)({ ...job, ...(cursor && { cursor }) }, chunk);
      if (result && result !== "needs-mapping") return { result, calls: count() };
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
  }
  throw new Error("a job without a result");
}
