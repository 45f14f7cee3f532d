import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { Language } from "#shared/model/conference.ts";
import { ensureBarcodeReader, readCodes } from "../support/barcode-reader.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { ensurePoppler, renderPages } from "../support/pdf-reader.ts";
import { waitForEmails } from "../system/support/mailbox.ts";
import { createConference, getSharedSystem, postDecision } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, openVisitor, phone } from "./support/browser.ts";
import { createApplicant } from "./support/delegate.ts";
import { savePicture } from "./support/picture.ts";
import { expectTree } from "./support/tree.ts";
import { letter as words } from "./support/words.ts";

/** English is last, because the accessibility tree is compared in English. */
const testedLanguages = (["es", "fr", "ar", "ru", "zh", "en"] as const satisfies readonly Language[]).filter(
  (language) => languagesInBrowser.includes(language),
);

beforeAll(() => {
  ensureBarcodeReader();
  ensurePoppler();
}, 300_000);

/** The address in the code of the letter that an approved person got by email. */
async function readLetterAddress(email: string): Promise<string> {
  const letter = async () =>
    (await waitForEmails(getSharedSystem().home, email, 1)).find(({ kind }) => kind === "visa-letter");
  await expect.poll(letter).toBeDefined();
  const file = (await letter())?.email.attachments.find(({ mimeType }) => mimeType === "application/pdf");
  const [address = ""] = readCodes(renderPages(Buffer.from(file?.content as ArrayBuffer), 150));
  return address;
}

/** Opens the page as a consulate does, in each of these languages. */
async function expectLetterPage(
  page: Page,
  address: string,
  state: "valid" | "revoked" | "unknown",
  languages: readonly Language[],
): Promise<void> {
  for (const language of languages) {
    await page.goto("about:blank");
    await page.goto(address.replace("#", `?lang=${language}#`));
    const texts = words[language].letterCheck[state];
    const verdict = page.getByRole("alert");
    await verdict.filter({ hasText: texts.title }).waitFor();
    expect(await verdict.textContent()).toContain(texts.detail);
    expect(await page.getByText("2027").count()).toBe(state === "unknown" ? 0 : 1);
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    if (state === "valid") await savePicture(page, "letter", language, "phone");
  }
}

test("the page of a visa letter's code shows whether the letter is valid, and no personal data", async () => {
  const conferenceId = await createConference(1);
  const { email, registrationId } = await createApplicant(conferenceId, { needs: { visaLetter: true } });
  await postDecision(registrationId, "approve");
  const address = await readLetterAddress(email);
  const { page, complaints } = await openVisitor({ locale: "en", viewport: phone });
  await expectLetterPage(page, address, "valid", testedLanguages);
  await expectTree(page.locator("body"), "letter-valid");
  expect(await page.locator("body").textContent()).not.toMatch(/Amina|Diallo|SEN|example\.org/);
  await postDecision(registrationId, "revoke");
  await expectLetterPage(page, address, "revoked", testedLanguages);
  await expectLetterPage(page, `${address.slice(0, -4)}aaaa`, "unknown", testedLanguages);
  expect(complaints).toEqual([]);
});
