import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { Language } from "#shared/domain/conference.ts";
import { mailsTo, tokenOf } from "../system/mailbox.ts";
import { running, submit } from "../system/system.ts";
import { delegate } from "./words.ts";

let people = 0;

/** Somebody who has applied, with an address of their own. */
export async function applied(conferenceId: string, body: Record<string, unknown> = {}, person: object = {}) {
  people += 1;
  const email = `delegate.${process.pid}.${people}.${Date.now()}@example.org`;
  const answer = await submit(conferenceId, body, { email, ...person });
  if (answer.status !== 201) throw new Error(`not registered: ${JSON.stringify(answer.body)}`);
  return { email, registrationId: answer.body.registrationId };
}

/** As people do: asks for a link, opens the mail, presses the button. */
export async function signIn(page: Page, conferenceId: string, email: string, language: Language): Promise<void> {
  const said = delegate[language];
  const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
  await page.goto(`/?lang=${language}#conference=${conferenceId}`);
  await page.getByLabel(said.link.email).fill(email);
  await press(said.link.send);
  await page.getByText(said.link.sent).waitFor();
  const kinds = ["sign-in", "delegation-sign-in"];
  const find = async () => (await mailsTo(running().home, email, 1)).findLast(({ kind }) => kinds.includes(kind));
  await expect.poll(find, { timeout: 30_000 }).toBeDefined();
  const mail = await find();
  if (!mail) throw new Error("no sign-in mail");
  await page.goto(`/?lang=${language}#sign-in=${encodeURIComponent(tokenOf(mail))}`);
  await press(said.signIn.open);
}
