import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { openHome } from "../home.ts";
import type { Line } from "./archive.ts";

type LocalFile = Extract<Line, { local: unknown }>["local"];

/** What KMS and Cognito keep in AWS lies in the folder here: without its key no badge that is printed would be believed. */
export async function* localFiles(folder: string): AsyncGenerator<LocalFile> {
  const home = openHome(folder);
  for (const below of [home.keys, home.cognito]) {
    const entries = await readdir(below, { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((each) => each.isFile()))
      yield fileOf(home.folder, path.join(entry.parentPath, entry.name));
  }
  if (existsSync(home.accounts)) yield fileOf(home.folder, home.accounts);
}

const fileOf = async (folder: string, file: string): Promise<LocalFile> => ({
  path: path.relative(folder, file),
  text: await readFile(file, "utf8"),
});

/** Whether a system has been here before. */
export const isUsed = (folder: string): boolean => existsSync(openHome(folder).database);

/** Puts a file back; none that would lie outside the folder. */
export async function putLocalFile(folder: string, { path: relative, text }: LocalFile): Promise<void> {
  const home = openHome(folder);
  const file = path.resolve(home.folder, relative);
  if (!file.startsWith(home.folder + path.sep)) throw new Error(`${relative} would lie outside ${home.folder}.`);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text, { mode: 0o600 });
}
