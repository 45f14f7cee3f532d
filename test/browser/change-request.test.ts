import { expect, test } from "vitest";
import { registerPerson } from "../system/support/people.ts";
import { createConference, fetchRegistration, postDecision } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, openVisitor, phone } from "./support/browser.ts";
import { signInByLink } from "./support/delegate.ts";
import { pressKey } from "./support/keyboard.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { consoleTexts, delegateTexts } from "./support/words.ts";

test.each(["en", "ar"] as const)(
  "%s: a delegate requests another name after the approval, and an officer finds and accepts it",
  async (locale) => {
    const [texts, words] = [delegateTexts[locale], consoleTexts[locale]];
    const conferenceId = await createConference(5);
    const email = `request.${locale}.${Date.now()}@example.org`;
    const registrationId = await registerPerson(conferenceId, { email, givenName: "Awa", familyName: "Dialo" });
    await postDecision(registrationId, "approve");

    const { page, complaints } = await openVisitor({ locale, viewport: { ...phone, width: 320 } });
    await signInByLink(page, conferenceId, email, locale);
    await page.getByRole("button", { name: texts.amend.open, exact: true }).click();
    await page.getByText(texts.amend.approved).waitFor();
    await page.locator("#f-person-familyName").fill("Diallo");
    await page.getByRole("button", { name: texts.amend.send, exact: true }).click();
    const table = page.getByRole("table", { name: texts.openRequest.caption });
    await table.getByRole("cell", { name: "Diallo", exact: true }).waitFor();
    await page.getByRole("heading", { name: texts.openRequest.title }).waitFor();
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    expect(complaints).toEqual([]);

    await page.getByRole("button", { name: texts.openRequest.takeBack, exact: true }).click();
    const dialog = page.getByRole("dialog", { name: texts.openRequest.takeBackTitle });
    await expectNoViolations(page);
    await pressKey(dialog.getByRole("button", { name: texts.openRequest.takeBack, exact: true }));
    await table.waitFor({ state: "detached" });
    expect((await fetchRegistration(registrationId)).body).not.toHaveProperty("changeRequest");
    await page.getByRole("button", { name: texts.amend.open, exact: true }).click();
    await page.locator("#f-person-familyName").fill("Diallo");
    await page.getByRole("button", { name: texts.amend.send, exact: true }).click();
    await table.waitFor();
    expect(complaints).toEqual([]);

    const staff = await openStaffVisitor("secretariat", { locale });
    await staff.page.goto(`/console#conference=${conferenceId}&view=queue`);
    await staff.page.getByLabel(words.queue.changes, { exact: true }).selectOption("yes");
    await staff.page.getByText("Awa Dialo").first().click();
    await staff.page.getByRole("heading", { name: words.changeRequest.title }).waitFor();
    await staff.page.getByRole("button", { name: words.changeRequest.decline, exact: true }).click();
    await staff.page.getByText(words.decide.reasonMissing).waitFor();
    await expectNoViolations(staff.page);
    await pressKey(staff.page.getByRole("button", { name: words.changeRequest.accept, exact: true }));
    await staff.page.getByRole("heading", { name: "Awa Diallo" }).waitFor();
    expect((await fetchRegistration(registrationId)).body).toMatchObject({
      person: { familyName: "Diallo" },
      badge: { serial: 2 },
    });
    expect(staff.complaints).toEqual([]);
  },
);
