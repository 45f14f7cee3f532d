import { randomUUID } from "node:crypto";
import { chmodSync, mkdirSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";

/** Where everything that survives a restart lies: one folder, `.palais/` if nothing else is said. */
export interface Home {
  readonly folder: string;
  /** The synthesised app. */
  readonly cdkOut: string;
  readonly database: string;
  readonly keys: string;
  readonly mail: string;
  readonly cognito: string;
  readonly logs: string;
  /** How far each consumer of a stream has come. */
  readonly streams: string;
  readonly queues: string;
  /** What people uploaded. */
  readonly documents: string;
  /** The passwords of the local accounts. */
  readonly accounts: string;
  /** The running system's addresses and accounts; there only while it runs. */
  readonly local: string;
  /** Which process runs the system, and its children. */
  readonly runner: string;
}

/** Makes the folders that are missing. Only their owner may look in: keys, passwords and mails lie there. */
export function openHome(folder: string): Home {
  const at = (name: string) => path.join(path.resolve(folder), name);
  const home: Home = {
    folder: path.resolve(folder),
    cdkOut: at("cdk.out"),
    database: at("dynamodb.db"),
    keys: at("keys"),
    mail: at("mail"),
    cognito: at("cognito"),
    logs: at("logs"),
    streams: at("streams"),
    queues: at("queues"),
    documents: at("documents"),
    accounts: at("accounts.json"),
    local: at("local.json"),
    runner: at("runner.json"),
  };
  const { folder: _, cdkOut, database, accounts, local, runner, ...folders } = home;
  for (const each of [home.folder, ...Object.values(folders)]) mkdirSync(each, { recursive: true });
  chmodSync(home.folder, 0o700);
  return home;
}

/** Reads a JSON file; undefined where there is none. @throws SyntaxError when it isn't JSON */
export async function readJson<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Replaces a file for its owner alone, at once: a reader, or a crash, finds the old one or the new one. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  const draft = `${file}.${randomUUID()}.draft`;
  await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
}

export const remove = (file: string): Promise<void> => rm(file, { force: true });
