import type { Series } from "./series.ts";

/** The size of a plot and its margins, in the units of its picture. */
const size = { width: 760, height: 260, left: 56, right: 16, top: 14, bottom: 34 };

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** The next number above that reads well on an axis. */
export function roundUp(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 1.2, 1.6, 2, 3, 4, 6, 8, 10].find((step) => step * power >= value) ?? 10) * power;
}

const number = (value: number) => Number(value.toFixed(1)).toString();

/** A plot of lines over seconds, as one SVG with its words for those who can't see it. */
export function plot(title: string, description: string, series: readonly Series[]): string {
  const all = series.flatMap(({ points }) => points);
  const right = roundUp(Math.max(0, ...all.map(([seconds]) => seconds)));
  const top = roundUp(Math.max(0, ...all.map(([, value]) => value)));
  const x = (seconds: number) => size.left + ((size.width - size.left - size.right) * seconds) / right;
  const y = (value: number) => size.height - size.bottom - ((size.height - size.top - size.bottom) * value) / top;
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  const grid = ticks.map((share) => {
    const [line, label] = [number(y(top * share)), (top * share).toLocaleString("en")];
    return `<line x1="${size.left}" x2="${size.width - size.right}" y1="${line}" y2="${line}" class="grid"/><text x="${size.left - 8}" y="${line}" dy="4" class="value">${label}</text>`;
  });
  const seconds = ticks.map(
    (share) =>
      `<text x="${number(x(right * share))}" y="${size.height - size.bottom + 20}" class="time">${number(right * share)} s</text>`,
  );
  const lines = series
    .filter(({ points }) => points.length > 0)
    .map(({ colour, points }) => {
      const path = points.map(([at, value]) => `${number(x(at))},${number(y(value))}`).join(" ");
      return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`;
    });
  return `<svg viewBox="0 0 ${size.width} ${size.height}" role="img"><title>${escaped(title)}</title><desc>${escaped(description)}</desc>${grid.join("")}${seconds.join("")}${lines.join("")}</svg>`;
}

/** What the colours mean, in words beside them. */
export const legend = (series: readonly Series[]): string =>
  `<ul class="legend">${series.map(({ name, colour }) => `<li><span style="background:${colour}"></span>${escaped(name)}</li>`).join("")}</ul>`;
