import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { Language } from "#shared/model/conference.ts";
import { waitForEmails } from "../system/support/mailbox.ts";
import { createConference, getSharedSystem } from "../system/support/system.ts";
import { openVisitor } from "./support/browser.ts";
import { createApplicant } from "./support/delegate.ts";

/** Opens the site, and waits until it shows a language. */
async function expectLanguage(page: Page, language: Language): Promise<void> {
  await page.locator(`html[lang=${language}]`).waitFor();
  await page.getByRole("main").getByRole("heading").first().waitFor();
  expect(await page.getByRole("banner").getByRole("combobox").inputValue()).toBe(language);
}

const choose = (page: Page, language: Language) =>
  page.getByRole("banner").getByRole("combobox").selectOption(language);

async function receiveLink(language: Language): Promise<string> {
  const { email } = await createApplicant(await createConference(5), { language });
  const [mail] = await waitForEmails(getSharedSystem().home, email, 1);
  const [link] = /http\S+#conference=\S+/.exec(mail?.email.text ?? "") ?? [];
  if (link === undefined) throw new Error("an email without a link");
  return link;
}

test("a link in an email opens in the language of the email, and the tab stays in it", async () => {
  const link = await receiveLink("fr");
  const { page } = await openVisitor({ locale: "en" });
  await page.goto("/");
  await expectLanguage(page, "en");
  await page.goto(link);
  await expectLanguage(page, "fr");
  await page.goto("/delegation");
  await expectLanguage(page, "fr");
});

test("a language that the person chooses replaces that of the email, whenever its link is opened again", async () => {
  const link = await receiveLink("ar");
  const { page, context } = await openVisitor({ locale: "fr" });
  await page.goto(link);
  await expectLanguage(page, "ar");
  await choose(page, "es");
  await page.reload();
  await expectLanguage(page, "es");
  const another = await context.newPage();
  await another.goto(link);
  await expectLanguage(another, "es");
  await choose(another, "ar");
  await another.goto(link);
  await expectLanguage(another, "ar");
});

test("an earlier choice of language on the device does not change the language of a later email's link", async () => {
  const link = await receiveLink("ru");
  const { page } = await openVisitor({ locale: "fr" });
  await page.goto("/");
  await choose(page, "es");
  await page.goto(link);
  await expectLanguage(page, "ru");
});

test("the address of a language opens in it, and a choice of another one leads to its address", async () => {
  const { page } = await openVisitor({ locale: "en" });
  await page.goto("/ar");
  await expectLanguage(page, "ar");
  await choose(page, "fr");
  await page.waitForURL((url) => url.pathname === "/fr");
  await page.reload();
  await expectLanguage(page, "fr");
});
