import { spawnSync } from "node:child_process";
import { closeSync, fdatasyncSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { median } from "./statistics.ts";

const versionOf = (name: string): string =>
  (JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")) as { version: string }).version;

/** What it costs here to wait for the disk, in ms: the median of 50 writes of 4 KB, each followed by fdatasync. */
function syncMs(): number {
  const file = join(tmpdir(), `palais-bench-${process.pid}`);
  const descriptor = openSync(file, "w");
  const times = Array.from({ length: 50 }, () => {
    const began = performance.now();
    writeSync(descriptor, Buffer.alloc(4_096));
    fdatasyncSync(descriptor);
    return performance.now() - began;
  });
  closeSync(descriptor);
  rmSync(file);
  return median(times);
}

/** The machine, and what runs on it. */
export function factsOf(): Record<string, string> {
  const [cpu] = cpus();
  const postgres = spawnSync("/usr/lib/postgresql/15/bin/postgres", ["--version"], { encoding: "utf8" }).stdout ?? "";
  return {
    machine: `${cpu?.model ?? "unknown processor"}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB`,
    load: `${loadavg()[0]?.toFixed(1)} before the run (others who work here make every time longer)`,
    disk: `fdatasync of 4 KB takes ${syncMs().toFixed(2)} ms`,
    node: process.versions.node,
    dynoxide: `${versionOf("@dynoxide/linux-x64")}, SQLite in WAL mode; strace shows one fsync for each write: a commit waits for the disk`,
    postgresql: `${postgres.trim() || "not installed yet"}, settings as its own report says under throughput`,
    pg: versionOf("pg"),
    fastify: versionOf("fastify"),
    zod: versionOf("zod"),
  };
}
