import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { captureLog } from "../support/log.ts";
import { type CapacityUnits, meterCapacity } from "./meter.ts";

/** What one function used. */
export interface Usage extends CapacityUnits {
  readonly name: string;
  readonly invocations: number;
  /** The invocations that came through the distribution and the gateway. */
  readonly requests: number;
  readonly ms: number;
  readonly logBytes: number;
}

const unused = { invocations: 0, requests: 0, ms: 0, readUnits: 0, writeUnits: 0, logBytes: 0 };

/** Counts what functions use on a client, each from its call to its answer. Calls must not overlap. */
export class Bill {
  emails = 0;
  readonly #usages = new Map<string, Usage>();
  readonly #readUnits: () => CapacityUnits;

  constructor(client: DynamoDBClient, name: string) {
    this.#readUnits = meterCapacity(client, name);
  }

  /** An invocation by the stream or a schedule. */
  invoke<T>(name: string, run: () => Promise<T>): Promise<T> {
    return this.#count(name, 0, run);
  }

  /** A request through the gateway. */
  request<T>(name: string, run: () => Promise<T>): Promise<T> {
    return this.#count(name, 1, run);
  }

  list(): Usage[] {
    return [...this.#usages.values()];
  }

  async #count<T>(name: string, requests: number, run: () => Promise<T>): Promise<T> {
    const before = this.#readUnits();
    const log = captureLog();
    const began = performance.now();
    const answer = await run().finally(log.stop);
    const ms = performance.now() - began;
    const after = this.#readUnits();
    const usage = this.#usages.get(name) ?? { name, ...unused };
    this.#usages.set(name, {
      name,
      invocations: usage.invocations + 1,
      requests: usage.requests + requests,
      // Lambda bills whole milliseconds.
      ms: usage.ms + Math.ceil(ms),
      readUnits: usage.readUnits + after.readUnits - before.readUnits,
      writeUnits: usage.writeUnits + after.writeUnits - before.writeUnits,
      logBytes: usage.logBytes + log.countBytes(),
    });
    return answer;
  }
}
