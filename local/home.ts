import { randomUUID } from "node:crypto";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { StartError } from "./errors.ts";
import { isFullDisk, isReadOnlyDisk } from "./full-disk.ts";

/** The paths of the state that survives a restart. `.palais/` is the default folder. */
export interface LocalHome {
  readonly folder: string;
  /** The synthesized app. */
  readonly cdkOut: string;
  readonly database: string;
  readonly keys: string;
  /** The names of the keys that the home has had. */
  readonly keyRecord: string;
  readonly secrets: string;
  readonly mail: string;
  readonly cognito: string;
  readonly logs: string;
  /** The checkpoints of the stream consumers. */
  readonly streams: string;
  readonly queues: string;
  /** Uploaded files. */
  readonly documents: string;
  /** What backups work with while they are written. */
  readonly backups: string;
  /** The passwords of the local accounts. */
  readonly accountsFile: string;
  /** The addresses and accounts of the system. The file exists only while the system runs. */
  readonly descriptionFile: string;
  /** The process that runs the system, and its child processes. */
  readonly runnerFile: string;
}

/** A variable of the environment. An empty one counts as none, as a script that sets it from nothing means it. */
export const getSetting = (name: string, otherwise: string): string => process.env[name] || otherwise;

/** The folder of the local system, PALAIS_HOME. @throws StartError for a name that would break a line of output */
export function getHomeFolder(): string {
  const folder = getSetting("PALAIS_HOME", ".palais");
  if (/\p{Cc}/u.test(folder)) throw new StartError("PALAIS_HOME contains a line break, or another control character.");
  return folder;
}

/** The paths of a home. It creates nothing, so a command that only reads leaves a mistyped folder missing. */
export function toHome(folder: string): LocalHome {
  const at = (name: string) => path.join(path.resolve(folder), name);
  return {
    folder: path.resolve(folder),
    cdkOut: at("cdk.out"),
    database: at("dynamodb.db"),
    keys: at("keys"),
    keyRecord: at("keys.json"),
    secrets: at("secrets"),
    mail: at("mail"),
    cognito: at("cognito"),
    logs: at("logs"),
    streams: at("streams"),
    queues: at("queues"),
    documents: at("documents"),
    backups: at("backups"),
    accountsFile: at("accounts.json"),
    descriptionFile: at("local.json"),
    runnerFile: at("runner.json"),
  };
}

/**
 * Creates a folder and those above it. `mkdirSync` with `recursive` would try without end where a file system has no
 * folders of users, such as `/proc`.
 */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    if (isFullDisk(error) || isReadOnlyDisk(error)) throw error;
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code !== "EEXIST") throw new StartError(`The folder ${folder} can't be created (${code}). Choose another one.`);
  }
}

/**
 * Creates missing folders. Only their owner can read them, because they contain keys, passwords and emails.
 * @throws StartError if one can't be created
 */
export function openHome(folder: string): LocalHome {
  assertNoFile(folder);
  const home = toHome(folder);
  const {
    folder: _,
    cdkOut,
    database,
    keyRecord,
    backups,
    accountsFile,
    descriptionFile,
    runnerFile,
    ...folders
  } = home;
  for (const each of [home.folder, ...Object.values(folders)]) makeFolder(each);
  chmodSync(home.folder, 0o700);
  return home;
}

/** @throws StartError for a file in place of the folder */
export function assertNoFile(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isFile())
    throw new StartError(`${path.resolve(folder)} is a file. PALAIS_HOME must name a folder.`);
}

/** Whether the folder contains the state of a system, running or stopped. */
export const hasLocalState = (folder: string): boolean => existsSync(toHome(folder).database);

/** The place of a folder, which may be a link. @throws StartError for a link to nothing */
export function resolveFolder(folder: string): string {
  if (existsSync(folder)) return realpathSync(folder);
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink())
    throw new StartError(`${folder} is a link to nothing. Create the folder, or remove the link.`);
  return path.resolve(folder);
}

/** Where a restore prepares the home. It is renamed to the home when it is complete, so a home is never half restored. */
export const toRestoringFolder = (folder: string): string => `${resolveFolder(folder)}.restoring`;

/** @throws StartError if a restore into this home was interrupted */
export function assertNoUnfinishedRestore(folder: string): void {
  const unfinished = toRestoringFolder(folder);
  if (!existsSync(unfinished)) return;
  throw new StartError(
    `${unfinished} is an unfinished restore. Repeat it: PALAIS_HOME=${folder} npm run restore -- --from FILE. ` +
      "To start without it, remove that folder.",
  );
}

/**
 * Reads a file of the state that contains a JSON object.
 * @param wayOut what the user can do about a damaged file, in a sentence
 * @returns undefined if there is none
 * @throws StartError that names a damaged file, and the way out
 */
export async function readJson<T extends object>(file: string, wayOut: string): Promise<T | undefined> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const value = parseJsonObject<T>(text);
  if (value) return value;
  throw new StartError(`${file} is ${text.trim() === "" ? "empty" : "damaged"}. ${wayOut}`);
}

/** @returns undefined for a text that is no object in JSON, such as that of a file that a full disk left empty */
export function parseJsonObject<T extends object>(text: string): T | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as T) : undefined;
  } catch {
    return undefined;
  }
}

const toDraftFile = (file: string): string => `${file}.${randomUUID()}.draft`;

/** Replaces a file atomically: a reader, a crash, or a full disk, sees the old or the new content. Only the owner can read it. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  const draft = toDraftFile(file);
  try {
    await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** As `writeJson`, for a text and at once. */
export function replaceFile(file: string, text: string): void {
  const draft = toDraftFile(file);
  try {
    writeFileSync(draft, text, { mode: 0o600 });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

export const removeFile = (file: string): Promise<void> => rm(file, { force: true });
