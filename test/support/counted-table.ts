import { vi } from "vitest";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { startProxy } from "./dynamodb-proxy/proxy.ts";
import { startTable } from "./table.ts";

export interface CountedTable {
  /** The table itself, whose requests are not counted. */
  readonly table: CommandStore;
  /** The endpoint whose requests are counted. */
  readonly endpoint: string;
  /** @returns the result of `run`, and the requests meanwhile with their numbers of items, such as `BatchGetItem 2` */
  countRequests<T>(run: () => Promise<T>): Promise<{ readonly result: T; readonly requests: readonly string[] }>;
  stop(): Promise<void>;
}

/**
 * Starts a table that counts requests, and stops the clock of the process. A function forgets what it remembers of a
 * conference after half a second, so on a slow machine it would send other requests.
 */
export async function startCountedTable(): Promise<CountedTable> {
  vi.useFakeTimers({ toFake: ["Date"] });
  const started = await startTable();
  const { endpoint, tally, close } = await startProxy(started.endpoint);
  return {
    table: started.table,
    endpoint,
    countRequests: async (run) => {
      tally.calls.length = 0;
      const result = await run();
      return { result, requests: [...tally.calls] };
    },
    stop: async () => {
      vi.useRealTimers();
      await close();
      await started.stop();
    },
  };
}
