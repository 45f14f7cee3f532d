import type { ConferenceEvidence, Evidence } from "./evidence.ts";
import { type Fact, factsOf } from "./facts.ts";

const labelWidth = 18;

/** The report as the secretariat reads it; its last lines say what holds. */
export function reportOf(evidence: Evidence): string {
  const { api, at, seconds, validated, conferences } = evidence;
  const answers = validated.toLocaleString("en");
  return [
    `Palais · report of a journey · ${at.slice(0, 16).replace("T", " ")} UTC`,
    `${api}, ${seconds.toFixed(0)} s, ${answers} answers, each as the API's document has it`,
    ...conferences.flatMap(chapter),
    "",
    ...factsOf(evidence).flatMap(closingLines),
    "",
  ].join("\n");
}

function chapter(conference: ConferenceEvidence): string[] {
  const { conferenceId, title, place, startsOn, endsOn, story, recount } = conference;
  const label = (name: string, text: string) => `  ${name.padEnd(labelWidth)}${text}`;
  return [
    "",
    title,
    `${place}, ${startsOn} to ${endsOn} (${conferenceId})`,
    "",
    ...story.map(([name, sentence]) => label(name, sentence)),
    ...lineLines(conference).map(([name, sentence]) => label(name, sentence)),
    ...gateLines(conference).map(([name, sentence]) => label(name, sentence)),
    "",
    ...poolTable(conference),
    "",
    ...mailTable(conference),
    "",
    label("Recount", recountLine(recount)),
  ];
}

function lineLines({ line }: ConferenceEvidence): [string, string][] {
  if (!line) return [];
  const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
  const { moved, longestWaitMs, medianWaitMs } = line;
  return [
    [
      "Moved up",
      `${moved}; a freed seat went on within ${seconds(longestWaitMs)}, at the median ${seconds(medianWaitMs)}`,
    ],
  ];
}

function gateLines({ gate, falseBadges }: ConferenceEvidence): [string, string][] {
  const { confirmed, admitted, verifiedOffline, inside, duplicate } = gate;
  const of = ({ refused, tried }: { refused: number; tried: number }) => `${refused} of ${tried}`;
  const lines: [string, string][] = [
    ["Badges", `${confirmed}, ${verifiedOffline} of them verified with the published keys alone`],
    ["Gates", `${admitted} admitted, ${inside} inside at the end; read again, ${of(duplicate)} refused`],
  ];
  if (!falseBadges) return lines;
  const { forged, revoked, reprinted, reprintsAdmitted } = falseBadges;
  const refusals = `forged ${of(forged)}, revoked ${of(revoked)}, replaced by a reprint ${of(reprinted)} readings`;
  return [...lines, ["Refused", `${refusals}; ${reprintsAdmitted} reprints went out and in`]];
}

function poolTable({ pools }: ConferenceEvidence): string[] {
  const rows = pools.map(({ pool, limit, taken, waiting }) => [pool, limit, taken, waiting]);
  return table(["Pool", "limit", "taken", "waiting"], rows);
}

function mailTable({ mails }: ConferenceEvidence): string[] {
  const rows = mails.counts.map(({ kind, expected, promised, given }) => [kind, expected, promised, given]);
  const sum = (at: number) => rows.reduce((total, row) => total + Number(row[at]), 0);
  return table(["Mail", "called for", "promised", "given to SES"], [...rows, ["all", sum(1), sum(2), sum(3)]]);
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const cells = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart((widths[column] ?? 0) + 3)))
      .join("");
  return cells.map((row) => `  ${line(row)}`);
}

const recountLine = ({ registrations, differences, overhang }: ConferenceEvidence["recount"]) =>
  `${registrations} registrations, ${differences.length} differences, ${overhang} seats over a limit`;

const closingLines = ({ text, holds, faults }: Fact): string[] =>
  holds
    ? [text]
    : [`DOES NOT HOLD: ${text}`, ...faults.slice(0, 20).map((fault) => `    ${fault}`), ...more(faults.length - 20)];

const more = (count: number) => (count > 0 ? [`    and ${count} more`] : []);
