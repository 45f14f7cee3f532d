import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { type Key, keys } from "#shared/dynamodb/keys.ts";
import { getItem, putItem, S } from "#shared/dynamodb/table.ts";
import { openSharedTable } from "../system/support/stored-registrations.ts";
import { asSecretariat, callSystem, createConference } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll } from "./support/browser.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { consoleTexts } from "./support/words.ts";

/** Damages the data of a record while `work` runs. */
async function whileDamaged(key: Key, damage: object, work: () => Promise<void>): Promise<void> {
  const table = openSharedTable();
  const whole = await getItem(table, key);
  if (!whole) throw new Error("no record to damage");
  const data = JSON.stringify({ ...JSON.parse(whole["data"]?.S ?? "{}"), ...damage });
  await putItem(table, { ...whole, data: S(data) });
  await work().finally(() => putItem(table, whole));
}

async function expectNamed(page: Page, id: string): Promise<void> {
  await page.getByText(consoleTexts.en.console.damaged.split(":")[0] ?? "", { exact: false }).waitFor();
  expect(await page.locator(".notice").filter({ hasText: id }).count()).toBe(1);
  await expectNoViolations(page);
  await page.setViewportSize({ width: 320, height: 700 });
  await expectNoSidewaysScroll(page);
}

test("the delegations name the one whose record is damaged, and show the others", async () => {
  const conferenceId = await createConference(9);
  const ids: string[] = [];
  for (const en of ["Whole", "Damaged"]) {
    const body = { name: { en }, category: "ngo", focalPoints: ["f@example.org"], quota: 2 };
    const { body: created } = await callSystem(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body }));
    ids.push(created.delegationId);
  }
  const [, damaged = ""] = ids;
  await whileDamaged(keys.delegation(damaged), { name: 5 }, async () => {
    const { page, complaints } = await openStaffVisitor("secretariat");
    await page.goto(`/console#conference=${conferenceId}&view=delegations`);
    await page.getByRole("link", { name: "Whole" }).waitFor();
    await expectNamed(page, damaged);
    expect(complaints).toEqual([]);
  });
});

test("the list of conferences names the one whose record is damaged, and an address that leads to it opens the list", async () => {
  const conferenceId = await createConference(9);
  await whileDamaged(keys.conference(conferenceId), { title: 5 }, async () => {
    const { page, complaints } = await openStaffVisitor("secretariat");
    await page.goto(`/console#conference=${conferenceId}&view=queue`);
    await page.getByRole("heading", { name: consoleTexts.en.console.title }).waitFor();
    await expectNamed(page, conferenceId);
    expect(complaints).toEqual([]);
  });
});
