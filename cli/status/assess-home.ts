import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { toHome, toRestoringFolder } from "../../local/home.ts";
import { isRunnerAlive } from "../../local/runner-record.ts";
import { findAccountFaults } from "../../local/state-files/account-files.ts";
import { findKeyFaults } from "../../local/state-files/key-files.ts";
import { openHomeFiles } from "../../local/state-files/state-files.ts";
import { countHomeIndexFaults } from "../../local/storage.ts";
import { listUnfinishedBackups, type UnfinishedBackup } from "../backup/leftovers.ts";
import type { StatusLine } from "./assess-table.ts";

/**
 * What is stuck or wrong around the local system: its process, its keys and accounts, its indexes, an unfinished restore
 * or backup, and the dead-letter queues.
 */
export async function assessHome(folder: string): Promise<StatusLine[]> {
  const home = toHome(folder);
  const hasCrashed = existsSync(home.runnerFile) && !isRunnerAlive(home);
  const process: StatusLine = hasCrashed
    ? { subject: "system", state: "attention", text: "it was killed, and does not run: npm start" }
    : { subject: "system", state: "ok", text: existsSync(home.runnerFile) ? "runs" : "is stopped" };
  return [
    process,
    ...assessFiles("keys", findKeyFaults(openHomeFiles(folder))),
    ...assessFiles("accounts", findAccountFaults(openHomeFiles(folder))),
    assessIndexes(folder),
    ...assessRestore(folder),
    ...(await assessBackups(folder)),
    ...assessQueues(home.queues),
  ];
}

/** A start replaces neither lost keys nor lost accounts, and stops. */
const assessFiles = (subject: string, faults: readonly string[]): StatusLine[] =>
  faults.map((text) => ({ subject, state: "attention", text }));

/** A row of an index that is lost or wrong keeps its item out of lists, or in the wrong ones. */
function assessIndexes(folder: string): StatusLine {
  const count = countHomeIndexFaults(folder);
  if (count === 0) return { subject: "indexes", state: "ok", text: "follow from the rows" };
  const text = `lists lack or repeat items, because rows of indexes are wrong (${count}): stop the system, and npm start mends them`;
  return { subject: "indexes", state: "attention", text };
}

/** A restore into the folder that was killed, or runs. */
export function assessRestore(folder: string): StatusLine[] {
  const restoring = toRestoringFolder(folder);
  if (!existsSync(restoring)) return [];
  if (isRunnerAlive(toHome(restoring))) return [{ subject: "restore", state: "ok", text: `runs, in ${restoring}` }];
  const text = `${restoring} is an unfinished restore: repeat it with npm run restore, or remove that folder`;
  return [{ subject: "restore", state: "attention", text }];
}

/** A killed backup leaves its data unencrypted where no one may look for it. */
async function assessBackups(folder: string): Promise<StatusLine[]> {
  const unfinished = await listUnfinishedBackups(folder);
  return unfinished.flatMap(({ part, writer }): StatusLine[] => {
    if (part === undefined) return [];
    const state = writer === "running" ? "ok" : "attention";
    return [{ subject: "backup", state, text: describeWriter[writer](part) }];
  });
}

const describeWriter: Readonly<Record<UnfinishedBackup["writer"], (part: string) => string>> = {
  running: (part) => `is being written: ${part}`,
  killed: (part) =>
    `a killed one left ${part}, which is not encrypted: remove it, or let the next npm run backup do so`,
  unknown: (part) =>
    `one of another host writes ${part}, or was killed and left it, which is not encrypted: if none runs there, remove it`,
};

/** Every queue of the template is a dead-letter queue. */
function assessQueues(folder: string): StatusLine[] {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".jsonl")) : [];
  const counts = files.map((name) => {
    const lines = readFileSync(path.join(folder, name), "utf8").split("\n");
    return { name: path.basename(name, ".jsonl"), count: lines.filter((line) => line !== "").length };
  });
  const full = counts.filter(({ count }) => count > 0);
  if (full.length === 0) return [{ subject: "dead letters", state: "ok", text: "none" }];
  return full.map(({ name, count }) => ({ subject: "dead letters", state: "attention", text: `${count} in ${name}` }));
}
