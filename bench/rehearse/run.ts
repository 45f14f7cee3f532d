import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
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

// Plays an opening minute against the running local system, on a copy of a conference, and writes a report.

const usage = "Usage: npm run rehearse -- --conference ID --applicants N --over SECONDS [--faults SEED]";

type Order = Plan & { readonly conference: string };

function readArguments(): Order {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ options: { conference: text, applicants: text, over: text, faults: text } });
  const [applicants, seconds] = [Number(values.applicants), Number(values.over)];
  if (!values.conference || !(applicants > 0) || !(seconds > 0)) throw new TypeError(usage);
  const faults = values.faults === undefined ? {} : { faults: Number(values.faults) };
  return { conference: values.conference, applicants, seconds, ...faults };
}

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
  const { freeWhileWaiting, differences } = await verifyRows(system, conferenceId);
  const conflicts = countConflicts(system, conferenceId);
  const settings = { conference: conferenceId, title, capacity, seatTakenAt, ...plan, at };
  return { ...settings, answers, samples, pools, conflicts, freeWhileWaiting, differences };
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

try {
  const [system, order] = [findSystem(), readArguments()];
  const recording = await rehearse(system, order);
  const page = writeReports(system, order.conference, recording);
  console.log(`\n${writeTextReport(recording)}\nThe report with plots: ${page}`);
  process.exitCode = listFindings(recording).every(({ holds }) => holds) ? 0 : 1;
} catch (error) {
  if (!(error instanceof TypeError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
