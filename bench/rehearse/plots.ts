import { quantile } from "../support/statistics.ts";
import type { FormAnswer, Recording, VenueSample } from "./recording.ts";

/** A line of a plot: points of time (s) and value. */
export interface Series {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly (readonly [seconds: number, value: number])[];
}

const colours = { seated: "#0b5394", waiting: "#b45f06", cap: "#990000", refused: "#5f6b7a", error: "#990000" };

export const escapeHtml = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** The venue over time: seats taken, people waiting, and the cap. */
export function listSeatSeries({ samples }: Recording): Series[] {
  const line = (name: string, colour: string, key: keyof VenueSample): Series => ({
    name,
    colour,
    points: samples.flatMap((sample): Series["points"] => {
      const value = sample[key];
      return value === null ? [] : [[sample.at / 1_000, value]];
    }),
  });
  return [
    line("seats taken", colours.seated, "taken"),
    line("waiting", colours.waiting, "waiting"),
    line("cap", colours.cap, "limit"),
  ];
}

/** The answers of each second, by kind. */
export function listAnswerSeries(recording: Recording): Series[] {
  const classify = ({ outcome, isError }: FormAnswer) =>
    isError ? "errors" : outcome === "held" || outcome === "waiting" ? outcome : "other answers";
  const seconds = groupBySecond(recording);
  const line = (name: string, colour: string): Series => ({
    name,
    colour,
    points: seconds.map((answers, second) => [second, answers.filter((each) => classify(each) === name).length]),
  });
  return [
    line("held", colours.seated),
    line("waiting", colours.waiting),
    line("other answers", colours.refused),
    line("errors", colours.error),
  ];
}

/** The time to answer in ms, by second: the median and two quantiles. */
export function listLatencySeries(recording: Recording): Series[] {
  const seconds = groupBySecond(recording);
  const line = (name: string, colour: string, share: number): Series => ({
    name,
    colour,
    points: seconds.flatMap((answers, second): Series["points"] => {
      const times = answers.map(({ sentAt, answeredAt }) => answeredAt - sentAt);
      return times.length === 0 ? [] : [[second, quantile(times, share)]];
    }),
  });
  return [
    line("median", colours.seated, 0.5),
    line("nine in ten", colours.waiting, 0.9),
    line("99 in a hundred", colours.cap, 0.99),
  ];
}

function groupBySecond({ answers }: Recording): FormAnswer[][] {
  const seconds = Map.groupBy(answers, ({ answeredAt }) => Math.floor(answeredAt / 1_000));
  const last = Math.max(-1, ...seconds.keys());
  return Array.from({ length: last + 1 }, (_, second) => seconds.get(second) ?? []);
}

/** The size of a plot and its margins, in the units of its SVG. */
const size = { width: 760, height: 260, left: 56, right: 16, top: 14, bottom: 34 };

/** The next greater number that reads well on an axis. */
export function roundUp(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 1.2, 1.6, 2, 3, 4, 6, 8, 10].find((step) => step * power >= value) ?? 10) * power;
}

const formatCoordinate = (value: number) => Number(value.toFixed(1)).toString();

/** A plot of lines over seconds, as one SVG with a description for screen readers. */
export function drawPlot(title: string, description: string, series: readonly Series[]): string {
  const all = series.flatMap(({ points }) => points);
  const right = roundUp(Math.max(0, ...all.map(([seconds]) => seconds)));
  const top = roundUp(Math.max(0, ...all.map(([, value]) => value)));
  const x = (seconds: number) => size.left + ((size.width - size.left - size.right) * seconds) / right;
  const y = (value: number) => size.height - size.bottom - ((size.height - size.top - size.bottom) * value) / top;
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  const grid = ticks.map((share) => {
    const [line, label] = [formatCoordinate(y(top * share)), (top * share).toLocaleString("en")];
    return `<line x1="${size.left}" x2="${size.width - size.right}" y1="${line}" y2="${line}" class="grid"/><text x="${size.left - 8}" y="${line}" dy="4" class="value">${label}</text>`;
  });
  const seconds = ticks.map((share) => {
    const [at, label] = [formatCoordinate(x(right * share)), formatCoordinate(right * share)];
    return `<text x="${at}" y="${size.height - size.bottom + 20}" class="time">${label} s</text>`;
  });
  const lines = series
    .filter(({ points }) => points.length > 0)
    .map(({ colour, points }) => {
      const path = points.map(([at, value]) => `${formatCoordinate(x(at))},${formatCoordinate(y(value))}`).join(" ");
      return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`;
    });
  return `<svg viewBox="0 0 ${size.width} ${size.height}" role="img"><title>${escapeHtml(title)}</title><desc>${escapeHtml(description)}</desc>${grid.join("")}${seconds.join("")}${lines.join("")}</svg>`;
}

/** The meaning of the colours, as text beside them. */
export const drawLegend = (series: readonly Series[]): string =>
  `<ul class="legend">${series.map(({ name, colour }) => `<li><span style="background:${colour}"></span>${escapeHtml(name)}</li>`).join("")}</ul>`;

/** A bar for the conflicts of each shard; a sentence when there were none. */
export function drawConflicts({ conflicts }: Pick<Recording, "conflicts">): string {
  if (conflicts.length === 0)
    return "<p>None were recorded. A database on one machine runs transactions one after the other; in AWS, or behind a contention proxy, claims that meet at a shard are counted here.</p>";
  const [rowHeight, left, right] = [22, 220, 60];
  const most = Math.max(...conflicts.map(({ count }) => count));
  const bars = conflicts.map(({ pool, shard, count }, index) => {
    const y = index * rowHeight;
    const width = ((size.width - left - right) * count) / most;
    return `<text x="${left - 10}" y="${y + 15}" class="value">${escapeHtml(pool)} ${shard}</text><rect x="${left}" y="${y + 4}" width="${width.toFixed(1)}" height="14" fill="${colours.seated}"/><text x="${(left + width + 6).toFixed(1)}" y="${y + 15}" class="count">${count}</text>`;
  });
  return `<svg viewBox="0 0 ${size.width} ${conflicts.length * rowHeight + 4}" role="img"><title>Conflicts per shard</title><desc>How many claims met another one at each shard and were tried again.</desc>${bars.join("")}</svg>`;
}
