import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import problems from "#locales/en/problem.json" with { type: "json" };
import { addHours, getDayStart } from "#shared/model/time.ts";
import { ensureBarcodeReader, readCodes } from "../support/barcode-reader.ts";
import { ensurePoppler, renderPages } from "../support/pdf-reader.ts";
import { issueTestBadge, nextScanId, sendScans } from "../system/support/gate-desk.ts";
import { createConference, postDecision } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { openVisitor, phone } from "./support/browser.ts";
import { createApplicant, signInByLink } from "./support/delegate.ts";
import { pressKey } from "./support/keyboard.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { consoleTexts, delegateTexts, letter } from "./support/words.ts";

beforeAll(() => {
  ensureBarcodeReader();
  ensurePoppler();
}, 300_000);

test("a person saves their certificate, whose code opens its page, and the secretariat saves the same", async () => {
  const day = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
  const registration = { opensAt: "2020-01-01T00:00:00Z", closesAt: new Date(Date.now() + 3_600_000).toISOString() };
  const endsOn = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  const conferenceId = await createConference(9, { startsOn: day, endsOn, registration });
  const { email, registrationId } = await createApplicant(conferenceId);
  await postDecision(registrationId, "approve");
  const { page, complaints } = await openVisitor({ locale: "en", viewport: phone });
  await signInByLink(page, conferenceId, email, "en");
  const button = page.getByRole("button", { name: delegateTexts.en.status.certificate });
  await pressKey(button);
  await page.getByText(problems.problem["not-attended"].title).waitFor();
  const { token } = await issueTestBadge(registrationId);
  const at = addHours(getDayStart(new Date().toISOString(), { timeZone: "Europe/Zurich" }), -1);
  const scans = [{ scanId: nextScanId(), token, at, offline: true, admitted: true }];
  await sendScans(conferenceId, { gate: "Gate A", direction: "in", scans });
  const saved = page.waitForEvent("download");
  await pressKey(button);
  const [address = ""] = readCodes(renderPages(readFileSync(await (await saved).path()), 150));
  await page.goto(address);
  await page.getByRole("alert").filter({ hasText: letter.en.certificateCheck.valid.title }).waitFor();
  await expectNoViolations(page);
  expect(await page.locator("body").textContent()).not.toMatch(/Amina|Diallo|example\.org/);
  await page.goto("about:blank");
  await page.goto(`${address.slice(0, -4)}aaaa`);
  await page.getByRole("alert").filter({ hasText: letter.en.certificateCheck.unknown.title }).waitFor();
  expect(complaints).toEqual([]);

  const officer = await openStaffVisitor();
  await officer.page.goto(`/console#conference=${conferenceId}&view=queue&registration=${registrationId}`);
  const download = officer.page.waitForEvent("download");
  await pressKey(officer.page.getByRole("button", { name: consoleTexts.en.download.certificate }));
  expect(readCodes(renderPages(readFileSync(await (await download).path()), 150))).toEqual([address]);
  expect(officer.complaints).toEqual([]);
});
