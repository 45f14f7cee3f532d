import { languages } from "#shared/model/conference.ts";
import type { Results } from "../support/results.ts";
import { formatNumber } from "../support/statistics.ts";
import { invariant, type Section, type Suite, target } from "../support/suite.ts";
import { runInWorker } from "../support/worker.ts";
import type { BadgeReport, BadgeTasks, ListOrder, ListReport } from "./worker.ts";

/** What it costs to print a conference's badges and lists of participants (docs/badges.md). */
export const suite: Suite = { print: measurePrinting, list: measureLists };

const script = new URL("worker.ts", import.meta.url);

/** Prints batches of badges in A6 with photos, one file each. */
async function measurePrinting(results: Results, quick: boolean): Promise<Section> {
  const allowedMb = 512;
  const counts = quick ? [20, 60, 120] : [100, 300, 600];
  const reports: (BadgeReport & { readonly count: number })[] = [];
  for (const count of counts) {
    const print = () => runInWorker<BadgeTasks, "printBatch">(script, "printBatch", { count });
    reports.push({ count, ...(await results.cell(`badges, ${count}`, print)) });
  }
  const [smallest, largest] = [reports[0], reports.at(-1)];
  if (!smallest || !largest) throw new Error("no batch was printed");
  const further = (largest.ms - smallest.ms) / (largest.count - smallest.count);
  return {
    title: "Badges: batches in A6 with photos, one file each",
    notes: [
      "Names in 18 scripts. Memory: the whole process, with Node and the photos.",
      `Beyond the first ${smallest.count} badges: ${formatNumber(further)} ms a badge.`,
    ],
    head: ["badges", "s", "ms a badge", "MB of file", "peak MB"],
    rows: reports.map(({ count, ms, bytes, peakMb }) => [
      String(count),
      ...[ms / 1_000, ms / count, bytes / 1e6, peakMb].map(formatNumber),
    ]),
    verdicts: [
      invariant(`${largest.count} badges with photos within ${allowedMb} MB`, largest.peakMb <= allowedMb),
      target(
        "time per badge doesn't grow with the batch",
        largest.ms / largest.count <= (smallest.ms / smallest.count) * 1.1,
      ),
    ],
  };
}

/** Makes the list of participants as a PDF in each language, and in each format in English for three times as many. */
async function measureLists(results: Results, quick: boolean): Promise<Section> {
  // The memory of the function, and how long the gateway waits for it.
  const [allowedMb, allowedSeconds] = [2_048, 29];
  const people = quick ? 200 : 1_000;
  const orders: ListOrder[] = [
    ...languages.map((language) => ({ format: "pdf" as const, language, people })),
    ...(["pdf", "docx", "xlsx"] as const).map((format) => ({ format, language: "en" as const, people: 3 * people })),
  ];
  const reports: (ListOrder & ListReport)[] = [];
  for (const order of orders) {
    const name = `list, ${order.people} in ${order.language} as ${order.format}`;
    const make = () => runInWorker<BadgeTasks, "makeList">(script, "makeList", order);
    reports.push({ ...order, ...(await results.cell(name, make)) });
  }
  return {
    title: "Lists of participants",
    notes: ["Names in 18 scripts. Memory: the whole process, with Node and the fonts."],
    head: ["", "people", "s", "KB of file", "peak MB"],
    rows: reports.map(({ format, language, people: count, ms, bytes, peakMb }) => [
      `${format.toUpperCase()}, ${language}`,
      String(count),
      ...[ms / 1_000, bytes / 1_000, peakMb].map(formatNumber),
    ]),
    verdicts: [
      invariant(
        `every list within ${allowedMb} MB`,
        reports.every(({ peakMb }) => peakMb <= allowedMb),
      ),
      target(
        `every list within ${allowedSeconds} s`,
        reports.every(({ ms }) => ms <= allowedSeconds * 1_000),
      ),
    ],
  };
}
