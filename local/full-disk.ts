import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import path from "node:path";

/** The errors of writes to a disk without room, or over the quota of its user. */
const fullDiskCodes = new Set(["ENOSPC", "EDQUOT"]);

/** SQLite's code for a file that can't grow. */
const sqliteFull = 13;

/** A full disk is reported at most this often, in ms, because every write meets it. */
const reportIntervalMs = 60_000;

const fullDiskMessage =
  "the disk is full: requests that write are answered with 503 until there is room. Nothing needs a restart.";

let reportedAt = Number.NEGATIVE_INFINITY;

export function isFullDisk(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, errcode } = error as NodeJS.ErrnoException & { readonly errcode?: number };
  return fullDiskCodes.has(code ?? "") || errcode === sqliteFull;
}

/** The room on the disk of a folder, which may not exist yet, in bytes. */
export async function readRoom(folder: string): Promise<number> {
  const place = path.resolve(folder);
  if (!existsSync(place)) return readRoom(path.dirname(place));
  const { blocks, bavail, bsize } = await statfs(place);
  // A file system that has no size says nothing about its room.
  return blocks === 0 ? Number.POSITIVE_INFINITY : bavail * bsize;
}

const toMegabytes = (bytes: number): string => `${Math.ceil(bytes / 1_048_576)} MB`;

/**
 * Says that the disk of a folder is full, and what follows.
 * @param needed the room that the work needs in all, in bytes, as far as it is known
 */
export async function describeFullDisk(folder: string, effect: string, needed?: number): Promise<string> {
  const room = `${toMegabytes(await readRoom(folder))} are free${needed === undefined ? "" : `, about ${toMegabytes(needed)} are needed`}`;
  return `The disk of ${path.resolve(folder)} is full (${room}): ${effect}. Make room, or choose another disk, and call again.`;
}

/** Says in one line that the disk is full and what follows, at most once a minute. @returns whether it is full */
export function reportFullDisk(error: unknown, log: (text: string) => void): boolean {
  if (!isFullDisk(error)) return false;
  if (performance.now() < reportedAt + reportIntervalMs) return true;
  reportedAt = performance.now();
  log(fullDiskMessage);
  return true;
}

/** With less room than this, in bytes, writes begin to fail. */
export const leastRoom = 4 * 1_048_576;

/** The time between two looks at the disk, in ms. */
const watchIntervalMs = 5_000;

/** Says when the disk of the folder is full, and when there is room again. @returns how to end it */
export function watchDisk(folder: string, log: (text: string) => void): () => void {
  let isFull = false;
  const look = async () => {
    const hasNoRoom = (await readRoom(folder)) < leastRoom;
    if (hasNoRoom && !isFull) log(fullDiskMessage);
    if (!hasNoRoom && isFull) log("the disk has room again: requests are answered.");
    isFull = hasNoRoom;
  };
  const timer = setInterval(() => void look().catch(() => {}), watchIntervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
