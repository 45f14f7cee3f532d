import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { Language } from "#shared/domain/conference.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { decide, newConference } from "../system/system.ts";
import { expectNoViolations } from "./axe.ts";
import { expectNoSidewaysScroll, phone, somebody } from "./browser.ts";
import { applied, signIn } from "./delegate.ts";
import { picture } from "./picture.ts";
import { delegate } from "./words.ts";

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

async function looksRight(page: Page, name: string, language: Language): Promise<void> {
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
  await picture(page, name, language, "phone");
}

test.each(languagesInBrowser)(
  "%s: what a delegate sees on a phone, from the conference to the code",
  async (language) => {
    const said = delegate[language];
    const conferenceId = await newConference(5, {
      title: {
        en: "Conference on Migrants and Cities",
        fr: "Conférence sur les migrants et les villes",
        ar: "مؤتمر المهاجرين والمدن",
      },
    });
    const { email, registrationId } = await applied(conferenceId, { organization: "City of Dakar" });
    const { page, complaints } = await somebody({ viewport: phone, locale: language, hasTouch: true });
    await page.goto(`/?lang=${language}#conference=${conferenceId}`);
    await page.getByText(said.conference.when, { exact: true }).waitFor();
    await looksRight(page, "conference", language);

    await press(page, said.conference.apply);
    await page.getByLabel(said.field.person_familyName).fill("Ndiaye");
    await page.getByLabel(said.field.person_email).fill("ndiaye@example.org");
    const nationality = page.getByRole("combobox", { name: said.field.person_nationality });
    for (const key of ["ArrowDown", "Enter", "Tab"]) await nationality.press(key);
    await looksRight(page, "form", language);

    await page.goto(`/?lang=${language}&then=request#conference=${conferenceId}&organization=new`);
    await page.getByRole("heading", { name: said.request.title }).waitFor();
    await looksRight(page, "request", language);

    await signIn(page, conferenceId, email, language);
    await page.getByRole("heading", { name: said.standing.held.title }).waitFor();
    await expectNoViolations(page);
    await decide(registrationId, "approve");
    await page.reload();
    await page.getByRole("heading", { name: said.standing.confirmed.title }).waitFor();
    await press(page, said.myBadge.show);
    await page.getByRole("img", { name: said.myBadge.alt }).waitFor();
    await looksRight(page, "status", language);
    await press(page, said.withdraw.ask);
    await page.getByRole("dialog").waitFor();
    await expectNoViolations(page);
    expect(complaints).toEqual([]);
  },
);
