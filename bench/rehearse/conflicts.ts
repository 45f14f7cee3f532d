import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Recorded } from "./record.ts";

interface LogLine {
  readonly code?: string;
  readonly conferenceId?: string;
  readonly pool?: string;
  readonly shard?: number;
}

function parsed(line: string): LogLine {
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return {};
  }
}

/** The conflicts of a conference by shard, from what the functions have logged. */
export function conflictsOf(home: string, conferenceId: string): Recorded["conflicts"] {
  const folder = join(home, "logs");
  const files = readdirSync(folder).filter((name) => name.endsWith(".log"));
  const lines = files.flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"));
  const met = lines
    .filter((line) => line.includes("seat.conflict"))
    .map(parsed)
    .filter((line) => line.code === "seat.conflict" && line.conferenceId === conferenceId);
  const byShard = Map.groupBy(met, ({ pool, shard }) => `${pool} ${shard}`);
  return [...byShard.values()]
    .map((all) => ({ pool: all[0]?.pool ?? "", shard: all[0]?.shard ?? 0, count: all.length }))
    .toSorted((a, b) => (a.pool === b.pool ? a.shard - b.shard : a.pool < b.pool ? -1 : 1));
}
