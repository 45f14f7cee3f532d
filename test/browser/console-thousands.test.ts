import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { openTable } from "../../bench/support/handlers.ts";
import { repetitions } from "../support/full-run.ts";
import { newConference, running } from "../system/system.ts";
import { queueAt } from "./crowd.ts";
import { officer } from "./officer.ts";
import { tasksOf } from "./tasks.ts";
import { office } from "./words.ts";

const said = office.en;

const people = repetitions({ usual: 1_500, full: 5_000 });
const aPage = 50;

/** From now on the page notes how many rows it held at most. */
async function watchRows(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const watched = { most: 0 };
    Object.assign(globalThis, { watched });
    const count = () => {
      watched.most = Math.max(watched.most, document.querySelectorAll(".q-row").length);
    };
    new MutationObserver(count).observe(document, { childList: true, subtree: true });
  });
  return () => page.evaluate(() => (globalThis as unknown as { watched: { most: number } }).watched.most);
}

/** How many registrations each answer of the API held. */
function answersTo(page: Page): Promise<number>[] {
  const answers: Promise<number>[] = [];
  page.on("response", (response) => {
    if (!/\/registrations\?/.test(response.url()) || !response.ok()) return;
    // An answer that the page gave up on, for it wanted another, has no body any more.
    answers.push(
      response.json().then(
        ({ items }: { items: unknown[] }) => items.length,
        () => 0,
      ),
    );
  });
  return answers;
}

test(`with ${people} in the queue, filtering, turning pages and scrolling block nothing for 100 ms, and a page is all there is`, async () => {
  const conferenceId = await newConference(100, { seatTakenAt: "approval" });
  const table = openTable(running().dynamodb, 16, running().table);
  await queueAt(table, conferenceId, people);
  table.client.destroy();
  const { page, complaints } = await officer();
  const most = await watchRows(page);
  const answers = answersTo(page);
  await page.goto(`/console#conference=${conferenceId}&view=queue&accreditation=pending`);
  await shows(page, "Amina Person 1");
  const tasks = await tasksOf(page, () => walk(page));
  expect(tasks.length).toBeGreaterThan(1_000);
  expect(tasks.filter((ms) => !(ms < 100))).toEqual([]);
  expect(await most()).toBe(aPage);
  const held = await Promise.all(answers);
  expect(held.length).toBeGreaterThan(15);
  expect(Math.max(...held)).toBe(aPage);
  expect(complaints).toEqual([]);
});

/** Who stands first in the list. */
const shows = (page: Page, name: string) =>
  expect.poll(() => page.locator(".q-row strong").first().textContent(), { timeout: 30_000 }).toBe(name);

/** What an officer does with so many: scrolls, turns pages, steps over the end of one, orders, filters, ticks. */
async function walk(page: Page): Promise<void> {
  const choose = (label: string, value: string) => page.getByLabel(label, { exact: true }).selectOption(value);
  const turn = (name: string) => page.getByRole("button", { name, exact: true }).click();
  await page.locator(".q-row").first().hover();
  for (let scrolled = 0; scrolled < 20; scrolled += 1) await page.mouse.wheel(0, 400);
  // Pressed again before the page has come, it turns one page all the same.
  await page.getByRole("button", { name: said.queue.forward, exact: true }).dblclick();
  await page.getByText("51–100").waitFor();
  await shows(page, "Amina Person 56");
  await turn(said.queue.back);
  await page.getByText("1–50", { exact: true }).waitFor();
  for (let turned = 1; turned <= 10; turned += 1) {
    await turn(said.queue.forward);
    await page.getByText(`${turned * aPage + 1}–${(turned + 1) * aPage}`).waitFor();
  }
  // Nine of ten are under review: the 501st of them has the number 556.
  await shows(page, "Amina Person 556");
  await turn(said.queue.back);
  await page.getByText("451–500").waitFor();
  await page.locator(".q-row a").last().click();
  await page.keyboard.press("j");
  await page.getByText("501–550").waitFor();
  await choose(said.queue.order, "newest");
  await shows(page, `Amina Person ${people - 1}`);
  await turn(said.queue.forward);
  await page.getByText("51–100").waitFor();
  await choose(said.field.category, "member-state");
  await shows(page, `Amina Person ${people - 4}`);
  await choose(said.queue.accreditation, "approved");
  await page.getByText(said.queue.nobody).waitFor();
  await choose(said.field.category, "");
  await shows(page, `Amina Person ${people}`);
  await choose(said.queue.seat, "held");
  await page.getByText("Tick all 50 on this page").click();
  await page.getByText("50 people ticked").waitFor();
  await choose(said.queue.accreditation, "");
  await shows(page, "Amina Person 10");
}
