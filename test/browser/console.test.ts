import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { aPdf } from "../support/files.ts";
import { post, settled } from "../system/documents.ts";
import { matches, somebody } from "../system/people.ts";
import {
  asSecretariat,
  call,
  decide,
  newConference,
  patience,
  read,
  settingsOf,
  submit,
  venue,
  within,
} from "../system/system.ts";
import { expectNoViolations } from "./axe.ts";
import { tabTo } from "./keyboard.ts";
import { officer } from "./officer.ts";
import { tasksOf } from "./tasks.ts";
import { office } from "./words.ts";

const said = office.en;

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true });

/** People who apply one after the other; their registrations in that order. */
async function apply(conferenceId: string, names: readonly string[], body: Record<string, unknown> = {}) {
  const ids: string[] = [];
  for (const familyName of names) {
    const given = { organization: "City of Dakar", functionTitle: "Adviser", ...body };
    const { body: answer } = await submit(conferenceId, given, { givenName: "Awa", familyName });
    ids.push(answer.registrationId);
  }
  return ids;
}

const standing = async (id: string | undefined) => (await read(id ?? "")).body;

/** The text of whatever has the focus. */
const focus = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? "");

describe("an officer by keyboard alone", () => {
  test("approves, returns with fields and a reason, rejects, and reopens", async () => {
    const conferenceId = await newConference(5);
    const [first, second, third] = await apply(conferenceId, ["First", "Second", "Third"]);
    const { page, complaints } = await officer();
    await page.goto(`/console#conference=${conferenceId}&view=queue&accreditation=pending`);
    await page.getByText("Awa First").waitFor();
    await page.keyboard.press("j");
    await page.getByRole("heading", { name: "Awa First" }).waitFor();
    await page.keyboard.press("a");
    await page.getByText("Approved: Awa First").first().waitFor();
    await page.getByRole("heading", { name: "Awa Second" }).waitFor();
    expect(await focus(page)).toContain("Awa Second");

    await page.keyboard.press("t");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.type("Please give the full name of the city.");
    await tabTo(page, said.field.organization);
    await page.keyboard.press("Space");
    await tabTo(page, said.decide.return);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Awa Third" }).waitFor();

    await page.keyboard.press("r");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText(said.decide.reasonMissing).waitFor();
    await page.keyboard.type("Not within the mandate.");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText("Rejected: Awa Third").first().waitFor();

    expect((await standing(first)).accreditation).toBe("approved");
    expect(await standing(second)).toMatchObject({
      accreditation: "returned",
      returned: { fields: ["organization"], reason: "Please give the full name of the city." },
    });
    expect(await standing(third)).toMatchObject({ accreditation: "rejected", seat: "none" });

    await page.keyboard.press("u");
    await tabTo(page, said.decide.reopen);
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await standing(third)).accreditation).toBe("pending");
    expect(complaints).toEqual([]);
  });

  test("turns the keys off, and then a letter does nothing", async () => {
    const conferenceId = await newConference(5);
    const [id] = await apply(conferenceId, ["First"]);
    const { page } = await officer();
    await page.goto(`/console#conference=${conferenceId}&view=queue&registration=${id}`);
    await page.getByRole("heading", { name: "Awa First" }).waitFor();
    await page.getByRole("checkbox", { name: said.keys.title }).uncheck();
    await page.keyboard.press("a");
    await page.reload();
    await page.getByRole("heading", { name: "Awa First" }).waitFor();
    await page.keyboard.press("a");
    expect((await standing(id)).accreditation).toBe("pending");
    expect(await page.getByText("Approved: Awa First").count()).toBe(0);
  });

  test("who decides on what somebody changed meanwhile is told, and nothing is run over", async () => {
    const conferenceId = await newConference(5);
    const [id] = await apply(conferenceId, ["First"]);
    const { page } = await officer();
    await page.goto(`/console#conference=${conferenceId}&view=queue&registration=${id}`);
    await page.getByRole("heading", { name: "Awa First" }).waitFor();
    await decide(id ?? "", "return", { fields: ["organization"] });
    await page.keyboard.press("a");
    await page.getByRole("alert").waitFor();
    expect((await standing(id)).accreditation).toBe("returned");
  });
});

test("a reviewer proposes, the secretariat takes it over with its reason", async () => {
  const conferenceId = await newConference(5);
  const [id] = await apply(conferenceId, ["First"]);
  const reviewer = await officer("reviewer");
  await reviewer.page.goto(`/console#conference=${conferenceId}&view=queue&registration=${id}`);
  await button(reviewer.page, said.propose.reject).click();
  await reviewer.page.getByLabel(said.decide.reason).fill("Not an organization of the list.");
  await button(reviewer.page, said.decide.propose).click();
  await reviewer.page.getByText("Proposed: Awa First").first().waitFor();
  expect((await standing(id)).accreditation).toBe("pending");
  expect(await reviewer.page.getByRole("link", { name: said.nav.mails }).count()).toBe(0);

  const { page } = await officer();
  await page.goto(`/console#conference=${conferenceId}&view=queue&registration=${id}`);
  await button(page, said.case.takeOver).click();
  expect(await page.getByLabel(said.decide.reason).inputValue()).toBe("Not an organization of the list.");
  await page.getByRole("dialog").getByRole("button", { name: said.decide.reject }).click();
  await expect.poll(async () => (await standing(id)).accreditation).toBe("rejected");
});

test("a bulk decision says beforehand how many fit and which pool stops the others, and then what became of each", async () => {
  const conferenceId = await newConference(2, { seatTakenAt: "approval" });
  const ids = await apply(conferenceId, ["First", "Second", "Third"]);
  const { page, complaints } = await officer();
  await page.goto(`/console#conference=${conferenceId}&view=queue&accreditation=pending`);
  await page.getByText("Awa Third").waitFor();
  await page.getByText("Tick all 3 on this page").click();
  await button(page, `${said.decide.approve} …`).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("2 people fit and have a place.").waitFor();
  await dialog.getByText("1 person does not fit and waits:").waitFor();
  await dialog.getByText("Venue: stops 1").waitFor();
  await expectNoViolations(page);
  await dialog.getByRole("button", { name: "Approve 3" }).click();
  await dialog.getByText("3 decided, 0 refused").waitFor();
  await expectNoViolations(page);
  const seats = await Promise.all(ids.map(async (id) => (await standing(id)).seat));
  expect(seats).toEqual(["held", "held", "waiting"]);
  await button(page, said.common.close).click();
  await page.getByText(said.queue.nobody).waitFor();
  expect(complaints).toEqual([]);
});

test("raising a limit names beforehand whom it seats, and seats them", async () => {
  const conferenceId = await newConference(1);
  const [, next, last] = await apply(conferenceId, ["First", "Second", "Third"]);
  await within(
    patience,
    () => venue(conferenceId),
    ({ waiting }) => waiting === 2,
  );
  const { page, complaints } = await officer();
  await page.goto(`/console#conference=${conferenceId}&view=capacity`);
  await page.getByRole("img", { name: "Venue: 1 of 1 taken, 0 of them offered, 2 waiting" }).waitFor();
  await button(page, "Change the limit: Venue").click();
  await page.getByLabel(said.capacity.newLimit).fill("2");
  await page.getByText("This seats 1 person from the waiting list:").waitFor();
  const dialog = page.getByRole("dialog");
  expect(await dialog.getByText("Awa Second").count()).toBe(1);
  expect(await dialog.getByText("Awa Third").count()).toBe(0);
  await expectNoViolations(page);
  await button(page, said.capacity.save).click();
  await page.getByRole("img", { name: "Venue: 2 of 2 taken, 0 of them offered, 1 waiting" }).waitFor();
  await expect.poll(async () => (await standing(next)).seat).toBe("held");
  expect((await standing(last)).seat).toBe("waiting");
  expect(complaints).toEqual([]);
});

test("an officer accredits a delegation with a quota", async () => {
  const conferenceId = await newConference(5);
  const request = {
    name: { en: "Mission of Senegal" },
    category: "member-state",
    focalPoints: ["m@example.org"],
    language: "en",
  };
  const asked = await call(`/v1/conferences/${conferenceId}/delegation-requests`, { body: request });
  const { page, complaints } = await officer();
  await page.goto(`/console#conference=${conferenceId}&view=delegations&status=requested`);
  await page.getByRole("link", { name: "Mission of Senegal" }).click();
  await page.getByLabel(said.delegations.quota, { exact: true }).fill("3");
  await button(page, said.delegations.accredit).click();
  await page.getByText(said.delegations.none).waitFor();
  const { body } = await call(`/v1/delegations/${asked.body.delegationId}`, asSecretariat());
  expect(body).toMatchObject({ status: "accredited", quota: 3 });
  expect(complaints).toEqual([]);
});

test("an officer opens a letter with a reason, which is kept, and ticks whom it names", async () => {
  const conferenceId = await newConference(5);
  const draft = { name: { en: "Mission" }, category: "member-state", focalPoints: ["m@example.org"], quota: 2 };
  const made = await call(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body: draft }));
  const path = `/v1/delegations/${made.body.delegationId}`;
  const people = ["Ndiaye", "Sarr"].map((familyName) => ({ person: { familyName, nationality: "SEN" } }));
  await call(`${path}/nominations`, asSecretariat({ body: { items: people } }));
  const file = { kind: "credential-letter", contentType: "application/pdf", size: aPdf().length };
  const form = await call(`${path}/documents`, asSecretariat({ body: file }));
  await post(form.body, aPdf());
  await settled(form.body.documentId, asSecretariat());
  const { page, complaints } = await officer();
  await page.goto(`/console#conference=${conferenceId}&view=delegations&delegation=${made.body.delegationId}`);
  await page.getByLabel(said.case.why).fill("To read the names");
  await button(page, said.case.open).click();
  const link = await page.getByRole("link", { name: said.case.openBeside }).getAttribute("href");
  expect((await fetch(link ?? "")).status).toBe(200);
  const openings = await call(`/v1/documents/${form.body.documentId}/openings`, asSecretariat());
  expect(openings.body.items).toMatchObject([{ reason: "To read the names" }]);
  await page.getByRole("checkbox", { name: "Ndiaye" }).check();
  await expectNoViolations(page);
  await button(page, said.credentialLetter.save).click();
  await page.getByText(said.credentialLetter.read, { exact: true }).waitFor();
  const members = (await call(path, asSecretariat())).body.members.map(({ onLetter }) => onLetter);
  expect(members).toEqual([true, false]);
  expect(complaints).toEqual([]);
});

test("the queue holds one page and turns it by keyboard; filtering and turning block nothing for 100 ms", async () => {
  const conferenceId = await newConference(100);
  const names = Array.from({ length: 60 }, (_, index) => `Person ${index + 1}`);
  await apply(conferenceId, names);
  const { page } = await officer();
  await page.goto(`/console#conference=${conferenceId}&view=queue&accreditation=pending`);
  const rows = page.locator(".q-row");
  const holds = (count: number) => expect.poll(() => rows.count()).toBe(count);
  await holds(50);
  const tasks = await tasksOf(page, async () => {
    await rows.nth(49).getByRole("link").click();
    await page.getByRole("heading", { name: "Awa Person 50" }).waitFor();
    await page.keyboard.press("j");
    await page.getByRole("heading", { name: "Awa Person 51" }).waitFor();
    await holds(10);
    await page.keyboard.press("k");
    await page.getByRole("heading", { name: "Awa Person 50" }).waitFor();
    await page.getByLabel(said.queue.seat, { exact: true }).selectOption("waiting");
    await page.getByText(said.queue.nobody).waitFor();
    expect(page.url()).toContain("seat=waiting");
    await page.getByLabel(said.queue.seat, { exact: true }).selectOption("held");
    await holds(50);
    await page.getByLabel(said.queue.search).fill("Person 7");
    await button(page, said.queue.find).click();
    await page.getByText("Awa Person 7", { exact: true }).waitFor();
    expect(page.url()).not.toContain("Person");
  });
  expect(tasks.length).toBeGreaterThan(100);
  expect(tasks.filter((ms) => !(ms < 100))).toEqual([]);
});

test("a conference is set up in the form, checked by the contract, shown, and put", async () => {
  const { page, complaints } = await officer();
  const conferenceId = `idm-${Date.now().toString(36)}`;
  await page.goto("/console#view=new");
  await button(page, said.setup.preview).click();
  await page.getByRole("alert").waitFor();
  await expectNoViolations(page);
  await page.getByLabel(said.set.conferenceId, { exact: true }).fill(conferenceId);
  await page.locator("#s-title-en").fill("Dialogue on Migration");
  await page.getByLabel(said.set.venue_name, { exact: true }).fill("Palais des Nations");
  await page.getByLabel(said.set.venue_city, { exact: true }).fill("Geneva");
  await page.locator("#s-categories-0-title-en").fill("Member States");
  await page.locator("#s-categories-1-title-en").fill("NGOs");
  await page.locator("#s-categories-1-quota").fill("20");
  await button(page, said.setup.preview).click();
  await page.getByRole("dialog").getByText("Palais des Nations").waitFor();
  await expectNoViolations(page);
  await button(page, said.setup.put).click();
  await page.getByRole("heading", { name: said.nav.settings }).waitFor();
  expect(await settingsOf(conferenceId)).toMatchObject({
    title: { en: "Dialogue on Migration" },
    categories: [{ category: "member-state" }, { category: "ngo", quota: 20 }],
  });
  expect(complaints).toEqual([]);
});

test("a sheet is tried, which changes nothing, and then imported", async () => {
  const conferenceId = await newConference(1);
  const { page, complaints } = await officer();
  await page.goto(`/console#conference=${conferenceId}&view=imports`);
  const template = await call(`/v1/conferences/${conferenceId}/import-template.csv`, asSecretariat());
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
    .getByLabel(said.imports.file, { exact: true })
    .setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer });
  await button(page, said.imports.startDry).click();
  await page.getByRole("heading", { name: said.imports.would }).waitFor({ timeout: 60_000 });
  await page.getByRole("row", { name: /Waits/ }).waitFor();
  await expectNoViolations(page);
  expect((await venue(conferenceId)).taken).toBe(0);
  await button(page, said.imports.forGood).click();
  await page.getByRole("heading", { name: said.imports.did }).waitFor({ timeout: 60_000 });
  expect((await venue(conferenceId)).taken).toBe(1);
  expect(complaints).toEqual([]);
});

test("of two who look like one person an officer says that they are two: the warning is gone, and the history says so", async () => {
  const conferenceId = await newConference(5);
  const twin = (familyName: string) =>
    somebody(conferenceId, { givenName: "Aziza", familyName, passportNumber: "TWIN1" });
  const [one, other] = [await twin("Karimova"), await twin("Rahimova")];
  await matches(one, 1);
  await within(
    patience,
    () => standing(one),
    ({ possibleDuplicates }) => possibleDuplicates === 1,
  );
  const { page, complaints } = await officer();
  await page.goto(`/console#conference=${conferenceId}&view=queue&registration=${one}`);
  const warning = page.locator("summary", { hasText: said.case.duplicates });
  await warning.click();
  await page.getByRole("button", { name: `${said.case.tellApart}: Aziza Rahimova` }).click();
  await warning.waitFor({ state: "detached" });
  await page.locator("summary", { hasText: said.case.history }).click();
  await page.locator(".history").getByText(said.action["tell-apart"]).waitFor();
  await expectNoViolations(page);
  expect(await standing(other)).not.toHaveProperty("possibleDuplicates");
  expect(complaints).toEqual([]);
});
