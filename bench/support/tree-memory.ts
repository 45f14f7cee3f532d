import { readdirSync, readFileSync } from "node:fs";

const read = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // The process has ended.
  }
};

/** Field by field: after the name in brackets, which may hold spaces, come the state, the parent and the group. */
const groupOf = (pid: string) => Number(read(`/proc/${pid}/stat`).split(") ").at(-1)?.split(" ")[2]);
const proportionalKb = (pid: string) => Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);

/** What all processes of a group hold in memory now, in MB; what they share counts once. */
export function groupMegabytes(group: number): number {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && groupOf(name) === group);
  return pids.reduce((sum, pid) => sum + proportionalKb(pid), 0) / 1_024;
}
