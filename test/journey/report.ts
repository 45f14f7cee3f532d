import type { ConferenceEvidence, JourneyEvidence } from "./evidence.ts";
import { type JourneyFinding, listFindings } from "./facts.ts";

const labelWidth = 18;

/** The report for the secretariat; its last lines are the invariants. */
export function formatReport(evidence: JourneyEvidence): string {
  const { api, at, seconds, validated, conferences } = evidence;
  const answers = validated.toLocaleString("en");
  return [
    `Palais · report of a journey · ${at.slice(0, 16).replace("T", " ")} UTC`,
    `${api}, ${seconds.toFixed(0)} s, ${answers} answers, each as the API's document has it`,
    ...conferences.flatMap(formatConference),
    "",
    ...listFindings(evidence).flatMap(formatFinding),
    "",
  ].join("\n");
}

/** The commands that verify the conferences of the journey, which are copies with names of their own. */
export const formatCommands = ({ conferences }: Pick<JourneyEvidence, "conferences">): string =>
  [
    "To verify its conferences yourself:",
    ...conferences.flatMap(({ conferenceId }) => [
      `  npm run verify-counters -- --conference ${conferenceId}`,
      `  npm run audit -- --conference ${conferenceId}`,
    ]),
    "",
  ].join("\n");

function formatConference(conference: ConferenceEvidence): string[] {
  const { conferenceId, title, place, startsOn, endsOn, story, recount } = conference;
  const label = (name: string, text: string) => `  ${name.padEnd(labelWidth)}${text}`;
  return [
    "",
    title,
    `${place}, ${startsOn} to ${endsOn} (${conferenceId})`,
    "",
    ...story.map(([name, sentence]) => label(name, sentence)),
    ...formatWaitingList(conference).map(([name, sentence]) => label(name, sentence)),
    ...formatGates(conference).map(([name, sentence]) => label(name, sentence)),
    "",
    ...formatPools(conference),
    "",
    ...formatEmails(conference),
    "",
    label("Recount", formatRecount(recount)),
  ];
}

function formatWaitingList({ waitingList }: ConferenceEvidence): [string, string][] {
  if (!waitingList) return [];
  const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
  const { moved, longestWaitMs, medianWaitMs } = waitingList;
  return [
    [
      "Moved up",
      `${moved}; a released seat was taken within ${seconds(longestWaitMs)}, at the median ${seconds(medianWaitMs)}`,
    ],
  ];
}

function formatGates({ gate, falseBadges }: ConferenceEvidence): [string, string][] {
  const { confirmed, admitted, verifiedOffline, inside, duplicate } = gate;
  const of = ({ refused, tried }: { refused: number; tried: number }) => `${refused} of ${tried}`;
  const lines: [string, string][] = [
    ["Badges", `${confirmed}, ${verifiedOffline} of them verified with the published keys alone`],
    ["Gates", `${admitted} admitted, ${inside} inside at the end; ${of(duplicate)} second scans refused`],
  ];
  if (!falseBadges) return lines;
  const { forged, revoked, reprinted, reprintsAdmitted } = falseBadges;
  const refusals = `forged ${of(forged)}, revoked ${of(revoked)}, reprinted ${of(reprinted)} scans`;
  return [...lines, ["Refused", `${refusals}; ${reprintsAdmitted} reprints left and entered again`]];
}

function formatPools({ pools }: ConferenceEvidence): string[] {
  const rows = pools.map(({ pool, limit, taken, waiting }) => [pool, limit ?? "none", taken, waiting]);
  return formatTable(["Pool", "limit", "taken", "waiting"], rows);
}

function formatEmails({ emails }: ConferenceEvidence): string[] {
  const rows = emails.counts.map(({ kind, expected, queued, sent }) => [kind, expected, queued, sent]);
  const sum = (at: number) => rows.reduce((total, row) => total + Number(row[at]), 0);
  return formatTable(["Email", "expected", "queued", "sent"], [...rows, ["all", sum(1), sum(2), sum(3)]]);
}

function formatTable(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const cells = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart((widths[column] ?? 0) + 3)))
      .join("");
  return cells.map((row) => `  ${line(row)}`);
}

const formatRecount = ({ registrations, differences, seatsOverLimit }: ConferenceEvidence["recount"]) =>
  `${registrations} registrations, ${differences.length} differences, ${seatsOverLimit} seats over a limit`;

const formatFinding = ({ text, holds, violations }: JourneyFinding): string[] =>
  holds
    ? [text]
    : [
        `DOES NOT HOLD: ${text}`,
        ...violations.slice(0, 20).map((fault) => `    ${fault}`),
        ...formatOmitted(violations.length - 20),
      ];

const formatOmitted = (count: number) => (count > 0 ? [`    and ${count} more`] : []);
