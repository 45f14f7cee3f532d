import { type BrowserContext, type CDPSession, chromium, type Page } from "playwright-core";
import { ensureDebianPackages } from "../../test/support/debian.ts";
import { describeSystem, endTestSystem, startTestSystem } from "../../test/system/support/setup.ts";
import { createConference, openTable } from "../support/handlers.ts";
import type { Results } from "../support/results.ts";
import { formatNumber, median, quantile } from "../support/statistics.ts";
import { type Section, target, type Verdict } from "../support/suite.ts";
import { measureHeaps } from "./heaps.ts";
import { writePopulation } from "./population.ts";
import { measureSlowdown, slowdown } from "./slowdown.ts";
import { watchScript } from "./watched-page.ts";

/** What one action took, in ms. */
interface Action {
  /** Until the reader sees the effect. */
  readonly took: number;
  /** The part of it from the message to the worker until its answer. */
  readonly worker: number;
}

/** All that is measured of a conference. */
interface Measurement {
  readonly people: number;
  /** Until rows are shown, and until all are, from the beginning of the navigation. */
  readonly first: readonly Action[];
  readonly whole: readonly Action[];
  readonly sort: readonly Action[];
  readonly filter: readonly Action[];
  readonly search: readonly Action[];
  /** In MB, after a collection of garbage. */
  readonly pageHeap: number;
  readonly workerHeap: number;
}

type Part = "first" | "whole" | "sort" | "filter" | "search";
const parts: readonly Part[] = ["first", "whole", "sort", "filter", "search"];

/** The limits of each size, in ms. */
const limits: Readonly<Record<number, Readonly<Partial<Record<Part, number>>>>> = {
  10000: { first: 1_500, whole: 6_000, sort: 100, filter: 100, search: 100 },
  30000: { whole: 15_000, sort: 300, filter: 300, search: 300 },
};

const partNames: Readonly<Record<Part, string>> = {
  first: "first rows",
  whole: "whole register",
  sort: "sort",
  filter: "filter",
  search: "search, a key",
};

/** The time of an action as if the worker were slowed like the page: the worker's time counts `slowdown` times. */
const toSlowed = ({ took, worker }: Action): number => took + (slowdown - 1) * worker;
const toMedian = (actions: readonly Action[]): number => median(actions.map(toSlowed));
const toWorst = (actions: readonly Action[]): number => quantile(actions.map(toSlowed), 1);

/** Measures the page of the console with the register of an empty, a large and a very large conference. */
export async function measurePage(results: Results, quick: boolean): Promise<Section> {
  ensureDebianPackages(["chromium"]);
  const sizes = quick ? [0, 500] : [0, 10_000, 30_000];
  const { measured, reached } = await results.cell(`the page with ${sizes.join(", ")} registrations`, () =>
    measureSizes(sizes, quick ? 1 : 5),
  );
  return {
    title: "Page: the register in Chromium, its processor slowed four times",
    notes: [
      "A warm page: it was open before in the same browser. The local system runs on the same processors. 1366 × 768.",
      `The slowing reached the page (${formatNumber(reached.page)} times) and the worker (${formatNumber(reached.worker)} times): a fixed calculation.`,
      `Chromium slows the page's own thread alone, so ${slowdown - 1} times the worker's time is added to each action. Medians in ms; (worst).`,
      "The conference without registrations is what the page itself takes. A filter counts the values of four columns.",
    ],
    head: ["registrations", ...parts.map((part) => partNames[part]), "page, MB", "worker, MB"],
    rows: measured.map((each) => [
      formatNumber(each.people),
      ...parts.map((part) => `${formatNumber(toMedian(each[part]))} (${formatNumber(toWorst(each[part]))})`),
      formatNumber(each.pageHeap),
      formatNumber(each.workerHeap),
    ]),
    verdicts: measured.flatMap(judge),
  };
}

const judge = (measurement: Measurement): Verdict[] =>
  parts.flatMap((part) => {
    const limit = limits[measurement.people]?.[part];
    if (limit === undefined) return [];
    const took = toMedian(measurement[part]);
    const says = `${formatNumber(measurement.people)}, ${partNames[part]}: at most ${formatNumber(limit)} ms`;
    return [target(`${says} (${formatNumber(took)})`, took <= limit)];
  });

async function measureSizes(sizes: readonly number[], rounds: number) {
  const system = await startTestSystem();
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    const { api, tokens } = describeSystem(system);
    const table = openTable(system.dynamodb, 16, system.table);
    for (const people of sizes) {
      const settings = { capacity: 50_000, arrivalsPerSecond: 1 };
      await createConference(table, toConferenceId(people), settings);
      await writePopulation(table, toConferenceId(people), people);
    }
    const context = await browser.newContext({ baseURL: api, locale: "en", viewport: { width: 1366, height: 768 } });
    context.setDefaultTimeout(300_000);
    await context.addInitScript(
      `sessionStorage.setItem("palais.staff", ${JSON.stringify(JSON.stringify({ idToken: tokens.secretariat, refreshToken: "" }))})`,
    );
    const reached = await measureSlowdown(context);
    const measured: Measurement[] = [];
    for (const people of sizes) measured.push(await measureSize(context, people, rounds));
    return { measured, reached };
  } finally {
    await browser.close();
    await endTestSystem(system);
  }
}

const toConferenceId = (people: number) => `register-${people}`;

async function measureSize(context: BrowserContext, people: number, rounds: number): Promise<Measurement> {
  const page = await context.newPage();
  await page.addInitScript(watchScript);
  const debugging = await context.newCDPSession(page);
  const loads: { readonly first: Action; readonly whole: Action }[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const load = await loadRegister(page, debugging, people);
    // The first visit fills the cache of the browser.
    if (round > 0) loads.push(load);
  }
  const actions = await act(page);
  const heaps = await measureHeaps(debugging);
  await page.close();
  return {
    ...{ people, ...actions, ...heaps },
    first: loads.map(({ first }) => first),
    whole: loads.map(({ whole }) => whole),
  };
}

/** What the watched page has noted. */
interface Shown {
  readonly first: number;
  readonly counts: readonly { readonly text: string; readonly at: number }[];
  readonly runs: readonly number[];
}

async function loadRegister(page: Page, debugging: CDPSession, people: number) {
  await page.goto("about:blank");
  await debugging.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  await page.goto(`/console#conference=${toConferenceId(people)}&view=register`);
  const count = people.toLocaleString("en");
  const text = `${count} of ${count}`;
  // A wait of Playwright looks through the page again and again, which takes the time that is measured.
  const shown = (await page.evaluate(`watched.waitForCount(${JSON.stringify(text)})`)) as Shown;
  const at = shown.counts.find((each) => each.text === text)?.at ?? Number.NaN;
  return {
    first: { took: shown.first, worker: shown.runs[0] ?? 0 },
    whole: { took: at, worker: shown.runs.at(-1) ?? 0 },
  };
}

const sortedColumns = ["name", "organization", "country", "submittedAt", "accreditation"];
const searched = ["diallo", "red cross ly", "émile", "guest.12"];
const filtered = ["accreditation", "category", "country", "organization"];

/** Sorts, filters and searches as a reader does, one action after the other. */
async function act(page: Page): Promise<Pick<Measurement, "sort" | "filter" | "search">> {
  const press = async (selector: string) =>
    (await page.evaluate(`watched.press(${JSON.stringify(selector)})`)) as Action;
  const type = async (text: string) => (await page.evaluate(`watched.type(${JSON.stringify(text)})`)) as Action;
  const sort: Action[] = [];
  for (const column of sortedColumns)
    for (let turn = 0; turn < 2; turn += 1) sort.push(await press(`th[data-key=${column}] button`));
  const search: Action[] = [];
  for (const text of searched) {
    for (let end = 1; end <= text.length; end += 1) search.push(await type(text.slice(0, end)));
    await type("");
  }
  await press(".register-tools button[aria-pressed]");
  const filter: Action[] = [];
  for (const column of filtered) {
    const details = `.register-filters details[data-key=${column}]`;
    if (!(await page.locator(details).evaluate("(element) => element.open"))) await press(`${details} summary`);
    for (let turn = 0; turn < 2; turn += 1)
      if ((await page.locator(`${details} input[type=checkbox]`).count()) > 0)
        filter.push(await press(`${details} input[type=checkbox]`));
  }
  return { sort, filter, search };
}
