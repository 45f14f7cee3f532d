import { readFileSync } from "node:fs";
import path from "node:path";
import type { BrowserContextOptions, Page, Request } from "playwright-core";
import { expect } from "vitest";
import type { Language } from "#shared/model/conference.ts";
import { getSharedSystem } from "../../system/support/system.ts";
import { getButton, openVisitor, type Visitor } from "./browser.ts";
import { desk } from "./words.ts";

/** The size of a tablet in landscape. */
const tabletViewport = { width: 1180, height: 820 };

export interface DeskOptions {
  readonly conferenceId: string;
  readonly gate?: string;
  readonly direction?: "in" | "out";
  readonly zone?: string;
  readonly language?: Language;
  readonly email?: string;
  readonly browser?: BrowserContextOptions;
  readonly flags?: readonly string[];
  /** Called before the page is opened. */
  readonly prepare?: (page: Page) => Promise<unknown>;
}

export async function signInAtDesk(page: Page, language: Language, email = "desk@palais.local"): Promise<void> {
  const passwords = JSON.parse(readFileSync(path.join(getSharedSystem().home, "accounts.json"), "utf8")) as Record<
    string,
    string
  >;
  const texts = desk[language];
  await page.getByLabel(texts.staff.email).fill(email);
  await page.getByLabel(texts.staff.password, { exact: true }).fill(passwords[email] ?? "");
  await getButton(page, texts.staff.signIn).click();
}

/** Sets a device up as a gate, as a member of staff does. */
export async function openDesk({
  conferenceId,
  gate = "Gate A",
  direction = "in",
  zone,
  language = "en",
  email,
  browser,
  flags = [],
  prepare,
}: DeskOptions): Promise<Visitor> {
  const visitor = await openVisitor({ viewport: tabletViewport, locale: language, ...browser }, flags);
  const { page } = visitor;
  trackApiRequests(page);
  const texts = desk[language];
  await prepare?.(page);
  await page.goto(`/desk?lang=${language}`);
  await signInAtDesk(page, language, email);
  await page.getByLabel(texts.desk.setUp.conference).selectOption(conferenceId);
  await page.getByLabel(texts.desk.setUp.gate).fill(gate);
  await page.getByRole("radio", { name: texts.desk[direction] }).check();
  if (zone) await page.getByLabel(texts.desk.setUp.zone).fill(zone);
  await getButton(page, texts.desk.setUp.open).click();
  await waitUntilOnline(page);
  return visitor;
}

/** Waits until the gate is synchronised. */
export const waitUntilOnline = (page: Page) => page.locator(".desk-network.online").waitFor();

/**
 * Presses the button that synchronizes until it has had its effect: a synchronization that is under way when the button
 * is pressed may have begun too early.
 */
export async function synchronizeUntil(page: Page, language: Language, hasEffect: () => Promise<boolean>) {
  const press = async () => {
    await getButton(page, desk[language].desk.synchronise).click();
    return hasEffect();
  };
  await expect.poll(press).toBe(true);
}

/** Synchronizes until the desk shows so many people inside. */
export const synchronizeUntilInside = (page: Page, count: number, language: Language = "en") =>
  synchronizeUntil(
    page,
    language,
    async () => (await page.locator(".desk-inside strong").textContent()) === `${count}`,
  );

/** The requests to the API that wait for their response. */
const openRequests = new WeakMap<Page, Set<Request>>();

function trackApiRequests(page: Page): void {
  const open = new Set<Request>();
  openRequests.set(page, open);
  page.on("request", (request) => new URL(request.url()).pathname.startsWith("/v1/") && open.add(request));
  page.on("requestfinished", (request) => open.delete(request));
  page.on("requestfailed", (request) => open.delete(request));
}

/**
 * Waits until the gate is offline: the browser reports it shortly before the last connection is cut, and a response that
 * is under way still arrives.
 */
export async function waitUntilOffline(page: Page): Promise<void> {
  const answers = () =>
    page.evaluate(() =>
      fetch("/v1/openapi.json", { cache: "no-store" }).then(
        () => true,
        () => false,
      ),
    );
  while (await answers()) await page.waitForTimeout(20);
  while (openRequests.get(page)?.size) await page.waitForTimeout(20);
  await page.locator(".desk-network.offline").waitFor();
}

/** Types as a USB scanner does, wherever the focus is, and ends with Enter. */
export async function typeToken(page: Page, token: string): Promise<void> {
  await page.keyboard.insertText(token);
  await page.keyboard.press("Enter");
}

/** Presses keys as fast as a USB scanner, on a busy machine too: no time passes for the page, whose clock is installed. */
export async function pressKeysAtOnce(page: Page, keys: Iterable<string>): Promise<void> {
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 1000);
  for (const key of keys) await page.keyboard.press(key === " " ? "Space" : key);
  await page.clock.resume();
}

/** The verdict that the desk shows after a scan. */
export async function scanBadge(page: Page, token: string): Promise<"good" | "bad" | "unsure"> {
  const before = await getShownScanId(page);
  await typeToken(page, token);
  const now = await page.waitForFunction(
    (was) => {
      const sign = document.querySelector<HTMLElement>(".verdict");
      return sign && sign.dataset["scan"] !== was ? sign.className.replace("verdict ", "") : undefined;
    },
    before,
    { polling: 5 },
  );
  return (await now.jsonValue()) as "good" | "bad" | "unsure";
}

const getShownScanId = (page: Page) =>
  page.evaluate(() => document.querySelector<HTMLElement>(".verdict")?.dataset["scan"] ?? "");
