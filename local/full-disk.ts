import { statfs } from "node:fs/promises";

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

/** Says in one line that the disk is full and what follows, at most once a minute. @returns whether it is full */
export function reportFullDisk(error: unknown, log: (text: string) => void): boolean {
  if (!isFullDisk(error)) return false;
  if (performance.now() < reportedAt + reportIntervalMs) return true;
  reportedAt = performance.now();
  log(fullDiskMessage);
  return true;
}

/** With less room than this, in bytes, writes begin to fail. */
const leastRoom = 4 * 1_048_576;

/** The time between two looks at the disk, in ms. */
const watchIntervalMs = 5_000;

/** Says when the disk of the folder is full, and when there is room again. @returns how to end it */
export function watchDisk(folder: string, log: (text: string) => void): () => void {
  let isFull = false;
  const look = async () => {
    const { bavail, bsize } = await statfs(folder);
    const hasNoRoom = bavail * bsize < leastRoom;
    if (hasNoRoom && !isFull) log(fullDiskMessage);
    if (!hasNoRoom && isFull) log("the disk has room again: requests are answered.");
    isFull = hasNoRoom;
  };
  const timer = setInterval(() => void look().catch(() => {}), watchIntervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
