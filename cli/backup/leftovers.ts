import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { leastRoom, readRoom } from "../../local/full-disk.ts";
import { parseJsonObject, toHome } from "../../local/home.ts";
import { isMarkedProcessAlive, processMarkPattern, toProcessMark } from "../../local/runner-record.ts";

/** A backup that is being written, or was killed: what lies around until it ends. */
export interface UnfinishedBackup {
  readonly workspace: string;
  /** The file that it writes; undefined before it has begun. */
  readonly part: string | undefined;
  readonly writer: WriterState;
}

/** Whether a backup is still being written. That is unknown of another host, such as a container with the same home. */
type WriterState = "running" | "killed" | "unknown";

const host = hostname().replaceAll(/[^\w-]/g, "-");

/** The process that writes, for the names of its files: they tell the next backup what a killed one left. */
const toWriterName = (): string => `${host}-${toProcessMark(process.pid)}`;

const writerPattern = `(?<writer>(?<host>[\\w-]+)-(?<mark>${processMarkPattern}))`;

/**
 * Where a backup is written until it is complete and verified: beside its place, so that it can be renamed. No one can
 * foresee the name, because another file of that name would keep its mode, or be a link.
 */
export const toPartFile = (file: string): string => `${file}.${toWriterName()}-${randomUUID()}.part`;

const partPattern = new RegExp(`\\.${writerPattern}-[\\da-f]{8}(?:-[\\da-f]{4,12}){4}\\.part$`);

const workspacePattern = new RegExp(`^palais-backup-${writerPattern}-\\w{6}$`);

interface Writer {
  readonly name: string;
  readonly state: WriterState;
}

/** The writer that the name of a part or of a workspace names; undefined for another file. */
function parseWriter(pattern: RegExp, file: string): Writer | undefined {
  const { writer: name, host: writerHost, mark = "" } = pattern.exec(path.basename(file))?.groups ?? {};
  if (name === undefined) return undefined;
  if (writerHost !== host) return { name, state: "unknown" };
  // In a new container a backup may get the id of the one that was killed. The caller looks before it writes itself.
  const isRunning = name !== toWriterName() && isMarkedProcessAlive(mark);
  return { name, state: isRunning ? "running" : "killed" };
}

/**
 * Whether this user owns a file or folder, which is no link: others may write into the folder of temporary files, too.
 */
async function isOwn(file: string): Promise<boolean> {
  const found = await lstat(file).catch(() => undefined);
  return found !== undefined && !found.isSymbolicLink() && found.uid === process.getuid?.();
}

async function filterOwn(files: readonly string[]): Promise<string[]> {
  const own = await Promise.all(files.map(isOwn));
  return files.filter((_, index) => own[index]);
}

/**
 * Creates a folder in which a backup of a local system works: in the home, where the next command finds what a killed
 * backup left; or in the folder of temporary files, if the home can't be written.
 */
export async function createWorkspace(folder: string): Promise<string> {
  const { backups } = toHome(folder);
  const name = `palais-backup-${toWriterName()}-`;
  try {
    await mkdir(backups, { recursive: true, mode: 0o700 });
    if ((await readRoom(backups)) >= leastRoom) return await mkdtemp(path.join(backups, name));
  } catch {
    // The home is of another user, or on a disk that is read-only.
  }
  return mkdtemp(path.join(tmpdir(), name));
}

interface WorkspaceRecord {
  /** The folder of the system. */
  readonly home: string;
  readonly part: string;
}

const toRecordFile = (workspace: string): string => path.join(workspace, "part.json");

/** Records which file a backup writes. */
export const recordPart = (folder: string, workspace: string, part: string): Promise<void> =>
  writeFile(
    toRecordFile(workspace),
    JSON.stringify({ home: path.resolve(folder), part: path.resolve(part) } satisfies WorkspaceRecord),
    { mode: 0o600 },
  );

/** The backups of a home by this user that are being written, or were killed. */
export async function listUnfinishedBackups(folder: string): Promise<UnfinishedBackup[]> {
  const { backups } = toHome(folder);
  const inHome = (await listWorkspaces(backups)).map(({ home: _, ...each }) => each);
  const elsewhere = await listWorkspaces(tmpdir());
  return [...inHome, ...elsewhere.filter(({ home }) => home === path.resolve(folder))];
}

async function listWorkspaces(place: string): Promise<(UnfinishedBackup & { readonly home: string | undefined })[]> {
  const names = existsSync(place) ? await readdir(place) : [];
  const found = names.flatMap((name) => {
    const writer = parseWriter(workspacePattern, name);
    return writer ? [{ workspace: path.join(place, name), writer }] : [];
  });
  const own = new Set(await filterOwn(found.map(({ workspace }) => workspace)));
  return Promise.all(
    found
      .filter(({ workspace }) => own.has(workspace))
      .map(async ({ workspace, writer: { name, state } }) => {
        const text = await readFile(toRecordFile(workspace), "utf8").catch(() => "");
        const record = parseJsonObject<WorkspaceRecord>(text);
        const isItsPart = record && parseWriter(partPattern, record.part)?.name === name && (await isOwn(record.part));
        return { workspace, writer: state, home: record?.home, part: isItsPart ? record.part : undefined };
      }),
  );
}

/**
 * Deletes what killed backups of a home left, wherever it lies, and the parts of killed backups in the folder of
 * `file`: only what this user owns, and no backup of another host, which may still be written.
 * @param folder undefined for the backup of a deployed system
 * @returns the deleted parts, which contain data unencrypted
 */
export async function removeLeftovers(folder: string | undefined, file: string): Promise<string[]> {
  const unfinished = folder === undefined ? [] : await listUnfinishedBackups(folder);
  const killed = unfinished.filter(({ writer }) => writer === "killed");
  const place = path.dirname(path.resolve(file));
  const names = existsSync(place) ? await readdir(place) : [];
  const beside = names.filter((name) => parseWriter(partPattern, name)?.state === "killed");
  const parts = new Set([
    ...killed.flatMap(({ part }) => part ?? []),
    ...(await filterOwn(beside.map((name) => path.join(place, name)))),
  ]);
  for (const part of parts) await rm(part, { force: true });
  for (const { workspace } of killed) await rm(workspace, { recursive: true, force: true });
  return [...parts];
}
