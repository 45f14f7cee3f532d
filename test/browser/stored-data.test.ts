import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { createConference } from "../system/support/system.ts";
import { openVisitor } from "./support/browser.ts";
import { signInAtDesk } from "./support/desk.ts";

const readStorage = (page: Page) => page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }));
const listKeys = (page: Page) =>
  page.evaluate(() => [...Object.keys(sessionStorage), ...Object.keys(localStorage)].toSorted());

/** Opens a page with this data in the browser's storage, as earlier visits have left it. */
async function openWith(path: string, local: Record<string, unknown>, session: Record<string, unknown> = {}) {
  const { page } = await openVisitor({ locale: "en" });
  await page.goto("/icon.svg");
  await page.evaluate(
    ([locals, sessions]) => {
      for (const [key, value] of Object.entries(locals ?? {})) localStorage.setItem(key, JSON.stringify(value));
      for (const [key, value] of Object.entries(sessions ?? {})) sessionStorage.setItem(key, JSON.stringify(value));
    },
    [local, session],
  );
  await page.clock.install();
  await page.goto(path);
  await page.locator("main, form").first().waitFor();
  return page;
}

const day = 86_400_000;
const createDraft = (savedAt: unknown) => ({ key: "k", savedAt, values: { "person.givenName": "Amina" }, uploads: {} });

test.each(["/", "/console", "/desk", "/delegation", "/letter"])(
  "an expired draft is removed at the start of %s, and a newer one stays",
  async (path) => {
    const page = await openWith(path, {
      "palais.draft.old": createDraft(Date.now() - 2 * day - 1),
      "palais.draft.future": createDraft(Date.now() + 40 * day),
      "palais.draft.broken": "x",
      "palais.draft.new": createDraft(Date.now() - day),
    });
    await expect
      .poll(async () => (await listKeys(page)).filter((key) => key.startsWith("palais.draft")))
      .toEqual(["palais.draft.new"]);
  },
);

test("a draft that expires while a page is open is removed", async () => {
  const page = await openWith("/", { "palais.draft.soon": createDraft(Date.now() - 2 * day + 120_000) });
  expect(await listKeys(page)).toContain("palais.draft.soon");
  await page.clock.fastForward(240_000);
  await expect.poll(() => listKeys(page)).not.toContain("palais.draft.soon");
});

test("the end of a session removes its badges at once, and form input after an hour", async () => {
  const session = {
    conferenceId: "c",
    accessToken: "t",
    expiresAt: new Date(Date.now() - 1_000).toISOString(),
    registrations: ["r"],
    delegations: [],
  };
  const badge = { serial: 1, token: "TOKEN" };
  const page = await openWith(
    "/",
    {},
    { "palais.session": session, "palais.badge.r": badge, "palais.form.correct.r": { "person.givenName": "Amina" } },
  );
  await expect.poll(() => readStorage(page)).not.toMatch(/TOKEN|accessToken/);
  expect(await listKeys(page)).toContain("palais.form.correct.r");
  await page.clock.fastForward(3_700_000);
  await expect.poll(() => readStorage(page)).not.toContain("Amina");
});

test("the draft of an application contains no date of birth and no needs", async () => {
  const conferenceId = await createConference(5);
  const { page } = await openVisitor({ locale: "en" });
  await page.goto(`/?lang=en#conference=${conferenceId}&step=1`);
  await page.locator("#f-person-givenName").fill("Amina");
  await page.locator("#f-person-birthDate").fill("1990-02-03");
  await page.goto(`/?lang=en#conference=${conferenceId}&step=3`);
  await page.locator("#f-needs-diet").waitFor();
  await page.locator("#f-needs-diet").fill("no peanuts");
  await page.locator("#f-needs-accessibility").fill("a ramp");
  const stored = await readStorage(page);
  expect(stored).toContain("Amina");
  expect(stored).not.toMatch(/1990-02-03|peanuts|ramp|birthDate|needs/);
});

test("signing out at the desk leaves no draft, badge or form input of anyone", async () => {
  const conferenceId = await createConference(1);
  const page = await openWith(
    "/desk?lang=en",
    { [`palais.draft.${conferenceId}`]: createDraft(Date.now()) },
    { "palais.badge.r": { serial: 1, token: "TOKEN" }, "palais.form.x": { a: "Amina" } },
  );
  await signInAtDesk(page, "en");
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect.poll(() => readStorage(page)).not.toMatch(/TOKEN|Amina|palais\.(?:draft|badge|form|staff)/);
});
