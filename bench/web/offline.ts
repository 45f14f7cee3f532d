import { chromium } from "playwright-core";
import { ensureDebianPackages } from "../../test/support/debian.ts";
import { invariant, type Section } from "../support/report.ts";
import type { Measure } from "../support/suite.ts";
import { builtSite, compressed, serveSite } from "./site.ts";

const kilobytes = (bytes: number) => (bytes / 1_000).toFixed(1);

/** What the entry desk keeps for the time without a network, and whether it opens from that alone. */
export const measureOffline: Measure = async () => {
  ensureDebianPackages(["chromium"]);
  const site = builtSite();
  const { server, url } = await serveSite(site);
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    const context = await browser.newContext({ locale: "en" });
    const page = await context.newPage();
    await page.goto(`${url}/desk`);
    // As text, for it is the browser's to run and this folder knows no browser.
    const kept = await page.evaluate<string[]>(`(async () => {
      await navigator.serviceWorker.ready;
      const stores = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
      return stores.flat().map((request) => new URL(request.url).pathname.slice(1));
    })()`);
    server.closeAllConnections();
    server.close();
    const began = performance.now();
    const opens = await page
      .reload()
      .then(() => page.locator("#email").waitFor())
      .then(
        () => true,
        () => false,
      );
    const took = performance.now() - began;
    const sizes = kept.map((name) => ({ name, size: compressed(site.get(name) ?? Buffer.alloc(0)) }));
    const reader = sizes.filter(({ name }) => /qr-reader|\.wasm$/.test(name));
    const sum = (files: typeof sizes) => files.reduce((total, { size }) => total + size, 0);
    return {
      title: "Entry desk without a network",
      notes: [
        "what its service worker keeps after the first visit, Brotli at quality 5; then the server is stopped and the page opened again",
      ],
      head: ["", "files", "KB"],
      rows: [
        ["kept, all languages", String(sizes.length), kilobytes(sum(sizes))],
        ["of it the QR reader", String(reader.length), kilobytes(sum(reader))],
      ],
      verdicts: [
        invariant(
          "the QR reader's WebAssembly is kept",
          kept.some((name) => name.endsWith(".wasm")),
        ),
        invariant(`the page opens with the server gone: ${Math.round(took)} ms`, opens),
      ],
    } satisfies Section;
  } finally {
    await browser.close();
    server.close();
  }
};
