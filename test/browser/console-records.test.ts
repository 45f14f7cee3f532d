import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { formats } from "../../web/console/participants/formats.ts";
import { asSecretariat, call, decide, newConference, settingsOf, submit } from "../system/system.ts";
import { expectNoViolations } from "./axe.ts";
import { expectNoSidewaysScroll } from "./browser.ts";
import { officer } from "./officer.ts";
import { pictures } from "./picture.ts";
import { office } from "./words.ts";

const said = office.en;

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

/** Nothing for axe to find, as it is on a desk and at 320 pixels. */
async function looksRight(page: Page): Promise<void> {
  await expectNoViolations(page);
  await page.setViewportSize({ width: 320, height: 700 });
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1440, height: 900 });
}

/** Somebody who applies and is approved. */
async function confirmed(conferenceId: string, familyName: string, body: object = {}, person: object = {}) {
  const form = { organization: "City of Dakar", functionTitle: "Adviser", ...body };
  const { registrationId } = (await submit(conferenceId, form, { givenName: "Awa", familyName, ...person })).body;
  await decide(registrationId, "approve");
  return registrationId;
}

async function delegationOf(conferenceId: string, name: string, people: readonly string[]): Promise<string[]> {
  const draft = { name: { en: name }, category: "member-state", focalPoints: ["m@example.org"], quota: 5 };
  const { body } = await call(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body: draft }));
  const items = people.map((familyName) => ({ person: { familyName, nationality: "SEN" } }));
  const path = `/v1/delegations/${body.delegationId}/nominations`;
  const nominated = await call(path, asSecretariat({ body: { items } }));
  const ids = nominated.body.items.map(({ registrationId }) => registrationId);
  for (const id of ids) await decide(id, "approve");
  return ids;
}

describe("the list of participants", () => {
  const versions = (conferenceId: string) =>
    call(`/v1/conferences/${conferenceId}/participants-versions`, asSecretariat());

  test("is kept as a draft and as final, and what changed between them is said, field by field", async () => {
    const conferenceId = await newConference(9);
    const stays = await confirmed(conferenceId, "Stays");
    const leaves = await confirmed(conferenceId, "Leaves");
    await submit(conferenceId, {}, { familyName: "Waits" });
    const { page, complaints } = await officer();
    await page.goto(`/console#conference=${conferenceId}&view=participants`);
    await page.getByText(said.list.none).waitFor();
    await looksRight(page);
    await button(page, said.list.keepDraft).click();
    await page.getByRole("row", { name: /^1 Draft .* 2 0$/ }).waitFor();
    await page.getByText(said.list.same).waitFor();

    for (const decision of ["revoke", "reopen"]) await decide(stays, decision);
    const { version } = (await call(`/v1/registrations/${stays}`, asSecretariat())).body;
    const headers = { "if-match": `"${version}"` };
    const body = { functionTitle: "Deputy Mayor" };
    const amended = await call(`/v1/registrations/${stays}`, asSecretariat({ method: "PATCH", body, headers }));
    expect(amended.status).toBe(200);
    await decide(stays, "approve");
    await call(`/v1/registrations/${leaves}/withdrawal`, asSecretariat({ body: {} }));
    await confirmed(conferenceId, "Joins", { consent: { listOfParticipants: true, photo: false } });
    await confirmed(conferenceId, "Unnamed", { consent: { listOfParticipants: false, photo: false } });
    await page.reload();
    await page.getByText("1 added, 1 removed, 1 changed").waitFor();
    const table = (name: string) => page.getByRole("table", { name });
    expect(
      await table(said.list.added)
        .getByRole("row", { name: /Awa Joins Adviser City of Dakar/ })
        .count(),
    ).toBe(1);
    expect(
      await table(said.list.removed)
        .getByRole("row", { name: /Awa Leaves/ })
        .count(),
    ).toBe(1);
    const change = /Awa Stays Function Adviser Deputy Mayor/;
    expect(await table(said.list.changed).getByRole("row", { name: change }).count()).toBe(1);
    await looksRight(page);

    await button(page, `${said.list.keepFinal} …`).click();
    await page.getByRole("dialog").getByText(said.list.finalMeans).waitFor();
    await expectNoViolations(page);
    await page.getByRole("dialog").getByRole("button", { name: said.list.keepFinal }).click();
    await page.getByRole("row", { name: /^2 Final .* 2 1$/ }).waitFor();
    await page.getByText(said.list.same).waitFor();
    await page.getByLabel(said.list.from, { exact: true }).selectOption("1");
    await page.getByLabel(said.list.to, { exact: true }).selectOption("2");
    await page.getByText("1 added, 1 removed, 1 changed").waitFor();
    expect((await versions(conferenceId)).body.items).toMatchObject([
      { version: 1, status: "draft", named: 2, unnamed: 0 },
      { version: 2, status: "final", named: 2, unnamed: 1 },
    ]);
    await pictures(page, "console-participants", "desk");
    expect(complaints).toEqual([]);
  });

  test("is downloaded in each format, in the language and version chosen", async () => {
    const conferenceId = await newConference(9);
    await confirmed(conferenceId, "Early");
    const { page, complaints } = await officer();
    await page.goto(`/console#conference=${conferenceId}&view=participants`);
    await button(page, said.list.keepDraft).click();
    await page.getByRole("row", { name: /^1 Draft/ }).waitFor();
    await confirmed(conferenceId, "Late");
    const save = async (title: string) => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        button(page, said.list.download.replace("{format}", title)).click(),
      ]);
      return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
    };
    await page.getByLabel(said.list.language, { exact: true }).selectOption("fr");
    for (const { ending, title } of formats) {
      const { name, bytes } = await save(title);
      expect(name).toBe(`participants-${conferenceId}-fr.${ending}`);
      const begins = { docx: "PK", xlsx: "PK", pdf: "%PDF", json: "{", csv: "\ufeff" }[ending];
      expect(bytes.toString("utf8").startsWith(begins)).toBe(true);
    }
    const now = (await save("JSON")).bytes.toString();
    expect([now.includes("Early"), now.includes("Late"), now.includes("États")]).toEqual([true, true, true]);
    await page.getByLabel(said.list.which, { exact: true }).selectOption("1");
    const kept = await save("CSV");
    expect(kept.name).toBe(`participants-${conferenceId}-v1-fr.csv`);
    expect([kept.bytes.includes("Early"), kept.bytes.includes("Late")]).toEqual([true, false]);
    expect(complaints).toEqual([]);
  });
});

describe("badges", () => {
  test("are printed into a file, those left out are named, and what lies at the desk is handed out by delegation", async () => {
    const conferenceId = await newConference(9);
    await confirmed(conferenceId, "Alone");
    await confirmed(conferenceId, "Zoe", {}, { nameOnBadge: "Zoe 🌍" });
    await delegationOf(conferenceId, "Mission of Senegal", ["Ndiaye", "Sarr"]);
    const { page, complaints } = await officer();
    await page.goto(`/console#conference=${conferenceId}&view=badges`);
    await page.getByText(said.badges.allCollected).waitFor();
    await looksRight(page);
    await page.getByLabel(said.badges.sort, { exact: true }).selectOption("delegation");
    await page.getByLabel(said.badges.paper, { exact: true }).selectOption("a4");
    await button(page, said.badges.start).click();
    await page.getByText("The file is ready, with 3 badges.").waitFor({ timeout: 60_000 });
    const link = await page.getByRole("link", { name: said.badges.open }).getAttribute("href");
    const file = await fetch(link ?? "");
    expect(Buffer.from(await file.arrayBuffer()).toString("latin1", 0, 5)).toBe("%PDF-");
    await page.getByText("1 badge was left out:").waitFor();
    await page.getByRole("row", { name: /^Awa Zoe .*U\+1F30D/ }).waitFor();
    await page.getByText("3 badges are waiting for their owners.").waitFor();
    await looksRight(page);
    await pictures(page, "console-badges", "desk");

    await button(page, "Mission of Senegal: 2").click();
    await expect.poll(() => page.getByRole("row", { name: /Collected/ }).count()).toBe(2);
    await button(page, "Collected: Ndiaye").click();
    await page.getByText("2 badges are waiting for their owners.").waitFor();
    await button(page, said.queue.anyDelegation).click();
    await page.getByRole("row", { name: /Awa Alone/ }).waitFor();
    expect(await page.getByRole("row", { name: /Ndiaye/ }).count()).toBe(0);
    const { body } = await call(`/v1/conferences/${conferenceId}/uncollected-badges`, asSecretariat());
    expect(body.items).toHaveLength(2);

    await button(page, said.badges.start).click();
    await page.getByText("No badge is in it: none fits.").waitFor({ timeout: 60_000 });
    await page.getByText(said.badges.again).click();
    await page.getByLabel(said.badges.category, { exact: true }).selectOption("member-state");
    await button(page, said.badges.start).click();
    await page.getByText("The file is ready, with 2 badges.").waitFor({ timeout: 60_000 });
    expect(complaints).toEqual([]);
  });

  test("of those who are ticked in the queue are printed from there; a layout is looked at before", async () => {
    const conferenceId = await newConference(9);
    for (const name of ["First", "Second", "Third"]) await confirmed(conferenceId, name);
    const { page, complaints } = await officer();
    await page.goto(`/console#conference=${conferenceId}&view=queue&accreditation=approved`);
    await page.getByRole("checkbox", { name: "Tick Awa First" }).check();
    await page.getByRole("checkbox", { name: "Tick Awa Third" }).check();
    await button(page, said.bulk.badges).click();
    await page.getByText("The file is ready, with 2 badges.").waitFor({ timeout: 60_000 });
    await page.getByLabel(said.badges.layout, { exact: true }).selectOption("card");
    const [download] = await Promise.all([page.waitForEvent("download"), button(page, said.badges.preview).click()]);
    expect((await readFile(await download.path())).toString("latin1", 0, 5)).toBe("%PDF-");
    expect(complaints).toEqual([]);
  });
});

test("a delegation is made in the form; what is wrong stands beside its field", async () => {
  const conferenceId = await newConference(9, { languages: ["en", "fr"] });
  const { page, complaints } = await officer();
  await page.goto(`/console#conference=${conferenceId}&view=delegations`);
  await page.getByRole("link", { name: said.making.title }).click();
  await page.locator("#new-focalPoints").fill("no address");
  await page.locator("#new-quota").fill("many");
  await button(page, said.making.make).click();
  await page.getByRole("alert").waitFor();
  for (const field of ["name-en", "category", "focalPoints", "quota"]) {
    expect(await page.locator(`#new-${field}`).getAttribute("aria-invalid")).toBe("true");
  }
  expect(await page.locator("#new-focalPoints-fault").textContent()).toBe(said.validation.email);
  await looksRight(page);
  await page.locator("#new-name-en").fill("Mission of Senegal");
  await page.locator("#new-name-fr").fill("Mission du Sénégal");
  await page.locator("#new-category").selectOption("member-state");
  await page.getByRole("combobox", { name: said.organization.country }).fill("Senegal");
  await page.getByRole("option", { name: "Senegal" }).click();
  await page.locator("#new-focalPoints").fill("first@example.org\nsecond@example.org");
  await page.locator("#new-language").selectOption("fr");
  await page.locator("#new-quota").fill("3");
  await page.locator("#new-insideAtOnce").fill("2");
  await button(page, said.making.make).click();
  await page.getByRole("heading", { name: "Mission of Senegal" }).waitFor();
  const id = /delegation=([^&]+)/.exec(page.url())?.[1] ?? "";
  const { body } = await call(`/v1/delegations/${id}`, asSecretariat());
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

test("targets are set in the form, shown before they are put, and then in the composition", async () => {
  const conferenceId = await newConference(9);
  await confirmed(conferenceId, "First", {}, { gender: "female" });
  const { page, complaints } = await officer();
  await page.goto(`/console#conference=${conferenceId}&view=settings`);
  await page.locator("summary", { hasText: said.composition.gender }).click();
  await page.locator("#s-targets-gender-female").fill("70");
  await page.locator("#s-targets-gender-male").fill("40");
  await button(page, said.setup.preview).click();
  await page.getByRole("alert").getByText(said.validation.moreThanAll).waitFor();
  await looksRight(page);
  await page.locator("#s-targets-gender-female").fill("50");
  await page.getByRole("radio", { name: said.setup.byTargets }).check();
  await page.locator("#s-contact").fill("secretariat@example.org");
  await page.locator("#s-badgeLayout").selectOption("card");
  await button(page, said.setup.preview).click();
  await page.getByRole("row", { name: /Targets .*: Gender: women – 50 %/ }).waitFor();
  await expectNoViolations(page);
  await button(page, said.setup.put).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  expect(await settingsOf(conferenceId)).toMatchObject({
    targets: { gender: { female: 0.5, male: 0.4 } },
    waitingListOrder: "targets",
    contact: "secretariat@example.org",
    badgeLayout: "card",
  });
  await page.goto(`/console#conference=${conferenceId}&view=composition`);
  await page.getByRole("row", { name: /women .*50%/ }).waitFor();
  expect(complaints).toEqual([]);
});

test("the queue of one decision is read from its newest, and the address says so", async () => {
  const conferenceId = await newConference(9);
  for (const familyName of ["First", "Second", "Third"])
    await submit(conferenceId, {}, { givenName: "Awa", familyName });
  const { page } = await officer();
  await page.goto(`/console#conference=${conferenceId}&view=queue&accreditation=pending`);
  const names = () => page.locator(".q-row strong").allTextContents();
  await expect.poll(names).toEqual(["Awa First", "Awa Second", "Awa Third"]);
  await page.getByLabel(said.queue.order, { exact: true }).selectOption("newest");
  await expect.poll(names).toEqual(["Awa Third", "Awa Second", "Awa First"]);
  expect(page.url()).toContain("order=newest");
  await page.getByLabel(said.queue.accreditation, { exact: true }).selectOption("");
  await expect.poll(names).toEqual(["Awa First", "Awa Second", "Awa Third"]);
  expect(await page.getByLabel(said.queue.order, { exact: true }).count()).toBe(0);
});
