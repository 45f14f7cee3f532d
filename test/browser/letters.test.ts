import { expect, test } from "vitest";
import {
  asSecretariat,
  callSuccessfully,
  callSystem,
  fetchRegistration,
  postDecision,
} from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { downloadFile, expectNoSidewaysScroll, getButton } from "./support/browser.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { createRegister, listRows } from "./support/register.ts";
import { consoleTexts } from "./support/words.ts";

const texts = consoleTexts.en;
const needs = { visaLetter: true };

test("letters of all who match are issued, previewed and revoked, and who changed meanwhile is left out by name", async () => {
  const people = [{ name: "Fall", needs }, { name: "Diop", needs }, { name: "Sarr" }, { name: "Ndiaye", needs }];
  const { conferenceId, ids } = await createRegister(people);
  const { page, complaints } = await openStaffVisitor("secretariat", { viewport: { width: 1366, height: 768 } });
  page.setDefaultTimeout(15_000);
  await page.goto(`/console#conference=${conferenceId}&view=letters`);
  await page.getByText("3 people", { exact: true }).waitFor();
  expect(await listRows(page).filter({ hasText: "Sarr" }).count()).toBe(0);
  await postDecision(ids["Fall"] ?? "", "approve");
  await listRows(page).filter({ hasText: "Fall" }).getByText(texts.register.letter.valid).waitFor();
  await getButton(page, texts.register.filters).click();
  await page.getByRole("checkbox", { name: texts.register.noValue }).first().check();
  await page.getByText("1 person", { exact: true }).waitFor();
  await getButton(page, texts.register.clearFilters).click();
  await getButton(page, texts.register.filters).click();
  await page.getByRole("checkbox", { name: "Select all 3" }).check();
  await getButton(page, `${texts.letterList.revoke} …`).click();
  await page.locator("#letter-reason").fill("The dates have changed.");
  await expectNoViolations(page);
  // After the selection, so that the job leaves the person out.
  const headers = { "if-match": "*" };
  const amendment = asSecretariat({ method: "PATCH", body: { functionTitle: "Envoy" }, headers });
  expect((await callSystem(`/v1/registrations/${ids["Diop"]}`, amendment)).status).toBe(200);
  await getButton(page, `${texts.letterList.revoke}${texts.common.colon}3`).click();
  await page.getByText("1 changed, 2 left out", { exact: true }).waitFor();
  const refused = page.getByRole("table", { name: texts.letterList.refused });
  await refused
    .getByRole("row", { name: /Diop/ })
    .getByText(/changed/i)
    .waitFor();
  await refused.getByRole("row", { name: /Ndiaye/ }).waitFor();
  await expectNoViolations(page);
  expect((await fetchRegistration(ids["Fall"] ?? "")).body).toHaveProperty("visaLetter.revokedAt");
  await listRows(page).filter({ hasText: "Fall" }).getByText(texts.register.letter.ended).waitFor();
  await getButton(page, texts.common.close).click();
  await listRows(page).filter({ hasText: "Fall" }).locator(".register-select").click();
  await getButton(page, `${texts.letterList.preview} …`).click();
  const { name, bytes } = await downloadFile(page, () => getButton(page, texts.letterList.save).click());
  expect([name, bytes.subarray(0, 5).toString()]).toEqual(["visa-letter-preview.pdf", "%PDF-"]);
  await getButton(page, `${texts.letterList.issue} …`).click();
  await page.locator("#letter-language").selectOption("fr");
  await getButton(page, `${texts.letterList.issue}${texts.common.colon}1`).click();
  await page.getByText("1 changed, 0 left out", { exact: true }).waitFor();
  await listRows(page).filter({ hasText: "Fall" }).getByText(texts.register.letter.valid).waitFor();
  await page.setViewportSize({ width: 320, height: 740 });
  await page.goto(`/console?lang=ar#conference=${conferenceId}&view=letters`);
  await page.getByRole("heading", { name: consoleTexts.ar.nav.letters }).waitFor();
  await page.getByText(consoleTexts.ar.register.letter.valid).first().waitFor();
  await expectNoSidewaysScroll(page);
  expect(complaints).toEqual([]);
});

test("a letter is issued in the open registration of a confirmed person, also of a protected one by a reader", async () => {
  const settings = { visaLetters: { issuedBy: "secretariat" } };
  const { conferenceId, ids } = await createRegister([{ name: "Fall", needs }], settings);
  const registrationId = ids["Fall"] ?? "";
  await postDecision(registrationId, "approve");
  const { page, complaints } = await openStaffVisitor("secretariat", { viewport: { width: 1366, height: 768 } });
  page.setDefaultTimeout(15_000);
  const open = () => page.goto(`/console#conference=${conferenceId}&view=register&registration=${registrationId}`);
  const issue = async (language: string) => {
    await getButton(page, `${texts.visaLetterCase.issue} …`).click();
    await page.locator("#letter-language").selectOption(language);
    await getButton(page, texts.visaLetterCase.issue).click();
  };
  await open();
  await page.getByText(texts.visaLetterCase.none).waitFor();
  await issue("fr");
  await page.getByText(/^Letter 1, issued/).waitFor();
  const body = { alias: { nameOnBadge: "Speaker" }, readers: ["secretariat@palais.local"] };
  await callSuccessfully(`/v1/registrations/${registrationId}/protection`, asSecretariat({ method: "PUT", body }));
  await page.reload();
  await issue("ar");
  await page.getByText(/^Letter 2, issued/).waitFor();
  await expectNoViolations(page);
  expect(complaints).toEqual([]);
});
