import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { frenchExports, listFrenchPeople } from "../support/french-export.ts";
import { readEmails } from "../system/support/mailbox.ts";
import { createConference, getSharedSystem, readVenuePool } from "../system/support/system.ts";
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

/** Drops a file on the page, as from a folder beside the browser. */
async function dropFile(page: Page, bytes: Uint8Array, name: string, type: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    (file) => {
      const dropped = new DataTransfer();
      dropped.items.add(new File([new Uint8Array(file.bytes)], file.name, { type: file.type }));
      return dropped;
    },
    { bytes: [...bytes], name, type },
  );
  await page.dispatchEvent("h1", "dragover", { dataTransfer: transfer });
  await page.dispatchEvent("h1", "drop", { dataTransfer: transfer });
}

test.each(frenchExports)(
  "the export of a French secretariat is dropped as %s, mapped twice, imported and undone, and is listed",
  async (name, type, write) => {
    const conferenceId = await createConference(30);
    const { page, complaints } = await openStaffVisitor("secretariat", { locale: "fr" });
    const texts = consoleTexts.fr;
    await page.goto(`/console#conference=${conferenceId}&view=imports`);
    await page.getByRole("heading", { name: texts.nav.imports, level: 1 }).waitFor();
    const people = listFrenchPeople(12, `${name.split(".")[1]}.${Date.now()}`);
    await dropFile(page, await write(people), name, type);
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(texts.imports.startDry);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: texts.imports.mapping }).waitFor();
    expect(await page.getByText("Windows-1252", { exact: false }).count()).toBe(type === "text/csv" ? 2 : 0);
    await page.getByLabel(/Groupe/).selectOption("category");
    await page.getByLabel(/Observations/).selectOption("-");
    await clickButton(page, texts.imports.checkAgain);
    await page.getByLabel(/ONG/).selectOption("ngo");
    await page.getByLabel(/Presse écrite/).selectOption("media");
    await clickButton(page, texts.imports.checkAgain);
    await page.getByRole("heading", { name: texts.imports.mapping }).waitFor({ state: "detached" });
    await page.getByRole("cell", { name: "Anaïs 0 N’Diaye" }).waitFor();
    await clickButton(page, texts.imports.forGood);
    await page.getByRole("heading", { name: texts.imports.did }).waitFor();
    expect((await readVenuePool(conferenceId)).taken).toBe(12);
    const addresses = (await readEmails(getSharedSystem().home)).map(({ to }) => to);
    expect(addresses.filter((address) => people.some(({ email }) => email === address))).toEqual([]);

    // The list of the conference opens the import, from which it is undone.
    await page.goto(`/console#conference=${conferenceId}&view=imports`);
    await page.getByRole("cell", { name: texts.imports.state_imported, exact: true }).waitFor();
    await expectNoViolations(page);
    await page.getByRole("rowheader").getByRole("link").click();
    await clickButton(page, texts.imports.undo);
    const dialog = page.getByRole("dialog", { name: texts.imports.undoTitle });
    await dialog.getByRole("button", { name: texts.imports.undoYes, exact: true }).click();
    await page.getByRole("heading", { name: texts.imports.undone }).waitFor();
    await page.getByRole("cell", { name: texts.imports.state_undone, exact: true }).waitFor();
    expect((await readVenuePool(conferenceId)).taken).toBe(0);
    expect(complaints).toEqual([]);
  },
);

test("a table is pasted anywhere, columns are proposed by content, and a file is read again in another encoding", async () => {
  const conferenceId = await createConference(5);
  const { page, complaints } = await openStaffVisitor("secretariat");
  const texts = consoleTexts.en.imports;
  await page.goto(`/console#conference=${conferenceId}&view=imports`);
  await page.getByRole("heading", { name: consoleTexts.en.nav.imports, level: 1 }).waitFor();
  const table = `Name\tContact\tCountry\tCategory\r\n"Ba\nthe elder"\tpasted.${Date.now()}@example.org\tMali\tngo\r\n`;
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, table);
  await expect.poll(() => page.getByLabel(texts.paste).inputValue()).toContain("Contact");
  await clickButton(page, texts.startDry);
  await page.getByRole("heading", { name: texts.mapping }).waitFor();
  await page.getByText(texts.by_content).waitFor();
  expect(await page.getByLabel(/Contact/).inputValue()).toBe("person.email");
  await expectNoViolations(page);
  await page.getByLabel(/Contact/).selectOption("-");
  await page.getByText(texts.by_content).waitFor({ state: "detached" });

  // In Windows-1250; read as Windows-1252 it would be Kov´çs.
  const polish = Buffer.from("Name;E-mail;Country;Category\r\nKowal\xe8;b@example.org;Poland;ngo\r\n", "latin1");
  await page
    .getByLabel(texts.file, { exact: true })
    .setInputFiles({ name: "a.csv", mimeType: "text/csv", buffer: polish });
  await clickButton(page, texts.startDry);
  await page.getByRole("cell", { name: "Kowalè" }).waitFor();
  await page.getByText("Windows-1252", { exact: false }).last().waitFor();
  await page.getByLabel(texts.encoding).selectOption("utf-8");
  await page.getByText(texts.notInEncoding).waitFor();
  await expectNoViolations(page);
  await page.getByLabel(texts.encoding).selectOption("windows-1250");
  await page.getByRole("cell", { name: "Kowalč" }).waitFor();
  await page.getByText(texts.readIn.replace("{encoding}", "Windows-1250")).waitFor();
  expect(complaints).toEqual([]);
});
