import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { draftBody } from "../support/builders.ts";
import { buildJpeg, buildPdf } from "../support/files.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { asSecretariat, callSystem, createConference } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, openVisitor } from "./support/browser.ts";
import { signInByLink } from "./support/delegate.ts";
import { pressKey } from "./support/keyboard.ts";
import { savePicture } from "./support/picture.ts";
import { focalPoint } from "./support/words.ts";

const words = focalPoint.fr;

const getButton = (page: Page, name: string | RegExp) => page.getByRole("button", { name });

async function createDelegation(
  email: string,
  conference: Record<string, unknown> = {},
): Promise<{ readonly conferenceId: string; readonly delegationId: string }> {
  const conferenceId = await createConference(10, conference);
  const body = {
    name: { en: "Permanent Mission of Senegal", fr: "Mission permanente du Sénégal" },
    category: "member-state",
    country: "SEN",
    focalPoints: [email],
    language: "fr",
    quota: 2,
  };
  const made = await callSystem(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body }));
  return { conferenceId, delegationId: made.body.delegationId };
}

/** Text as copied from a spreadsheet: a line for each person, a tab between the cells. */
const sheet = [
  ["Awa", "Ndiaye", "", "Sénégal", "Ambassadrice"],
  ["Moussa", "Sarr", "", "SEN", "Conseiller"],
  ["Fatou", "Ba", "", "Wakanda", "Attachée"],
]
  .map((row) => row.join("\t"))
  .join("\n");

async function pasteText(page: Page, text: string): Promise<void> {
  await page.locator(".grid-row input").first().focus();
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    document.activeElement?.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
    );
  }, text);
}

test("a focal point nominates from a spreadsheet, ranks by keyboard, substitutes, and sees the quota", async () => {
  const email = `mission.${Date.now()}@example.org`;
  const { conferenceId, delegationId } = await createDelegation(email);
  const { page, complaints } = await openVisitor({ locale: "fr", viewport: { width: 1100, height: 800 } });
  await signInByLink(page, conferenceId, email, "fr");
  await page.getByRole("heading", { name: "Mission permanente du Sénégal" }).waitFor();
  await expectNoViolations(page);

  await pasteText(page, sheet);
  await page.reload();
  await getButton(page, "Désigner 3 personnes").click();
  await page.getByText(words.validation.unknownCountry).first().waitFor();
  await expectNoViolations(page);
  await page.getByLabel(`${words.field.person_nationality}, ligne 3`).fill("Sénégal");
  await getButton(page, "Désigner 3 personnes").click();
  await page.getByText("3 personnes ont été désignées.").waitFor();
  await page.getByText("2 sur 2 places").first().waitFor();

  await pressKey(getButton(page, "Descendre Awa Ndiaye"));
  const order = async () => {
    const { body } = await callSystem(`/v1/delegations/${delegationId}`, asSecretariat());
    return body.members.map(({ person }) => person.givenName);
  };
  await expect.poll(order).toEqual(["Moussa", "Awa", "Fatou"]);
  await page.getByRole("status").filter({ hasText: "rang 2" }).waitFor();

  await getButton(page, "Remplacer Moussa Sarr").click();
  await expectNoViolations(page);
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(words.field.person_givenName).fill("Ibrahima");
  await dialog.getByLabel(words.field.person_familyName).fill("Fall");
  await dialog.getByRole("combobox", { name: words.field.person_nationality }).fill("Sénégal");
  await dialog.getByRole("option", { name: "Sénégal" }).click();
  await dialog.getByRole("button", { name: words.substitute.do }).click();
  await expect.poll(order).toEqual(["Ibrahima", "Awa", "Fatou"]);
  await page.setViewportSize({ width: 320, height: 700 });
  await expectNoSidewaysScroll(page);
  await expectNoViolations(page);
  expect(complaints).toEqual([]);
});

test("a focal point ranks by dragging, uploads a letter, and sees which documents each member lacks", async () => {
  const email = `drag.${Date.now()}@example.org`;
  const categories = draftBody.categories.map((each) => ({ ...each, needs: ["photo", "letter"] }));
  const { conferenceId, delegationId } = await createDelegation(email, { categories });
  const person = (givenName: string) => ({ person: { givenName, familyName: "Ndiaye", nationality: "SEN" } });
  const acting = asSecretariat({ body: { items: ["Awa", "Moussa", "Fatou"].map(person) } });
  expect((await callSystem(`/v1/delegations/${delegationId}/nominations`, acting)).status).toBe(201);
  const { page, complaints } = await openVisitor({ locale: "fr", viewport: { width: 1100, height: 800 } });
  await signInByLink(page, conferenceId, email, "fr");
  const member = (name: string) => page.getByRole("listitem").filter({ hasText: name });
  await member("Awa").getByText(`${words.members.missing} ${words.missing.photo}`, { exact: false }).waitFor();
  await expectNoViolations(page);

  await member("Fatou").dragTo(member("Awa"));
  const order = async () => {
    const { body } = await callSystem(`/v1/delegations/${delegationId}`, asSecretariat());
    return body.members.map(({ person: { givenName } }) => givenName);
  };
  await expect.poll(order).toEqual(["Fatou", "Awa", "Moussa"]);
  await page.getByRole("status").filter({ hasText: "Fatou Ndiaye" }).waitFor();

  const letter = (name: string, mimeType: string, bytes: Uint8Array) => ({
    name,
    mimeType,
    buffer: Buffer.from(bytes),
  });
  const script = buildPdf({ catalogue: "/OpenAction << /S /JavaScript /JS (app.alert(1)) >>" });
  await page.getByLabel(words.letter.choose).setInputFiles(letter("note.pdf", "application/pdf", script));
  await page.getByRole("alert").filter({ hasText: "Le PDF contient" }).waitFor();
  await page.getByLabel(words.letter.choose).setInputFiles(letter("note.pdf", "application/pdf", buildPdf()));
  await page.getByText(words.letter.done).waitFor();
  await page.getByText(words.letters.unread).waitFor();
  const { body } = await callSystem(`/v1/delegations/${delegationId}`, asSecretariat());
  const [fatou] = body.members;
  const reading = { version: 1, registrationIds: [fatou?.registrationId] };
  const read = await callSystem(
    `/v1/delegations/${delegationId}/credential-review`,
    asSecretariat({ method: "PUT", body: reading }),
  );
  expect(read.status).toBe(200);
  await page.reload();
  await page.getByText(words.letters.read).waitFor();
  const missing = (name: string) => member(name).locator(".missing").textContent();
  expect(await missing("Fatou")).toBe(`${words.members.missing} ${words.missing.photo}`);
  expect(await missing("Awa")).toBe(`${words.members.missing} ${words.missing.photo}, ${words.missing.letter}`);
  await getButton(page, words.members.photoOf.replace("{name}", "Fatou Ndiaye")).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(words.photo.choose).setInputFiles(letter("fatou.jpg", "image/jpeg", buildJpeg()));
  await dialog.getByRole("button", { name: words.photo.use }).click();
  await dialog.getByText(words.photo.done).waitFor();
  await expectNoViolations(page);
  await dialog.getByRole("button", { name: words.common.close }).click();
  expect(await missing("Fatou")).toBe(words.members.complete);
  for (const language of languagesInBrowser) {
    await page.getByRole("banner").getByRole("combobox").selectOption(language);
    await page.locator(`html[lang=${language}]`).waitFor();
    await expectNoViolations(page);
    await savePicture(page, "delegation", language, "desk");
  }
  expect(complaints).toEqual([]);
});
