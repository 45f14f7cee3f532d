import { figures, quantile } from "../support/statistics.ts";
import { conflictBars } from "./bars.ts";
import { legend, plot } from "./plot.ts";
import type { Recorded } from "./record.ts";
import { answersPerSecond, latencyOverTime, type Series, seatsOverTime } from "./series.ts";
import { findings, latencies, tally } from "./summary.ts";

const when = ({ at }: Recorded) => `${at.slice(0, 16).replace("T", " ")} UTC`;

function facts(recorded: Recorded): (readonly [string, string])[] {
  const { applicants, seconds, capacity, seatTakenAt, faults } = recorded;
  const ms = (share: number) => `${figures(quantile(latencies(recorded), share))} ms`;
  return [
    [
      "Applicants",
      `${applicants.toLocaleString("en")} within ${seconds} s, for ${capacity.toLocaleString("en")} seats`,
    ],
    ["Seats are taken", `at ${seatTakenAt}`],
    ["Answers", [...tally(recorded)].map(([outcome, count]) => `${count.toLocaleString("en")} ${outcome}`).join(", ")],
    ["Time to answer", `median ${ms(0.5)}, nine in ten within ${ms(0.9)}, 99 in a hundred within ${ms(0.99)}`],
    ["Misbehaviour", faults === undefined ? "none" : `one in five, with the seed ${faults}`],
  ];
}

/** The report as text; its last lines say what holds. */
export function textReport(recorded: Recorded): string {
  const pool = ({ pool, limit, taken, waiting }: Recorded["pools"][number]) =>
    `  ${pool.padEnd(36)}${[limit, taken, waiting].map((each) => String(each).padStart(9)).join("")}`;
  return [
    `Palais · rehearsal of an opening minute · ${when(recorded)}`,
    `${recorded.title} (${recorded.conference})`,
    "",
    ...facts(recorded).map(([name, text]) => `  ${name.padEnd(18)}${text}`),
    "",
    `  ${"Pool".padEnd(36)}${["limit", "taken", "waiting"].map((each) => each.padStart(9)).join("")}`,
    ...recorded.pools.map(pool),
    "",
    ...findings(recorded).map(({ text, holds }) => (holds ? text : `DOES NOT HOLD: ${text}`)),
    "",
  ].join("\n");
}

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

const style = `body{font:16px/1.5 system-ui,"Noto Sans",sans-serif;color:#1b2733;max-width:820px;margin:2.5rem auto;padding:0 1rem}
h1{font-size:1.6rem;margin:.2rem 0}h2{font-size:1.1rem;margin:2rem 0 .4rem}.mark{color:#0b5394;font-weight:700;letter-spacing:.08em;text-transform:uppercase;font-size:.85rem;margin:0}
dl{display:grid;grid-template-columns:10rem 1fr;gap:.2rem 1rem}dt{color:#5f6b7a}dd{margin:0}table{border-collapse:collapse;width:100%}th,td{text-align:right;padding:.3rem .5rem;border-bottom:1px solid #d9dee4}th:first-child,td:first-child{text-align:left}
svg{width:100%;height:auto}.grid{stroke:#e4e8ec}.value,.time{font-size:12px;fill:#5f6b7a}.value{text-anchor:end}.time{text-anchor:middle}.count{font-size:12px;fill:#1b2733}
.legend{display:flex;gap:1.2rem;list-style:none;padding:0;margin:.2rem 0;font-size:.9rem}.legend span{display:inline-block;width:1rem;height:.25rem;margin-right:.4rem;vertical-align:middle}
.findings{list-style:none;padding:0}.findings li{padding:.2rem 0}.good::before{content:"✓ ";color:#2e7d32;font-weight:700}.bad::before{content:"✗ ";color:#990000;font-weight:700}.bad{color:#990000}`;

const figure = (title: string, description: string, series: readonly Series[]) =>
  `<h2>${title}</h2>${legend(series)}${plot(title, description, series)}`;

/** The same as one page with plots, that needs nothing beside itself. */
export function pageReport(recorded: Recorded): string {
  const rows = recorded.pools.map(
    ({ pool, limit, taken, waiting }) =>
      `<tr><td>${escaped(pool)}</td><td>${limit}</td><td>${taken}</td><td>${waiting}</td></tr>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Rehearsal: ${escaped(recorded.title)}</title><style>${style}</style></head><body>
<p class="mark">Palais · rehearsal of an opening minute</p><h1>${escaped(recorded.title)}</h1><p>${when(recorded)}, on the copy ${escaped(recorded.conference)}</p>
<ul class="findings">${findings(recorded)
    .map(({ text, holds }) => `<li class="${holds ? "good" : "bad"}">${escaped(text)}</li>`)
    .join("")}</ul>
<dl>${facts(recorded)
    .map(([name, text]) => `<dt>${name}</dt><dd>${escaped(text)}</dd>`)
    .join("")}</dl>
${figure("Seats", "Seats taken and people waiting, over the seconds since the opening, with the cap as a line.", seatsOverTime(recorded))}
${figure("Answers per second", "How many forms were answered in each second, by the kind of answer.", answersPerSecond(recorded))}
${figure("Time to answer, in milliseconds", "How long forms answered in each second took: the median, nine in ten, and 99 in a hundred.", latencyOverTime(recorded))}
<h2>Conflicts per shard</h2>${conflictBars(recorded)}
<h2>Pools at rest</h2><table><thead><tr><th scope="col">Pool</th><th scope="col">Limit</th><th scope="col">Taken</th><th scope="col">Waiting</th></tr></thead><tbody>${rows.join("")}</tbody></table>
</body></html>
`;
}
