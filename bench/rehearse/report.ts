import { formatNumber, quantile } from "../support/statistics.ts";
import {
  drawConflicts,
  drawLegend,
  drawPlot,
  escapeHtml,
  listAnswerSeries,
  listLatencySeries,
  listSeatSeries,
  type Series,
} from "./plots.ts";
import { countOutcomes, listFindings, listLatencies, type Recording } from "./recording.ts";

const formatTime = ({ at }: Recording) => `${at.slice(0, 16).replace("T", " ")} UTC`;

function listFacts(recording: Recording): (readonly [string, string])[] {
  const { applicants, seconds, capacity, seatTakenAt, faults } = recording;
  const ms = (share: number) => `${formatNumber(quantile(listLatencies(recording), share))} ms`;
  return [
    [
      "Applicants",
      `${applicants.toLocaleString("en")} within ${seconds} s, for ${capacity.toLocaleString("en")} seats`,
    ],
    ["Seats are taken", `at ${seatTakenAt}`],
    [
      "Answers",
      [...countOutcomes(recording)].map(([outcome, count]) => `${count.toLocaleString("en")} ${outcome}`).join(", "),
    ],
    ["Time to answer", `median ${ms(0.5)}, nine in ten within ${ms(0.9)}, 99 in a hundred within ${ms(0.99)}`],
    ["Misbehaviour", faults === undefined ? "none" : `one in five, with the seed ${faults}`],
  ];
}

/** The report as text. Its last lines are the findings. */
export function writeTextReport(recording: Recording): string {
  const formatPool = ({ pool, limit, taken, waiting }: Recording["pools"][number]) =>
    `  ${pool.padEnd(36)}${[limit ?? "none", taken, waiting].map((each) => String(each).padStart(9)).join("")}`;
  return [
    `Palais · rehearsal of an opening minute · ${formatTime(recording)}`,
    `${recording.title} (${recording.conference})`,
    "",
    ...listFacts(recording).map(([name, text]) => `  ${name.padEnd(18)}${text}`),
    "",
    `  ${"Pool".padEnd(36)}${["limit", "taken", "waiting"].map((each) => each.padStart(9)).join("")}`,
    ...recording.pools.map(formatPool),
    "",
    ...listFindings(recording).map(({ text, holds }) => (holds ? text : `DOES NOT HOLD: ${text}`)),
    "",
  ].join("\n");
}

const style = `body{font:16px/1.5 system-ui,"Noto Sans",sans-serif;color:#1b2733;max-width:820px;margin:2.5rem auto;padding:0 1rem}
h1{font-size:1.6rem;margin:.2rem 0}h2{font-size:1.1rem;margin:2rem 0 .4rem}.mark{color:#0b5394;font-weight:700;letter-spacing:.08em;text-transform:uppercase;font-size:.85rem;margin:0}
dl{display:grid;grid-template-columns:10rem 1fr;gap:.2rem 1rem}dt{color:#5f6b7a}dd{margin:0}table{border-collapse:collapse;width:100%}th,td{text-align:right;padding:.3rem .5rem;border-bottom:1px solid #d9dee4}th:first-child,td:first-child{text-align:left}
svg{width:100%;height:auto}.grid{stroke:#e4e8ec}.value,.time{font-size:12px;fill:#5f6b7a}.value{text-anchor:end}.time{text-anchor:middle}.count{font-size:12px;fill:#1b2733}
.legend{display:flex;gap:1.2rem;list-style:none;padding:0;margin:.2rem 0;font-size:.9rem}.legend span{display:inline-block;width:1rem;height:.25rem;margin-right:.4rem;vertical-align:middle}
.findings{list-style:none;padding:0}.findings li{padding:.2rem 0}.good::before{content:"✓ ";color:#2e7d32;font-weight:700}.bad::before{content:"✗ ";color:#990000;font-weight:700}.bad{color:#990000}`;

const drawFigure = (title: string, description: string, series: readonly Series[]) =>
  `<h2>${title}</h2>${drawLegend(series)}${drawPlot(title, description, series)}`;

/** The report as one page with plots, which loads nothing else. */
export function writePageReport(recording: Recording): string {
  const rows = recording.pools.map(
    ({ pool, limit, taken, waiting }) =>
      `<tr><td>${escapeHtml(pool)}</td><td>${limit ?? "none"}</td><td>${taken}</td><td>${waiting}</td></tr>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Rehearsal: ${escapeHtml(recording.title)}</title><style>${style}</style></head><body>
<p class="mark">Palais · rehearsal of an opening minute</p><h1>${escapeHtml(recording.title)}</h1><p>${formatTime(recording)}, on the copy ${escapeHtml(recording.conference)}</p>
<ul class="findings">${listFindings(recording)
    .map(({ text, holds }) => `<li class="${holds ? "good" : "bad"}">${escapeHtml(text)}</li>`)
    .join("")}</ul>
<dl>${listFacts(recording)
    .map(([name, text]) => `<dt>${name}</dt><dd>${escapeHtml(text)}</dd>`)
    .join("")}</dl>
${drawFigure("Seats", "Seats taken and people waiting, over the seconds since the opening, with the cap as a line.", listSeatSeries(recording))}
${drawFigure("Answers per second", "How many forms were answered in each second, by the kind of answer.", listAnswerSeries(recording))}
${drawFigure("Time to answer, in milliseconds", "How long forms answered in each second took: the median, nine in ten, and 99 in a hundred.", listLatencySeries(recording))}
<h2>Conflicts per shard</h2>${drawConflicts(recording)}
<h2>Pools at rest</h2><table><thead><tr><th scope="col">Pool</th><th scope="col">Limit</th><th scope="col">Taken</th><th scope="col">Waiting</th></tr></thead><tbody>${rows.join("")}</tbody></table>
</body></html>
`;
}
