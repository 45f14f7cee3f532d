import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { leastRoom, readRoom } from "../../local/full-disk.ts";
import { readJson, toHome } from "../../local/home.ts";

/** A backup that is being written, or was killed: what lies around until it ends. */
interface UnfinishedBackup {
  readonly workspace: string;
  /** The file that it writes; undefined before it has begun. */
  readonly part: string | undefined;
  readonly isRunning: boolean;
}

const host = hostname().replaceAll(/[^\w-]/g, "-");

/**
 * Where a backup is written until it is complete and verified: beside its place, so that it can be renamed. No one can
 * foresee the name, because another file of that name would keep its mode, or be a link. It names its writer, so that
 * the next backup can tell a part that a killed one left.
 */
export const toPartFile = (file: string): string => `${file}.${host}-${process.pid}-${randomUUID()}.part`;

const partPattern = new RegExp(`\\.${host}-(\\d+)-[\\da-f]{8}(?:-[\\da-f]{4,12}){4}\\.part$`);

const workspacePattern = /^palais-backup-(\d+)-/;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * Creates a folder in which a backup of a local system works: in the home, where the next command finds what a killed
 * backup left; or in the folder of temporary files, if the home can't be written.
 */
export async function createWorkspace(folder: string): Promise<string> {
  const { backups } = toHome(folder);
  const name = `palais-backup-${process.pid}-`;
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

/** The backups of a home that are being written, or were killed. */
export async function listUnfinishedBackups(folder: string): Promise<UnfinishedBackup[]> {
  const { backups } = toHome(folder);
  const inHome = (await listWorkspaces(backups)).map(({ home: _, ...each }) => each);
  const elsewhere = await listWorkspaces(tmpdir());
  return [...inHome, ...elsewhere.filter(({ home }) => home === path.resolve(folder))];
}

async function listWorkspaces(place: string): Promise<(UnfinishedBackup & { readonly home: string | undefined })[]> {
  const names = existsSync(place) ? await readdir(place) : [];
  const own = names.flatMap((name) => {
    const pid = workspacePattern.exec(name)?.[1];
    return pid === undefined ? [] : [{ workspace: path.join(place, name), isRunning: isAlive(Number(pid)) }];
  });
  return Promise.all(
    own.map(async (each) => {
      // One of another user can't be read.
      const record = await readJson<WorkspaceRecord>(toRecordFile(each.workspace)).catch(() => undefined);
      return { ...each, home: record?.home, part: record && existsSync(record.part) ? record.part : undefined };
    }),
  );
}

/**
 * Deletes what killed backups of a home left, wherever it lies, and the parts of killed backups in the folder of
 * `file`.
 * @param folder undefined for the backup of a deployed system
 * @returns the deleted parts, which contain data unencrypted
 */
export async function removeLeftovers(folder: string | undefined, file: string): Promise<string[]> {
  const unfinished = folder === undefined ? [] : await listUnfinishedBackups(folder);
  const killed = unfinished.filter(({ isRunning }) => !isRunning);
  const place = path.dirname(path.resolve(file));
  const beside = (existsSync(place) ? await readdir(place) : []).filter((name) => {
    const pid = partPattern.exec(name)?.[1];
    return pid !== undefined && !isAlive(Number(pid));
  });
  const parts = new Set([...killed.flatMap(({ part }) => part ?? []), ...beside.map((name) => path.join(place, name))]);
  for (const part of parts) await rm(part, { force: true });
  for (const { workspace } of killed) await rm(workspace, { recursive: true, force: true });
  return [...parts];
}
