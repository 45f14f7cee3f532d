import type { Page } from "playwright-core";
import type { Language } from "#shared/model/conference.ts";
import { receiveSignInToken } from "../../system/support/sign-in.ts";
import { postRegistration } from "../../system/support/system.ts";
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

/** Signs a person in as on the page: requests a link, opens the email, presses the button. */
export async function signInByLink(page: Page, conferenceId: string, email: string, language: Language): Promise<void> {
  const texts = delegateTexts[language];
  const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
  await page.goto(`/?lang=${language}#conference=${conferenceId}`);
  await page.getByLabel(texts.link.email).fill(email);
  const token = await receiveSignInToken(email, async () => {
    await press(texts.link.send);
    await page.getByText(texts.link.sent).waitFor();
  });
  await page.goto(`/?lang=${language}#sign-in=${encodeURIComponent(token)}`);
  await press(texts.signIn.open);
}
