import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { formatText } from "../../web/kit/i18n/message-format.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { createSession } from "../system/authorization/tokens.ts";
import { callSystem, createConference } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, openVisitor, phone } from "./support/browser.ts";
import { createApplicant, signInByLink } from "./support/delegate.ts";
import { signInAtDesk } from "./support/desk.ts";
import { pressKey } from "./support/keyboard.ts";
import { endSessionOnServer } from "./support/session.ts";
import { consoleTexts, delegateTexts } from "./support/words.ts";

/** Leaves every other request without an answer, so that only the list of sessions can find out that one is over. */
const holdAllButSessions = (page: Page) => page.route(/\/v1\/(?!sessions)/, () => undefined);

describe("the page of a person", () => {
  test.each(languagesInBrowser)("%s: lists the open sessions, ends one of them, then all others", async (language) => {
    const words = delegateTexts[language];
    const conferenceId = await createConference(5);
    const { email, registrationId } = await createApplicant(conferenceId);
    const open = () => createSession(conferenceId, email, [registrationId]);
    const elsewhere = [await open(), await open(), await open()];
    const readStatuses = async () =>
      (await Promise.all(elsewhere.map((token) => callSystem("/v1/sessions", { token })))).map(({ status }) => status);
    const { page, complaints } = await openVisitor({ locale: language, viewport: phone });
    await signInByLink(page, conferenceId, email, language);
    await page.getByText(words.sessions.title, { exact: true }).click();
    await page.getByText(words.sessions.current, { exact: true }).waitFor();
    expect(await page.getByText(words.sessions.unknown).count()).toBe(3);
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    const waitUntilAnnounced = (count: number) =>
      page
        .getByRole("status")
        .filter({ hasText: formatText(words.sessions.ended, { count }, language) })
        .waitFor();
    const [beforeTime = ""] = words.sessions.endOf.split("{time}");
    const endOne = page.getByRole("button", { name: beforeTime.trim() });
    expect(await endOne.count()).toBe(3);
    await pressKey(endOne.first());
    await waitUntilAnnounced(1);
    await expect.poll(() => endOne.count()).toBe(2);
    expect((await readStatuses()).toSorted()).toEqual([200, 200, 401]);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(words.sessions.lead);
    const endOthers = page.getByRole("button", { name: words.sessions.endOthers, exact: true });
    await pressKey(endOthers);
    await waitUntilAnnounced(2);
    await expect.poll(async () => [await endOthers.count(), await endOne.count()]).toEqual([0, 0]);
    expect(await readStatuses()).toEqual([401, 401, 401]);
    expect(complaints).toEqual([]);
  });

  test("asks for another link if the session is over when the list is loaded", async () => {
    const words = delegateTexts.en;
    const conferenceId = await createConference(5);
    const { email } = await createApplicant(conferenceId);
    const { page } = await openVisitor({ locale: "en", viewport: phone });
    await signInByLink(page, conferenceId, email, "en");
    await page.getByText(words.sessions.title, { exact: true }).waitFor();
    await holdAllButSessions(page);
    await endSessionOnServer(page);
    await page.getByText(words.sessions.title, { exact: true }).click();
    await page.getByRole("alert").getByText(words.link.over).waitFor();
    expect(await page.getByRole("button", { name: words.common.retry }).count()).toBe(0);
  });
});

test("the secretariat ends the sessions of a person in the detail of the registration, and sees its own", async () => {
  const words = consoleTexts.en;
  const conferenceId = await createConference(5);
  const { email, registrationId } = await createApplicant(conferenceId);
  const elsewhere = await createSession(conferenceId, email, [registrationId]);
  const { page, complaints } = await openVisitor({ locale: "en", viewport: { width: 1440, height: 900 } });
  await page.goto(`/console?lang=en#conference=${conferenceId}&view=queue&registration=${registrationId}`);
  await signInAtDesk(page, "en", "secretariat@palais.local");
  const press = (name: string) => page.getByRole("button", { name, exact: true }).last().click();
  await press(words.sessionEnd.open);
  await page.getByRole("dialog").getByText(words.sessionEnd.means).waitFor();
  await expectNoViolations(page);
  await press(words.sessionEnd.open);
  await page.getByRole("dialog").waitFor({ state: "detached" });
  expect((await callSystem("/v1/sessions", { token: elsewhere })).status).toBe(401);
  await press(words.sessions.title);
  const dialog = page.getByRole("dialog", { name: words.sessions.title });
  await dialog.getByText(words.sessions.current, { exact: true }).waitFor();
  await expectNoViolations(page);
  await press(words.common.close);
  await dialog.waitFor({ state: "detached" });
  await holdAllButSessions(page);
  await endSessionOnServer(page);
  await press(words.sessions.title);
  await page.getByRole("alert").getByText(words.staff.over).waitFor();
  expect(complaints).toEqual([]);
});
