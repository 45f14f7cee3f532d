import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { type Costs, meter } from "../capacity/meter.ts";

/** What one function did. */
export interface Line {
  readonly name: string;
  readonly invocations: number;
  /** Of them, those that came over the gateway and the edge. */
  readonly asked: number;
  readonly ms: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly logBytes: number;
}

const nothing = { invocations: 0, asked: 0, ms: 0, readUnits: 0, writeUnits: 0, logBytes: 0 };

/** Counts what functions do on a client, each from its call to its answer. One thing at a time, or it would be mixed up. */
export class Bill {
  mails = 0;
  readonly #lines = new Map<string, Line>();
  readonly #costs: () => Costs;
  #before = { readUnits: 0, writeUnits: 0 };

  constructor(client: DynamoDBClient, name: string) {
    this.#costs = meter(client, name);
  }

  /** An invocation by the stream or a schedule. */
  of<T>(name: string, run: () => Promise<T>): Promise<T> {
    return this.#count(name, 0, run);
  }

  /** A request over the gateway. */
  asked<T>(name: string, run: () => Promise<T>): Promise<T> {
    return this.#count(name, 1, run);
  }

  lines(): Line[] {
    return [...this.#lines.values()];
  }

  async #count<T>(name: string, asked: number, run: () => Promise<T>): Promise<T> {
    this.#before = this.#units();
    const log = listen();
    const began = performance.now();
    const answer = await run().finally(log.stop);
    const ms = performance.now() - began;
    const { readUnits, writeUnits } = this.#units();
    const line = this.#lines.get(name) ?? { name, ...nothing };
    this.#lines.set(name, {
      name,
      invocations: line.invocations + 1,
      asked: line.asked + asked,
      // Lambda counts whole milliseconds.
      ms: line.ms + Math.ceil(ms),
      readUnits: line.readUnits + readUnits - this.#before.readUnits,
      writeUnits: line.writeUnits + writeUnits - this.#before.writeUnits,
      logBytes: line.logBytes + log.bytes(),
    });
    return answer;
  }

  #units(): { readUnits: number; writeUnits: number } {
    const { readUnits, writeUnits, plainWriteUnits } = this.#costs();
    return { readUnits, writeUnits: writeUnits + plainWriteUnits };
  }
}

/** What a function writes into its log; nothing of it reaches the report. */
function listen(): { bytes: () => number; stop: () => void } {
  const { write } = process.stdout;
  let bytes = 0;
  process.stdout.write = (chunk: string | Uint8Array) => {
    bytes += Buffer.byteLength(chunk);
    return true;
  };
  return {
    bytes: () => bytes,
    stop: () => {
      process.stdout.write = write;
    },
  };
}
