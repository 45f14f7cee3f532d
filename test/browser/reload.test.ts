import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { asSecretariat, call, newConference, submit } from "../system/system.ts";
import { somebody } from "./browser.ts";
import { applied, signIn } from "./delegate.ts";
import { openDesk, signIn as signInAs } from "./desk.ts";
import { expectKept, fillAll, typedIn } from "./fields.ts";
import { officer } from "./officer.ts";
import { delegate, desk, focalPoint, office } from "./words.ts";

const said = office.en;
const dialog = '[role="dialog"], dialog';
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

/** Names in the tab's storage of what was typed. */
const kept = (page: Page) =>
  page.evaluate(() => Object.keys(sessionStorage).filter((name) => name.startsWith("palais.kept.")));

describe("in the console, what was typed stands there after a reload", () => {
  let conferenceId = "";
  const ids: string[] = [];
  let hidden = "";
  let asked = "";

  beforeAll(async () => {
    conferenceId = await newConference(5);
    for (const familyName of ["First", "Second"])
      ids.push((await submit(conferenceId, {}, { givenName: "Awa", familyName })).body.registrationId);
    hidden = (await submit(conferenceId, {}, { givenName: "Awa", familyName: "Hidden" })).body.registrationId;
    const body = { alias: { nameOnBadge: "Somebody" }, readers: ["secretariat@palais.local"] };
    await call(`/v1/registrations/${hidden}/protection`, asSecretariat({ method: "PUT", body }));
    const request = { name: { en: "Union" }, category: "ngo", focalPoints: ["union@example.org"] };
    const path = `/v1/conferences/${conferenceId}/delegation-requests`;
    asked = (await call(path, { body: request })).body.delegationId;
  });

  async function consoleAt(place: string, heading: string | RegExp): Promise<Page> {
    const { page } = await officer();
    await page.goto(`/console?lang=en#conference=${conferenceId}&${place}`);
    await page.getByRole("heading", { name: heading, exact: true }).first().waitFor();
    return page;
  }

  const first = () => consoleAt(`view=queue&registration=${ids[0]}`, "Awa First");

  test.each(["return", "reject"] as const)("a decision: %s", async (decision) => {
    const page = await first();
    await press(page, said.decide[decision]);
    await fillAll(page, dialog);
    await expectKept(page);
    await press(page, said.common.cancel);
    expect(await kept(page)).toEqual([]);
  });

  test("a decision on many, and who is ticked", async () => {
    const page = await first();
    for (const name of ["Awa First", "Awa Second"]) await page.getByRole("checkbox", { name }).check();
    const open = () => press(page, `${said.decide.reject} …`);
    await open();
    await page.locator("#bulk-reason").waitFor();
    await fillAll(page, dialog);
    await expectKept(page, open);
    await press(page, "Reject 2");
    await page.getByText("2 decided", { exact: false }).waitFor();
    await page.locator("#bulk-close").click();
    expect(await kept(page)).toEqual([]);
  });

  test("an alias", async () => {
    const page = await first();
    await page.getByText(said.protection.title, { exact: true }).click();
    await press(page, said.protection.protect);
    await fillAll(page, dialog);
    await expectKept(page);
  });

  test("why a name is opened, and what is searched for", async () => {
    const page = await consoleAt(`view=queue&registration=${hidden}`, "Somebody");
    await page.locator("#search").fill("kept");
    await page.keyboard.press("Enter");
    await page.getByText(said.queue.nobody).waitFor();
    await page.locator(`#why-${hidden}`).fill("kept");
    await expectKept(page);
  });

  test("a limit", async () => {
    const page = await consoleAt("view=capacity", said.nav.capacity);
    await page.getByRole("table").getByRole("button", { name: said.capacity.change }).first().click();
    await fillAll(page, dialog);
    await expectKept(page);
  });

  test("the terms of a delegation, and why it is refused", async () => {
    const page = await consoleAt(`view=delegations&delegation=${asked}`, "Union");
    await fillAll(page, ".review-case form");
    await expectKept(page);
    await press(page, `${said.delegations.refuse} …`);
    await fillAll(page, dialog);
    await expectKept(page);
  });

  test.each([
    ["a new delegation", "view=delegations&make=yes", said.making.title, ".review-case form"],
    ["how badges are printed", "view=badges", said.nav.badges, "main form"],
    ["how a sheet is imported", "view=imports", said.nav.imports, "main form"],
  ])("%s", async (_, place, heading, form) => {
    const page = await consoleAt(place, heading);
    await fillAll(page, form);
    await expectKept(page);
  });

  test("which list is downloaded", async () => {
    const page = await consoleAt("view=participants", said.nav.participants);
    await page.locator("#list-language").selectOption("fr");
    const chosen = () => page.locator("#list-language").inputValue();
    await page.reload();
    await expect.poll(chosen).toBe("fr");
  });

  test("the set-up of a conference, with a number that isn't there yet, until somebody signs out", async () => {
    const page = await consoleAt("view=badges", said.nav.badges);
    await page.locator("#badge-sort").selectOption("category");
    await page.goto(`/console?lang=fr#conference=${conferenceId}&view=settings`);
    await page.getByRole("heading", { name: office.fr.nav.settings, exact: true }).waitFor();
    await fillAll(page, "main form");
    await page.getByLabel(office.fr.set.venue_capacity).first().fill("");
    await expectKept(page);
    expect(await kept(page)).toHaveLength(2);
    await press(page, office.fr.frame.signOut);
    await page.locator("#password").waitFor();
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  });

  test("a conference that is still to be made", async () => {
    const { page } = await officer();
    await page.goto("/console?lang=en#view=new");
    await page.getByRole("heading", { name: said.console.new }).waitFor();
    await fillAll(page, "main form");
    await expectKept(page);
  });

  test("the address of whoever signs in, and never the password", async () => {
    const { page } = await somebody({ locale: "en" });
    await page.goto("/console?lang=en");
    await page.locator("#email").fill("kept@example.org");
    await page.locator("#password").fill("not for the machine");
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).not.toContain("not for");
    await expectKept(page);
    expect(await page.locator("#password").inputValue()).toBe("");
  });
});

test("whose session ran out finds what they typed when they sign in again, and nobody else does", async () => {
  const conferenceId = await newConference(5);
  const { page } = await somebody({ locale: "en", viewport: { width: 1440, height: 900 } });
  await page.goto(`/console?lang=en#conference=${conferenceId}&view=badges`);
  await signInAs(page, "en", "secretariat@palais.local");
  await page.locator("#badge-sort").selectOption("category");
  const runOut = () =>
    page.evaluate(() => {
      const { idToken } = JSON.parse(sessionStorage.getItem("palais.staff") ?? "{}");
      const [head, claims = "", signature] = idToken.split(".");
      const said = JSON.parse(atob(claims.replaceAll("-", "+").replaceAll("_", "/")));
      const ended = btoa(JSON.stringify({ ...said, exp: 1 })).replaceAll("=", "");
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
  expect(await kept(page)).toEqual([]);
});

describe("on the other pages too", () => {
  test("a delegate's request for a link, and why they withdraw", async () => {
    const conferenceId = await newConference(5);
    const { email } = await applied(conferenceId);
    const { page } = await somebody({ locale: "en" });
    const words = delegate.en;
    await page.goto(`/?lang=en#conference=${conferenceId}`);
    await page.getByLabel(words.link.email).fill("kept@example.org");
    await expectKept(page);
    await signIn(page, conferenceId, email, "en");
    await press(page, words.withdraw.ask);
    await fillAll(page, dialog);
    await expectKept(page);
    await press(page, words.withdraw.no);
    expect(await kept(page)).toEqual([]);
  });

  test("an organization's request to attend", async () => {
    const { page } = await somebody({ locale: "en" });
    await page.goto(`/?lang=en#conference=${await newConference(5)}&organization=new`);
    await fillAll(page, "main form");
    await expectKept(page);
  });

  test("a focal point's substitute, until they sign out", async () => {
    const conferenceId = await newConference(5);
    const email = `kept.${Date.now()}@example.org`;
    const body = { name: { en: "Mission" }, category: "member-state", focalPoints: [email], quota: 2 };
    const made = await call(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body }));
    const items = [{ person: { givenName: "Awa", familyName: "Ndiaye", nationality: "SEN" } }];
    const path = `/v1/delegations/${made.body.delegationId}/nominations`;
    expect((await call(path, asSecretariat({ body: { items } }))).status).toBe(201);
    const { page } = await somebody({ locale: "en" });
    await signIn(page, conferenceId, email, "en");
    await page.getByRole("button", { name: "Substitute Awa Ndiaye" }).waitFor();
    await page.locator(".grid-row input").first().fill("kept");
    await press(page, "Substitute Awa Ndiaye");
    await fillAll(page, dialog);
    await expectKept(page);
    await page.keyboard.press("Escape");
    await press(page, focalPoint.en.frame.signOut);
    await page.getByText(focalPoint.en.delegation.none).waitFor();
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  });

  test("a walk-in at the desk, whoever is looked for, and which door it is", async () => {
    const words = desk.en.desk;
    const conferenceId = await newConference(5);
    const { page } = await openDesk({ conferenceId, email: "secretariat@palais.local" });
    for (const open of [words.walkIn.open, words.find.open]) {
      await press(page, open);
      await fillAll(page, dialog);
      await expectKept(page);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    }
    expect(await kept(page)).toEqual([]);
    const before = await typedIn(page);
    expect(Object.values(before).join("")).not.toContain("kept");
  });
});
