import { spawnSync } from "node:child_process";
import { closeSync, fdatasyncSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { Results } from "./results.ts";
import { median } from "./statistics.ts";

/** An expectation of a measurement, and whether it holds. */
export interface Verdict {
  readonly says: string;
  readonly holds: boolean;
  /** An invariant must hold on any machine; a target is about speed or size and never fails the run. */
  readonly kind: "invariant" | "target";
}

export const invariant = (says: string, holds: boolean): Verdict => ({ says, holds, kind: "invariant" });
export const target = (says: string, holds: boolean): Verdict => ({ says, holds, kind: "target" });

/** The printed report of one part of a suite. */
export interface Section {
  readonly title: string;
  readonly notes: readonly string[];
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly verdicts: readonly Verdict[];
}

/** The parts of a suite, in the order in which they run. */
export type Suite = Readonly<Record<string, (results: Results, quick: boolean) => Promise<Section>>>;

export interface SuiteOptions {
  readonly quick: boolean;
  readonly resume: boolean;
  /** The parts to run; all of them when empty. */
  readonly only: readonly string[];
}

/** Runs the parts of a suite and prints their reports. @returns whether every invariant held */
export async function runSuite(name: string, suite: Suite, { quick, resume, only }: SuiteOptions): Promise<boolean> {
  const results = Results.open(name, quick, resume);
  const machine = describeMachine();
  results.keepMachine(machine);
  for (const [label, text] of Object.entries(machine)) console.log(`${label.padEnd(12)} ${text}`);
  let sound = true;
  for (const [part, measure] of Object.entries(suite)) {
    if (only.length > 0 && !only.includes(part)) continue;
    const section = await measure(results, quick);
    results.keepSection(section);
    printSection(section);
    sound &&= section.verdicts.every(({ kind, holds }) => holds || kind === "target");
  }
  console.log(`\nAll measurements: ${results.file}`);
  return sound;
}

function printSection({ title, notes, head, rows, verdicts }: Section): void {
  const outcome = ({ holds, kind }: Verdict) => (holds ? "holds" : kind === "invariant" ? "BROKEN" : "missed");
  const judged = verdicts.map((verdict) => `  [${outcome(verdict)}] ${verdict.says}`);
  const lines = [title, ...notes.map((note) => `  ${note}`), "", ...formatTable(head, rows), "", ...judged];
  console.log(`\n${lines.join("\n")}`);
}

function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const pad = (row: readonly string[]) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)));
  const rule = widths.map((width) => "─".repeat(width));
  return [pad(head), rule, ...rows.map(pad)].map((cells) => `  ${cells.join("  ").trimEnd()}`);
}

/** What the machine is and what runs on it, printed above every report. */
function describeMachine(): Record<string, string> {
  const [cpu] = cpus();
  const postgres = spawnSync("/usr/lib/postgresql/15/bin/postgres", ["--version"], { encoding: "utf8" }).stdout ?? "";
  return {
    machine: `${cpu?.model ?? "unknown processor"}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB`,
    load: `${loadavg()[0]?.toFixed(1)} before the run (other work on the machine makes every time longer)`,
    disk: `fdatasync of 4 KB takes ${measureSyncMs().toFixed(2)} ms`,
    node: process.versions.node,
    dynoxide: `${readVersion("@dynoxide/linux-x64")}, SQLite in WAL mode; one fsync for each write, so a commit waits for the disk`,
    postgresql: postgres.trim() || "not installed",
    zod: readVersion("zod"),
  };
}

const readVersion = (name: string): string =>
  (JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")) as { version: string }).version;

/** The median time of 50 writes of 4 KB, each followed by fdatasync. */
function measureSyncMs(): number {
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
