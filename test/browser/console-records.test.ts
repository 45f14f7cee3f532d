import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { participantListFormats } from "../../web/console/participants/list-formats.ts";
import { changeStoredRegistration } from "../system/support/stored-registrations.ts";
import {
  asSecretariat,
  callSystem,
  createConference,
  findConferenceSettings,
  postDecision,
  postRegistration,
} from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, getButton } from "./support/browser.ts";
import { pressKey } from "./support/keyboard.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { savePictures } from "./support/picture.ts";
import { consoleTexts } from "./support/words.ts";

const texts = consoleTexts.en;

/** Axe finds no violation at the width of a desktop and at 320 pixels. */
async function expectAccessible(page: Page): Promise<void> {
  await expectNoViolations(page);
  await page.setViewportSize({ width: 320, height: 700 });
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1440, height: 900 });
}

/** A person who applied and was approved. */
async function createConfirmedPerson(conferenceId: string, familyName: string, body: object = {}, person: object = {}) {
  const form = { organization: "City of Dakar", functionTitle: "Adviser", ...body };
  const { registrationId } = (await postRegistration(conferenceId, form, { givenName: "Awa", familyName, ...person }))
    .body;
  await postDecision(registrationId, "approve");
  return registrationId;
}

async function createDelegation(conferenceId: string, name: string, people: readonly string[]): Promise<string[]> {
  const draft = { name: { en: name }, category: "member-state", focalPoints: ["m@example.org"], quota: 5 };
  const { body } = await callSystem(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body: draft }));
  const items = people.map((familyName) => ({ person: { familyName, nationality: "SEN" } }));
  const path = `/v1/delegations/${body.delegationId}/nominations`;
  const nominated = await callSystem(path, asSecretariat({ body: { items } }));
  const ids = nominated.body.items.map(({ registrationId }) => registrationId);
  for (const id of ids) await postDecision(id, "approve");
  return ids;
}

describe("the list of participants", () => {
  const versions = (conferenceId: string) =>
    callSystem(`/v1/conferences/${conferenceId}/participants-versions`, asSecretariat());

  test("is kept as a draft and as a final version, and their differences are listed field by field", async () => {
    const conferenceId = await createConference(9);
    const stays = await createConfirmedPerson(conferenceId, "Stays");
    const leaves = await createConfirmedPerson(conferenceId, "Leaves");
    await postRegistration(conferenceId, {}, { familyName: "Waits" });
    const { page, complaints } = await openStaffVisitor();
    await page.goto(`/console#conference=${conferenceId}&view=participants`);
    await page.getByText(texts.list.none).waitFor();
    await expectAccessible(page);
    await getButton(page, texts.list.keepDraft).click();
    await page.getByRole("row", { name: /^1 Draft .* 2 0$/ }).waitFor();
    await page.getByText(texts.list.same).waitFor();

    for (const decision of ["revoke", "reopen"]) await postDecision(stays, decision);
    const { version } = (await callSystem(`/v1/registrations/${stays}`, asSecretariat())).body;
    const headers = { "if-match": `"${version}"` };
    const body = { functionTitle: "Deputy Mayor" };
    const amended = await callSystem(`/v1/registrations/${stays}`, asSecretariat({ method: "PATCH", body, headers }));
    expect(amended.status).toBe(200);
    await postDecision(stays, "approve");
    await callSystem(`/v1/registrations/${leaves}/withdrawal`, asSecretariat({ body: {} }));
    await createConfirmedPerson(conferenceId, "Joins", { consent: { listOfParticipants: true, photo: false } });
    await createConfirmedPerson(conferenceId, "Unnamed", { consent: { listOfParticipants: false, photo: false } });
    await page.reload();
    await page.getByText("1 added, 1 removed, 1 changed").waitFor();
    const table = (name: string) => page.getByRole("table", { name });
    expect(
      await table(texts.list.added)
        .getByRole("row", { name: /Awa Joins Adviser City of Dakar/ })
        .count(),
    ).toBe(1);
    expect(
      await table(texts.list.removed)
        .getByRole("row", { name: /Awa Leaves/ })
        .count(),
    ).toBe(1);
    const change = /Awa Stays Function Adviser Deputy Mayor/;
    expect(await table(texts.list.changed).getByRole("row", { name: change }).count()).toBe(1);
    await expectAccessible(page);

    await getButton(page, `${texts.list.keepFinal} …`).click();
    await page.getByRole("dialog").getByText(texts.list.finalMeans).waitFor();
    await expectNoViolations(page);
    await page.getByRole("dialog").getByRole("button", { name: texts.list.keepFinal }).click();
    await page.getByRole("row", { name: /^2 Final .* 2 1$/ }).waitFor();
    await page.getByText(texts.list.same).waitFor();
    await page.getByLabel(texts.list.from, { exact: true }).selectOption("1");
    await page.getByLabel(texts.list.to, { exact: true }).selectOption("2");
    await page.getByText("1 added, 1 removed, 1 changed").waitFor();
    expect((await versions(conferenceId)).body.items).toMatchObject([
      { version: 1, status: "draft", named: 2, unnamed: 0 },
      { version: 2, status: "final", named: 2, unnamed: 1 },
    ]);
    await savePictures(page, "console-participants", "desk");
    expect(complaints).toEqual([]);
  });

  test("shows two organizations under one name once they are merged, by keyboard, and apart again", async () => {
    const conferenceId = await createConference(9);
    for (const organization of ["A Network", "A+ Network"])
      await createConfirmedPerson(conferenceId, organization, { organization });
    const { page, complaints } = await openStaffVisitor();
    await page.goto(`/console#conference=${conferenceId}&view=participants`);
    const words = texts.organizations;
    await page.getByText(words.none).waitFor();
    await getButton(page, `${words.merge} …`).click();
    await page.getByRole("alert").getByText(words.choose).waitFor();
    const choose = async (label: string, name: string) => {
      await page.getByRole("combobox", { name: label, exact: true }).fill(name);
      await page.keyboard.press("Tab");
    };
    await choose(words.from, "A+ Network");
    await choose(words.into, "A Network");
    await expectAccessible(page);
    await pressKey(getButton(page, `${words.merge} …`));
    const dialog = page.getByRole("dialog");
    await dialog.getByText(words.means.replace("{from}", "A+ Network").replace("{into}", "A Network")).waitFor();
    await expectNoViolations(page);
    await pressKey(dialog.getByRole("button", { name: words.merge, exact: true }));
    const row = page.getByRole("table", { name: words.merges }).getByRole("row", { name: /^A\+ Network A Network/ });
    await row.waitFor();
    await expectAccessible(page);
    await savePictures(page, "console-organizations", "desk");
    await pressKey(getButton(page, words.undoOne.replace("{from}", "A+ Network")));
    await page.getByText(words.none).waitFor();
    expect(complaints).toEqual([]);
  });

  test("is downloaded in each format, in the selected language and version", async () => {
    const conferenceId = await createConference(9);
    await createConfirmedPerson(conferenceId, "Early");
    const { page, complaints } = await openStaffVisitor();
    await page.goto(`/console#conference=${conferenceId}&view=participants`);
    await getButton(page, texts.list.keepDraft).click();
    await page.getByRole("row", { name: /^1 Draft/ }).waitFor();
    await createConfirmedPerson(conferenceId, "Late");
    const save = async (title: string) => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        getButton(page, texts.list.download.replace("{format}", title)).click(),
      ]);
      return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
    };
    await page.getByLabel(texts.list.language, { exact: true }).selectOption("fr");
    for (const { ending, title } of participantListFormats) {
      const { name, bytes } = await save(title);
      expect(name).toBe(`participants-${conferenceId}-fr.${ending}`);
      const begins = { docx: "PK", xlsx: "PK", pdf: "%PDF", json: "{", csv: "\ufeff" }[ending];
      expect(bytes.toString("utf8").startsWith(begins)).toBe(true);
    }
    const now = (await save("JSON")).bytes.toString();
    expect([now.includes("Early"), now.includes("Late"), now.includes("États")]).toEqual([true, true, true]);
    await page.getByLabel(texts.list.which, { exact: true }).selectOption("1");
    const kept = await save("CSV");
    expect(kept.name).toBe(`participants-${conferenceId}-v1-fr.csv`);
    expect([kept.bytes.includes("Early"), kept.bytes.includes("Late")]).toEqual([true, false]);
    expect(complaints).toEqual([]);
  });
});

describe("badges", () => {
  test("are printed into a file that names those printed without a character, and uncollected ones are handed out by delegation", async () => {
    const conferenceId = await createConference(9);
    await createConfirmedPerson(conferenceId, "Alone");
    const zoe = await createConfirmedPerson(conferenceId, "Zoe");
    await changeStoredRegistration(zoe, (stored) => ({ ...stored, functionTitle: "Head 🌍" }));
    await createDelegation(conferenceId, "Mission of Senegal", ["Ndiaye", "Sarr"]);
    const { page, complaints } = await openStaffVisitor();
    await page.goto(`/console#conference=${conferenceId}&view=badges`);
    await page.getByText(texts.badges.allCollected).waitFor();
    await expectAccessible(page);
    await page.getByLabel(texts.badges.sort, { exact: true }).selectOption("delegation");
    await page.getByLabel(texts.badges.paper, { exact: true }).selectOption("a4");
    await getButton(page, texts.badges.start).click();
    await page.getByText("The file is ready, with 4 badges.").waitFor();
    const link = await page.getByRole("link", { name: texts.badges.open }).getAttribute("href");
    const file = await fetch(link ?? "");
    expect(Buffer.from(await file.arrayBuffer()).toString("latin1", 0, 5)).toBe("%PDF-");
    await page.getByText("1 badge was printed without some characters:").waitFor();
    await page.getByRole("row", { name: /^Awa Zoe .*Printed without.*U\+1F30D/ }).waitFor();
    await page.getByRole("heading", { name: "1 person with characters that cannot be printed" }).waitFor();
    await page.getByText("4 badges have not been collected.").waitFor();
    await expectAccessible(page);
    await savePictures(page, "console-badges", "desk");

    await getButton(page, "Mission of Senegal: 2").click();
    await expect.poll(() => page.getByRole("row", { name: /Collected/ }).count()).toBe(2);
    await getButton(page, "Collected: Ndiaye").click();
    await page.getByText("3 badges have not been collected.").waitFor();
    await getButton(page, texts.queue.anyDelegation).click();
    await page.getByRole("row", { name: /Awa Alone/ }).waitFor();
    expect(await page.getByRole("row", { name: /Ndiaye/ }).count()).toBe(0);
    const { body } = await callSystem(`/v1/conferences/${conferenceId}/uncollected-badges`, asSecretariat());
    expect(body.items).toHaveLength(3);

    await getButton(page, texts.badges.start).click();
    await page.getByText("The batch has no badges: no person matches.").waitFor();
    await page.getByText(texts.badges.again).click();
    await page.getByLabel(texts.badges.category, { exact: true }).selectOption("member-state");
    await getButton(page, texts.badges.start).click();
    await page.getByText("The file is ready, with 2 badges.").waitFor();
    expect(complaints).toEqual([]);
  });

  test("of people selected in the queue are printed from the queue; the layout has a preview", async () => {
    const conferenceId = await createConference(9);
    for (const name of ["First", "Second", "Third"]) await createConfirmedPerson(conferenceId, name);
    const { page, complaints } = await openStaffVisitor();
    await page.goto(`/console#conference=${conferenceId}&view=queue&accreditation=approved`);
    await page.getByRole("checkbox", { name: "Select Awa First" }).check();
    await page.getByRole("checkbox", { name: "Select Awa Third" }).check();
    await getButton(page, texts.bulk.badges).click();
    await page.getByText("The file is ready, with 2 badges.").waitFor();
    await page.getByLabel(texts.badges.layout, { exact: true }).selectOption("card");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      getButton(page, texts.badges.preview).click(),
    ]);
    expect((await readFile(await download.path())).toString("latin1", 0, 5)).toBe("%PDF-");
    expect(complaints).toEqual([]);
  });
});

test("a delegation is created in the form, which shows each error at its field", async () => {
  const conferenceId = await createConference(9, { languages: ["en", "fr"] });
  const { page, complaints } = await openStaffVisitor();
  await page.goto(`/console#conference=${conferenceId}&view=delegations`);
  await page.getByRole("link", { name: texts.making.title }).click();
  await page.locator("#new-focalPoints").fill("no address");
  await page.locator("#new-quota").fill("many");
  await getButton(page, texts.making.make).click();
  await page.getByRole("alert").waitFor();
  for (const field of ["name-en", "category", "focalPoints", "quota"]) {
    expect(await page.locator(`#new-${field}`).getAttribute("aria-invalid")).toBe("true");
  }
  expect(await page.locator("#new-focalPoints-fault").textContent()).toBe(texts.validation.email);
  await expectAccessible(page);
  await page.locator("#new-name-en").fill("Mission of Senegal");
  await page.locator("#new-name-fr").fill("Mission du Sénégal");
  await page.locator("#new-category").selectOption("member-state");
  await page.getByRole("combobox", { name: texts.organization.country }).fill("Senegal");
  await page.getByRole("option", { name: "Senegal" }).click();
  await page.locator("#new-focalPoints").fill("first@example.org\nsecond@example.org");
  await page.locator("#new-language").selectOption("fr");
  await page.locator("#new-quota").fill("3");
  await page.locator("#new-insideAtOnce").fill("2");
  await getButton(page, texts.making.make).click();
  await page.getByRole("heading", { name: "Mission of Senegal" }).waitFor();
  const id = /delegation=([^&]+)/.exec(page.url())?.[1] ?? "";
  const { body } = await callSystem(`/v1/delegations/${id}`, asSecretariat());
  expect(body).toMatchObject({
    status: "accredited",
    name: { en: "Mission of Senegal", fr: "Mission du Sénégal" },
    category: "member-state",
    country: "SEN",
    focalPoints: ["first@example.org", "second@example.org"],
    language: "fr",
    quota: 3,
    insideAtOnce: 2,
  });
  await page.getByRole("link", { name: /^Mission of Senegal/ }).waitFor();
  expect(complaints).toEqual([]);
});

test("targets are set in the form, previewed before they are saved, and then shown in the statistics", async () => {
  const conferenceId = await createConference(9);
  await createConfirmedPerson(conferenceId, "First", {}, { gender: "female" });
  const { page, complaints } = await openStaffVisitor();
  await page.goto(`/console#conference=${conferenceId}&view=settings&section=capacity`);
  await page.locator("summary", { hasText: texts.composition.gender }).click();
  await page.locator("#s-targets-gender-female").fill("70");
  await page.locator("#s-targets-gender-male").fill("40");
  await getButton(page, texts.setup.preview).click();
  await page.getByRole("alert").getByText(texts.validation.moreThanAll).waitFor();
  await expectAccessible(page);
  await page.locator("#s-targets-gender-female").fill("50");
  await page.getByRole("radio", { name: texts.setup.byTargets }).check();
  const menu = page.getByRole("navigation", { name: texts.settingsSection.menu });
  await menu.getByText(texts.settingsSection.emails).click();
  await page.locator("#s-contact").fill("secretariat@example.org");
  await menu.getByText(texts.settingsSection.badges).click();
  await page.locator("#s-badgeLayout").selectOption("card");
  await getButton(page, texts.setup.preview).click();
  await page.getByRole("row", { name: /Targets: Gender: women – 50 %/ }).waitFor();
  await expectNoViolations(page);
  await getButton(page, texts.setup.put).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  expect(await findConferenceSettings(conferenceId)).toMatchObject({
    targets: { gender: { female: 0.5, male: 0.4 } },
    waitingListOrder: "targets",
    contact: "secretariat@example.org",
    badgeLayout: "card",
  });
  await page.goto(`/console#conference=${conferenceId}&view=statistics`);
  await page.getByRole("row", { name: /women .*50%/ }).waitFor();
  expect(complaints).toEqual([]);
});

test("visa letters get an issuer, a signatory and a text in the settings, and the last one of the text takes it away", async () => {
  const conferenceId = await createConference(9);
  const { page, complaints } = await openStaffVisitor();
  await page.goto(`/console#conference=${conferenceId}&view=settings&section=letters`);
  await page.getByRole("radio", { name: texts.setup.issuedBy.secretariat }).check();
  await page.locator("#s-visaLetters-signatory-name").fill("Amélie Durand");
  await page.locator("#s-visaLetters-signatory-title-en").fill("Secretary");
  await page.locator("#s-visaLetters-text-en").fill("First line.\nSecond line.");
  await expectAccessible(page);
  const save = async () => {
    await getButton(page, texts.setup.preview).click();
    await expectNoViolations(page);
    await getButton(page, texts.setup.put).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    return (await findConferenceSettings(conferenceId)) as { readonly visaLetters?: object };
  };
  expect((await save()).visaLetters).toEqual({
    issuedBy: "secretariat",
    signatory: { name: "Amélie Durand", title: { en: "Secretary" } },
    text: { en: "First line.\nSecond line." },
  });
  await page.locator("#s-visaLetters-text-en").fill("");
  await page.locator("#s-visaLetters-signatory-name").fill("");
  await page.locator("#s-visaLetters-signatory-title-en").fill("");
  expect((await save()).visaLetters).toEqual({ issuedBy: "secretariat" });
  expect(complaints).toEqual([]);
});

test("the queue of one decision can be read from its newest, and the address contains the order", async () => {
  const conferenceId = await createConference(9);
  for (const familyName of ["First", "Second", "Third"])
    await postRegistration(conferenceId, {}, { givenName: "Awa", familyName });
  const { page } = await openStaffVisitor();
  await page.goto(`/console#conference=${conferenceId}&view=queue&accreditation=pending`);
  const names = () => page.locator(".q-row strong").allTextContents();
  await expect.poll(names).toEqual(["Awa First", "Awa Second", "Awa Third"]);
  await page.getByLabel(texts.queue.order, { exact: true }).selectOption("newest");
  await expect.poll(names).toEqual(["Awa Third", "Awa Second", "Awa First"]);
  expect(page.url()).toContain("order=newest");
  await page.getByLabel(texts.queue.accreditation, { exact: true }).selectOption("");
  await expect.poll(names).toEqual(["Awa First", "Awa Second", "Awa Third"]);
  expect(await page.getByLabel(texts.queue.order, { exact: true }).count()).toBe(0);
});
