import { parseJournalEntry } from "#shared/commands/journal.ts";
import { keys } from "#shared/dynamodb/keys.ts";
import { getString, type Item } from "#shared/dynamodb/table.ts";
import { redrivableFailures } from "#shared/model/email.ts";
import { toAuditRecords } from "../audit/load-audit.ts";
import { readItems } from "../audit/read-items.ts";
import { verifyChain } from "../audit/verify-chain.ts";
import type { RowFinding } from "../verify-counters/finding.ts";
import { type CounterReport, verifyItems } from "../verify-counters/verify-counters.ts";

/** One line of the status. `attention` needs a person. */
export interface StatusLine {
  readonly subject: string;
  readonly state: "ok" | "attention";
  readonly text: string;
}

const minuteMs = 60_000;

/**
 * The age, in ms, from which something that waits is late. The stream brings a change within seconds, and the sweeps
 * what it missed within minutes.
 */
const lateAfterMs = { chain: 15 * minuteMs, email: 10 * minuteMs, job: 10 * minuteMs, erasure: 120 * minuteMs };

/**
 * What is late, stuck or wrong in a table.
 * @param items all items at one moment
 * @param now in ms since 1970
 * @param table the name of a deployed table, for the commands that a person runs
 */
export function assessTable(items: readonly Item[], now: number, table?: string): StatusLine[] {
  const { conferences, unreadable } = verifyItems(items, now);
  return [
    toFindingsLine("rows", unreadable, "every row can be read", table),
    ...conferences.flatMap((report) => assessConference(report, items, now, table)),
    assessOutbox(items, now),
    assessFailedEmails(items),
    assessJobs(items, now),
    assessErasures(items, now),
    assessBackup(items, now),
  ];
}

/** What names each difference of the rows and counters, and with `--repair` mends what can be mended. */
function toVerifyCommand(table: string | undefined, ...options: readonly string[]): string {
  const args = [...options, ...(table === undefined ? [] : ["--table", table])];
  return ["npm run verify-counters", ...(args.length === 0 ? [] : ["--", ...args])].join(" ");
}

/** @param command what a person runs if something is at fault */
function toStatusLine(subject: string, faults: readonly string[], otherwise: string, command?: string): StatusLine {
  if (faults.length === 0) return { subject, state: "ok", text: otherwise };
  const text = faults.length === 1 ? (faults[0] ?? "") : `${faults.length}: ${faults[0]} …`;
  return { subject, state: "attention", text: command === undefined ? text : `${text}: ${command}` };
}

/** Advises a repair if it mends one of the findings; otherwise the command that names each, and what is to be done. */
const toFindingsLine = (
  subject: string,
  findings: readonly RowFinding[],
  otherwise: string,
  table: string | undefined,
): StatusLine =>
  toStatusLine(
    subject,
    findings.map(({ text }) => text),
    otherwise,
    toVerifyCommand(table, ...(findings.some(({ mend }) => mend !== undefined) ? ["--repair"] : [])),
  );

function assessConference(
  report: CounterReport,
  items: readonly Item[],
  now: number,
  table: string | undefined,
): StatusLine[] {
  const { conferenceId, registrations, seatsFreeWhileWaiting, pendingStatistics, findings } = report;
  const records = toAuditRecords(conferenceId, items);
  const history = verifyChain(records, now);
  const chained = new Set(records.links.map(({ changeId }) => changeId));
  const unchained = [...records.entries].filter(([changeId]) => !chained.has(changeId)).map(([, item]) => item);
  const isChainLate = getOldestAge(unchained, now) > lateAfterMs.chain;
  const waits =
    unchained.length === 0 ? "" : `, ${unchained.length} not chained for ${formatAge(getOldestAge(unchained, now))}`;
  return [
    toFindingsLine(`${conferenceId}: counters`, findings, `equal the rows of ${registrations} registrations`, table),
    toStatusLine(
      `${conferenceId}: limits`,
      report.poolsOverLimit.map(
        ({ pool, limit, holders }) => `${holders} people hold a seat in ${pool}, whose limit is ${limit}`,
      ),
      "no one is seated above a limit",
      toVerifyCommand(table),
    ),
    toStatusLine(
      `${conferenceId}: history`,
      [...history.differences, ...(isChainLate ? [`the consumer of the stream is late${waits}`] : [])],
      `whole, ${history.head.sequence} entries chained${waits}`,
    ),
    toStatusLine(
      `${conferenceId}: waiting list`,
      seatsFreeWhileWaiting === 0 ? [] : [`${seatsFreeWhileWaiting} people wait although a seat is free for each`],
      "no one waits for a seat that is free",
    ),
    { subject: `${conferenceId}: statistics`, state: "ok", text: `${pendingStatistics} registrations on their way` },
  ];
}

/** @throws Error for an item without a time */
function getTime(item: Item, name = "at"): number {
  const time = Date.parse(getString(item, name).split("#")[0] ?? "");
  if (Number.isNaN(time)) throw new Error(`its ${name} is no time`);
  return time;
}

/** The age of the oldest item that has a time, in ms; 0 if none has. */
const getOldestAge = (items: readonly Item[], now: number): number =>
  readItems(items, (item) => now - getTime(item)).results.reduce((oldest, age) => Math.max(oldest, age), 0);

const formatAge = (ms: number): string =>
  ms < 60 * minuteMs ? `${Math.round(ms / minuteMs)} min` : `${Math.round(ms / (60 * minuteMs))} h`;

function assessOutbox(items: readonly Item[], now: number): StatusLine {
  const queued = items.filter((item) => item["dueKey"]?.S?.startsWith("OUTBOX#"));
  const { faults } = readItems(queued, getTime);
  const age = getOldestAge(queued, now);
  const text = `${queued.length} changes with emails that are not sent`;
  const late = age > lateAfterMs.email ? [`${text}, the oldest for ${formatAge(age)}`] : [];
  return toStatusLine("emails", [...late, ...faults], text);
}

/** Emails that failed permanently and can be sent again. */
function assessFailedEmails(items: readonly Item[]): StatusLine {
  const listed = items.filter((item) => item["conferenceKey"]?.S?.startsWith("FAILED-EMAILS#"));
  const { results, faults } = readItems(listed, (item) => parseJournalEntry(item).emails);
  const failed = results
    .flat()
    .filter(({ status }) => status.state === "failed" && redrivableFailures.has(status.reason));
  const fault = `${failed.length} emails failed: trace one with npm run trace-mail, then npm run redrive`;
  return toStatusLine(
    "failed emails",
    [...(failed.length === 0 ? [] : [fault]), ...faults],
    "none that can be sent again",
  );
}

function assessJobs(items: readonly Item[], now: number): StatusLine {
  const running = items.filter((item) => item["dueKey"]?.S?.startsWith("JOBS#"));
  const { results, faults } = readItems(running, (item) =>
    getTime(item, "dueSort") < now - lateAfterMs.job
      ? [`the ${item["kind"]?.S} job ${item["jobId"]?.S} makes no progress`]
      : [],
  );
  return toStatusLine("jobs and imports", [...results.flat(), ...faults], `${running.length} running`);
}

function assessErasures(items: readonly Item[], now: number): StatusLine {
  const open = items.filter((item) => item["expiringKey"]?.S?.startsWith("PENDING-ERASURES#"));
  const { results, faults } = readItems(open, (item) => getTime(item, "expiringSort"));
  const late = results.filter((time) => time < now - lateAfterMs.erasure).length;
  return toStatusLine(
    "erasures",
    [...(late === 0 ? [] : [`${late} not complete for hours`]), ...faults],
    `${open.length} running`,
  );
}

/** When the last backup of this table was written. None is no fault: a deployed table has its own. */
function assessBackup(items: readonly Item[], now: number): StatusLine {
  const own = items.filter(({ PK }) => PK?.S === keys.lastBackup.PK);
  const { results, faults } = readItems(
    own,
    (item) => `${getString(item, "at")}, ${formatAge(now - getTime(item))} ago`,
  );
  return toStatusLine("last backup", faults, results[0] ?? "none was written by this command");
}
