import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { toHome, toRestoringFolder } from "../../local/home.ts";
import { isRunnerAlive } from "../../local/runner-record.ts";
import type { StatusLine } from "./assess-table.ts";

/** What is stuck or wrong around the local system: its process, an unfinished restore, and the dead-letter queues. */
export function assessHome(folder: string): StatusLine[] {
  const home = toHome(folder);
  const hasCrashed = existsSync(home.runnerFile) && !isRunnerAlive(home);
  const process: StatusLine = hasCrashed
    ? { subject: "system", state: "attention", text: "it was killed, and does not run: npm start" }
    : { subject: "system", state: "ok", text: existsSync(home.runnerFile) ? "runs" : "is stopped" };
  const restoring = toRestoringFolder(folder);
  const unfinished: StatusLine[] = existsSync(restoring)
    ? [{ subject: "restore", state: "attention", text: `${restoring} is an unfinished restore` }]
    : [];
  return [process, ...unfinished, ...assessQueues(home.queues)];
}

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
