import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { Language } from "#shared/domain/conference.ts";
import { ensureReader, readCodes } from "../support/barcode-reader.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { ensurePoppler, pagesOf } from "../support/pdf-reader.ts";
import { mailsTo } from "../system/mailbox.ts";
import { decide, newConference, running } from "../system/system.ts";
import { expectNoViolations } from "./axe.ts";
import { expectNoSidewaysScroll, phone, somebody } from "./browser.ts";
import { applied } from "./delegate.ts";
import { picture } from "./picture.ts";
import { expectTree } from "./tree.ts";
import { letter as words } from "./words.ts";

/** English last, for the accessibility tree is compared in English. */
const all = (["es", "fr", "ar", "ru", "zh", "en"] as const satisfies readonly Language[]).filter((language) =>
  languagesInBrowser.includes(language),
);

beforeAll(() => {
  ensureReader();
  ensurePoppler();
}, 300_000);

/** The address in the code of the letter that an approved person was mailed. */
async function addressOn(email: string): Promise<string> {
  const letter = async () => (await mailsTo(running().home, email, 1)).find(({ kind }) => kind === "visa-letter");
  await expect.poll(letter, { timeout: 30_000 }).toBeDefined();
  const file = (await letter())?.email.attachments.find(({ mimeType }) => mimeType === "application/pdf");
  const [address = ""] = readCodes(pagesOf(Buffer.from(file?.content as ArrayBuffer), 150));
  return address;
}

/** At a consulate: the page in these languages, as it is then. */
async function lookAt(
  page: Page,
  address: string,
  state: "valid" | "revoked" | "unknown",
  languages: readonly Language[],
): Promise<void> {
  for (const language of languages) {
    await page.goto("about:blank");
    await page.goto(address.replace("#", `?lang=${language}#`));
    const said = words[language].letterCheck[state];
    const verdict = page.getByRole("alert");
    await verdict.filter({ hasText: said.title }).waitFor();
    expect(await verdict.textContent()).toContain(said.detail);
    expect(await page.getByText("2027").count()).toBe(state === "unknown" ? 0 : 1);
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    if (state === "valid") await picture(page, "letter", language, "phone");
  }
}

test("whoever reads the code of a letter of invitation learns whether it is valid, and nothing of the person", async () => {
  const conferenceId = await newConference(1);
  const { email, registrationId } = await applied(conferenceId, { needs: { visaLetter: true } });
  await decide(registrationId, "approve");
  const address = await addressOn(email);
  const { page, complaints } = await somebody({ locale: "en", viewport: phone });
  await lookAt(page, address, "valid", all);
  await expectTree(page.locator("body"), "letter-valid");
  expect(await page.locator("body").textContent()).not.toMatch(/Amina|Diallo|SEN|example\.org/);
  await decide(registrationId, "revoke");
  await lookAt(page, address, "revoked", all);
  await lookAt(page, `${address.slice(0, -4)}aaaa`, "unknown", all);
  expect(complaints).toEqual([]);
});
