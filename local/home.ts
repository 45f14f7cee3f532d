import { randomUUID } from "node:crypto";
import { chmodSync, mkdirSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";

/** The paths of the state that survives a restart. `.palais/` is the default folder. */
export interface LocalHome {
  readonly folder: string;
  /** The synthesized app. */
  readonly cdkOut: string;
  readonly database: string;
  readonly keys: string;
  readonly secrets: string;
  readonly mail: string;
  readonly cognito: string;
  readonly logs: string;
  /** The checkpoints of the stream consumers. */
  readonly streams: string;
  readonly queues: string;
  /** Uploaded files. */
  readonly documents: string;
  /** The passwords of the local accounts. */
  readonly accountsFile: string;
  /** The addresses and accounts of the system. The file exists only while the system runs. */
  readonly descriptionFile: string;
  /** The process that runs the system, and its child processes. */
  readonly runnerFile: string;
}

/** Creates missing folders. Only their owner can read them, because they contain keys, passwords and emails. */
export function openHome(folder: string): LocalHome {
  const at = (name: string) => path.join(path.resolve(folder), name);
  const home: LocalHome = {
    folder: path.resolve(folder),
    cdkOut: at("cdk.out"),
    database: at("dynamodb.db"),
    keys: at("keys"),
    secrets: at("secrets"),
    mail: at("mail"),
    cognito: at("cognito"),
    logs: at("logs"),
    streams: at("streams"),
    queues: at("queues"),
    documents: at("documents"),
    accountsFile: at("accounts.json"),
    descriptionFile: at("local.json"),
    runnerFile: at("runner.json"),
  };
  const { folder: _, cdkOut, database, accountsFile, descriptionFile, runnerFile, ...folders } = home;
  for (const each of [home.folder, ...Object.values(folders)]) mkdirSync(each, { recursive: true });
  chmodSync(home.folder, 0o700);
  return home;
}

/** Reads a JSON file. @returns undefined if there is none @throws SyntaxError for a file that is not JSON */
export async function readJson<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Replaces a file atomically: a reader, or a crash, sees the old or the new content. Only the owner can read it. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  const draft = `${file}.${randomUUID()}.draft`;
  await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
}

export const removeFile = (file: string): Promise<void> => rm(file, { force: true });
