import { type FSWatcher, readdirSync, statSync, watch } from "node:fs";
import path from "node:path";

/** Collects the events of a save, or of a checkout that changes many files. */
const settleMs = 50;

/** Temporary files of editors: hidden, with a tilde, or without an extension. */
const isTemporary = (name: string) => name.startsWith(".") || name.endsWith("~") || path.extname(name) === "";

/**
 * Watches folders recursively, including new folders. It has one watcher for each folder, because a watcher of a file
 * loses a file that an editor replaces.
 * @param onChange called with the absolute paths of files that were changed, created or deleted
 * @returns a function that stops watching
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
  const add = (file: string) => {
    changed.add(file);
    clearTimeout(timer);
    timer = setTimeout(report, settleMs);
  };
  const unwatch = (folder: string) => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const onEvent = (folder: string, name: string) => {
    const file = path.join(folder, name);
    if (isFolder(file)) return addFolder(file, true);
    if (isTemporary(name)) return;
    unwatch(file);
    add(file);
  };
  const addFolder = (folder: string, isNew: boolean) => {
    if (watchers.has(folder)) return;
    const watcher = watch(folder, (_, name) => {
      if (name !== null) onEvent(folder, name);
    });
    watcher.on("error", () => unwatch(folder));
    watchers.set(folder, watcher);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) addFolder(path.join(folder, entry.name), isNew);
      else if (isNew && !isTemporary(entry.name)) add(path.join(folder, entry.name));
    }
  };

  for (const folder of folders) addFolder(folder, false);
  return () => {
    clearTimeout(timer);
    for (const folder of [...watchers.keys()]) unwatch(folder);
  };
}

function isFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
