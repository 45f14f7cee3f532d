import { ensureDebianPackages } from "../../test/support/debian.ts";
import type { BadgeOrder, BadgeReport } from "../lanes/badge-lane.ts";
import { Helper } from "../support/child.ts";
import { invariant, type Section, target } from "../support/report.ts";
import type { Results } from "../support/results.ts";
import { figures } from "../support/statistics.ts";

/** In a process of its own, so that its peak memory is of this batch alone. */
async function print(order: BadgeOrder): Promise<BadgeReport> {
  const lane = Helper.start<BadgeOrder, BadgeReport>("badge-lane.ts");
  return lane.ask(order).finally(() => lane.stop());
}

const contestants = ["palais", "chromium"] as const;

/** What a Lambda function of this size has. */
const allowedMb = 512;

/** Prints batches of badges in A6 with photos, one file each, with Palais and with a browser from HTML. */
export async function measurePrinting(results: Results, quick: boolean): Promise<Section> {
  ensureDebianPackages(["chromium"]);
  const counts = quick ? [20, 60, 120] : [100, 300, 600];
  const found = new Map<string, BadgeReport>();
  for (const count of counts) {
    for (const by of contestants)
      found.set(`${by} ${count}`, await results.cell(`badges, ${count} by ${by}`, () => print({ by, count })));
  }
  const of = (by: string, count: number) => found.get(`${by} ${count}`) ?? { ms: Number.NaN, bytes: 0, peakMb: 0 };
  const perBadge = (by: string, count: number) => of(by, count).ms / count;
  const [small = 0, largest = 0] = [counts[0], counts.at(-1)];
  const rest = (of("palais", largest).ms - of("palais", small).ms) / (largest - small);
  return {
    title: "Badges: batches in A6 with photos, one file each",
    notes: [
      "The same people, photos, codes and fonts. Names in 18 scripts.",
      "Palais shrinks, breaks or shortens what has no room; in HTML it is cut off, for CSS can't.",
      "Memory: Palais, the whole process, Node and the photos of the bench with it; Chromium, all its processes, what they share once.",
      `Palais beyond the first ${small} badges: ${figures(rest)} ms a badge.`,
    ],
    head: ["", "badges", "s", "ms a badge", "MB of file", "peak MB"],
    rows: counts.flatMap((count) =>
      contestants.map((by) => {
        const { ms, bytes, peakMb } = of(by, count);
        const name = by === "palais" ? "Palais" : "Chromium from HTML";
        return [name, String(count), figures(ms / 1_000), figures(ms / count), figures(bytes / 1e6), figures(peakMb)];
      }),
    ),
    verdicts: [
      invariant(`${largest} badges with photos within ${allowedMb} MB`, of("palais", largest).peakMb <= allowedMb),
      target(
        "time per badge doesn't grow with the batch",
        perBadge("palais", largest) <= perBadge("palais", small) * 1.1,
      ),
      target(
        "no slower than Chromium",
        counts.every((count) => of("palais", count).ms <= of("chromium", count).ms),
      ),
    ],
  };
}
