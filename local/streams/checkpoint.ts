import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readJson, writeJson } from "../home.ts";

interface CheckpointState {
  readonly streamArn: string;
  /** The last sequence number that was consumed, by shard. */
  readonly shards: Record<string, string>;
}

const readAgain = "Remove it: the consumer then reads the stream again from its beginning, and does nothing twice.";

/** Records that were consumed within this time before a crash are consumed again, in ms. */
const writeDelayMs = 200;

/** The file with the position of a consumer. After a crash it continues there and consumes the last batches again. */
export class Checkpoint {
  readonly #file: string;
  readonly #state: CheckpointState;
  #isDirty = false;
  #writing: Promise<void> | undefined;

  private constructor(file: string, state: CheckpointState) {
    this.#file = file;
    this.#state = state;
  }

  /** Ignores the checkpoint of another stream, such as that of a deleted table. */
  static async open(folder: string, name: string, streamArn: string): Promise<Checkpoint> {
    const file = path.join(folder, `${name}.json`);
    const stored = await readJson<CheckpointState>(file, readAgain);
    return new Checkpoint(file, stored?.streamArn === streamArn ? stored : { streamArn, shards: {} });
  }

  get(shardId: string): string | undefined {
    return this.#state.shards[shardId];
  }

  /** Writes the file a little later, with all positions up to then. */
  advance(shardId: string, sequence: string): void {
    if (this.#state.shards[shardId] === sequence) return;
    this.#state.shards[shardId] = sequence;
    this.#isDirty = true;
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
  }

  /** Resolves when all positions are written. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    while (this.#isDirty) {
      await sleep(writeDelayMs);
      this.#isDirty = false;
      // After a failed write the previous checkpoint stays, so more records are consumed again.
      await writeJson(this.#file, this.#state).catch(() => {});
    }
  }
}
