import jpegCodec from "@jimp/js-jpeg";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { draftBody } from "../support/builders.ts";
import { aJpeg, aPdf } from "../support/files.ts";
import { asSecretariat, call, newConference, patience, read, within } from "../system/system.ts";
import { expectNoViolations } from "./axe.ts";
import { expectNoSidewaysScroll, phone, somebody } from "./browser.ts";
import { applied, signIn } from "./delegate.ts";
import { tabTo } from "./keyboard.ts";
import { delegate } from "./words.ts";

const said = delegate.en;

const file = (name: string, mimeType: string, bytes: Uint8Array | string) => ({
  name,
  mimeType,
  buffer: Buffer.from(bytes),
});

const withPhoto = {
  categories: draftBody.categories.map((each) => ({ ...each, needs: ["photo", "letter"] })),
};

/** How red a photo is on the whole, from 0 to 255; in the pictures of these tests, the further to the right the more. */
function rednessOf(jpeg: ArrayBuffer): number {
  const { data } = jpegCodec().decode(Buffer.from(jpeg)) as unknown as { data: Buffer };
  let sum = 0;
  for (let at = 0; at < data.length; at += 4) sum += data[at] ?? 0;
  return sum / (data.length / 4);
}

/** The document that the registration carries a moment after it was checked; another one than before. */
async function carried(registrationId: string, kind: "photo" | "passport", before?: string): Promise<string> {
  const answer = await within(
    patience,
    () => read(registrationId),
    ({ body }) => body.documents?.[kind] !== before,
  );
  return answer.body.documents[kind] ?? "";
}

async function picture(documentId: string): Promise<ArrayBuffer> {
  const opened = await call(`/v1/documents/${documentId}/openings`, asSecretariat({ body: {} }));
  return (await fetch(opened.body.url)).arrayBuffer();
}

const choose = (page: Page, label: string, chosen: ReturnType<typeof file>) =>
  page.getByLabel(label, { exact: true }).setInputFiles(chosen);

test("a photo is cropped with a finger and by keyboard, received and checked; what is kept is what the frame showed", async () => {
  const conferenceId = await newConference(5, withPhoto);
  const { email, registrationId } = await applied(conferenceId);
  const { page, complaints } = await somebody({ locale: "en", viewport: phone });
  await signIn(page, conferenceId, email, "en");
  await page.getByRole("heading", { name: said.photo.label }).waitFor();
  // Nobody is asked for a passport who needs no letter for a visa.
  expect(await page.getByText(said.passport.label).count()).toBe(0);
  await choose(page, said.photo.choose, file("me.jpg", "image/jpeg", aJpeg(1600, 900)));
  const frame = page.getByRole("img", { name: said.photo.preview });
  await frame.waitFor();
  const zoom = page.getByLabel(said.photo.zoom);
  expect(await zoom.evaluate((element) => element === document.activeElement)).toBe(true);
  await frame.scrollIntoViewIfNeeded();
  const box = await frame.boundingBox();
  if (!box) throw new Error("no frame");
  await page.mouse.move(box.x + 10, box.y + 60);
  await page.mouse.down();
  for (let step = 1; step <= 10; step += 1) await page.mouse.move(box.x + 10 + step * 30, box.y + 60);
  await page.mouse.up();
  expect(await page.getByLabel(said.photo.across).inputValue()).toBe("0");
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: said.photo.use }).click();
  await page.getByText(said.photo.done).waitFor({ timeout: 30_000 });
  const section = page.getByRole("region", { name: said.photo.label });
  expect(await section.evaluate((element) => element === document.activeElement)).toBe(true);
  const first = await carried(registrationId, "photo");
  expect(rednessOf(await picture(first))).toBeLessThan(70);

  await choose(page, said.photo.other, file("me.jpg", "image/jpeg", aJpeg(1600, 900)));
  await frame.waitFor();
  await tabTo(page, said.photo.across);
  await page.keyboard.press("End");
  expect(await page.getByLabel(said.photo.across).getAttribute("aria-valuetext")).toBe("100%");
  await tabTo(page, said.photo.use);
  await page.keyboard.press("Enter");
  await page.getByText(said.photo.done).waitFor({ timeout: 30_000 });
  expect(rednessOf(await picture(await carried(registrationId, "photo", first)))).toBeGreaterThan(185);
  expect(complaints).toEqual([]);
});

test("who needs a letter for a visa hands in the passport; a file that isn't taken is refused in words, and another may follow", async () => {
  const conferenceId = await newConference(5);
  const { email, registrationId } = await applied(conferenceId, { needs: { visaLetter: true } });
  const { page, complaints } = await somebody({ locale: "fr", viewport: phone });
  const { passport, validation } = delegate.fr;
  await signIn(page, conferenceId, email, "fr");
  const refused = page.getByRole("alert");
  await choose(page, passport.choose, file("passport.txt", "text/plain", "not a passport"));
  await refused.filter({ hasText: validation.fileType }).waitFor();
  await choose(page, passport.choose, file("large.pdf", "application/pdf", Buffer.alloc(10_485_761)));
  await refused.filter({ hasText: "10 Mo" }).waitFor();
  await choose(page, passport.choose, file("broken.pdf", "application/pdf", "%PDF-1.7 and nothing else"));
  await refused.filter({ hasText: "Le fichier est illisible" }).waitFor({ timeout: 30_000 });
  await expectNoViolations(page);
  expect((await read(registrationId)).body.documents?.["passport"]).toBeUndefined();
  await choose(page, passport.choose, file("passport.pdf", "application/pdf", aPdf()));
  await page.getByText(passport.done).waitFor({ timeout: 30_000 });
  expect(await refused.count()).toBe(0);
  await expectNoViolations(page);
  expect(await carried(registrationId, "passport")).toMatch(/^\w+$/);
  expect(complaints).toEqual([]);
});
