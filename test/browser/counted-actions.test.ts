import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { fetchRegistration } from "../system/support/system.ts";
import { getButton } from "./support/browser.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { createRegister, listRows, openRegister } from "./support/register.ts";
import { consoleTexts } from "./support/words.ts";

const texts = consoleTexts.en;

interface CountingWindow extends Window {
  actions: number;
}

/**
 * Counts what the page hears of its user: each press of the pointer and of a key, and of what is typed into one field
 * the first character.
 */
const startCounting = (page: Page) =>
  page.evaluate(() => {
    const counting = window as unknown as CountingWindow;
    counting.actions = 0;
    let typedIn: EventTarget | null = null;
    const count = (isAction: boolean) => {
      if (isAction) counting.actions += 1;
    };
    addEventListener("pointerdown", ({ isTrusted }) => count(isTrusted), true);
    addEventListener(
      "keydown",
      ({ isTrusted, key, target, ctrlKey }) => {
        const isModifier = ["Control", "Shift", "Alt", "Meta"].includes(key);
        const isTyped =
          key.length === 1 && !ctrlKey && target instanceof HTMLInputElement && target.type !== "checkbox";
        count(isTrusted && !isModifier && !(isTyped && target === typedIn));
        typedIn = isTyped ? target : null;
      },
      true,
    );
  });

const readCount = (page: Page) => page.evaluate(() => (window as unknown as CountingWindow).actions);

async function openWithPeople(names: readonly string[]) {
  const { conferenceId, ids } = await createRegister(names.map((name) => ({ name })));
  const { page, complaints } = await openStaffVisitor("secretariat", { viewport: { width: 1366, height: 768 } }, "10");
  await openRegister(page, conferenceId);
  await page.getByText(`${names.length} of ${names.length}`, { exact: true }).waitFor();
  await startCounting(page);
  return { ids, page, complaints };
}

test("an officer approves fifty people with at most five actions and one confirmation", async () => {
  const { ids, page, complaints } = await openWithPeople(
    Array.from({ length: 50 }, (_, index) => `Person ${String(index + 1)}`),
  );
  await page.getByRole("checkbox", { name: texts.register.selectAll.replace("{count}", "50") }).click();
  await getButton(page, `${texts.decide.approve} …`).click();
  const confirm = getButton(page, texts.bulk.approve.replace("{count}", "50"));
  await confirm.waitFor();
  const actions = await readCount(page);
  await confirm.click();
  await page.getByText("50 decided, 0 failed").waitFor();
  const confirmations = (await readCount(page)) - actions;
  console.log(`fifty approvals: ${actions} actions, ${confirmations} confirmation`);
  expect(actions).toBeLessThanOrEqual(5);
  expect(confirmations).toBe(1);
  for (const id of Object.values(ids)) expect((await fetchRegistration(id)).body.accreditation).toBe("approved");
  expect(complaints).toEqual([]);
});

test("an officer corrects a name in the register with at most six actions", async () => {
  const { ids, page, complaints } = await openWithPeople(["Dialo", "Fall"]);
  await listRows(page).filter({ hasText: "Awa Dialo" }).getByText("Awa Dialo", { exact: true }).click();
  await getButton(page, texts.edit.open).click();
  // Selects the word that is there, as a person does: a double press.
  await page.getByRole("dialog").getByLabel(texts.field.person_familyName, { exact: true }).dblclick();
  await page.keyboard.type("Diallo");
  await getButton(page, texts.edit.save).click();
  await page.getByRole("heading", { name: "Awa Diallo", level: 2 }).waitFor();
  await listRows(page).getByText("Awa Diallo", { exact: true }).waitFor();
  const actions = await readCount(page);
  console.log(`one correction: ${actions} actions`);
  expect(actions).toBeLessThanOrEqual(6);
  expect((await fetchRegistration(ids["Dialo"] ?? "")).body.person).toMatchObject({ familyName: "Diallo" });
  expect(complaints).toEqual([]);
});
