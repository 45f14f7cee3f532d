import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { waitFor } from "../support/wait-for.ts";
import { createBadgeWearer, scanOnline } from "../system/support/gate-desk.ts";
import { asReviewer } from "../system/support/people.ts";
import {
  asSecretariat,
  callSuccessfully,
  callSystem,
  createConference,
  postDecision,
  postRegistration,
} from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll } from "./support/browser.ts";
import { pressKey } from "./support/keyboard.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { createRegister, getLocation } from "./support/register.ts";
import { consoleTexts } from "./support/words.ts";

const texts = consoleTexts.en;
const home = texts.homeView;

const categories = [
  { category: "ngo", title: { en: "Non-governmental organizations" }, colour: "#2e7d32", quota: 3 },
  { category: "member-state", title: { en: "Member States" }, colour: "#0b5394", needs: ["photo"] },
];

/** People in each state: under review, approved, on the waiting list, corrected, returned, rejected, withdrawn, bounced. */
async function createConferenceInAllStates(): Promise<string> {
  const names = ["Pending", "Approved", "Guest", "Fourth", "Fifth", "Returned", "Rejected", "Withdrawn", "Corrected"];
  const { conferenceId, ids } = await createRegister(
    names.map((name) => ({ name, category: ["Guest", "Returned"].includes(name) ? "member-state" : "ngo" })),
    { categories, waitingList: true },
  );
  for (const name of ["Approved", "Guest", "Fourth", "Fifth"])
    expect((await postDecision(ids[name] ?? "", "approve")).status).toBe(200);
  for (const name of ["Returned", "Corrected"]) {
    const correction = { reason: "The title is missing", fields: ["functionTitle"] };
    expect((await postDecision(ids[name] ?? "", "return", correction)).status).toBe(200);
  }
  expect((await postDecision(ids["Rejected"] ?? "", "reject", { reason: "No seat" })).status).toBe(200);
  await callSuccessfully(`/v1/registrations/${ids["Withdrawn"]}/withdrawal`, asSecretariat({ body: {} }));
  const headers = { "if-match": "*" };
  await callSuccessfully(
    `/v1/registrations/${ids["Corrected"]}`,
    asSecretariat({ method: "PATCH", body: { functionTitle: "Envoy" }, headers }),
  );
  return conferenceId;
}

async function openHome(page: Page, conferenceId: string, language = "en"): Promise<void> {
  await page.goto(`/console?lang=${language}#conference=${conferenceId}`);
  await page.getByRole("heading", { name: consoleTexts[language as "en"].nav.home, level: 1 }).waitFor();
  await page.waitForFunction(() => document.querySelector("main [aria-busy=true]") === null);
}

/** The links into the register, each with the number that it shows. */
const listRegisterLinks = (page: Page) =>
  page.locator(".home a[href*='view=register'][href*='filter=']:not([tabindex='-1'])").evaluateAll((links) =>
    links.map((link) => ({
      count: Number.parseInt((link.querySelector(".figure") ?? link).textContent ?? "", 10),
      href: link.getAttribute("href") ?? "",
    })),
  );

const readFigure = async (page: Page, label: string) => {
  const link = page.locator(".figures a").filter({ hasText: label });
  return (await link.count()) === 0 ? 0 : Number(await link.locator(".figure").textContent());
};

test("each number is that of the API, and opens the register with exactly so many rows", async () => {
  const conferenceId = await createConferenceInAllStates();
  const here = `/v1/conferences/${conferenceId}`;
  // The last approval waits for its seat.
  const readPools = async () => (await callSystem(`${here}/capacity`, asSecretariat())).body.items;
  const pools = await waitFor(60_000, readPools, (items) => JSON.stringify(items).includes('"category:ngo"'));
  const { page, complaints } = await openStaffVisitor("secretariat", { viewport: { width: 1366, height: 768 } });
  await openHome(page, conferenceId);
  for (const summary of await page.getByText(home.table, { exact: true }).all()) await summary.click();
  const count = async (accreditation: string) =>
    (await callSystem(`${here}/registrations?accreditation=${accreditation}&limit=100`, asSecretariat())).body.items
      .length;
  expect(await readFigure(page, home.pending)).toBe(await count("pending"));
  expect(await readFigure(page, home.returned)).toBe(await count("returned"));
  expect(await readFigure(page, home.new)).toBe(9);
  expect(await readFigure(page, texts.accreditation.withdrawn)).toBe(1);
  expect(await readFigure(page, texts.accreditation.rejected)).toBe(1);
  const seats = page.getByRole("table", { name: home.seats });
  for (const { pool, taken } of pools.filter((each) => !String(each["pool"]).startsWith("delegation"))) {
    const name =
      pool === "venue"
        ? texts.poolName.venue
        : categories.find((each) => `category:${each.category}` === pool)?.title.en;
    const row = seats.getByRole("row").filter({ has: page.getByRole("rowheader", { name: name ?? "", exact: true }) });
    expect(await row.getByRole("link").textContent()).toBe(String(taken));
  }
  await expectNoViolations(page);
  const links = await listRegisterLinks(page);
  // To review, returned, missing documents, on the waiting list; changes; by category; seats; by day.
  expect(links.length).toBeGreaterThan(10);
  for (const { count: shown, href } of links) {
    await page.goto(`/console?lang=en${href}`);
    await page.getByText(`${shown} of 9`, { exact: true }).waitFor();
  }
  expect(complaints).toEqual([]);
});

test("the visa letters that the secretariat has to issue are counted, and no others", async () => {
  const conferenceId = await createConference(9, { visaLetters: { issuedBy: "secretariat" } });
  const needs = { visaLetter: true };
  for (const [form, isApproved] of [[{ needs }, true] as const, [{ needs }, false] as const, [{}, true] as const]) {
    const { registrationId } = (await postRegistration(conferenceId, form)).body;
    if (isApproved) await postDecision(registrationId, "approve");
  }
  const { page } = await openStaffVisitor("secretariat");
  await openHome(page, conferenceId);
  await expect.poll(() => readFigure(page, home.lettersToIssue)).toBe(1);
  await page.locator(".figures a").filter({ hasText: home.lettersToIssue }).click();
  await page.getByText("1 of 3", { exact: true }).waitFor();
});

test("the home and the register load the registrations once", async () => {
  const { conferenceId } = await createRegister([{ name: "First" }, { name: "Second" }]);
  const { page } = await openStaffVisitor("secretariat");
  const loads: string[] = [];
  page.on("request", (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname.endsWith("/registrations/feed") && !searchParams.has("since")) loads.push(request.url());
  });
  await openHome(page, conferenceId);
  await page.locator(".figures a").first().click();
  await page.locator("#register-table tbody tr[aria-rowindex]").nth(1).waitFor();
  await page.goBack();
  await page.locator(".figures a").first().waitFor();
  expect(loads).toHaveLength(1);
});

test("what has changed since the last visit is counted from its end", async () => {
  const { conferenceId, ids } = await createRegister([{ name: "Early" }, { name: "Other" }]);
  const { page } = await openStaffVisitor("secretariat");
  await openHome(page, conferenceId);
  await page.getByRole("heading", { name: home.lastWeek }).waitFor();
  expect(await readFigure(page, home.new)).toBe(2);
  await page.goto("/letter");
  // As if the visit had ended an hour ago, before both registered.
  const endedAt = await page.evaluate(() => {
    const seen = Date.now() - 3_600_000;
    for (const key of Object.keys(localStorage).filter((each) => each.startsWith("palais.visit.")))
      localStorage.setItem(key, JSON.stringify({ seen }));
    return seen;
  });
  await openHome(page, conferenceId);
  await page.getByRole("heading", { name: home.sinceVisit }).waitFor();
  expect(await readFigure(page, home.new)).toBe(2);
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain("@");
  await postDecision(ids["Early"] ?? "", "approve");
  await expect.poll(() => readFigure(page, texts.accreditation.approved)).toBe(1);
  await page.locator(".figures a").filter({ hasText: texts.accreditation.approved }).click();
  await page.getByText("1 of 2", { exact: true }).waitFor();
  const filters = new URLSearchParams(getLocation(page).get("filter") ?? "");
  expect(filters.get("accreditationSince")).toBe(`${new Date(endedAt).toISOString()}/`);
});

test("a conference without registrations says what to do next, to reviewers without what they may not open", async () => {
  const conferenceId = await createConference(5);
  const { page, complaints } = await openStaffVisitor("secretariat");
  await openHome(page, conferenceId);
  await page.getByRole("heading", { name: home.noOne }).waitFor();
  await page.getByRole("link", { name: home.step.staff }).click();
  await page.getByRole("heading", { name: texts.nav.settings, level: 1 }).waitFor();
  await page.goBack();
  await page.getByRole("link", { name: `/?conference=${conferenceId}` }).waitFor();
  expect(complaints).toEqual([]);
  const reviewer = await openStaffVisitor("reviewer");
  await openHome(reviewer.page, conferenceId);
  await reviewer.page.getByRole("heading", { name: home.noOne }).waitFor();
  expect(await reviewer.page.getByRole("link", { name: home.step.staff }).count()).toBe(0);
  expect(reviewer.complaints).toEqual([]);
});

test("reviewers see what waits, and no request or link of the secretariat", async () => {
  const { conferenceId } = await createRegister([{ name: "Pending" }]);
  const { page, complaints } = await openStaffVisitor("reviewer", { viewport: { width: 320, height: 700 } });
  await openHome(page, conferenceId);
  expect(await readFigure(page, home.pending)).toBe(1);
  const views = await page
    .locator(".home a[href*='view=']")
    .evaluateAll((links) => links.map((link) => new URLSearchParams(link.getAttribute("href")?.slice(1)).get("view")));
  expect([...new Set(views)].toSorted()).toEqual(["capacity", "register"]);
  expect((await callSystem(`/v1/conferences/${conferenceId}/mails`, asReviewer())).status).toBe(403);
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
  expect(complaints).toEqual([]);
});

test("the keyboard reaches the numbers of a chart by its table, and skips the bars", async () => {
  const { conferenceId } = await createRegister([{ name: "Pending" }]);
  const { page, complaints } = await openStaffVisitor("secretariat");
  await openHome(page, conferenceId);
  const summary = page.getByText(home.table, { exact: true });
  await pressKey(summary);
  const table = page.getByRole("table", { name: home.bins.day });
  await table.waitFor();
  await pressKey(summary, "Tab");
  await pressKey(page.getByRole("region", { name: home.bins.day }), "Tab");
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.closest("table")?.caption?.textContent))
    .toBe(home.bins.day);
  await page.keyboard.press("Enter");
  await page.getByText("1 of 1", { exact: true }).waitFor();
  expect(getLocation(page).get("view")).toBe("register");
  expect(complaints).toEqual([]);
});

test("a conference that is over says until when personal data is kept", async () => {
  const conferenceId = await createConference(5, {
    ...{ startsOn: "2026-01-10", endsOn: "2026-01-11" },
    registration: { opensAt: "2025-12-01T08:00:00Z", closesAt: "2026-01-05T08:00:00Z" },
  });
  const { page } = await openStaffVisitor("secretariat");
  await openHome(page, conferenceId);
  const [lead = ""] = home.over.split("{day}");
  await page.getByText(lead, { exact: false }).waitFor();
});

test("on the days of the conference, the home shows who came in each quarter of an hour", async () => {
  const formatDay = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const conferenceId = await createConference(5, { startsOn: formatDay(-1), endsOn: formatDay(1) });
  const { page, complaints } = await openStaffVisitor("secretariat");
  await openHome(page, conferenceId);
  await page.getByText(home.noArrivals, { exact: true }).waitFor();
  const wearers = [await createBadgeWearer(conferenceId), await createBadgeWearer(conferenceId)];
  for (const { token } of wearers) await scanOnline(conferenceId, token);
  await page.reload();
  const chart = page.getByRole("figure", { name: home.arrivals });
  await chart.getByText(home.table, { exact: true }).click();
  const links = chart.getByRole("table").getByRole("link");
  const sum = async () => (await links.allTextContents()).reduce((total, each) => total + Number(each), 0);
  await expect.poll(sum).toBe(2);
  await expectNoViolations(page);
  await links.first().click();
  await page.getByRole("heading", { name: texts.nav.attendance, level: 1 }).waitFor();
  expect(getLocation(page).get("by")).toBe("quarter-hour");
  expect(complaints).toEqual([]);
});
