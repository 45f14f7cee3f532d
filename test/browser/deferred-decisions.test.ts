import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import problems from "#locales/en/problem.json" with { type: "json" };
import { languagesInBrowser } from "../support/full-run.ts";
import { createFreshSignIn } from "../system/support/id-token.ts";
import { asSecretariat, callSuccessfully, fetchRegistration, postDecision } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, getButton } from "./support/browser.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { createRegister, listRows, openRegister } from "./support/register.ts";
import { endSessionOnServer } from "./support/session.ts";
import { consoleTexts } from "./support/words.ts";

const texts = consoleTexts.en;
/** Longer than any test, so that only what a test does carries a decision out. */
const longest = "120";
const soonApproved = texts.deferred.soon.replace("{state}", texts.accreditation.approved);
const now = "Carry out now";

const getBar = (page: Page, title = texts.deferred.title) => page.getByRole("region", { name: title });
const getRow = (page: Page, name: string) => page.locator(".q-row").filter({ hasText: name });
const readState = async (id = "") => (await fetchRegistration(id)).body.accreditation;
const expectState = (id: string | undefined, state: string) => expect.poll(() => readState(id)).toBe(state);
const waitUntilOpen = (page: Page, name: string) => page.getByRole("heading", { name, level: 2 }).waitFor();

/** Two people, the first of them open in the queue. */
async function openFirst(undoTime = longest) {
  const { conferenceId, ids } = await createRegister([{ name: "First" }, { name: "Second" }]);
  const { page, complaints } = await openStaffVisitor("secretariat", {}, undoTime);
  await page.goto(`/console#conference=${conferenceId}&view=queue&registration=${ids["First"]}`);
  await waitUntilOpen(page, "Awa First");
  await getRow(page, "Awa Second").waitFor();
  return { conferenceId, ids, page, complaints };
}

test("a decision is shown as one to come, can be undone by a key, and is carried out after its ten seconds", async () => {
  const { ids, page, complaints } = await openFirst("10");
  await page.keyboard.press("a");
  await waitUntilOpen(page, "Awa Second");
  await getRow(page, "Awa First").getByText(soonApproved).waitFor();
  await getBar(page).getByText("Approve: Awa First").waitFor();
  await expectNoViolations(page);
  expect(await readState(ids["First"])).toBe("pending");
  await page.keyboard.press("z");
  await waitUntilOpen(page, "Awa First");
  await getRow(page, "Awa First").getByText(texts.accreditation.pending).waitFor();
  await getBar(page).waitFor({ state: "detached" });
  await page.keyboard.press("a");
  await waitUntilOpen(page, "Awa Second");
  await getRow(page, "Awa First").getByText(texts.accreditation.approved, { exact: true }).waitFor();
  await page.getByText("Approved: Awa First").first().waitFor();
  expect(await readState(ids["First"])).toBe("approved");
  await getBar(page).waitFor({ state: "detached" });
  expect(complaints).toEqual([]);
});

test("what was typed for a decision is there again after undoing it, and no other decision is offered meanwhile", async () => {
  const { ids, page, complaints } = await openFirst();
  await page.keyboard.press("r");
  await page.getByLabel(texts.decide.reason).fill("Not within the mandate.");
  await page.getByRole("dialog").getByRole("button", { name: texts.decide.reject }).click();
  await waitUntilOpen(page, "Awa Second");
  await page.keyboard.press("k");
  await waitUntilOpen(page, "Awa First");
  const panel = page.getByRole("region", { name: texts.case.title });
  await panel.getByText(texts.deferred.notYet).waitFor();
  expect(await getButton(page, texts.decide.approve).count()).toBe(0);
  await page.keyboard.press("a");
  await panel.getByRole("button", { name: texts.deferred.undo }).click();
  await getButton(page, texts.decide.approve).waitFor();
  await page.keyboard.press("r");
  expect(await page.getByLabel(texts.decide.reason).inputValue()).toBe("Not within the mandate.");
  expect(await readState(ids["First"])).toBe("pending");
  expect(complaints).toEqual([]);
});

test("several are undone from the last one; the others are carried out by one press, and the focus stays on the page", async () => {
  const { ids, page, complaints } = await openFirst();
  await page.keyboard.press("a");
  await waitUntilOpen(page, "Awa Second");
  await page.keyboard.press("a");
  await getBar(page).getByText("and 1 more").waitFor();
  await getBar(page).getByText("Approve: Awa Second").waitFor();
  // Also where single keys are turned off.
  await page.getByRole("checkbox", { name: texts.keys.title }).uncheck();
  await page.locator("#case-name").focus();
  await page.keyboard.press("z");
  await page.keyboard.press("Control+z");
  await getBar(page).getByText("Approve: Awa First").waitFor();
  await getBar(page).getByRole("button", { name: now }).press("Enter");
  await expectState(ids["First"], "approved");
  await getBar(page).waitFor({ state: "detached" });
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("case-name");
  expect(await readState(ids["Second"])).toBe("pending");
  expect(complaints).toEqual([]);
});

test("one on a registration that changed meanwhile is refused with the name of the person and a way to the registration", async () => {
  const { ids, page, complaints } = await openFirst();
  await page.keyboard.press("a");
  await waitUntilOpen(page, "Awa Second");
  await postDecision(ids["First"] ?? "", "return", { fields: ["organization"] });
  await getBar(page).getByRole("button", { name: now }).click();
  const alert = getBar(page).getByRole("alert");
  await alert.getByText(`${texts.deferred.failed} Approve: Awa First`).waitFor();
  await alert.getByText(problems.problem["changed-meanwhile"].title).waitFor();
  await expectNoViolations(page);
  expect(await readState(ids["First"])).toBe("returned");
  await alert.getByRole("link", { name: texts.deferred.open }).click();
  await waitUntilOpen(page, "Awa First");
  await alert.getByRole("button", { name: texts.common.close }).click();
  await getBar(page).waitFor({ state: "detached" });
  expect(complaints).toEqual([]);
});

test("one whose answer does not arrive is repeated by a press, and takes effect once", async () => {
  const { ids, page, complaints } = await openFirst();
  await page.keyboard.press("a");
  await waitUntilOpen(page, "Awa Second");
  // The server decides; the browser does not hear of it.
  await page.route("**/decisions", async (route) => {
    await route.fetch();
    await route.abort();
  });
  await getBar(page).getByRole("button", { name: now }).click();
  const alert = getBar(page).getByRole("alert");
  await alert.getByText(texts.error.unreachable).waitFor();
  expect(await readState(ids["First"])).toBe("approved");
  await page.unroute("**/decisions");
  await alert.getByRole("button", { name: texts.common.retry }).click();
  await page.getByText("Approved: Awa First").first().waitFor();
  await getBar(page).waitFor({ state: "detached" });
  expect((await fetchRegistration(ids["First"] ?? "")).body.version).toBe(2);
  expect(complaints).toEqual([]);
});

describe("a decision that can still be undone is carried out at once", () => {
  const leave: readonly (readonly [string, (page: Page) => Promise<unknown>])[] = [
    ["another page is opened", (page) => page.goto("/letter")],
    ["the page is loaded again", (page) => page.reload()],
    ["the tab is closed", (page) => page.close({ runBeforeUnload: true })],
    ["the list of conferences is opened", (page) => page.getByRole("link", { name: texts.console.all }).click()],
    ["the officer signs out", (page) => getButton(page, texts.frame.signOut).click()],
  ];
  test.each(leave)("when %s", async (_, act) => {
    const { ids, page } = await openFirst();
    for (const name of ["Second", "none"]) {
      await page.keyboard.press("a");
      if (name !== "none") await waitUntilOpen(page, `Awa ${name}`);
    }
    await getBar(page).getByText("and 1 more").waitFor();
    await act(page);
    for (const name of ["First", "Second"]) await expectState(ids[name], "approved");
  });

  test("before a decision on many, which leaves the person out", async () => {
    const { conferenceId, ids } = await createRegister([{ name: "First" }, { name: "Second" }]);
    const { page, complaints } = await openStaffVisitor("secretariat", {}, longest);
    await openRegister(page, conferenceId);
    await page.getByText("2 of 2", { exact: true }).waitFor();
    await listRows(page).filter({ hasText: "Awa First" }).getByText("City of Dakar").click();
    await waitUntilOpen(page, "Awa First");
    await page.keyboard.press("a");
    await listRows(page).filter({ hasText: "Awa First" }).getByText(soonApproved).waitFor();
    await page.locator("#register-table tbody [tabindex='0']").focus();
    await page.keyboard.press("Control+a");
    await getButton(page, `${texts.decide.approve} …`).click();
    await getButton(page, texts.bulk.approve.replace("{count}", "1")).click();
    await page.getByText("1 decided, 0 failed").waitFor();
    for (const id of Object.values(ids)) expect(await readState(id)).toBe("approved");
    expect((await fetchRegistration(ids["First"] ?? "")).body.version).toBe(2);
    expect(complaints).toEqual([]);
  });
});

test("a failure is shown before the officer is signed out; a second press signs out", async () => {
  const { ids, page } = await openFirst();
  await page.keyboard.press("a");
  await waitUntilOpen(page, "Awa Second");
  await postDecision(ids["First"] ?? "", "return", { fields: ["organization"] });
  await getButton(page, texts.frame.signOut).click();
  await getBar(page).getByRole("alert").waitFor();
  await getButton(page, texts.frame.signOut).click();
  await page.getByRole("heading", { name: texts.staff.title }).waitFor();
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain("First");
});

test("a decision of a session that is over waits for the next one of the account, and can be undone then", async () => {
  const { ids, page } = await openFirst();
  await page.keyboard.press("a");
  await waitUntilOpen(page, "Awa Second");
  // The decision is the first to hear that the session is over.
  await page.route(/\/v1\/(?!registrations\/[^/]+\/decisions)/, (route) => route.abort());
  await endSessionOnServer(page);
  await getBar(page).getByRole("button", { name: now }).click();
  await page.getByText(texts.staff.over).waitFor();
  await page.unrouteAll({ behavior: "ignoreErrors" });
  expect(await readState(ids["First"])).toBe("pending");
  const tokens = JSON.stringify({ idToken: await createFreshSignIn("secretariat"), refreshToken: "" });
  await page.addInitScript((kept) => sessionStorage.setItem("palais.staff", kept), tokens);
  await page.reload();
  await getBar(page).getByText("Approve: Awa First").waitFor();
  await getBar(page).getByRole("button", { name: texts.deferred.undo }).click();
  await waitUntilOpen(page, "Awa First");
  expect(await readState(ids["First"])).toBe("pending");
});

test("a protected person is named by the alias, in the bar and in what the browser keeps", async () => {
  const { conferenceId, ids } = await createRegister([{ name: "Hidden" }, { name: "Second" }]);
  const body = { alias: { nameOnBadge: "Delegate Blue" }, readers: ["other@palais.local"] };
  const path = `/v1/registrations/${ids["Hidden"]}/protection`;
  await callSuccessfully(path, asSecretariat({ method: "PUT", body }));
  const { page } = await openStaffVisitor("secretariat", {}, longest);
  await page.goto(`/console#conference=${conferenceId}&view=queue&registration=${ids["Hidden"]}`);
  await waitUntilOpen(page, "Delegate Blue");
  await page.keyboard.press("a");
  await getBar(page).getByText("Approve: Delegate Blue").waitFor();
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain("Hidden");
});

test.each(languagesInBrowser)("%s: the bar fits a screen of 320 pixels", async (language) => {
  const words = consoleTexts[language];
  const { conferenceId, ids } = await createRegister([{ name: "First" }, { name: "Second" }]);
  const viewport = { width: 320, height: 640 };
  const { page, complaints } = await openStaffVisitor("secretariat", { locale: language, viewport }, longest);
  await page.goto(`/console#conference=${conferenceId}&view=queue&registration=${ids["First"]}`);
  await waitUntilOpen(page, "Awa First");
  await page.keyboard.press("a");
  await getBar(page, words.deferred.title).getByText("Awa First").waitFor();
  await expectNoSidewaysScroll(page);
  await expectNoViolations(page);
  await getBar(page, words.deferred.title).getByRole("button", { name: words.deferred.undo }).click();
  await waitUntilOpen(page, "Awa First");
  expect(complaints).toEqual([]);
});
