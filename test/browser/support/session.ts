import type { Page } from "playwright-core";
import { callSuccessfully } from "../../system/support/system.ts";

/** Ends the session of a page on the server, as signing out everywhere on another device does. */
export async function endSessionOnServer(page: Page): Promise<void> {
  const accessToken = await page.evaluate(() => {
    const read = (name: string) => JSON.parse(sessionStorage.getItem(name) ?? "{}");
    return (read("palais.session").accessToken ?? read("palais.staff").idToken) as string;
  });
  await callSuccessfully("/v1/sign-outs", { body: { accessToken } });
}
