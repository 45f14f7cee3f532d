import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { expect } from "vitest";
import { running } from "../system/system.ts";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** One for each set of flags. */
const browsers = new Map<string, Promise<Browser>>();

function browserWith(more: readonly string[]): Promise<Browser> {
  const key = more.join(" ");
  const running =
    browsers.get(key) ??
    chromium.launch({ executablePath: "/usr/bin/chromium", headless: true, args: [...flags, ...more] });
  browsers.set(key, running);
  return running;
}

/** What one file of tests has opened; its browsers stay for the next one, and end with their worker. */
export async function closeAll(): Promise<void> {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
}

/** A telephone, as small as they are. */
export const phone = { width: 360, height: 740 };

const contexts: BrowserContext[] = [];

/** A browser of somebody's own, which has seen nothing yet. @param more flags of its own, such as a camera's */
export async function somebody(options: BrowserContextOptions = {}, more: readonly string[] = []): Promise<Visitor> {
  const browser = await browserWith(more);
  const context = await browser.newContext({ baseURL: running().api, ...options });
  contexts.push(context);
  const page = await context.newPage();
  return { context, page, complaints: watch(page) };
}

export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the browser complained of: a refused inline script, a request to elsewhere, an error nobody caught. */
  readonly complaints: string[];
}

/** An answer that says no is the API's right; the browser's remark about it is no complaint. */
const remarks = /Failed to load resource/;

function watch(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && !remarks.test(text)) complaints.push(text);
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  const ours = new Set(["localhost", "127.0.0.1"]);
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith("http") && !ours.has(hostname)) complaints.push(`a request to ${hostname}`);
  });
  return complaints;
}

/** Nothing on the page may be wider than the page. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wider).toBeLessThanOrEqual(0);
}
