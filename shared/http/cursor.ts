import { Refusal } from "#shared/domain/refusal.ts";

/** Where a list goes on, as the client gets it: opaque, and safe in an address. */
export function writeCursor(position: string | null): string | null {
  return position === null ? null : Buffer.from(position).toString("base64url");
}

/** @throws Refusal `bad-cursor` for one that no list gave out */
export function readCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const position = Buffer.from(cursor, "base64url").toString();
  if (!/^[\w:.#-]+$/.test(position) || writeCursor(position) !== cursor) throw new Refusal("bad-cursor");
  return position;
}
