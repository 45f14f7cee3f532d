import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import path from "node:path";

/** The errors of writes to a disk without room, or over the quota of its user. */
const fullDiskCodes = new Set(["ENOSPC", "EDQUOT"]);

/** SQLite's codes for a file that can't grow, and for one on a disk that takes no writes. */
const [sqliteFull, sqliteReadOnly] = [13, 8];

/** A fault of the disk is reported at most this often, in ms, because every write meets it. */
const reportIntervalMs = 60_000;

const fullDiskMessage = "the disk is full: requests that write are answered with 503 until there is room.";
const readOnlyDiskMessage = "the disk is read-only: requests that write fail until it is writable again.";

let reportedAt = Number.NEGATIVE_INFINITY;

export function isFullDisk(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, errcode } = error as NodeJS.ErrnoException & { readonly errcode?: number };
  return fullDiskCodes.has(code ?? "") || errcode === sqliteFull;
}

/** Whether a write failed because its disk takes none, such as one that was mounted read-only after a fault. */
export function isReadOnlyDisk(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, errcode } = error as NodeJS.ErrnoException & { readonly errcode?: number };
  return code === "EROFS" || errcode === sqliteReadOnly;
}

/** Says that the disk of a folder takes no writes, and what follows. */
export const describeReadOnlyDisk = (folder: string, effect: string): string =>
  `The disk of ${path.resolve(folder)} is read-only: ${effect}. Make it writable, or choose another disk, and call again.`;

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

/**
 * Says what a failed write tells about the disk of a folder, and what follows.
 * @param needed as in `describeFullDisk`
 * @returns undefined for an error that the disk does not explain
 */
export async function describeDiskFault(
  error: unknown,
  folder: string,
  effect: string,
  needed?: number,
): Promise<string | undefined> {
  if (isReadOnlyDisk(error)) return describeReadOnlyDisk(folder, effect);
  return isFullDisk(error) ? describeFullDisk(folder, effect, needed) : undefined;
}

/** Says in one line what the disk lacks and what follows, at most once a minute. @returns whether the disk is at fault */
export function reportDiskFault(error: unknown, log: (text: string) => void): boolean {
  const isReadOnly = isReadOnlyDisk(error);
  if (!isReadOnly && !isFullDisk(error)) return false;
  if (performance.now() < reportedAt + reportIntervalMs) return true;
  reportedAt = performance.now();
  log(isReadOnly ? readOnlyDiskMessage : fullDiskMessage);
  return true;
}

/** With less room than this, in bytes, writes begin to fail. */
export const leastRoom = 4 * 1_048_576;

/** The time between two looks at the disk, in ms. */
const watchIntervalMs = 5_000;

/**
 * Says when the disk of the folder of a running system is full, and when there is room again.
 * @returns how to end it
 */
export function watchDisk(folder: string, log: (text: string) => void): () => void {
  let isFull = false;
  const look = async () => {
    const hasNoRoom = (await readRoom(folder)) < leastRoom;
    if (hasNoRoom && !isFull) log(`${fullDiskMessage} Nothing needs a restart.`);
    if (!hasNoRoom && isFull) log("the disk has room again: requests are answered.");
    isFull = hasNoRoom;
  };
  const timer = setInterval(() => void look().catch(() => {}), watchIntervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
