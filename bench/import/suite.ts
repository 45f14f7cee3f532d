import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createImportJob } from "../../test/support/import-job.ts";
import { startTestS3 } from "../../test/support/s3.ts";
import { startTable } from "../../test/support/table.ts";
import { openHall } from "../../test/support/test-commands.ts";
import { summarizeCounters } from "../support/handlers.ts";
import type { SteadyReport } from "../support/load.ts";
import type { Results } from "../support/results.ts";
import { formatNumber, formatSpread, median } from "../support/statistics.ts";
import { invariant, type Section, type Suite, target } from "../support/suite.ts";
import { runInWorker } from "../support/worker.ts";
import type { ImportTasks } from "./worker.ts";

/** How fast the rows of a sheet become registrations, and whether the limits hold beside other registrations. */
export const suite: Suite = { rate: measureRate, beside: measureBeside };

const worker = new URL("worker.ts", import.meta.url);
const here = resolve(import.meta.dirname, "../..");

const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: here, encoding: "utf8" }).trim();

/** The commit before the one that began to import rows together. */
function findCommitBefore(): string {
  const file = "functions/import-worker/import-rows.ts";
  const added = git("log", "--diff-filter=A", "--format=%H", "--", file).split("\n").at(-1);
  return git("rev-parse", added ? `${added}~` : "HEAD");
}

/** Checks a commit out beside this one while `use` runs, with the packages of this one. */
async function withWorktree<T>(commit: string, use: (folder: string) => Promise<T>): Promise<T> {
  const parent = mkdtempSync(join(tmpdir(), "palais-before-"));
  const folder = join(parent, "palais");
  git("worktree", "add", "--quiet", "--detach", folder, commit);
  try {
    symlinkSync(join(here, "node_modules"), join(folder, "node_modules"));
    return await use(folder);
  } finally {
    git("worktree", "remove", "--force", folder);
    rmSync(parent, { recursive: true, force: true });
  }
}

const versions = ["before", "now"] as const;

interface Rate {
  readonly perSecond: number;
  readonly registrations: number;
  readonly isExact: boolean;
}

async function measureRate(results: Results, quick: boolean): Promise<Section> {
  const [rows, rounds] = quick ? [300, 1] : [5_000, 3];
  const before = findCommitBefore();
  const measured = await withWorktree(before, (folder) =>
    results.rounds(`${rows} rows`, versions, rounds, (version) =>
      importRows({ source: version === "now" ? here : folder, rows, seats: rows * 0.6 }),
    ),
  );
  const rates = (version: (typeof versions)[number]) => (measured.get(version) ?? []).map(({ perSecond }) => perSecond);
  const ratio = median(rates("now")) / median(rates("before"));
  const all = [...measured.values()].flat();
  return {
    title: `Import of ${rows.toLocaleString("en-GB")} rows, ${rounds} times each, for ${rows * 0.6} seats`,
    notes: [
      `"before" is the source code of ${before.slice(0, 8)} in a worktree of its own. The functions that follow the stream don't run.`,
    ],
    head: ["", "rows a second", "times"],
    rows: [
      ["before", formatSpread(rates("before")), "1"],
      ["now", formatSpread(rates("now")), formatNumber(ratio)],
    ],
    verdicts: [
      invariant(
        `each of the ${rows} rows is registered once, and the counters are those of a recount`,
        all.every(({ registrations, isExact }) => registrations === rows && isExact),
      ),
      target("at least four times as fast as before", ratio >= 4),
    ],
  };
}

/** Imports a sheet of people, of whom so many find a seat. */
async function importRows({ source, rows, seats }: { source: string; rows: number; seats: number }): Promise<Rate> {
  const [started, bucket] = await Promise.all([startTable(), startTestS3()]);
  try {
    const conferenceId = await openHall(started.table, seats);
    const jobId = await createImportJob(started.table, bucket, conferenceId, rows);
    const order = { source, endpoint: started.endpoint, bucket: bucket.endpoint, jobId };
    const seconds = await runInWorker<ImportTasks, "importSheet">(worker, "importSheet", order);
    const { registrations, ...counters } = await summarizeCounters(started.table, conferenceId);
    return { perSecond: rows / seconds, registrations, isExact: isExact(counters, seats) };
  } finally {
    await Promise.all([started.stop(), bucket.stop()]);
  }
}

type Counters = Omit<Awaited<ReturnType<typeof summarizeCounters>>, "registrations">;

/** Whether every seat is taken once, and the counters are those of a recount. */
const isExact = ({ taken, holders, seatsOverLimit, differences }: Counters, seats: number) =>
  taken === seats && holders === seats && seatsOverLimit === 0 && differences.length === 0;

const perSecond = 200;

async function measureBeside(results: Results, quick: boolean): Promise<Section> {
  const [rows, seconds] = quick ? [300, 2] : [5_000, 15];
  const seats = rows * 0.6;
  const { registrations, holders, imported, load, exact } = await results.cell(`${rows} rows beside submissions`, () =>
    importBesideSubmissions(rows, seats, seconds),
  );
  const people = rows + perSecond * seconds;
  return {
    title: `Import of ${rows} rows while ${perSecond} people a second register beside it, for ${seats} seats`,
    notes: ["A time counts from the moment at which the submission was due."],
    head: ["rows a second", "submissions a second", "p50 ms", "p99 ms", "registrations", "seated"],
    rows: [[imported, load.perSecond, load.p50, load.p99, registrations, holders].map(formatNumber)],
    verdicts: [
      invariant(`each of the ${people} people is registered once`, registrations === people),
      invariant(`exactly ${seats} are seated, and the counters are those of a recount`, exact),
    ],
  };
}

interface BesideReport {
  readonly imported: number;
  readonly load: SteadyReport;
  readonly registrations: number;
  readonly holders: number;
  readonly exact: boolean;
}

async function importBesideSubmissions(rows: number, seats: number, seconds: number): Promise<BesideReport> {
  const [started, bucket] = await Promise.all([startTable(), startTestS3()]);
  try {
    const conferenceId = await openHall(started.table, seats, { expectedArrivalsPerSecond: perSecond });
    const jobId = await createImportJob(started.table, bucket, conferenceId, rows);
    const order = { source: here, endpoint: started.endpoint, bucket: bucket.endpoint, jobId };
    const [took, load] = await Promise.all([
      runInWorker<ImportTasks, "importSheet">(worker, "importSheet", order),
      runInWorker<ImportTasks, "submitSteadily">(worker, "submitSteadily", {
        endpoint: started.endpoint,
        conferenceId,
        perSecond,
        seconds,
      }),
    ]);
    const { registrations, ...counters } = await summarizeCounters(started.table, conferenceId);
    return { imported: rows / took, load, registrations, holders: counters.holders, exact: isExact(counters, seats) };
  } finally {
    await Promise.all([started.stop(), bucket.stop()]);
  }
}
