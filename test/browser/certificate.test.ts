import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import problems from "#locales/en/problem.json" with { type: "json" };
import { addHours, getDayStart } from "#shared/model/time.ts";
import { ensureBarcodeReader, readCodes } from "../support/barcode-reader.ts";
import { ensurePoppler, renderPages } from "../support/pdf-reader.ts";
import { waitFor } from "../support/wait-for.ts";
import { issueTestBadge, nextScanId, sendScans } from "../system/support/gate-desk.ts";
import { readEmails } from "../system/support/mailbox.ts";
import { createConference, getSharedSystem, postDecision, waitTimeoutMs } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, openVisitor, phone } from "./support/browser.ts";
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

  // All certificates, and who came, as files; then the emails.
  await officer.page.setViewportSize({ width: 320, height: 700 });
  await officer.page.goto(`/console#conference=${conferenceId}&view=attendance`);
  const { attendanceFiles, exports } = consoleTexts.en;
  const fetchExport = async (format: string) => {
    const link = officer.page.getByRole("link", { name: exports.download.replace("{format}", format) }).first();
    await link.waitFor();
    return fetch((await link.getAttribute("href")) ?? "");
  };
  await pressKey(officer.page.getByRole("button", { name: attendanceFiles.make }));
  const all = Buffer.from(await (await fetchExport("PDF")).arrayBuffer());
  expect(readCodes(renderPages(all, 150))).toEqual([address]);
  await pressKey(officer.page.getByRole("button", { name: attendanceFiles.export.replace("{format}", "JSON") }));
  expect(await (await fetchExport("JSON")).json()).toMatchObject([{ registrationId, attended: true, noShow: false }]);
  await expectNoViolations(officer.page);
  await expectNoSidewaysScroll(officer.page);
  await pressKey(officer.page.getByRole("button", { name: attendanceFiles.send }));
  const dialog = officer.page.getByRole("alertdialog").or(officer.page.getByRole("dialog"));
  await pressKey(dialog.getByRole("button", { name: attendanceFiles.send }));
  await officer.page.getByText(attendanceFiles.queued).first().waitFor();
  const readOwn = async () =>
    (await readEmails(getSharedSystem().home)).filter(({ kind, to }) => kind === "certificate" && to === email);
  expect(await waitFor(waitTimeoutMs, readOwn, (found) => found.length > 0)).toHaveLength(1);
  expect(officer.complaints).toEqual([]);
});
