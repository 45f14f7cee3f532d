import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { type Browser, chromium } from "playwright-core";
import type * as z from "zod/mini";
import type { conferenceResponse } from "#shared/conferences/contract.ts";
import { toConferenceSettingsView } from "#shared/http/views.ts";
import { questionTypes } from "#shared/model/question.ts";
import type { questionsResponse } from "#shared/questions/contract.ts";
import type { SiteFile } from "../local/distribution/serve-files.ts";
import { serveFiles } from "../local/distribution/serve-files.ts";
import { aConference } from "../test/support/builders.ts";
import { ensureDebianPackages } from "../test/support/debian.ts";
import type { Results } from "./support/results.ts";
import { median } from "./support/statistics.ts";
import { type Section, type Suite, target } from "./support/suite.ts";

/** The size of the pages, and how soon a person can use them (web/README.md). */
export const suite: Suite = { sizes: measureSizes, usable: measureUsable };

/** The files of the site by their address. */
type Site = ReadonlyMap<string, Buffer>;

interface Page {
  readonly page: string;
  readonly name: string;
  /** The file of translations that the page loads. */
  readonly words: string;
  /** In compressed KB. */
  readonly budget: number;
}

const pages: readonly Page[] = [
  { page: "ar", name: "delegate's form, Arabic", words: "delegate-ar", budget: 45 },
  { page: "index.html", name: "delegate's form, English", words: "delegate-en", budget: 45 },
  { page: "delegation", name: "focal point, French", words: "delegation-fr", budget: 100 },
  { page: "console", name: "console, English", words: "console-en", budget: 60 },
  { page: "console", name: "console, Arabic", words: "console-ar", budget: 60 },
  { page: "console", name: "console, Russian", words: "console-ru", budget: 60 },
  { page: "desk", name: "entry desk, English", words: "desk-en", budget: 100 },
  { page: "letter", name: "letter of invitation, Arabic", words: "letter-ar", budget: 45 },
];

/** The compressed size of scripts and styles with one language, and the number of requests. */
async function measureSizes(): Promise<Section> {
  const site = buildSite();
  const rows = pages.map(({ page, name, words, budget }) => {
    const html = site.get(page)?.toString() ?? "";
    const linked = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, file = ""]) => file);
    const translations = [...site.keys()].find((file) => file.startsWith(`assets/${words}-`)) ?? "";
    const first = [...new Set([...linked.filter((file) => !isTranslation.test(file)), translations])];
    const size = first.reduce((sum, file) => sum + measureCompressed(site.get(file) ?? Buffer.alloc(0)), 0);
    return { name, budget, size, requests: first.length + 1 };
  });
  return {
    title: "Pages: compressed JavaScript and CSS with one language",
    // The views of the console are measured as they are shown, in test/browser/weight.test.ts.
    notes: ["Brotli at quality 5; requests with the page itself, before it can be used."],
    head: ["page", "KB", "budget", "requests"],
    rows: rows.map(({ name, size, budget, requests }) => [
      name,
      (size / 1_000).toFixed(1),
      String(budget),
      String(requests),
    ]),
    verdicts: rows.map(({ name, size, budget, requests }) =>
      target(`${name}: at most ${budget} KB in at most 4 requests`, size <= budget * 1_000 && requests <= 4),
    ),
  };
}

/** Each language's translations are a file of their own; a page loads one of them. */
const isTranslation = /-(?:en|fr|es|ar|zh|ru)-/;

/** The distribution compresses at this quality too, because it compresses each file when it is first requested. */
const measureCompressed = (body: Buffer): number =>
  brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length;

/** A slow 3G network and an old telephone: round trips of 2 s, 400 kbit/s, a processor four times slower. */
const network = { offline: false, latency: 2_000, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const slowdown = 4;

/** An empty page in the same pieces: a page, its script and its style. */
const emptyPage = new Map([
  [
    "empty",
    '<!doctype html><html lang="en"><title>Empty</title><link rel="stylesheet" href="/empty.css"><script type="module" src="/empty.js"></script><div id="app"></div></html>',
  ],
  ["empty.js", 'document.getElementById("app").innerHTML = "<input id=ready>";'],
  ["empty.css", "body { margin: 0 }"],
]);

interface Visit {
  readonly name: string;
  readonly path: string;
  /** The field that can be filled in. */
  readonly ready: string;
  /** What appears later, unmeasured: the visit was the one that is meant. */
  readonly later?: string;
}

const questionCount = 30;

/** The answers of the API for a conference that asks questions of all types, by address. */
function buildAskingConference(): ReadonlyMap<string, Buffer> {
  const items = Array.from({ length: questionCount }, (_, index) => {
    const type = questionTypes[index % questionTypes.length] ?? "text";
    const label = { en: `Question ${index + 1} of the conference`, ar: `سؤال المؤتمر ${index + 1}` };
    const options = ["first", "second", "third"].map((value) => ({ value, label: { en: value } }));
    return { key: `question${index}`, type, label, ...((type === "choice" || type === "choices") && { options }) };
  });
  const settings = toConferenceSettingsView(aConference({}, "asking"));
  const conference: z.input<typeof conferenceResponse> = {
    ...settings,
    questionsVersion: 1,
    registration: "open",
    registrationPeriod: settings.registration,
    retention: { days: 90, documentDays: 30 },
    seats: "available",
    waitingListOrder: "arrival",
  };
  const questions: z.input<typeof questionsResponse> = { version: 1, items };
  return new Map([
    ["v1/conferences/asking", Buffer.from(JSON.stringify(conference))],
    ["v1/conferences/asking/questions", Buffer.from(JSON.stringify(questions))],
  ]);
}

const formField = "#f-person-familyName";
/** A form without questions has four. */
const fifthStep = ".stepper li:nth-child(5)";
const visits: readonly Visit[] = [
  { name: "an empty page", path: "/empty", ready: "#ready" },
  { name: "the delegate's form, English", path: "/#conference=idm&step=1", ready: formField },
  { name: "the delegate's form, Arabic", path: "/ar#conference=idm&step=1", ready: formField },
  {
    name: "the same with 30 questions, English",
    path: "/#conference=asking&step=1",
    ready: formField,
    later: fifthStep,
  },
  {
    name: "the same with 30 questions, Arabic",
    path: "/ar#conference=asking&step=1",
    ready: formField,
    later: fifthStep,
  },
  { name: "the delegate's form, French, from /", path: "/?lang=fr#conference=idm&step=1", ready: formField },
];

async function measureUsable(_: Results, quick: boolean): Promise<Section> {
  ensureDebianPackages(["chromium"]);
  const empty = [...emptyPage].map(([file, text]) => [file, Buffer.from(text)] as const);
  const { server, url } = await serveSite(new Map([...buildSite(), ...empty, ...buildAskingConference()]));
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  });
  try {
    const times = new Map<string, number[]>(visits.map(({ name }) => [name, []]));
    for (let round = 0; round < (quick ? 1 : 5); round += 1)
      for (const each of visits) times.get(each.name)?.push(await visit(browser, url, each));
    const rows = visits.map(({ name }) => ({ name, took: median(times.get(name) ?? []) }));
    const base = rows[0]?.took ?? 0;
    return {
      title: "Pages: until the first field can be filled in",
      notes: ["Chromium, 2,000 ms round trip, 400 kbit/s, CPU slowed 4×; medians; the empty page served the same way."],
      head: ["page", "s", "times an empty page"],
      rows: rows.map(({ name, took }) => [name, (took / 1_000).toFixed(2), (took / base).toFixed(2)]),
      // The visit to / in French has no target.
      verdicts: rows
        .slice(1, 5)
        .map(({ name, took }) => target(`${name}: within 1.3 times an empty page`, took <= 1.3 * base)),
    };
  } finally {
    await browser.close();
    server.close();
  }
}

/** @returns the time from the request until the first field can be filled in, in ms */
async function visit(browser: Browser, url: string, { path: to, ready, later }: Visit): Promise<number> {
  const context = await browser.newContext({ locale: "en" });
  const page = await context.newPage();
  const debugging = await context.newCDPSession(page);
  await debugging.send("Network.enable");
  await debugging.send("Network.emulateNetworkConditions", network);
  await debugging.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  const began = performance.now();
  await page.goto(url + to, { waitUntil: "commit", timeout: 120_000 });
  await page.locator(ready).fill("x", { timeout: 120_000 });
  const took = performance.now() - began;
  if (later) await page.locator(later).waitFor({ state: "attached", timeout: 120_000 });
  await context.close();
  return took;
}

/** Builds the pages as they are deployed. */
function buildSite(): Site {
  const root = path.resolve(import.meta.dirname, "..");
  const folder = mkdtempSync(path.join(tmpdir(), "palais-bench-site-"));
  try {
    const built = spawnSync(process.execPath, ["web/build.ts", folder], { cwd: root, encoding: "utf8" });
    if (built.status !== 0) throw new Error(`The pages can't be built: ${built.stderr}`);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return new Map(
      files.map(({ parentPath, name }) => {
        const file = path.join(parentPath, name);
        return [path.relative(folder, file).replace(/(?<!^index)\.html$/, ""), readFileSync(file)] as const;
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const contentTypes: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** Serves files as the local distribution does. */
async function serveSite(site: Site) {
  const stored = [...site].map(([key, body]): readonly [string, SiteFile] => [
    key,
    {
      body,
      contentType: key.startsWith("v1/")
        ? "application/json"
        : (contentTypes[path.extname(key)] ?? "text/html; charset=utf-8"),
      cacheControl: "no-cache",
      eTag: `"${createHash("md5").update(body).digest("hex")}"`,
    },
  ]);
  const settings = { files: new Map(stored), methods: ["GET"], compress: true, root: "index.html", headers: {} };
  const server = createServer(serveFiles(settings));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
