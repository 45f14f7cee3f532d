import { readFile } from "node:fs/promises";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { expect } from "vitest";
import { getSharedSystem } from "../../system/support/system.ts";
import { completeBrowser, findFastBrowser } from "./headless-browser.ts";

const chromiumFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** One browser for each program and set of flags. */
const browsers = new Map<string, Promise<Browser>>();

function launchBrowser(more: readonly string[]): Promise<Browser> {
  const executablePath = showsPdfs ? completeBrowser : findFastBrowser();
  const key = [executablePath, ...more].join(" ");
  const running =
    browsers.get(key) ?? chromium.launch({ executablePath, headless: true, args: [...chromiumFlags, ...more] });
  browsers.set(key, running);
  return running;
}

let showsPdfs = false;

/** Opens the pages of this file in the complete browser, because they show PDFs. */
export function showPdfs(): void {
  showsPdfs = true;
}

let arePagesKept = false;

/** Keeps the pages of this file open from one test to the next. */
export function keepPagesOpen(): void {
  arePagesKept = true;
}

/** Closes the pages of one test: an open page polls the API. */
export async function closeAfterTest(): Promise<void> {
  if (!arePagesKept) await closeContexts();
}

/** Closes the pages of one test file. The browsers stay open for the next file and end with their worker. */
export async function closeAfterFile(): Promise<void> {
  arePagesKept = false;
  showsPdfs = false;
  await closeContexts();
}

async function closeContexts(): Promise<void> {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
}

/** The size of a small phone. */
export const phone = { width: 360, height: 740 };

const contexts: BrowserContext[] = [];

/**
 * Opens a page in a new browser context without cookies or stored data. The page gets reduced motion, unless `options`
 * say otherwise: transitions cost processor time in each test, and no rule depends on them.
 * @param more additional browser flags, such as a camera's
 */
export async function openVisitor(options: BrowserContextOptions = {}, more: readonly string[] = []): Promise<Visitor> {
  const browser = await launchBrowser(more);
  const context = await browser.newContext({ baseURL: getSharedSystem().api, reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(100_000);
  contexts.push(context);
  const page = await context.newPage();
  return { context, page, complaints: collectComplaints(page) };
}

export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** The errors that the browser reported: a blocked inline script, a request to another host, an uncaught error. */
  readonly complaints: string[];
}

/** The browser logs each error status of the API; such an answer is no fault of the page. */
const ignoredMessages = /Failed to load resource/;

function collectComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && !ignoredMessages.test(text)) complaints.push(text);
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  const ours = new Set(["localhost", "127.0.0.1"]);
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith("http") && !ours.has(hostname)) complaints.push(`a request to ${hostname}`);
  });
  return complaints;
}

/** The button with this name, and with no other. */
export const getButton = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true });

/** The page must not be wider than the window. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wider).toBeLessThanOrEqual(0);
}

/** Saves the file that a page offers. @param press what makes the page offer it */
export async function downloadFile(page: Page, press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const downloading = page.waitForEvent("download");
  await press();
  const file = await downloading;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** Holds the requests of a page to matching addresses. @returns a function that lets them go on */
export async function holdRequests(page: Page, pattern: RegExp): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(pattern, async (route) => {
    await promise;
    await route.continue();
  });
  return resolve;
}
