import { type FSWatcher, readdirSync, statSync, watch } from "node:fs";
import path from "node:path";

/** A save is several events within a few ms, and many files change at once when a branch is checked out. */
const settleMs = 50;

/** What editors write beside a file while they save it: hidden, with a tilde, or without an ending. */
const isTemporary = (name: string) => name.startsWith(".") || name.endsWith("~") || path.extname(name) === "";

/**
 * Watches folders with all that is in them, also what is made later. One watcher a folder, for a file that an editor
 * replaces is another one to a watcher of its own.
 * @param onChange gets the absolute names of the files that changed, came or went
 * @returns how to end it
 */
export function watchFiles(folders: readonly string[], onChange: (files: ReadonlySet<string>) => void): () => void {
  const watchers = new Map<string, FSWatcher>();
  let changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  const report = () => {
    const files = changed;
    changed = new Set();
    onChange(files);
  };
  const note = (file: string) => {
    changed.add(file);
    clearTimeout(timer);
    timer = setTimeout(report, settleMs);
  };
  const forget = (folder: string) => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const see = (folder: string, name: string) => {
    const file = path.join(folder, name);
    if (isFolder(file)) return addFolder(file, true);
    if (isTemporary(name)) return;
    forget(file);
    note(file);
  };
  const addFolder = (folder: string, isNew: boolean) => {
    if (watchers.has(folder)) return;
    const watcher = watch(folder, (_, name) => {
      if (name !== null) see(folder, name);
    });
    watcher.on("error", () => forget(folder));
    watchers.set(folder, watcher);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) addFolder(path.join(folder, entry.name), isNew);
      else if (isNew && !isTemporary(entry.name)) note(path.join(folder, entry.name));
    }
  };

  for (const folder of folders) addFolder(folder, false);
  return () => {
    clearTimeout(timer);
    for (const folder of [...watchers.keys()]) forget(folder);
  };
}

function isFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
