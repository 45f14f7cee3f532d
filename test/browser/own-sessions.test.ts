import { describe, expect, test } from "vitest";
import { languagesInBrowser } from "../support/full-run.ts";
import { createSession } from "../system/authorization/tokens.ts";
import { callSystem, createConference } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, openVisitor, phone } from "./support/browser.ts";
import { createApplicant, signInByLink } from "./support/delegate.ts";
import { signInAtDesk } from "./support/desk.ts";
import { consoleTexts, delegateTexts } from "./support/words.ts";

describe("the page of a person", () => {
  test.each(languagesInBrowser)("%s: lists the open sessions, and ends all others", async (language) => {
    const words = delegateTexts[language];
    const conferenceId = await createConference(5);
    const { email, registrationId } = await createApplicant(conferenceId);
    const elsewhere = await createSession(conferenceId, email, [registrationId]);
    const { page, complaints } = await openVisitor({ locale: language, viewport: phone });
    await signInByLink(page, conferenceId, email, language);
    await page.getByText(words.sessions.title, { exact: true }).click();
    await page.getByText(words.sessions.current, { exact: true }).waitFor();
    expect(await page.getByText(words.sessions.unknown).count()).toBe(1);
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    await page.getByRole("button", { name: words.sessions.endOthers, exact: true }).press("Enter");
    await expect.poll(() => page.getByRole("button", { name: words.sessions.endOthers }).count()).toBe(0);
    expect((await callSystem("/v1/sessions", { token: elsewhere })).status).toBe(401);
    expect(complaints).toEqual([]);
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
  await page.getByRole("dialog").getByText(words.sessions.current, { exact: true }).waitFor();
  await expectNoViolations(page);
  expect(complaints).toEqual([]);
});
