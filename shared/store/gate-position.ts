import { Refusal } from "#shared/domain/refusal.ts";
import { buckets } from "./keys.ts";

/** Over how many groups the rows of a list are spread: what changes sends its group, so 1 in 64 rows with it. */
export const groups = 64;

/** Of a group's digest, in bytes: two of 48 bits are the same by chance once in 280 million million. */
export const digestLength = 6;

const header = 2;
const kinds = { badges: 0, presences: groups * digestLength } as const;
const length = header + 2 * groups * digestLength;
const form = 1;

/** What a gate has been given: the digest of each group, and how far the reading has come. A group without rows is zero. */
export class GatePosition {
  readonly #bytes: Buffer;

  private constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Nothing was given yet. */
  static empty(): GatePosition {
    const bytes = Buffer.alloc(length);
    bytes[0] = form;
    return new GatePosition(bytes);
  }

  /** @throws Refusal `bad-cursor` for a text that no list gave out */
  static read(text: string | undefined): GatePosition {
    if (text === undefined) return GatePosition.empty();
    const bytes = Buffer.from(text, "base64url");
    const position = new GatePosition(bytes);
    const isOurs = bytes.length === length && bytes[0] === form && position.bucket <= buckets.length;
    if (!isOurs || position.toString() !== text) throw new Refusal("bad-cursor");
    return position;
  }

  /** The bucket to be read next; as many as there are when all are read. */
  get bucket(): number {
    return this.#bytes[1] ?? 0;
  }

  set bucket(bucket: number) {
    this.#bytes[1] = bucket;
  }

  get isComplete(): boolean {
    return this.bucket === buckets.length;
  }

  copy(): GatePosition {
    return new GatePosition(Buffer.from(this.#bytes));
  }

  has(kind: keyof typeof kinds, group: number, digest: Uint8Array): boolean {
    const at = header + kinds[kind] + group * digestLength;
    return this.#bytes.subarray(at, at + digestLength).equals(digest);
  }

  set(kind: keyof typeof kinds, group: number, digest: Uint8Array): void {
    this.#bytes.set(digest, header + kinds[kind] + group * digestLength);
  }

  toString(): string {
    return this.#bytes.toString("base64url");
  }
}
