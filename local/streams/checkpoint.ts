import path from "node:path";
import { readJson, writeJson } from "../home.ts";

interface Kept {
  readonly streamArn: string;
  /** The last sequence number that was consumed, by shard. */
  readonly shards: Record<string, string>;
}

/** How far a consumer has come, in a file: after a crash it goes on there, and sees the last batch once more. */
export class Checkpoint {
  readonly #file: string;
  readonly #kept: Kept;

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

  async passed(shardId: string, sequence: string): Promise<void> {
    if (this.#kept.shards[shardId] === sequence) return;
    this.#kept.shards[shardId] = sequence;
    await writeJson(this.#file, this.#kept);
  }
}
