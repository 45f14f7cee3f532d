import { type Browser, chromium } from "playwright-core";
import { ensureDebianPackages } from "../../test/support/debian.ts";
import { type Section, target } from "../support/report.ts";
import type { Measure } from "../support/suite.ts";
import { builtSite, serveSite } from "./site.ts";

/** A slow 3G network and an old telephone: round trips of 2 s, 400 kbit/s, a processor four times slower. */
const network = { offline: false, latency: 2_000, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const slowdown = 4;

/** An empty page in the same pieces: a page, its script and its style. */
const empty = new Map([
  [
    "empty",
    '<!doctype html><html lang="en"><title>Empty</title><link rel="stylesheet" href="/empty.css"><script type="module" src="/empty.js"></script><div id="app"></div></html>',
  ],
  ["empty.js", 'document.getElementById("app").innerHTML = "<input id=ready>";'],
  ["empty.css", "body { margin: 0 }"],
]);

const visits = [
  { shown: "an empty page", path: "/empty", ready: "#ready" },
  { shown: "the delegate's form, English", path: "/#conference=idm&step=1", ready: "#f-person-familyName" },
  { shown: "the delegate's form, Arabic", path: "/ar#conference=idm&step=1", ready: "#f-person-familyName" },
  {
    shown: "the delegate's form, French, from /",
    path: "/?lang=fr#conference=idm&step=1",
    ready: "#f-person-familyName",
  },
];

/** From the first byte asked for until the first field can be filled in, in ms. */
async function visit(browser: Browser, url: string, ready: string): Promise<number> {
  const context = await browser.newContext({ locale: "en" });
  const page = await context.newPage();
  const debugging = await context.newCDPSession(page);
  await debugging.send("Network.enable");
  await debugging.send("Network.emulateNetworkConditions", network);
  await debugging.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  const began = performance.now();
  await page.goto(url, { waitUntil: "commit", timeout: 120_000 });
  await page.locator(ready).fill("x", { timeout: 120_000 });
  const took = performance.now() - began;
  await context.close();
  return took;
}

const middle = (all: readonly number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;

export const measureUsable: Measure = async (_, quick) => {
  ensureDebianPackages(["chromium"]);
  const files = new Map([...builtSite(), ...[...empty].map(([key, text]) => [key, Buffer.from(text)] as const)]);
  const { server, url } = await serveSite(files);
  const flags = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
  ];
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: flags });
  try {
    const times = new Map<string, number[]>(visits.map(({ shown }) => [shown, []]));
    for (let round = 0; round < (quick ? 1 : 5); round += 1)
      for (const { shown, path, ready } of visits) times.get(shown)?.push(await visit(browser, url + path, ready));
    const rows = visits.map(({ shown }) => ({ shown, took: middle(times.get(shown) ?? []) }));
    const bare = rows[0]?.took ?? 0;
    return {
      title: "Pages: until the first field can be filled in",
      notes: ["Chromium, 2,000 ms round trip, 400 kbit/s, CPU slowed 4×; medians; the empty page served the same way."],
      head: ["page", "s", "times an empty page"],
      rows: rows.map(({ shown, took }) => [shown, (took / 1_000).toFixed(2), (took / bare).toFixed(2)]),
      verdicts: rows
        .slice(1, 3)
        .map(({ shown, took }) => target(`${shown}: within 1.3 times an empty page`, took <= 1.3 * bare)),
    } satisfies Section;
  } finally {
    await browser.close();
    server.close();
  }
};
