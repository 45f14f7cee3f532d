import { startTable } from "../../test/support/table.ts";
import { createConference, createHandlers, type Handlers, openTable } from "../support/handlers.ts";
import type { Results } from "../support/results.ts";
import { formatNumber, median } from "../support/statistics.ts";
import { invariant, type Section, target } from "../support/suite.ts";
import { populationNote, writePopulation } from "./population.ts";

interface Load {
  readonly firstMs: number;
  readonly allMs: number;
  readonly pollMs: number;
  readonly pages: number;
  readonly rows: number;
  readonly bytesPerRow: number;
}

/** Measures how long the feed of the register takes to load all registrations of a conference. */
export async function measureFeed(results: Results, quick: boolean): Promise<Section> {
  const people = quick ? 1_000 : 10_000;
  const loads = await results.cell(`${people} registrations`, () => measureLoads(people, quick ? 1 : 5));
  const middle = (name: keyof Load) => median(loads.map((load) => load[name]));
  const columns = ["firstMs", "allMs", "pollMs", "pages", "bytesPerRow"] as const;
  return {
    title: `Feed: all rows of ${people} registrations, page after page, through the function on a local table`,
    notes: [
      populationNote,
      "The table, the function and the reader share the processors. `pollMs`: a request when nothing has changed.",
    ],
    head: ["load", "first page, ms", "all, ms", "pollMs", "pages", "bytes a row"],
    rows: [
      ...loads.map((load, index) => [String(index + 1), ...columns.map((name) => formatNumber(load[name]))]),
      ["median", ...columns.map((name) => formatNumber(middle(name)))],
    ],
    verdicts: [
      invariant(
        "each load has every registration",
        loads.every(({ rows }) => rows === people),
      ),
      invariant(
        "a row has less than 300 bytes on average",
        loads.every(({ bytesPerRow }) => bytesPerRow < 300),
      ),
      target("the first page comes within 500 ms", middle("firstMs") <= 500),
      target("all pages come within 3 s", middle("allMs") <= 3_000),
    ],
  };
}

async function measureLoads(people: number, rounds: number): Promise<Load[]> {
  const started = await startTable();
  try {
    const conferenceId = "register";
    await createConference(started.table, conferenceId, { capacity: people, arrivalsPerSecond: 1 });
    await writePopulation(started.table, conferenceId, people);
    const handlers = createHandlers(openTable(started.endpoint, 50));
    const loads: Load[] = [];
    for (let round = 0; round < rounds; round += 1) loads.push(await measureLoad(handlers, conferenceId));
    return loads;
  } finally {
    await started.stop();
  }
}

interface FeedBody {
  readonly rows: readonly unknown[];
  readonly since: string;
  readonly more: boolean;
}

async function measureLoad({ call }: Handlers, conferenceId: string): Promise<Load> {
  const ask = async (query: Readonly<Record<string, string>>) => {
    const { body } = await call("getRegistrationFeed", conferenceId, "", { query });
    return body as unknown as FeedBody;
  };
  const begin = performance.now();
  let page = await ask({});
  const firstMs = performance.now() - begin;
  const ids = new Set<string>();
  let [bytes, rows, pages] = [0, 0, 0];
  for (;;) {
    pages += 1;
    rows += page.rows.length;
    bytes += Buffer.byteLength(JSON.stringify(page.rows));
    for (const row of page.rows) ids.add(String((row as readonly unknown[])[0]));
    if (!page.more) break;
    page = await ask({ since: page.since });
  }
  const allMs = performance.now() - begin;
  const beforePoll = performance.now();
  await ask({ since: page.since });
  return { firstMs, allMs, pollMs: performance.now() - beforePoll, pages, rows: ids.size, bytesPerRow: bytes / rows };
}
