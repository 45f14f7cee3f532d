import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand, UsageError } from "../../cli/command.ts";
import { quantile } from "../support/statistics.ts";
import { type Plan, submitForms } from "./applicants.ts";
import {
  countOutcomes,
  type FormAnswer,
  listFindings,
  listLatencies,
  type Recording,
  type VenueSample,
} from "./recording.ts";
import { writePageReport, writeTextReport } from "./report.ts";
import {
  copyConference,
  countConflicts,
  findSystem,
  type RunningSystem,
  sampleVenue,
  verifyRows,
  waitForRest,
} from "./system.ts";

type Order = Plan & { readonly conference: string };

/** Shows progress in one line: rewritten on a terminal, printed every few seconds elsewhere. @returns how to end it */
function showProgress(answers: readonly FormAnswer[], samples: readonly VenueSample[], applicants: number): () => void {
  const isTerminal = process.stderr.isTTY;
  const show = () => {
    const { taken = 0, limit = 0, waiting = 0 } = samples.at(-1) ?? {};
    const errors = answers.filter(({ isError }) => isError).length;
    const p99 = answers.length > 0 ? Math.round(quantile(listLatencies({ answers }), 0.99)) : 0;
    const line = `${answers.length}/${applicants} answered · ${taken} of ${limit} seats · ${waiting} waiting · ${errors} errors · p99 ${p99} ms`;
    process.stderr.write(isTerminal ? `\r\x1b[2K  ${line}` : `  ${line}\n`);
  };
  const timer = setInterval(show, isTerminal ? 200 : 3_000);
  return () => {
    clearInterval(timer);
    show();
    if (isTerminal) process.stderr.write("\n");
  };
}

async function rehearse(system: RunningSystem, { conference, ...plan }: Order): Promise<Recording> {
  const copy = await copyConference(system, conference, plan.applicants / plan.seconds);
  const { conferenceId, title, capacity, seatTakenAt } = copy;
  process.stderr.write(`\n  ${title}: a rehearsal on ${conferenceId}\n\n`);
  const [answers, samples]: [FormAnswer[], VenueSample[]] = [[], []];
  const endProgress = showProgress(answers, samples, plan.applicants);
  const [at, began] = [new Date().toISOString(), Date.now()];
  const submitted = submitForms(system, copy, plan, began, (answer) => answers.push(answer));
  await sampleVenue(system, conferenceId, began, submitted, (sample) => samples.push(sample));
  const pools = await waitForRest(system, conferenceId);
  endProgress();
  const { seatsFreeWhileWaiting, differences } = await verifyRows(system, conferenceId);
  const conflicts = countConflicts(system, conferenceId);
  const settings = { conference: conferenceId, title, capacity, seatTakenAt, ...plan, at };
  return { ...settings, answers, samples, pools, conflicts, seatsFreeWhileWaiting, differences };
}

/** Writes the report as JSON, HTML and text. @returns the path of the HTML file */
function writeReports({ home }: RunningSystem, conference: string, recording: Recording): string {
  const folder = join(home, "rehearsals", `${recording.at.slice(0, 19).replaceAll(":", "-")}-${conference}`);
  mkdirSync(folder, { recursive: true });
  const { answers: _answers, samples: _samples, ...rest } = recording;
  const counts = Object.fromEntries(countOutcomes(recording));
  const json = { ...rest, answers: counts, findings: listFindings(recording) };
  const page = join(folder, "report.html");
  writeFileSync(join(folder, "report.json"), `${JSON.stringify(json, undefined, 2)}\n`);
  writeFileSync(join(folder, "report.txt"), writeTextReport(recording));
  writeFileSync(page, writePageReport(recording));
  return page;
}

/** @throws UsageError for anything but a whole number from 1 on */
function parseCount(option: string, text: string | undefined): number {
  if (text === undefined) throw new UsageError(`--${option} is missing.`);
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new UsageError(`--${option} is ${text}: it must be a whole number from 1 on.`);
}

/** Plays an opening minute against the running local system, on a copy of a conference, and writes a report. */
await runCommand(
  {
    usage: "rehearse -- --conference ID --applicants N --over SECONDS [--faults SEED]",
    options: {
      conference: { type: "string", help: "the conference to copy" },
      applicants: { type: "string", help: "the number of applicants" },
      over: { type: "string", help: "the seconds over which they arrive" },
      faults: { type: "string", help: "the seed of faults between the functions and the database" },
    },
  },
  async ({ values: { conference, ...values } }) => {
    if (!conference) throw new UsageError("--conference is missing.");
    const applicants = parseCount("applicants", values.applicants);
    const seconds = parseCount("over", values.over);
    const faults = values.faults === undefined ? {} : { faults: parseCount("faults", values.faults) };
    const system = findSystem();
    const recording = await rehearse(system, { conference, applicants, seconds, ...faults });
    const page = writeReports(system, conference, recording);
    console.log(`\n${writeTextReport(recording)}\nThe report with plots: ${page}`);
    return listFindings(recording).every(({ holds }) => holds) ? 0 : 1;
  },
);
