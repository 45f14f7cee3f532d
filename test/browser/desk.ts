import { readFileSync } from "node:fs";
import path from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import type { Language } from "#shared/domain/conference.ts";
import { running } from "../system/system.ts";
import { somebody, type Visitor } from "./browser.ts";
import { desk } from "./words.ts";

/** A tablet that lies on its side. */
const tablet = { width: 1180, height: 820 };

export interface DeskOptions {
  readonly conferenceId: string;
  readonly gate?: string;
  readonly direction?: "in" | "out";
  readonly zone?: string;
  readonly language?: Language;
  readonly email?: string;
  readonly browser?: BrowserContextOptions;
  readonly flags?: readonly string[];
  /** Something to do before the page is opened. */
  readonly prepare?: (page: Page) => Promise<unknown>;
}

const exact = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

export async function signIn(page: Page, language: Language, email = "desk@palais.local"): Promise<void> {
  const passwords = JSON.parse(readFileSync(path.join(running().home, "accounts.json"), "utf8")) as Record<
    string,
    string
  >;
  const said = desk[language];
  await page.getByLabel(said.staff.email).fill(email);
  await page.getByLabel(said.staff.password, { exact: true }).fill(passwords[email] ?? "");
  await exact(page, said.staff.signIn).click();
}

/** A device that becomes a gate, as somebody of the staff sets it up. */
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
  const visitor = await somebody({ viewport: tablet, locale: language, ...browser }, flags);
  const { page } = visitor;
  const said = desk[language];
  await prepare?.(page);
  await page.goto(`/desk?lang=${language}`);
  await signIn(page, language, email);
  await page.getByLabel(said.desk.setUp.conference).selectOption(conferenceId);
  await page.getByLabel(said.desk.setUp.gate).fill(gate);
  await page.getByRole("radio", { name: said.desk[direction] }).check();
  if (zone) await page.getByLabel(said.desk.setUp.zone).fill(zone);
  await exact(page, said.desk.setUp.open).click();
  await isOnline(page);
  return visitor;
}

/** The gate has told the server everything and knows what it knows. */
export const isOnline = (page: Page) => page.locator(".desk-network.online").waitFor();

/** The gate knows that it is alone, and it is: the browser says so a moment before the last connection is cut. */
export async function isOffline(page: Page): Promise<void> {
  const answers = () =>
    page.evaluate(() =>
      fetch("/v1/openapi.json", { cache: "no-store" }).then(
        () => true,
        () => false,
      ),
    );
  while (await answers()) await page.waitForTimeout(20);
  await page.locator(".desk-network.offline").waitFor();
}

/** What a USB scanner does: it types, wherever the focus is, and ends with Enter. */
export async function scan(page: Page, token: string): Promise<void> {
  await page.keyboard.insertText(token);
  await page.keyboard.press("Enter");
}

/** The verdict that is shown after a badge was read. */
export async function readBadge(page: Page, token: string): Promise<"good" | "bad" | "unsure"> {
  const before = await shownAt(page);
  await scan(page, token);
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

const shownAt = (page: Page) =>
  page.evaluate(() => document.querySelector<HTMLElement>(".verdict")?.dataset["scan"] ?? "");
