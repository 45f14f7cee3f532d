import { buckets } from "#shared/dynamodb/keys.ts";
import { DomainError } from "#shared/model/domain-error.ts";

/** The number of groups of rows. A change sends its whole group, which is 1 in 64 rows. */
export const groupCount = 64;

/** The size of a group's digest, in bytes. Two digests of 48 bits collide once in 280 million million. */
export const digestBytes = 6;

const headerBytes = 2;
const kindOffsets = { badges: 0, presences: groupCount * digestBytes } as const;
const cursorBytes = headerBytes + 2 * groupCount * digestBytes;
const cursorFormatVersion = 1;

/** What a gate has received: the digest of each group, zero for an empty one, and the next bucket. */
export class GateListCursor {
  readonly #bytes: Buffer;

  private constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** For a gate that has received nothing. */
  static empty(): GateListCursor {
    const bytes = Buffer.alloc(cursorBytes);
    bytes[0] = cursorFormatVersion;
    return new GateListCursor(bytes);
  }

  /** @throws DomainError `bad-cursor` for a text that no list has returned */
  static parse(text: string | undefined): GateListCursor {
    if (text === undefined) return GateListCursor.empty();
    const bytes = Buffer.from(text, "base64url");
    const cursor = new GateListCursor(bytes);
    const isOurs = bytes.length === cursorBytes && bytes[0] === cursorFormatVersion && cursor.bucket <= buckets.length;
    if (!isOurs || cursor.toString() !== text) throw new DomainError("bad-cursor");
    return cursor;
  }

  /** The bucket to read next; the number of buckets after the last. */
  get bucket(): number {
    return this.#bytes[1] ?? 0;
  }

  set bucket(bucket: number) {
    this.#bytes[1] = bucket;
  }

  get isComplete(): boolean {
    return this.bucket === buckets.length;
  }

  copy(): GateListCursor {
    return new GateListCursor(Buffer.from(this.#bytes));
  }

  hasDigest(kind: keyof typeof kindOffsets, group: number, digest: Uint8Array): boolean {
    const at = headerBytes + kindOffsets[kind] + group * digestBytes;
    return this.#bytes.subarray(at, at + digestBytes).equals(digest);
  }

  setDigest(kind: keyof typeof kindOffsets, group: number, digest: Uint8Array): void {
    this.#bytes.set(digest, headerBytes + kindOffsets[kind] + group * digestBytes);
  }

  toString(): string {
    return this.#bytes.toString("base64url");
  }
}
