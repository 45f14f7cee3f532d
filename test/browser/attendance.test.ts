import { expect, test } from "vitest";
import { languagesInBrowser } from "../support/full-run.ts";
import { createBadgeWearer, scanOnline } from "../system/support/gate-desk.ts";
import { createConference } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, phone } from "./support/browser.ts";
import { pressKey } from "./support/keyboard.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { expectNames } from "./support/register.ts";
import { consoleTexts } from "./support/words.ts";

const times = { startsAt: "2027-10-26T08:00:00Z", endsAt: "2027-10-26T09:00:00Z" };
const sessions = [{ sessionId: "dinner", title: { en: "Dinner" }, capacity: 5, ...times }];

/** Of three confirmed people one came, and another one only to the dinner. */
async function createAttendedConference() {
  const conferenceId = await createConference(9, { sessions });
  const [came, dined] = [
    await createBadgeWearer(conferenceId),
    await createBadgeWearer(conferenceId, { sessions: ["dinner"] }),
  ];
  await createBadgeWearer(conferenceId, {}, { givenName: "Awa", familyName: "Absent" });
  await scanOnline(conferenceId, came.token);
  await scanOnline(conferenceId, dined.token, { sessionId: "dinner" });
  return { conferenceId, dined };
}

test.each(languagesInBrowser)("%s: the attendance is counted by each dimension, on a narrow screen", async (locale) => {
  const texts = consoleTexts[locale].attendance;
  const { conferenceId } = await createAttendedConference();
  const { page, complaints } = await openStaffVisitor("reviewer", { locale, viewport: { ...phone, width: 320 } });
  await page.goto(`/console#conference=${conferenceId}&view=attendance`);
  await page.getByRole("table", { name: texts.by.day }).waitFor();
  const dimensions = page.getByRole("navigation", { name: texts.by.label });
  for (const by of ["session", "category", "delegation"] as const) {
    await pressKey(dimensions.getByRole("link", { name: texts.by[by], exact: true }));
    await page.getByRole("table", { name: texts.by[by] }).waitFor();
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
  }
  await pressKey(dimensions.getByRole("link", { name: texts.by.hour, exact: true }));
  await page.getByRole("columnheader", { name: texts.arrivals }).waitFor();
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
  expect(complaints).toEqual([]);
});

test("those who never came are one press away in the register, and counting again counts a new scan", async () => {
  const texts = consoleTexts.en;
  const { conferenceId, dined } = await createAttendedConference();
  const { page, complaints } = await openStaffVisitor("secretariat", { viewport: { width: 1366, height: 768 } });
  await page.goto(`/console#conference=${conferenceId}&view=attendance&by=session`);
  const dinner = page.getByRole("row", { name: /Dinner/ });
  await dinner.waitFor();
  expect(await dinner.getByRole("img").getAttribute("aria-label")).toBe("Dinner: 1 of 1");
  await page.getByRole("link", { name: "Never came: show 2 in the register" }).waitFor();
  await scanOnline(conferenceId, dined.token);
  await pressKey(page.getByRole("button", { name: texts.shares.countAgain }));
  await pressKey(page.getByRole("link", { name: "Never came: show 1 in the register" }));
  await expectNames(page, ["Absent"]);
  expect(complaints).toEqual([]);
});
