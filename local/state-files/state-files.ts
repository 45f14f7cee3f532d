import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { StartError } from "../errors.ts";

/** The files of a home that its start needs, in its folder or in a backup of it, by their paths in the home. */
export interface StateFiles {
  readonly isArchived: boolean;
  /** The names of the files in a folder. */
  readonly list: (folder: string) => readonly string[];
  /** The text of a file; undefined for one that is not there. */
  readonly read: (file: string) => string | undefined;
  /** How a message names a file. */
  readonly toName: (file: string) => string;
}

/** The files in the folder of a home. */
export function openHomeFiles(folder: string): StateFiles {
  const toName = (file: string) => path.join(path.resolve(folder), file);
  return {
    isArchived: false,
    list: (name) => (existsSync(toName(name)) ? readdirSync(toName(name)) : []),
    read: (file) => (existsSync(toName(file)) ? readFileSync(toName(file), "utf8") : undefined),
    toName,
  };
}

/** The files in a backup. @param files their texts; none in the backup of a deployed system */
export const toArchivedFiles = (files: ReadonlyMap<string, string>): StateFiles => ({
  isArchived: true,
  list: (name) => [...files.keys()].filter((file) => path.dirname(file) === name).map((file) => path.basename(file)),
  read: (file) => files.get(file),
  toName: (file) => file,
});

/** What follows for a system that is restored from a backup that lacks a file. */
export const archivedWayOut = (section: string): string =>
  `A system that is restored from this file does not start without it (docs/local.md, "${section}").`;

/**
 * The message of the StartError of a check; empty without one. A file that this user may not read is no fault.
 * @throws other errors of the check
 */
export function collectFaults(check: () => unknown): readonly string[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof StartError) return [error.message];
    if ((error as NodeJS.ErrnoException).code === "EACCES") return [];
    throw error;
  }
}
