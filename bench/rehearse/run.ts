import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { recount } from "#shared/store/recount.ts";
import { quantile } from "../support/statistics.ts";
import { conflictsOf } from "./conflicts.ts";
import { copyConference } from "./copy.ts";
import { openTheDoors, type Plan } from "./drive.ts";
import type { Answered, Look, Recorded } from "./record.ts";
import { pageReport, textReport } from "./report.ts";
import { findings, latencies, tally } from "./summary.ts";
import { findSystem, type RunningSystem } from "./system.ts";
import { settled, watch } from "./watch.ts";

/**
 * `npm run rehearse -- --conference ID --applicants N --over SECONDS [--faults SEED]`: plays an opening minute against
 * the running system, on a copy of the conference, and writes what it came to.
 */
const usage = "Usage: npm run rehearse -- --conference ID --applicants N --over SECONDS [--faults SEED]";

function planOf(): Plan & { readonly conference: string } {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ options: { conference: text, applicants: text, over: text, faults: text } });
  const [applicants, seconds] = [Number(values.applicants), Number(values.over)];
  if (!values.conference || !(applicants > 0) || !(seconds > 0)) throw new TypeError(usage);
  const faults = values.faults === undefined ? {} : { faults: Number(values.faults) };
  return { conference: values.conference, applicants, seconds, ...faults };
}

/** A line that shows how it goes: rewritten on a terminal, one every few seconds elsewhere. */
function live(answers: readonly Answered[], looks: readonly Look[], plan: Plan): () => void {
  const isTerminal = process.stderr.isTTY;
  const show = () => {
    const venue = looks.at(-1);
    const errors = answers.filter(({ isError }) => isError).length;
    const p99 = answers.length > 0 ? Math.round(quantile(latencies({ answers }), 0.99)) : 0;
    const line = `${answers.length}/${plan.applicants} answered · ${venue?.taken ?? 0} of ${venue?.limit ?? 0} seats · ${venue?.waiting ?? 0} waiting · ${errors} errors · p99 ${p99} ms`;
    process.stderr.write(isTerminal ? `\r\x1b[2K  ${line}` : `  ${line}\n`);
  };
  const timer = setInterval(show, isTerminal ? 200 : 3_000);
  return () => {
    clearInterval(timer);
    show();
    if (isTerminal) process.stderr.write("\n");
  };
}

async function provenOn({ home }: RunningSystem, conferenceId: string) {
  const local = JSON.parse(readFileSync(join(home, "local.json"), "utf8")) as { dynamodb: string; table: string };
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new DynamoDBClient({ endpoint: local.dynamodb, region: "eu-central-1", credentials });
  return recount({ client, name: local.table }, conferenceId);
}

async function rehearse(system: RunningSystem, plan: ReturnType<typeof planOf>): Promise<Recorded> {
  const { conference, applicants, seconds, faults } = plan;
  const rehearsal = await copyConference(system, conference, applicants / seconds);
  process.stderr.write(`\n  ${rehearsal.title}: a rehearsal on ${rehearsal.conferenceId}\n\n`);
  const [answers, looks]: [Answered[], Look[]] = [[], []];
  const finish = live(answers, looks, plan);
  const [at, began] = [new Date().toISOString(), Date.now()];
  const doors = openTheDoors(system, rehearsal, plan, began, (answer) => answers.push(answer));
  await watch(system, rehearsal.conferenceId, began, doors, (look) => looks.push(look));
  const pools = await settled(system, rehearsal.conferenceId);
  finish();
  const { freeWhileWaiting, differences } = await provenOn(system, rehearsal.conferenceId);
  const conflicts = conflictsOf(system.home, rehearsal.conferenceId);
  const { conferenceId, title, capacity, seatTakenAt } = rehearsal;
  const of = { conference: conferenceId, title, capacity, seatTakenAt, applicants, seconds, at };
  return {
    ...of,
    ...(faults !== undefined && { faults }),
    answers,
    looks,
    pools,
    conflicts,
    freeWhileWaiting,
    differences,
  };
}

try {
  const [system, plan] = [findSystem(), planOf()];
  const recorded = await rehearse(system, plan);
  const folder = join(system.home, "rehearsals", `${recorded.at.slice(0, 19).replaceAll(":", "-")}-${plan.conference}`);
  mkdirSync(folder, { recursive: true });
  const { answers: _answers, looks: _looks, ...rest } = recorded;
  const json = { ...rest, answers: Object.fromEntries(tally(recorded)), findings: findings(recorded) };
  writeFileSync(join(folder, "report.json"), `${JSON.stringify(json, undefined, 2)}\n`);
  writeFileSync(join(folder, "report.html"), pageReport(recorded));
  writeFileSync(join(folder, "report.txt"), textReport(recorded));
  console.log(`\n${textReport(recorded)}\nThe report with plots: ${join(folder, "report.html")}`);
  process.exitCode = findings(recorded).every(({ holds }) => holds) ? 0 : 1;
} catch (error) {
  if (!(error instanceof TypeError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
