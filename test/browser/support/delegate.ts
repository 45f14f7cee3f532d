import type { Page } from "playwright-core";
import type { Language } from "#shared/model/conference.ts";
import { receiveSignInToken } from "../../system/support/sign-in.ts";
import { postRegistration } from "../../system/support/system.ts";
import { pressKey } from "./keyboard.ts";
import { delegateTexts } from "./words.ts";

let applicantCount = 0;

/** A person who has applied, with a new address. */
export async function createApplicant(conferenceId: string, body: Record<string, unknown> = {}, person: object = {}) {
  applicantCount += 1;
  const email = `delegate.${process.pid}.${applicantCount}.${Date.now()}@example.org`;
  const answer = await postRegistration(conferenceId, body, { email, ...person });
  if (answer.status !== 201) throw new Error(`not registered: ${JSON.stringify(answer.body)}`);
  return { email, registrationId: answer.body.registrationId };
}

/**
 * Requests a sign-in link from the keyboard: while the parts of a page above the form are loaded, they can move its
 * button away between the press and the release of a pointer.
 */
export async function requestLink(page: Page, link: { readonly email: string }, email: string): Promise<void> {
  await page.getByLabel(link.email).fill(email);
  await pressKey(page.getByLabel(link.email));
}

/** Signs a person in as on the page: requests a link, opens the email, presses the button. */
export async function signInByLink(page: Page, conferenceId: string, email: string, language: Language): Promise<void> {
  const texts = delegateTexts[language];
  const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
  await page.goto(`/?lang=${language}#conference=${conferenceId}`);
  const token = await receiveSignInToken(email, async () => {
    await requestLink(page, texts.link, email);
    await page.getByText(texts.link.sent).waitFor();
  });
  await page.goto(`/?lang=${language}#sign-in=${encodeURIComponent(token)}`);
  await press(texts.signIn.open);
}

type FormTexts = (typeof delegateTexts)["en" | "ar"];

/** Fills what the form asks of every person: Amina Diallo of Senegal. */
export async function fillPerson(page: Page, email: string): Promise<void> {
  await page.locator("#f-person-givenName").fill("Amina");
  await page.locator("#f-person-familyName").fill("Diallo");
  await page.locator("#f-person-email").fill(email);
  await page.locator("#f-person-nationality").fill("SEN");
  await page.locator("[role=option]").first().click();
}

/** Fills the steps before the needs. */
export async function reachNeeds(page: Page, texts: FormTexts, email: string): Promise<void> {
  const next = page.getByRole("button", { name: texts.step.next, exact: true });
  await fillPerson(page, email);
  await next.click();
  await page.getByRole("radio", { name: "Non-governmental organizations" }).check();
  await page.locator("#f-organization").fill("Union");
  await next.click();
  await page.getByLabel(texts.field.person_nameOnBadge).waitFor();
}

/** Fills the steps before the questions. @param question the key of one that is shown */
export async function reachQuestions(page: Page, texts: FormTexts, email: string, question: string): Promise<void> {
  await reachNeeds(page, texts, email);
  await page.getByRole("button", { name: texts.step.next, exact: true }).click();
  await page.getByRole("heading", { name: texts.step.questions }).waitFor();
  await page.locator(`#f-answers-${question}`).waitFor();
}
