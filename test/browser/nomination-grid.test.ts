import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { draftBody } from "../support/builders.ts";
import { asSecretariat, callSystem, createConference } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, openVisitor } from "./support/browser.ts";
import { signInByLink } from "./support/delegate.ts";
import { pressKey } from "./support/keyboard.ts";
import { focalPoint } from "./support/words.ts";

const head = "head-of-delegation";
const categories = draftBody.categories.map((each) => ({ ...each, requires: ["birthDate", "country"] }));

interface NominatedMember {
  readonly role: string;
  readonly person: { readonly givenName?: string; readonly birthDate?: string };
  readonly latinName?: object;
}

async function openDelegation(locale: "en" | "ar") {
  const email = `grid.${locale}.${Date.now()}@example.org`;
  const conferenceId = await createConference(10, { categories });
  const body = { name: { en: "Mission" }, category: "member-state", country: "CHN", focalPoints: [email], quota: 9 };
  const made = await callSystem(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body }));
  const { delegationId } = made.body;
  const { page } = await openVisitor({ locale, viewport: { width: 1100, height: 800 } });
  await signInByLink(page, conferenceId, email, locale);
  await page.getByRole("heading", { name: focalPoint[locale].nominate.title, exact: true }).waitFor();
  const listMembers = async () =>
    (await callSystem(`/v1/delegations/${delegationId}`, asSecretariat())).body
      .members as unknown as readonly NominatedMember[];
  return { page, listMembers };
}

async function pasteSheet(page: Page, sheet: readonly (readonly string[])[]): Promise<void> {
  await page.locator(".grid-row input").first().focus();
  await page.evaluate(
    (pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", pasted);
      document.activeElement?.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
      );
    },
    sheet.map((row) => row.join("\t")).join("\n"),
  );
}

const pressSend = (page: Page) => page.locator("form.sheet button[type=submit]").click();

test.each(["en", "ar"] as const)(
  "%s: a focal point pastes role, Latin name and required fields, and mends each at its cell",
  async (locale) => {
    const words = focalPoint[locale];
    const { page, listMembers } = await openDelegation(locale);
    const getCell = (field: string, row: number) =>
      page.getByLabel(words.nominate.cell.replace("{field}", field).replace("{row}", `${row}`), { exact: true });
    expect(await getCell(words.field.latinName_familyName, 1).count()).toBe(0);
    await pasteSheet(page, [
      [
        words.field.person_familyName,
        words.field.person_givenName,
        words.field.latinName_familyName,
        words.field.person_nationality,
        words.field.role,
      ],
      ["周", "恩来", "周", "CHN", words.role[head]],
      ["Li", "Wei", "", "CHN", "Wizard"],
    ]);
    await pressSend(page);
    const expectError = async (field: string, row: number, text: string) => {
      const described = await getCell(field, row).getAttribute("aria-describedby");
      expect(await page.locator(`#${described}`).textContent()).toBe(text);
    };
    await page.locator(".summary").waitFor();
    await expectError(words.field.latinName_familyName, 1, words.validation.latinLetters);
    await expectError(words.field.person_birthDate, 1, words.validation.required);
    await expectError(words.field.role, 2, words.validation.pattern);
    await expectNoViolations(page);
    await getCell(words.field.latinName_familyName, 1).fill("Zhou");
    await getCell(words.field.latinName_givenName, 1).fill("Enlai");
    for (const row of [1, 2]) await getCell(words.field.person_birthDate, row).fill("1980-01-31");
    await getCell(words.field.role, 2).selectOption("adviser");
    await page.setViewportSize({ width: 320, height: 700 });
    await expectNoSidewaysScroll(page);
    await expectNoViolations(page);
    await pressSend(page);
    await expect.poll(async () => (await listMembers()).length).toBe(2);
    expect(await listMembers()).toMatchObject([
      { role: head, latinName: { givenName: "Enlai", familyName: "Zhou" }, person: { birthDate: "1980-01-31" } },
      { role: "adviser", person: { givenName: "Wei" } },
    ]);
  },
);

test("a second head among several nominees stays in the grid, and takes over when the focal point says so", async () => {
  const words = focalPoint.en;
  const { page, listMembers } = await openDelegation("en");
  const toRow = (givenName: string, role: string) => [givenName, "Li", "", "CHN", "", role, "1980-01-31"];
  await pasteSheet(page, [toRow("Fang", head), toRow("Wei", head)]);
  await pressSend(page);
  await page.getByText("Fang Li is the head of delegation already.").waitFor();
  await expectNoViolations(page);
  expect((await listMembers()).map(({ role, person }) => [person.givenName, role])).toEqual([["Fang", head]]);
  await pressKey(page.getByRole("button", { name: words.head.handOver, exact: true }));
  await expect.poll(async () => (await listMembers()).length).toBe(2);
  expect((await listMembers()).map(({ role, person }) => [person.givenName, role])).toEqual([
    ["Fang", "delegate"],
    ["Wei", head],
  ]);
});
