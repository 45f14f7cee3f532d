import fs, { type PathLike, type WriteStream } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import path from "node:path";

/**
 * Loaded before a program (`node --import`), this makes the folder PALAIS_TEST_DISK a disk of PALAIS_TEST_DISK_BYTES for
 * the program, and for the Node programs that it starts: `statfs` tells the room that the files in it leave, and once
 * they leave none, what would create or write a file there fails with ENOSPC. With `read-only` in place of a number,
 * each of these writes fails with EROFS. To mount such a disk takes a privilege that a container in continuous integration has not. A sparse
 * file counts with its length.
 */
const disk = path.resolve(process.env["PALAIS_TEST_DISK"] ?? "");
const isReadOnly = process.env["PALAIS_TEST_DISK_BYTES"] === "read-only";
const size = isReadOnly ? 2 ** 40 : Number(process.env["PALAIS_TEST_DISK_BYTES"]);

const { createWriteStream, lstatSync, readdirSync } = fs;

/** The bytes that the files leave. */
function readRoom(): number {
  const entries = readdirSync(disk, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  // A file may be deleted meanwhile.
  const sizes = entries.map(
    ({ parentPath, name }) => lstatSync(path.join(parentPath, name), { throwIfNoEntry: false })?.size ?? 0,
  );
  return Math.max(0, size - sizes.reduce((sum, each) => sum + each, 0));
}

/** The time for which a known room is used again, in ms, because an app is written with many calls. */
const cacheMs = 50;
let [cachedRoom, cachedAt] = [size, Number.NEGATIVE_INFINITY];

function takesNoWrite(): boolean {
  if (isReadOnly) return true;
  if (performance.now() > cachedAt + cacheMs) [cachedRoom, cachedAt] = [readRoom(), performance.now()];
  return cachedRoom === 0;
}

const isOnDisk = (file: unknown): boolean => `${path.resolve(String(file))}${path.sep}`.startsWith(disk + path.sep);

const [code, reason, errno] = isReadOnly
  ? ["EROFS", "read-only file system", -30]
  : ["ENOSPC", "no space left on device", -28];

const toFault = (syscall: string, file?: unknown): Error =>
  Object.assign(new Error(`${code}: ${reason}, ${syscall}`), { code, errno, syscall, path: file });

type Call = (...args: unknown[]) => unknown;

/** Lets a function of a module fail on the disk. @param target which argument names what it writes */
function guard(module: object, name: string, target: number, fail: (fault: Error, file: unknown) => unknown): void {
  const calls = module as Record<string, Call>;
  const call = calls[name];
  if (!call) throw new Error(`there is no ${name}`);
  calls[name] = (...args) =>
    isOnDisk(args[target]) && takesNoWrite()
      ? fail(toFault(name, args[target]), args[target])
      : call.apply(module, args);
}

const throwFault = (fault: Error): never => {
  throw fault;
};
for (const [name, target] of [
  ["mkdir", 0],
  ["copyFile", 1],
] as const) {
  guard(fs, `${name}Sync`, target, throwFault);
  guard(fs.promises, name, target, (fault) => Promise.reject(fault));
}
// A full disk has room for the name of a file: the file is there, and empty.
const { writeFileSync } = fs;
const empty = (file: unknown) => isReadOnly || writeFileSync(file as PathLike, "");
guard(fs, "writeFileSync", 0, (fault, file) => {
  empty(file);
  throw fault;
});
guard(fs.promises, "writeFile", 0, (fault, file) => {
  empty(file);
  return Promise.reject(fault);
});

if (isReadOnly) {
  guard(fs, "chmodSync", 0, throwFault);
  const { access } = fs.promises;
  fs.promises.access = (file, mode = 0) =>
    mode === fs.constants.W_OK && isOnDisk(file) ? Promise.reject(toFault("access", file)) : access(file, mode);
}

const { statfs } = fs.promises;
fs.promises.statfs = (async (file: PathLike) => {
  const found = await statfs(file);
  return isOnDisk(file) ? Object.assign(found, { blocks: size, bavail: readRoom(), bsize: 1 }) : found;
}) as typeof statfs;

/** A write of a stream. The last argument is called when it ends. */
const guardStreamWrite =
  (name: "write" | "writev") =>
  (...args: unknown[]): void => {
    const settle = args.at(-1) as (fault: Error) => void;
    if (readRoom() === 0) settle(toFault(name));
    else (fs[name] as Call)(...args);
  };
fs.createWriteStream = ((file: PathLike, options: object = {}): WriteStream =>
  createWriteStream(
    file,
    isOnDisk(file)
      ? { ...options, fs: { ...fs, write: guardStreamWrite("write"), writev: guardStreamWrite("writev") } }
      : options,
  )) as typeof createWriteStream;

syncBuiltinESMExports();
