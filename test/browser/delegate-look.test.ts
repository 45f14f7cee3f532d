import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { Language } from "#shared/model/conference.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { createConference, postDecision } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, openVisitor, phone } from "./support/browser.ts";
import { createApplicant, signInByLink } from "./support/delegate.ts";
import { pressKey } from "./support/keyboard.ts";
import { savePicture } from "./support/picture.ts";
import { delegateTexts, requestTexts } from "./support/words.ts";

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

async function expectAccessible(page: Page, name: string, language: Language): Promise<void> {
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
  await savePicture(page, name, language, "phone");
}

test.each(languagesInBrowser)(
  "%s: the delegate's pages on a phone, from the conference to the code",
  async (language) => {
    const texts = delegateTexts[language];
    const conferenceId = await createConference(5, {
      title: {
        en: "Conference on Migrants and Cities",
        fr: "Conférence sur les migrants et les villes",
        ar: "مؤتمر المهاجرين والمدن",
      },
    });
    const { email, registrationId } = await createApplicant(conferenceId, { organization: "City of Dakar" });
    const { page, complaints } = await openVisitor({ viewport: phone, locale: language, hasTouch: true });
    await page.goto(`/?lang=${language}#conference=${conferenceId}`);
    await page.getByText(texts.conference.when, { exact: true }).waitFor();
    await expectAccessible(page, "conference", language);

    await press(page, texts.conference.apply);
    await page.getByLabel(texts.field.person_familyName).fill("Ndiaye");
    await page.getByLabel(texts.field.person_email).fill("ndiaye@example.org");
    const nationality = page.getByRole("combobox", { name: texts.field.person_nationality });
    for (const key of ["ArrowDown", "Enter", "Tab"]) await pressKey(nationality, key);
    await expectAccessible(page, "form", language);

    await page.goto(`/?lang=${language}&then=request#conference=${conferenceId}&organization=new`);
    await page.getByRole("heading", { name: requestTexts[language].organizationRequest.title }).waitFor();
    await expectAccessible(page, "request", language);

    await signInByLink(page, conferenceId, email, language);
    await page.getByRole("heading", { name: texts.standing.held.title }).waitFor();
    await expectNoViolations(page);
    await postDecision(registrationId, "approve");
    await page.reload();
    await page.getByRole("heading", { name: texts.standing.confirmed.title }).waitFor();
    await press(page, texts.myBadge.show);
    await page.getByRole("img", { name: texts.myBadge.alt }).waitFor();
    await expectAccessible(page, "status", language);
    await press(page, texts.withdraw.ask);
    await page.getByRole("dialog").waitFor();
    await expectNoViolations(page);
    expect(complaints).toEqual([]);
  },
);
