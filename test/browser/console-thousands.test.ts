import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { openTable } from "../../bench/support/handlers.ts";
import { repetitions } from "../support/full-run.ts";
import { createConference, getSharedSystem } from "../system/support/system.ts";
import { writeQueuedPeople } from "./support/crowd.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { measureTasks } from "./support/tasks.ts";
import { consoleTexts } from "./support/words.ts";

const texts = consoleTexts.en;

const people = repetitions({ usual: 1_500, full: 5_000 });
const aPage = 50;

/** Makes the page record the largest number of rows that it displays. */
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

/** Records the number of registrations in each answer of the API. */
function collectAnswers(page: Page): Promise<number>[] {
  const answers: Promise<number>[] = [];
  page.on("response", (response) => {
    if (!/\/registrations\?/.test(response.url()) || !response.ok()) return;
    // An answer of a request that the page aborted has no body.
    answers.push(
      response.json().then(
        ({ items }: { items: unknown[] }) => items.length,
        () => 0,
      ),
    );
  });
  return answers;
}

test(`with ${people} in the queue, filtering, paging and scrolling block the page for less than 100 ms, and only one page is loaded`, async () => {
  const conferenceId = await createConference(100, { seatTakenAt: "approval" });
  const table = openTable(getSharedSystem().dynamodb, 16, getSharedSystem().table);
  await writeQueuedPeople(table, conferenceId, people);
  table.client.destroy();
  const { page, complaints } = await openStaffVisitor();
  const most = await watchRows(page);
  const answers = collectAnswers(page);
  await page.goto(`/console#conference=${conferenceId}&view=queue&accreditation=pending`);
  await expectFirst(page, "Amina Person 1");
  const tasks = await measureTasks(page, () => workThroughQueue(page));
  expect(tasks.length).toBeGreaterThan(1_000);
  expect(tasks.filter((ms) => !(ms < 100))).toEqual([]);
  expect(await most()).toBe(aPage);
  const held = await Promise.all(answers);
  expect(held.length).toBeGreaterThan(15);
  expect(Math.max(...held)).toBe(aPage);
  expect(complaints).toEqual([]);
});

/** The first name in the list. */
const expectFirst = (page: Page, name: string) =>
  expect.poll(() => page.locator(".q-row strong").first().textContent()).toBe(name);

/** An officer's actions on a long queue: scrolls, turns pages, steps over the end of one, sorts, filters, selects. */
async function workThroughQueue(page: Page): Promise<void> {
  const choose = (label: string, value: string) => page.getByLabel(label, { exact: true }).selectOption(value);
  const turn = (name: string) => page.getByRole("button", { name, exact: true }).click();
  await page.locator(".q-row").first().hover();
  for (let scrolled = 0; scrolled < 20; scrolled += 1) await page.mouse.wheel(0, 400);
  // A second press before the page has loaded turns one page as well.
  await page.getByRole("button", { name: texts.queue.forward, exact: true }).dblclick();
  await page.getByText("51–100").waitFor();
  await expectFirst(page, "Amina Person 56");
  await turn(texts.queue.back);
  await page.getByText("1–50", { exact: true }).waitFor();
  for (let turned = 1; turned <= 10; turned += 1) {
    await turn(texts.queue.forward);
    await page.getByText(`${turned * aPage + 1}–${(turned + 1) * aPage}`).waitFor();
  }
  // Nine of ten are under review: the 501st of them has the number 556.
  await expectFirst(page, "Amina Person 556");
  await turn(texts.queue.back);
  await page.getByText("451–500").waitFor();
  await page.locator(".q-row a").last().click();
  await page.keyboard.press("j");
  await page.getByText("501–550").waitFor();
  await choose(texts.queue.order, "newest");
  await expectFirst(page, `Amina Person ${people - 1}`);
  await turn(texts.queue.forward);
  await page.getByText("51–100").waitFor();
  await choose(texts.field.category, "member-state");
  await expectFirst(page, `Amina Person ${people - 4}`);
  await choose(texts.queue.accreditation, "approved");
  await page.getByText(texts.queue.empty).waitFor();
  await choose(texts.field.category, "");
  await expectFirst(page, `Amina Person ${people}`);
  await choose(texts.queue.seat, "held");
  await page.getByText("Select all 50 on this page").click();
  await page.getByText("50 people selected").waitFor();
  await choose(texts.queue.accreditation, "");
  await expectFirst(page, "Amina Person 10");
}
