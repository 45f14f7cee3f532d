import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { createConference, readVenuePool } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { consoleTexts } from "./support/words.ts";

const clickButton = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

test.each(["en", "ar"] as const)(
  "what a sheet says in other words is mapped, checked again and imported, in %s",
  async (language) => {
    const conferenceId = await createConference(5);
    const { page, complaints } = await openStaffVisitor("secretariat", { locale: language });
    const texts = consoleTexts[language];
    await page.goto(`/console#conference=${conferenceId}&view=imports`);
    const email = `mapped.${language}.${Date.now()}@example.org`;
    const buffer = Buffer.from(`Nom;Contact;Pays;Groupe;Note\r\nBa;${email};Sénégal;ONG;x\r\n`, "latin1");
    await page
      .getByLabel(texts.imports.file, { exact: true })
      .setInputFiles({ name: "liste.csv", mimeType: "text/csv", buffer });
    await clickButton(page, texts.imports.startDry);
    await page.getByRole("heading", { name: texts.imports.mapping }).waitFor();
    await expectNoViolations(page);
    await page.getByLabel(/Contact/).selectOption("person.email");
    await page.getByLabel(/Groupe/).selectOption("category");
    await page.getByLabel(/Note/).selectOption("-");
    await clickButton(page, texts.imports.checkAgain);
    await page.getByLabel(/ONG/).waitFor();
    const importNow = page.getByRole("button", { name: texts.imports.forGood, exact: true });
    await expect.poll(() => importNow.isEnabled()).toBe(true);
    const approvals = page.getByRole("checkbox", { name: texts.imports.approve, exact: true });
    const approvalLabels = page.locator("label", { hasText: texts.imports.approve });
    const readChoices = () => approvals.evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).checked));
    await approvalLabels.last().click();
    await expect.poll(readChoices).toEqual([false, true]);
    await expect.poll(() => importNow.isDisabled()).toBe(true);
    await page.getByText(texts.imports.editedSinceCheck).waitFor();
    await approvalLabels.last().click();
    await expect.poll(async () => [await readChoices(), await importNow.isEnabled()]).toEqual([[false, false], true]);
    await page.getByLabel(/ONG/).selectOption("ngo");
    await expect.poll(() => importNow.isDisabled()).toBe(true);
    await expectNoViolations(page);
    await clickButton(page, texts.imports.checkAgain);
    await page.getByRole("heading", { name: texts.imports.mapping }).waitFor({ state: "detached" });
    expect((await readVenuePool(conferenceId)).taken).toBe(0);
    await clickButton(page, texts.imports.forGood);
    await page.getByRole("heading", { name: texts.imports.did }).waitFor();
    expect((await readVenuePool(conferenceId)).taken).toBe(1);
    await clickButton(page, texts.imports.undo);
    const dialog = page.getByRole("dialog", { name: texts.imports.undoTitle });
    await dialog.waitFor();
    await expectNoViolations(page);
    await dialog.getByRole("button", { name: texts.imports.undoYes, exact: true }).click();
    await page.getByRole("heading", { name: texts.imports.undone }).waitFor();
    await page.getByRole("cell", { name: texts.outcome.undone }).waitFor();
    expect(await page.getByRole("button", { name: texts.imports.undo, exact: true }).count()).toBe(0);
    await expectNoViolations(page);
    expect((await readVenuePool(conferenceId)).taken).toBe(0);
    expect(complaints).toEqual([]);
  },
);

test.each(["en", "ar"] as const)(
  "rows with remarks are corrected in place by keyboard, and the sheet is downloaded with them, in %s",
  async (language) => {
    const conferenceId = await createConference(5);
    const { page, complaints } = await openStaffVisitor("secretariat", { locale: language });
    const texts = consoleTexts[language].imports;
    await page.goto(`/console#conference=${conferenceId}&view=imports`);
    const email = `corrected.${language}.${Date.now()}@example.org`;
    const rows = [`Ba;Awa;awa(at)example.org;Mali;ngo;P1234`, `Sow;Ibra;b.${email};Mali;ngo;P5678`];
    const buffer = Buffer.from(["Nom;Prénom;Courriel;Pays;Catégorie;Passeport", ...rows].join("\r\n"));
    await page
      .getByLabel(texts.file, { exact: true })
      .setInputFiles({ name: "liste.csv", mimeType: "text/csv", buffer });
    await clickButton(page, texts.startDry);
    await clickButton(page, texts.withRemarks);
    await page.getByRole("cell", { name: "Awa Ba" }).waitFor();
    await expect.poll(() => page.getByRole("cell", { name: "Ibra Sow" }).count()).toBe(0);
    await page.getByText("awa(at)example.org").waitFor();
    await expectNoViolations(page);

    const correct = page.getByRole("button", { name: texts.correctRow.replace("{row}", "2") });
    await correct.focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type(email);
    await expectNoViolations(page);
    expect(await page.getByRole("button", { name: texts.forGood, exact: true }).isDisabled()).toBe(true);
    await clickButton(page, texts.checkCorrections);
    await page.getByText(texts.corrected, { exact: true }).waitFor({ state: "detached" });

    await clickButton(page, texts.withRemarks);
    await page.getByRole("cell", { name: "Ibra Sow" }).waitFor();
    await page.getByText(texts.corrected, { exact: true }).waitFor();
    await clickButton(page, texts.remarksFile);
    const dialog = page.getByRole("dialog", { name: texts.remarksTitle });
    await expectNoViolations(page);
    const download = page.waitForEvent("download");
    await dialog.getByRole("button", { name: texts.download, exact: true }).click();
    expect((await download).suggestedFilename()).toBe("palais-remarks.xlsx");
    await clickButton(page, texts.forGood);
    await page.getByRole("heading", { name: texts.did }).waitFor();
    expect((await readVenuePool(conferenceId)).taken).toBe(2);
    expect(await page.getByRole("button", { name: texts.correctRow.replace("{row}", "2") }).count()).toBe(0);
    expect(complaints).toEqual([]);
  },
);
