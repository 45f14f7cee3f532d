import jpegCodec from "@jimp/js-jpeg";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { draftBody } from "../support/builders.ts";
import { buildJpeg, buildPdf } from "../support/files.ts";
import { waitFor } from "../support/wait-for.ts";
import {
  asSecretariat,
  callSystem,
  createConference,
  fetchRegistration,
  waitTimeoutMs,
} from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, holdRequests, openVisitor, phone } from "./support/browser.ts";
import { createApplicant, reachNeeds, signInByLink } from "./support/delegate.ts";
import { tabTo } from "./support/keyboard.ts";
import { delegateTexts } from "./support/words.ts";

const texts = delegateTexts.en;

const file = (name: string, mimeType: string, bytes: Uint8Array | string) => ({
  name,
  mimeType,
  buffer: Buffer.from(bytes),
});

const withPhoto = {
  categories: draftBody.categories.map((each) => ({ ...each, needs: ["photo", "letter"] })),
};

/** The mean red of a photo, from 0 to 255; the pictures of these tests become redder from left to right. */
function measureRedness(jpeg: ArrayBuffer): number {
  const { data } = jpegCodec().decode(Buffer.from(jpeg)) as unknown as { data: Buffer };
  let sum = 0;
  for (let at = 0; at < data.length; at += 4) sum += data[at] ?? 0;
  return sum / (data.length / 4);
}

/** Waits for the checked document of the registration, other than the former one. */
async function waitForDocument(registrationId: string, kind: "photo" | "passport", before?: string): Promise<string> {
  const answer = await waitFor(
    waitTimeoutMs,
    () => fetchRegistration(registrationId),
    ({ body }) => body.documents?.[kind] !== before,
  );
  return answer.body.documents[kind] ?? "";
}

async function downloadDocument(documentId: string): Promise<ArrayBuffer> {
  const opened = await callSystem(`/v1/documents/${documentId}/access`, asSecretariat({ body: {} }));
  return (await fetch(opened.body.url)).arrayBuffer();
}

const chooseFile = (page: Page, label: string, chosen: ReturnType<typeof file>) =>
  page.getByLabel(label, { exact: true }).setInputFiles(chosen);

test("a photo is cropped with a finger and by keyboard, uploaded and checked; the stored photo is the content of the frame", async () => {
  const conferenceId = await createConference(5, withPhoto);
  const { email, registrationId } = await createApplicant(conferenceId);
  const { page, complaints } = await openVisitor({ locale: "en", viewport: phone });
  await signInByLink(page, conferenceId, email, "en");
  await page.getByRole("heading", { name: texts.photo.label }).waitFor();
  // A passport is required only with a visa letter.
  expect(await page.getByText(texts.passport.label).count()).toBe(0);
  await chooseFile(page, texts.photo.choose, file("me.jpg", "image/jpeg", buildJpeg(1600, 900)));
  const frame = page.getByRole("img", { name: texts.photo.preview });
  await frame.waitFor();
  const zoom = page.getByLabel(texts.photo.zoom);
  expect(await zoom.evaluate((element) => element === document.activeElement)).toBe(true);
  await frame.scrollIntoViewIfNeeded();
  const box = await frame.boundingBox();
  if (!box) throw new Error("no frame");
  await page.mouse.move(box.x + 10, box.y + 60);
  await page.mouse.down();
  for (let step = 1; step <= 10; step += 1) await page.mouse.move(box.x + 10 + step * 30, box.y + 60);
  await page.mouse.up();
  expect(await page.getByLabel(texts.photo.across).inputValue()).toBe("0");
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: texts.photo.use }).click();
  await page.getByText(texts.photo.done).waitFor();
  const section = page.getByRole("region", { name: texts.photo.label });
  expect(await section.evaluate((element) => element === document.activeElement)).toBe(true);
  const first = await waitForDocument(registrationId, "photo");
  expect(measureRedness(await downloadDocument(first))).toBeLessThan(70);

  await chooseFile(page, texts.photo.other, file("me.jpg", "image/jpeg", buildJpeg(1600, 900)));
  await frame.waitFor();
  await tabTo(page, texts.photo.across);
  await page.keyboard.press("End");
  expect(await page.getByLabel(texts.photo.across).getAttribute("aria-valuetext")).toBe("100%");
  await tabTo(page, texts.photo.use);
  await page.keyboard.press("Enter");
  await page.getByText(texts.photo.done).waitFor();
  expect(measureRedness(await downloadDocument(await waitForDocument(registrationId, "photo", first)))).toBeGreaterThan(
    185,
  );
  expect(complaints).toEqual([]);
});

test("what a person types while the letter is checked stays in the form", async () => {
  const { page, complaints } = await openVisitor({ locale: "en", viewport: phone });
  await page.goto(`/#conference=${await createConference(5, withPhoto)}&step=1`);
  await reachNeeds(page, texts, `letter.${Date.now()}@example.org`);
  await chooseFile(page, texts.letter.choose, file("letter.pdf", "application/pdf", buildPdf()));
  await page.getByText(texts.letter.checking).waitFor();
  await page.locator("#f-needs-diet").fill("halal");
  await page.getByText(texts.letter.done).waitFor();
  expect(await page.locator("#f-needs-diet").inputValue()).toBe("halal");
  expect(complaints).toEqual([]);
});

/** A visitor who has gone to the next step of the form while a letter is checked. */
async function goOnDuringCheck() {
  const { page, complaints } = await openVisitor({ locale: "en", viewport: phone });
  await page.goto(`/#conference=${await createConference(5, withPhoto)}&step=1`);
  await reachNeeds(page, texts, `letter.${Date.now()}@example.org`);
  const release = await holdRequests(page, /\/v1\/documents\//);
  await chooseFile(page, texts.letter.choose, file("letter.pdf", "application/pdf", buildPdf()));
  await page.getByText(texts.letter.checking).waitFor();
  await page.getByRole("button", { name: texts.step.next, exact: true }).click();
  const endCheck = async () => {
    const checked = page.waitForResponse(
      async (each) => each.url().includes("/v1/documents/") && (await each.text()).includes('"state":"checked"'),
    );
    release();
    await checked;
  };
  return { page, complaints, endCheck };
}

test("a person goes on while the letter is checked: the form keeps what is entered after that, and the letter", async () => {
  const { page, complaints, endCheck } = await goOnDuringCheck();
  await page.locator("#f-consent-photo").check();
  await endCheck();
  await page.getByText(texts.letter.done).waitFor();
  expect(await page.locator("#f-consent-photo").isChecked()).toBe(true);
  expect(complaints).toEqual([]);
});

test("a letter whose check ends after the form was sent is in no other application", async () => {
  const { page, complaints, endCheck } = await goOnDuringCheck();
  await page.getByRole("button", { name: texts.step.send, exact: true }).click();
  await page.getByRole("button", { name: texts.done.another, exact: true }).click();
  await page.locator("#f-person-givenName").fill("Awa");
  await endCheck();
  await page.locator("#f-person-familyName").fill("Ndiaye");
  const stored = await page.evaluate(() => JSON.stringify({ ...localStorage }));
  expect(stored).toMatch(/Awa.*Ndiaye|Ndiaye.*Awa/);
  expect(stored).not.toMatch(/Diallo|credential-letter/);
  expect(complaints).toEqual([]);
});

test("a person who requests a visa letter uploads the passport; a rejected file shows its reason, and another one may follow", async () => {
  const conferenceId = await createConference(5);
  const { email, registrationId } = await createApplicant(conferenceId, { needs: { visaLetter: true } });
  const { page, complaints } = await openVisitor({ locale: "fr", viewport: phone });
  const { passport, validation } = delegateTexts.fr;
  await signInByLink(page, conferenceId, email, "fr");
  const refused = page.getByRole("alert");
  await chooseFile(page, passport.choose, file("passport.txt", "text/plain", "not a passport"));
  await refused.filter({ hasText: validation.fileType }).waitFor();
  await chooseFile(page, passport.choose, file("large.pdf", "application/pdf", Buffer.alloc(10_485_761)));
  await refused.filter({ hasText: "10 Mo" }).waitFor();
  await chooseFile(page, passport.choose, file("broken.pdf", "application/pdf", "%PDF-1.7 and nothing else"));
  await refused.filter({ hasText: "Le fichier est illisible" }).waitFor();
  await expectNoViolations(page);
  expect((await fetchRegistration(registrationId)).body.documents?.["passport"]).toBeUndefined();
  await chooseFile(page, passport.choose, file("passport.pdf", "application/pdf", buildPdf()));
  await page.getByText(passport.done).waitFor();
  expect(await refused.count()).toBe(0);
  await expectNoViolations(page);
  expect(await waitForDocument(registrationId, "passport")).toMatch(/^\w+$/);
  expect(complaints).toEqual([]);
});
