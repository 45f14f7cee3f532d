import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { buildPdf } from "../support/files.ts";
import { waitFor } from "../support/wait-for.ts";
import { postTestFile, waitUntilAttached } from "../system/support/documents.ts";
import { registerPerson, waitForMatches } from "../system/support/people.ts";
import { createAskingConference } from "../system/support/questions.ts";
import {
  asSecretariat,
  callSystem,
  createConference,
  fetchRegistration,
  findConferenceSettings,
  postDecision,
  postRegistration,
  readVenuePool,
  waitTimeoutMs,
} from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { getButton } from "./support/browser.ts";
import { tabTo } from "./support/keyboard.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { measureTasks } from "./support/tasks.ts";
import { consoleTexts } from "./support/words.ts";

const texts = consoleTexts.en;

/** Registers people one after another. @returns their registrations in that order */
async function apply(conferenceId: string, names: readonly string[], body: Record<string, unknown> = {}) {
  const ids: string[] = [];
  for (const familyName of names) {
    const given = { organization: "City of Dakar", functionTitle: "Adviser", ...body };
    const { body: answer } = await postRegistration(conferenceId, given, { givenName: "Awa", familyName });
    ids.push(answer.registrationId);
  }
  return ids;
}

const readRegistration = async (id: string | undefined) => (await fetchRegistration(id ?? "")).body;

/** The text of the focused element. */
const readFocusedText = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? "");

describe("an officer with the keyboard alone", () => {
  test("approves, returns with fields and a reason, rejects, and reopens", async () => {
    const conferenceId = await createConference(5);
    const [first, second, third] = await apply(conferenceId, ["First", "Second", "Third"]);
    const { page, complaints } = await openStaffVisitor();
    await page.goto(`/console#conference=${conferenceId}&view=queue&accreditation=pending`);
    await page.getByText("Awa First").waitFor();
    await page.keyboard.press("j");
    await page.getByRole("heading", { name: "Awa First" }).waitFor();
    await page.keyboard.press("a");
    await page.getByText("Approved: Awa First").first().waitFor();
    await page.getByRole("heading", { name: "Awa Second" }).waitFor();
    expect(await readFocusedText(page)).toContain("Awa Second");

    await page.keyboard.press("t");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.type("Please give the full name of the city.");
    await tabTo(page, texts.field.organization);
    await page.keyboard.press("Space");
    await tabTo(page, texts.decide.return);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Awa Third" }).waitFor();

    await page.keyboard.press("r");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText(texts.decide.reasonMissing).waitFor();
    await page.keyboard.type("Not within the mandate.");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText("Rejected: Awa Third").first().waitFor();

    expect((await readRegistration(first)).accreditation).toBe("approved");
    expect(await readRegistration(second)).toMatchObject({
      accreditation: "returned",
      returned: { fields: ["organization"], reason: "Please give the full name of the city." },
    });
    expect(await readRegistration(third)).toMatchObject({ accreditation: "rejected", seat: "none" });

    await page.keyboard.press("u");
    await tabTo(page, texts.decide.reopen);
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await readRegistration(third)).accreditation).toBe("pending");
    expect(complaints).toEqual([]);
  });

  test("turns the shortcuts off, after which a letter does nothing", async () => {
    const conferenceId = await createConference(5);
    const [id] = await apply(conferenceId, ["First"]);
    const { page } = await openStaffVisitor();
    await page.goto(`/console#conference=${conferenceId}&view=queue&registration=${id}`);
    await page.getByRole("heading", { name: "Awa First" }).waitFor();
    await page.getByRole("checkbox", { name: texts.keys.title }).uncheck();
    await page.keyboard.press("a");
    await page.reload();
    await page.getByRole("heading", { name: "Awa First" }).waitFor();
    await page.keyboard.press("a");
    expect((await readRegistration(id)).accreditation).toBe("pending");
    expect(await page.getByText("Approved: Awa First").count()).toBe(0);
  });

  test("gets a message for a decision on a registration that changed meanwhile, and the change is kept", async () => {
    const conferenceId = await createConference(5);
    const [id] = await apply(conferenceId, ["First"]);
    const { page } = await openStaffVisitor();
    await page.goto(`/console#conference=${conferenceId}&view=queue&registration=${id}`);
    await page.getByRole("heading", { name: "Awa First" }).waitFor();
    await postDecision(id ?? "", "return", { fields: ["organization"] });
    await page.keyboard.press("a");
    await page.getByRole("alert").waitFor();
    expect((await readRegistration(id)).accreditation).toBe("returned");
  });
});

test("the secretariat adopts a reviewer's proposal with its reason", async () => {
  const conferenceId = await createConference(5);
  const [id] = await apply(conferenceId, ["First"]);
  const reviewer = await openStaffVisitor("reviewer");
  await reviewer.page.goto(`/console#conference=${conferenceId}&view=queue&registration=${id}`);
  await getButton(reviewer.page, texts.propose.reject).click();
  await reviewer.page.getByLabel(texts.decide.reason).fill("Not an organization of the list.");
  await getButton(reviewer.page, texts.decide.propose).click();
  await reviewer.page.getByText("Proposed: Awa First").first().waitFor();
  expect((await readRegistration(id)).accreditation).toBe("pending");
  expect(await reviewer.page.getByRole("link", { name: texts.nav.emails }).count()).toBe(0);

  const { page } = await openStaffVisitor();
  await page.goto(`/console#conference=${conferenceId}&view=queue&registration=${id}`);
  await getButton(page, texts.case.takeOver).click();
  expect(await page.getByLabel(texts.decide.reason).inputValue()).toBe("Not an organization of the list.");
  await page.getByRole("dialog").getByRole("button", { name: texts.decide.reject }).click();
  await expect.poll(async () => (await readRegistration(id)).accreditation).toBe("rejected");
});

test("a bulk decision previews how many fit and which pool stops the others, and then lists each result", async () => {
  const conferenceId = await createConference(2, { seatTakenAt: "approval" });
  const ids = await apply(conferenceId, ["First", "Second", "Third"]);
  const { page, complaints } = await openStaffVisitor();
  await page.goto(`/console#conference=${conferenceId}&view=queue&accreditation=pending`);
  await page.getByText("Awa Third").waitFor();
  await page.getByText("Select all 3 on this page").click();
  await getButton(page, `${texts.decide.approve} …`).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("2 people get a seat.").waitFor();
  await dialog.getByText("There is no seat for 1 person, who joins the waiting list:").waitFor();
  await dialog.getByText("Venue: blocks 1").waitFor();
  await expectNoViolations(page);
  await dialog.getByRole("button", { name: "Approve 3" }).click();
  await dialog.getByText("3 decided, 0 failed").waitFor();
  await expectNoViolations(page);
  const seats = await Promise.all(ids.map(async (id) => (await readRegistration(id)).seat));
  expect(seats).toEqual(["held", "held", "waiting"]);
  await getButton(page, texts.common.close).click();
  await page.getByText(texts.queue.empty).waitFor();
  expect(complaints).toEqual([]);
});

test("a bulk decision leaves out people whom another officer decided on meanwhile, and says so", async () => {
  const conferenceId = await createConference(2, { seatTakenAt: "approval" });
  const ids = await apply(conferenceId, ["First", "Second", "Third"]);
  const { page, complaints } = await openStaffVisitor();
  await page.goto(`/console#conference=${conferenceId}&view=queue&accreditation=pending`);
  await page.getByText("Awa Third").waitFor();
  await page.getByText("Select all 3 on this page").click();
  await postDecision(ids[0] ?? "", "approve");
  await postDecision(ids[1] ?? "", "reject");
  await getButton(page, `${texts.decide.approve} …`).click();
  const dialog = page.getByRole("dialog", { name: "Approve 1" });
  await dialog.getByText("1 person gets a seat.").waitFor();
  await dialog.getByText("2 selected people are left out:").waitFor();
  expect(await dialog.getByRole("listitem").allTextContents()).toEqual([
    "Approved: 1 Awa First",
    `${texts.accreditation.rejected}: 1 Awa Second`,
  ]);
  await expectNoViolations(page);
  await dialog.getByRole("button", { name: "Approve 1" }).click();
  await dialog.getByText("1 decided, 0 failed").waitFor();
  expect((await readRegistration(ids[2])).seat).toBe("held");
  expect(complaints).toEqual([]);
});

test("a bulk decision leaves out a registration that changed after the selection, or fails on it", async () => {
  const conferenceId = await createConference(5);
  const ids = await apply(conferenceId, ["First", "Second", "Third"]);
  const correct = (id: string | undefined) =>
    callSystem(`/v1/registrations/${id}`, {
      ...asSecretariat({ method: "PATCH", body: { functionTitle: "Mayor" } }),
      headers: { "if-match": "*" },
    });
  const { page, complaints } = await openStaffVisitor();
  await page.goto(`/console#conference=${conferenceId}&view=queue&accreditation=pending`);
  await page.getByText("Awa Third").waitFor();
  await page.getByText("Select all 3 on this page").click();
  await correct(ids[0]);
  await getButton(page, `${texts.decide.approve} …`).click();
  const dialog = page.getByRole("dialog", { name: "Approve 2" });
  await dialog.getByText("1 selected person is left out:").waitFor();
  expect(await dialog.getByRole("listitem").allTextContents()).toEqual([`${texts.bulk.changed}: 1 Awa First`]);
  await expectNoViolations(page);
  await correct(ids[1]);
  await dialog.getByRole("button", { name: "Approve 2" }).click();
  await dialog.getByText("1 decided, 1 failed").waitFor();
  const states = await Promise.all(ids.map(async (id) => (await readRegistration(id)).accreditation));
  expect(states).toEqual(["pending", "pending", "approved"]);
  expect(complaints).toEqual([]);
});

test("while the rows of another filter are still shown, none of them can be selected or opened by a key", async () => {
  const conferenceId = await createConference(5);
  const [first] = await apply(conferenceId, ["First", "Second"]);
  await postDecision(first ?? "", "approve");
  const { page } = await openStaffVisitor();
  await page.goto(`/console#conference=${conferenceId}&view=queue&accreditation=pending`);
  await page.getByText("Awa Second").waitFor();
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route(/accreditation=approved/, async (route) => {
    await held;
    await route.continue();
  });
  await page.getByLabel(texts.queue.accreditation).selectOption("approved");
  const boxes = page.locator(".review-list input[type=checkbox]");
  expect(await boxes.evaluateAll((all) => all.map((each) => (each as HTMLInputElement).disabled))).toEqual([
    true,
    true,
  ]);
  await page.getByText("Select all 1 on this page").click({ force: true });
  for (const key of ["j", "x"]) await page.keyboard.press(key);
  expect(page.url()).not.toContain("registration=");
  expect(await page.getByRole("region", { name: texts.bulk.title }).count()).toBe(0);
  answer();
  await page.getByText("Awa First").waitFor();
  expect(await boxes.evaluateAll((all) => all.map((each) => (each as HTMLInputElement).checked))).toEqual([
    false,
    false,
  ]);
  await page.getByText("Select all 1 on this page").click();
  await page.getByRole("region", { name: texts.bulk.title }).getByText("1 person selected").waitFor();
});

test("raising a limit of a conference with questions previews the people whom it seats, and seats them", async () => {
  const conferenceId = await createAskingConference([{ key: "meal", type: "text", label: { en: "Meal" } }], 1);
  const [, next, last] = await apply(conferenceId, ["First", "Second", "Third"]);
  await waitFor(
    waitTimeoutMs,
    () => readVenuePool(conferenceId),
    ({ waiting }) => waiting === 2,
  );
  const { page, complaints } = await openStaffVisitor();
  await page.goto(`/console#conference=${conferenceId}&view=capacity`);
  await page.getByRole("img", { name: "Venue: 1 of 1 taken, 0 of them offered, 2 waiting" }).waitFor();
  await getButton(page, "Change the limit: Venue").click();
  await page.getByLabel(texts.capacity.newLimit).fill("2");
  await page.getByText("1 person on the waiting list gets a seat:").waitFor();
  const dialog = page.getByRole("dialog");
  expect(await dialog.getByText("Awa Second").count()).toBe(1);
  expect(await dialog.getByText("Awa Third").count()).toBe(0);
  await expectNoViolations(page);
  await getButton(page, texts.capacity.save).click();
  await page.getByRole("img", { name: "Venue: 2 of 2 taken, 0 of them offered, 1 waiting" }).waitFor();
  await expect.poll(async () => (await readRegistration(next)).seat).toBe("held");
  expect((await readRegistration(last)).seat).toBe("waiting");
  expect(complaints).toEqual([]);
});

test("an officer accredits a delegation with a quota, and renames it in two languages", async () => {
  const conferenceId = await createConference(5);
  const request = {
    name: { en: "Mission of Senegal", fr: "Mission du Sénégal" },
    category: "member-state",
    focalPoints: ["m@example.org"],
    language: "en",
  };
  const asked = await callSystem(`/v1/conferences/${conferenceId}/delegation-requests`, { body: request });
  const { page, complaints } = await openStaffVisitor();
  await page.goto(`/console#conference=${conferenceId}&view=delegations&status=requested`);
  await page.getByRole("link", { name: "Mission of Senegal" }).click();
  await page.getByLabel(texts.delegations.quota, { exact: true }).fill("3");
  await getButton(page, texts.delegations.accredit).click();
  await page.getByText(texts.delegations.none).waitFor();
  const { body } = await callSystem(`/v1/delegations/${asked.body.delegationId}`, asSecretariat());
  expect(body).toMatchObject({ status: "accredited", quota: 3 });
  await page.goto(`/console#conference=${conferenceId}&view=delegations&delegation=${asked.body.delegationId}`);
  const nameField = (language: string) => page.locator(`#new-name-${language}`);
  const save = getButton(page, texts.delegations.save);
  await nameField("en").fill("");
  await save.click();
  await page.locator("#new-name-en-fault").waitFor();
  await nameField("en").fill("Senegal");
  await nameField("fr").fill("Sénégal");
  await save.click();
  await page.getByRole("heading", { name: "Senegal", exact: true }).waitFor();
  await page.getByRole("link", { name: /^Senegal/ }).waitFor();
  const renamed = await callSystem(`/v1/delegations/${asked.body.delegationId}`, asSecretariat());
  expect(renamed.body).toMatchObject({ quota: 3, name: { en: "Senegal", fr: "Sénégal" } });
  expect(complaints).toEqual([]);
});

test("an officer opens a letter with a reason, which is recorded, and selects the people whom it names", async () => {
  const conferenceId = await createConference(5);
  const draft = { name: { en: "Mission" }, category: "member-state", focalPoints: ["m@example.org"], quota: 2 };
  const made = await callSystem(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body: draft }));
  const path = `/v1/delegations/${made.body.delegationId}`;
  const people = ["Ndiaye", "Sarr"].map((familyName) => ({ person: { familyName, nationality: "SEN" } }));
  await callSystem(`${path}/nominations`, asSecretariat({ body: { items: people } }));
  const file = { kind: "credential-letter", contentType: "application/pdf", size: buildPdf().length };
  const form = await callSystem(`${path}/documents`, asSecretariat({ body: file }));
  await postTestFile(form.body, buildPdf());
  await waitUntilAttached(path, form.body.documentId);
  const { page, complaints } = await openStaffVisitor();
  await page.goto(`/console#conference=${conferenceId}&view=delegations&delegation=${made.body.delegationId}`);
  await page.getByLabel(texts.case.why).fill("To read the names");
  await getButton(page, texts.case.open).click();
  const link = await page.getByRole("link", { name: texts.case.openBeside }).getAttribute("href");
  expect((await fetch(link ?? "")).status).toBe(200);
  const openings = await callSystem(`/v1/documents/${form.body.documentId}/access`, asSecretariat());
  expect(openings.body.items).toMatchObject([{ reason: "To read the names" }]);
  await page.getByRole("checkbox", { name: "Ndiaye" }).check();
  await expectNoViolations(page);
  await getButton(page, texts.credentialLetter.save).click();
  await page.getByText(texts.credentialLetter.read, { exact: true }).waitFor();
  const members = (await callSystem(path, asSecretariat())).body.members.map(({ isNamedInLetter }) => isNamedInLetter);
  expect(members).toEqual([true, false]);
  expect(complaints).toEqual([]);
});

test("the queue shows one page and turns it by keyboard; filtering and paging block the page for less than 100 ms", async () => {
  const conferenceId = await createConference(100);
  const names = Array.from({ length: 60 }, (_, index) => `Person ${index + 1}`);
  await apply(conferenceId, names);
  const { page } = await openStaffVisitor();
  await page.goto(`/console#conference=${conferenceId}&view=queue&accreditation=pending`);
  const rows = page.locator(".q-row");
  const holds = (count: number) => expect.poll(() => rows.count()).toBe(count);
  await holds(50);
  const tasks = await measureTasks(page, async () => {
    await rows.nth(49).getByRole("link").click();
    await page.getByRole("heading", { name: "Awa Person 50" }).waitFor();
    await page.keyboard.press("j");
    await page.getByRole("heading", { name: "Awa Person 51" }).waitFor();
    await holds(10);
    await page.keyboard.press("k");
    await page.getByRole("heading", { name: "Awa Person 50" }).waitFor();
    await page.getByLabel(texts.queue.seat, { exact: true }).selectOption("waiting");
    await page.getByText(texts.queue.empty).waitFor();
    expect(page.url()).toContain("seat=waiting");
    await page.getByLabel(texts.queue.seat, { exact: true }).selectOption("held");
    await holds(50);
    await page.getByLabel(texts.queue.search).fill("Person 7");
    await getButton(page, texts.queue.find).click();
    await page.getByText("Awa Person 7", { exact: true }).waitFor();
    expect(page.url()).not.toContain("Person");
  });
  expect(tasks.length).toBeGreaterThan(100);
  expect(tasks.filter((ms) => !(ms < 100))).toEqual([]);
});

test("a conference is created in the form, validated by the contract, previewed, and saved", async () => {
  const { page, complaints } = await openStaffVisitor();
  const conferenceId = `idm-${Date.now().toString(36)}`;
  await page.goto("/console#view=new");
  await getButton(page, texts.setup.preview).click();
  await page.getByRole("alert").waitFor();
  await expectNoViolations(page);
  await page.locator("#s-conferenceId").fill(conferenceId);
  await page.locator("#s-title-en").fill("Dialogue on Migration");
  await page.getByLabel(texts.set.venue_name, { exact: true }).fill("Palais des Nations");
  await page.getByLabel(texts.set.venue_city, { exact: true }).fill("Geneva");
  // The titles of the kinds are given; these are the conference's own.
  for (const index of [0, 1]) await page.locator(".part > summary").nth(index).click();
  await page.locator("#s-categories-0-title-en").fill("Member States");
  await page.locator("#s-categories-1-title-en").fill("NGOs");
  await page.locator("#s-categories-1-quota").fill("20");
  await getButton(page, texts.setup.preview).click();
  await page.getByRole("dialog").getByText("Palais des Nations").waitFor();
  await expectNoViolations(page);
  await getButton(page, texts.setup.put).click();
  await page.getByRole("heading", { name: texts.nav.settings }).waitFor();
  expect(await findConferenceSettings(conferenceId)).toMatchObject({
    title: { en: "Dialogue on Migration" },
    categories: [{ category: "member-state" }, { category: "ngo", quota: 20 }],
  });
  expect(complaints).toEqual([]);
});

test("a sheet is imported in a dry run, which changes nothing, and then in a real run", async () => {
  const conferenceId = await createConference(1);
  const { page, complaints } = await openStaffVisitor();
  await page.goto(`/console#conference=${conferenceId}&view=imports`);
  const template = await callSystem(`/v1/conferences/${conferenceId}/import-template.csv`, asSecretariat());
  expect(template.status).toBe(200);
  const heads = [
    "category",
    "person.familyName",
    "person.email",
    "person.nationality",
    "consent.listOfParticipants",
    "consent.photo",
  ];
  const rows = [1, 2].map((each) => `ngo,Person ${each},p${each}.${Date.now()}@example.org,SEN,yes,yes`);
  const buffer = Buffer.from([heads.join(","), ...rows].join("\n"));
  await page
    .getByLabel(texts.imports.file, { exact: true })
    .setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer });
  await getButton(page, texts.imports.startDry).click();
  await page.getByRole("heading", { name: texts.imports.would }).waitFor();
  await page.getByRole("row", { name: /On the waiting list/ }).waitFor();
  await expectNoViolations(page);
  expect((await readVenuePool(conferenceId)).taken).toBe(0);
  await getButton(page, texts.imports.forGood).click();
  await page.getByRole("heading", { name: texts.imports.did }).waitFor();
  expect((await readVenuePool(conferenceId)).taken).toBe(1);
  expect(complaints).toEqual([]);
});

test("an officer dismisses a possible duplicate: the warning disappears, and the history records it", async () => {
  const conferenceId = await createConference(5);
  const registerSamePerson = (familyName: string) =>
    registerPerson(conferenceId, { givenName: "Aziza", familyName, passportNumber: "TWIN1" });
  const [one, other] = [await registerSamePerson("Karimova"), await registerSamePerson("Rahimova")];
  await waitForMatches(one, 1);
  await waitFor(
    waitTimeoutMs,
    () => readRegistration(one),
    ({ possibleDuplicates }) => possibleDuplicates === 1,
  );
  const { page, complaints } = await openStaffVisitor();
  await page.goto(`/console#conference=${conferenceId}&view=queue&registration=${one}`);
  const warning = page.locator("summary", { hasText: texts.case.duplicates });
  await warning.click();
  await page.getByRole("button", { name: `${texts.case.tellApart}: Aziza Rahimova` }).click();
  await warning.waitFor({ state: "detached" });
  await page.locator("summary", { hasText: texts.case.history }).click();
  await page.locator(".history").getByText(texts.action["dismiss-duplicate"]).waitFor();
  await expectNoViolations(page);
  expect(await readRegistration(other)).not.toHaveProperty("possibleDuplicates");
  expect(complaints).toEqual([]);
});
