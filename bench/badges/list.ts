import { type Language, languages } from "#shared/domain/conference.ts";
import type { Format } from "#shared/participants/formats.ts";
import type { ListOrder, ListReport } from "../lanes/list-lane.ts";
import { Helper } from "../support/child.ts";
import { invariant, type Section, target } from "../support/report.ts";
import type { Results } from "../support/results.ts";
import { figures } from "../support/statistics.ts";

/** In a process of its own, so that its peak memory is of this list alone. */
async function make(order: ListOrder): Promise<ListReport> {
  const lane = Helper.start<ListOrder, ListReport>("list-lane.ts");
  return lane.ask(order).finally(() => lane.stop());
}

/** What the function has, and how long the gateway waits for it. */
const allowedMb = 2_048;
const allowedSeconds = 29;

const printed: readonly Format[] = ["pdf", "docx", "xlsx"];

/** Makes the list of participants: as a PDF in each language, and beside it what else is made in memory. */
export async function measureLists(results: Results, quick: boolean): Promise<Section> {
  const people = quick ? 200 : 1_000;
  const orders: ListOrder[] = [
    ...languages.map((language: Language) => ({ format: "pdf" as const, language, people })),
    ...printed.map((format) => ({ format, language: "en" as const, people: 3 * people })),
  ];
  const made: (ListOrder & ListReport)[] = [];
  for (const order of orders) {
    const name = `list, ${order.people} in ${order.language} as ${order.format}`;
    made.push({ ...order, ...(await results.cell(name, () => make(order))) });
  }
  return {
    title: "Lists of participants",
    notes: ["Names in 18 scripts. Memory: the whole process, Node and the fonts with it."],
    head: ["", "people", "s", "KB of file", "peak MB"],
    rows: made.map(({ format, language, people: count, ms, bytes, peakMb }) => [
      `${format.toUpperCase()}, ${language}`,
      String(count),
      figures(ms / 1_000),
      figures(bytes / 1_000),
      figures(peakMb),
    ]),
    verdicts: [
      invariant(
        `every list within ${allowedMb} MB`,
        made.every(({ peakMb }) => peakMb <= allowedMb),
      ),
      target(
        `every list within ${allowedSeconds} s`,
        made.every(({ ms }) => ms <= allowedSeconds * 1_000),
      ),
    ],
  };
}
