import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { asSecretariat, callSystem, createConference, postRegistration } from "../system/support/system.ts";
import { openVisitor } from "./support/browser.ts";
import { createApplicant, signInByLink } from "./support/delegate.ts";
import { openDesk, signInAtDesk as signInAs } from "./support/desk.ts";
import { expectFieldsKept, fillAllFields, readFields } from "./support/fields.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { consoleTexts, delegateTexts, desk, focalPoint } from "./support/words.ts";

const texts = consoleTexts.en;
const dialog = '[role="dialog"], dialog';
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

/** The keys of the tab's storage that hold form input. */
const readKeptInput = (page: Page) =>
  page.evaluate(() => Object.keys(sessionStorage).filter((name) => name.startsWith("palais.form.")));

describe("the console keeps form input over a reload", () => {
  let conferenceId = "";
  const ids: string[] = [];
  let hidden = "";
  let asked = "";

  beforeAll(async () => {
    conferenceId = await createConference(5);
    for (const familyName of ["First", "Second"])
      ids.push((await postRegistration(conferenceId, {}, { givenName: "Awa", familyName })).body.registrationId);
    hidden = (await postRegistration(conferenceId, {}, { givenName: "Awa", familyName: "Hidden" })).body.registrationId;
    const body = { alias: { nameOnBadge: "Somebody" }, readers: ["secretariat@palais.local"] };
    await callSystem(`/v1/registrations/${hidden}/protection`, asSecretariat({ method: "PUT", body }));
    const request = { name: { en: "Union" }, category: "ngo", focalPoints: ["union@example.org"] };
    const path = `/v1/conferences/${conferenceId}/delegation-requests`;
    asked = (await callSystem(path, { body: request })).body.delegationId;
  });

  async function openConsole(place: string, heading: string | RegExp): Promise<Page> {
    const { page } = await openStaffVisitor();
    await page.goto(`/console?lang=en#conference=${conferenceId}&${place}`);
    await page.getByRole("heading", { name: heading, exact: true }).first().waitFor();
    return page;
  }

  const openFirst = () => openConsole(`view=queue&registration=${ids[0]}`, "Awa First");

  test.each(["return", "reject"] as const)("of a decision: %s", async (decision) => {
    const page = await openFirst();
    await press(page, texts.decide[decision]);
    await fillAllFields(page, dialog);
    await expectFieldsKept(page);
    await press(page, texts.common.cancel);
    expect(await readKeptInput(page)).toEqual([]);
  });

  test("of a bulk decision, with the selection", async () => {
    const page = await openFirst();
    for (const name of ["Awa First", "Awa Second"]) await page.getByRole("checkbox", { name }).check();
    const open = () => press(page, `${texts.decide.reject} …`);
    await open();
    await page.locator("#bulk-reason").waitFor();
    await fillAllFields(page, dialog);
    await expectFieldsKept(page, open);
    await press(page, "Reject 2");
    await page.getByText("2 decided", { exact: false }).waitFor();
    await page.locator("#bulk-close").click();
    expect(await readKeptInput(page)).toEqual([]);
  });

  test("but of no alias, because it concerns a protected person", async () => {
    const page = await openFirst();
    await page.getByText(texts.protection.title, { exact: true }).click();
    await press(page, texts.protection.protect);
    await fillAllFields(page, dialog);
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).not.toContain("kept");
  });

  test("of the reason for an identity access, and of a search", async () => {
    const page = await openConsole(`view=queue&registration=${hidden}`, "Somebody");
    await page.locator("#search").fill("kept");
    await page.keyboard.press("Enter");
    await page.getByText(texts.queue.empty).waitFor();
    await page.locator(`#why-${hidden}`).fill("kept");
    await expectFieldsKept(page);
  });

  test("of a limit", async () => {
    const page = await openConsole("view=capacity", texts.nav.capacity);
    await page.getByRole("table").getByRole("button", { name: texts.capacity.change }).first().click();
    await fillAllFields(page, dialog);
    await expectFieldsKept(page);
  });

  test("of a delegation's terms, and of the reason for its refusal", async () => {
    const page = await openConsole(`view=delegations&delegation=${asked}`, "Union");
    await fillAllFields(page, ".review-case form");
    await expectFieldsKept(page);
    await press(page, `${texts.delegations.refuse} …`);
    await fillAllFields(page, dialog);
    await expectFieldsKept(page);
  });

  test.each([
    ["a new delegation", "view=delegations&make=yes", texts.making.title, ".review-case form"],
    ["how badges are printed", "view=badges", texts.nav.badges, "main form"],
  ])("of %s", async (_, place, heading, form) => {
    const page = await openConsole(place, heading);
    await fillAllFields(page, form);
    await expectFieldsKept(page);
  });

  test("of how a sheet is imported, but of no pasted sheet, which may have sensitive columns", async () => {
    const page = await openConsole("view=imports", texts.nav.imports);
    await fillAllFields(page, "main form");
    const filled = await readFields(page);
    expect(filled["table"]).toContain("kept");
    await page.reload();
    await expect.poll(() => readFields(page)).toEqual({ ...filled, table: "" });
  });

  test("of the selected list for a download", async () => {
    const page = await openConsole("view=participants", texts.nav.participants);
    await page.locator("#list-language").selectOption("fr");
    const chosen = () => page.locator("#list-language").inputValue();
    await page.reload();
    await expect.poll(chosen).toBe("fr");
  });

  test("of a conference's settings, with an incomplete number, until sign-out", async () => {
    const page = await openConsole("view=badges", texts.nav.badges);
    await page.locator("#badge-sort").selectOption("category");
    await page.goto(`/console?lang=fr#conference=${conferenceId}&view=settings`);
    await page.getByRole("heading", { name: consoleTexts.fr.nav.settings, exact: true }).waitFor();
    await fillAllFields(page, "main form");
    await page.getByLabel(consoleTexts.fr.set.venue_capacity).first().fill("");
    await expectFieldsKept(page);
    expect(await readKeptInput(page)).toHaveLength(2);
    await press(page, consoleTexts.fr.frame.signOut);
    await page.locator("#password").waitFor();
    expect(await page.evaluate(() => ({ ...sessionStorage }))).toEqual({ "palais.link-language": "fr" });
  });

  test("of a new conference", async () => {
    const { page } = await openStaffVisitor();
    await page.goto("/console?lang=en#view=new");
    await page.getByRole("heading", { name: texts.console.new }).waitFor();
    await fillAllFields(page, "main form");
    await expectFieldsKept(page);
  });

  test("of the sign-in address, and never of the password", async () => {
    const { page } = await openVisitor({ locale: "en" });
    await page.goto("/console?lang=en");
    await page.locator("#email").fill("kept@example.org");
    await page.locator("#password").fill("not for the machine");
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).not.toContain("not for");
    await expectFieldsKept(page);
    expect(await page.locator("#password").inputValue()).toBe("");
  });
});

test("of an expired session for the same user after the next sign-in, and for no other user", async () => {
  const conferenceId = await createConference(5);
  const { page } = await openVisitor({ locale: "en", viewport: { width: 1440, height: 900 } });
  await page.goto(`/console?lang=en#conference=${conferenceId}&view=badges`);
  await signInAs(page, "en", "secretariat@palais.local");
  await page.locator("#badge-sort").selectOption("category");
  const runOut = () =>
    page.evaluate(() => {
      const { idToken } = JSON.parse(sessionStorage.getItem("palais.staff") ?? "{}");
      const [head, payload = "", signature] = idToken.split(".");
      const claims = JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/")));
      const ended = btoa(JSON.stringify({ ...claims, exp: 1 })).replaceAll("=", "");
      const tokens = { idToken: [head, ended, signature].join("."), refreshToken: "" };
      sessionStorage.setItem("palais.staff", JSON.stringify(tokens));
    });
  await runOut();
  await page.reload();
  await signInAs(page, "en", "secretariat@palais.local");
  await expect.poll(() => page.locator("#badge-sort").inputValue()).toBe("category");
  await runOut();
  await page.reload();
  await signInAs(page, "en", "reviewer@palais.local");
  await page.getByText("reviewer@palais.local", { exact: true }).waitFor();
  expect(await readKeptInput(page)).toEqual([]);
});

describe("the other pages keep form input over a reload", () => {
  test("of a delegate's request for a link, and of the reason for a withdrawal", async () => {
    const conferenceId = await createConference(5);
    const { email } = await createApplicant(conferenceId);
    const { page } = await openVisitor({ locale: "en" });
    const words = delegateTexts.en;
    await page.goto(`/?lang=en#conference=${conferenceId}`);
    await page.getByLabel(words.link.email).fill("kept@example.org");
    await expectFieldsKept(page);
    await signInByLink(page, conferenceId, email, "en");
    await press(page, words.withdraw.ask);
    await fillAllFields(page, dialog);
    await expectFieldsKept(page);
    await press(page, words.withdraw.no);
    expect(await readKeptInput(page)).toEqual([]);
  });

  test("of a delegate's request for a link, while the conference can't be loaded", async () => {
    const conferenceId = await createConference(5);
    const { page } = await openVisitor({ locale: "en" });
    const words = delegateTexts.en;
    const asked = Promise.withResolvers<void>();
    await page.route(`**/v1/conferences/${conferenceId}`, async (route) => {
      await asked.promise;
      await route.abort();
    });
    await page.goto(`/?lang=en#conference=${conferenceId}`);
    await page.getByLabel(words.link.email).fill("kept@example.org");
    asked.resolve();
    const notLoaded = () => page.getByRole("button", { name: words.common.retry }).waitFor();
    await notLoaded();
    await expectFieldsKept(page, notLoaded);
    await page.unroute(`**/v1/conferences/${conferenceId}`);
    await press(page, words.common.retry);
    await page.getByRole("button", { name: words.conference.apply }).waitFor();
    expect(await page.getByLabel(words.link.email).inputValue()).toBe("kept@example.org");
  });

  test("of an organization's request to attend", async () => {
    const { page } = await openVisitor({ locale: "en" });
    await page.goto(`/?lang=en#conference=${await createConference(5)}&organization=new`);
    await fillAllFields(page, "main form");
    await expectFieldsKept(page);
  });

  test("of a focal point's substitute, until sign-out", async () => {
    const conferenceId = await createConference(5);
    const email = `kept.${Date.now()}@example.org`;
    const body = { name: { en: "Mission" }, category: "member-state", focalPoints: [email], quota: 2 };
    const made = await callSystem(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body }));
    const items = [{ person: { givenName: "Awa", familyName: "Ndiaye", nationality: "SEN" } }];
    const path = `/v1/delegations/${made.body.delegationId}/nominations`;
    expect((await callSystem(path, asSecretariat({ body: { items } }))).status).toBe(201);
    const { page } = await openVisitor({ locale: "en" });
    await signInByLink(page, conferenceId, email, "en");
    await page.getByRole("button", { name: "Substitute Awa Ndiaye" }).waitFor();
    await page.locator(".grid-row input").first().fill("kept");
    await press(page, "Substitute Awa Ndiaye");
    await fillAllFields(page, dialog);
    await expectFieldsKept(page);
    await page.keyboard.press("Escape");
    await press(page, focalPoint.en.frame.signOut);
    await page.getByText(focalPoint.en.delegation.none).waitFor();
    expect(await page.evaluate(() => ({ ...sessionStorage }))).toEqual({ "palais.link-language": "en" });
  });

  test("of a walk-in, a search and the gate's settings at the desk", async () => {
    const words = desk.en.desk;
    const conferenceId = await createConference(5);
    const { page } = await openDesk({ conferenceId, email: "secretariat@palais.local" });
    for (const open of [words.walkIn.open, words.find.open]) {
      await press(page, open);
      await fillAllFields(page, dialog);
      await expectFieldsKept(page);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    }
    expect(await readKeptInput(page)).toEqual([]);
    const before = await readFields(page);
    expect(Object.values(before).join("")).not.toContain("kept");
  });
});
