import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readJson, writeJson } from "../home.ts";

interface Kept {
  readonly streamArn: string;
  /** The last sequence number that was consumed, by shard. */
  readonly shards: Record<string, string>;
}

/** So much of what was consumed may come once more after a crash, in ms. */
const behindMs = 200;

/** How far a consumer has come, in a file: after a crash it goes on there, and sees the last batches once more. */
export class Checkpoint {
  readonly #file: string;
  readonly #kept: Kept;
  #isBehind = false;
  #keeping: Promise<void> | undefined;

  private constructor(file: string, kept: Kept) {
    this.#file = file;
    this.#kept = kept;
  }

  /** One of another stream, such as that of a table made anew, counts for nothing. */
  static async open(folder: string, name: string, streamArn: string): Promise<Checkpoint> {
    const file = path.join(folder, `${name}.json`);
    const kept = await readJson<Kept>(file);
    return new Checkpoint(file, kept?.streamArn === streamArn ? kept : { streamArn, shards: {} });
  }

  of(shardId: string): string | undefined {
    return this.#kept.shards[shardId];
  }

  /** Written down a little later, with whatever is passed until then. */
  passed(shardId: string, sequence: string): void {
    if (this.#kept.shards[shardId] === sequence) return;
    this.#kept.shards[shardId] = sequence;
    this.#isBehind = true;
    this.#keeping ??= this.#keep().finally(() => {
      this.#keeping = undefined;
    });
  }

  /** Resolves when nothing is left to be written down. */
  async isKept(): Promise<void> {
    await this.#keeping;
  }

  async #keep(): Promise<void> {
    while (this.#isBehind) {
      await sleep(behindMs);
      this.#isBehind = false;
      // One that can't be written leaves the one before, and more comes once more.
      await writeJson(this.#file, this.#kept).catch(() => {});
    }
  }
}
