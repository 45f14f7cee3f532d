import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { words } from "../../web/messages/fr/delegation.ts";
import { mailsTo, tokenOf } from "../system/mailbox.ts";
import { asSecretariat, call, newConference, running } from "../system/system.ts";
import { expectNoViolations } from "./axe.ts";
import { expectNoSidewaysScroll, somebody } from "./browser.ts";
import { delegate } from "./words.ts";

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });

async function aDelegation(email: string): Promise<{ readonly conferenceId: string; readonly delegationId: string }> {
  const conferenceId = await newConference(10);
  const body = {
    name: { en: "Permanent Mission of Senegal", fr: "Mission permanente du Sénégal" },
    category: "member-state",
    country: "SEN",
    focalPoints: [email],
    language: "fr",
    quota: 2,
  };
  const made = await call(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body }));
  return { conferenceId, delegationId: made.body.delegationId };
}

/** As from a spreadsheet: a line for each person, a tab between the cells. */
const sheet = [
  ["Awa", "Ndiaye", "", "Sénégal", "Ambassadrice"],
  ["Moussa", "Sarr", "", "SEN", "Conseiller"],
  ["Fatou", "Ba", "", "Wakanda", "Attachée"],
]
  .map((row) => row.join("\t"))
  .join("\n");

async function paste(page: Page, text: string): Promise<void> {
  await page.locator(".grid-row input").first().focus();
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    document.activeElement?.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
    );
  }, text);
}

test("a focal point nominates from a spreadsheet, ranks by keyboard, substitutes, and sees the quota", async () => {
  const email = `mission.${Date.now()}@example.org`;
  const { conferenceId, delegationId } = await aDelegation(email);
  const { page, complaints } = await somebody({ locale: "fr", viewport: { width: 1100, height: 800 } });
  await page.goto(`/#conference=${conferenceId}`);
  await page.getByLabel(delegate.fr.link.email).fill(email);
  await button(page, delegate.fr.link.send).click();
  const find = async () => (await mailsTo(running().home, email, 1)).find(({ kind }) => kind === "delegation-sign-in");
  await expect.poll(find, { timeout: 30_000 }).toBeDefined();
  const mail = await find();
  if (!mail) throw new Error("no mail");
  await page.goto(`/?#sign-in=${encodeURIComponent(tokenOf(mail))}`);
  await button(page, delegate.fr.signIn.open).click();
  await page.getByRole("heading", { name: "Mission permanente du Sénégal" }).waitFor();
  await expectNoViolations(page);

  await paste(page, sheet);
  await page.reload();
  await button(page, "Désigner 3 personnes").click();
  await page.getByText(words.fault.unknownCountry).first().waitFor();
  await expectNoViolations(page);
  await page.getByLabel(`${words.field["person.nationality"]}, ligne 3`).fill("Sénégal");
  await button(page, "Désigner 3 personnes").click();
  await page.getByText("3 personnes ont été désignées.").waitFor();
  await page.getByText("2 sur 2 places").first().waitFor();

  await button(page, "Descendre Awa Ndiaye").focus();
  await page.keyboard.press("Enter");
  const order = async () => {
    const { body } = await call(`/v1/delegations/${delegationId}`, asSecretariat());
    return body.members.map(({ person }) => person.givenName);
  };
  await expect.poll(order).toEqual(["Moussa", "Awa", "Fatou"]);
  expect(await page.getByRole("status").textContent()).toContain("rang 2");

  await button(page, "Remplacer Moussa Sarr").click();
  await expectNoViolations(page);
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(words.field["person.givenName"]).fill("Ibrahima");
  await dialog.getByLabel(words.field["person.familyName"]).fill("Fall");
  await dialog.getByRole("combobox", { name: words.field["person.nationality"] }).fill("Sénégal");
  await dialog.getByRole("option", { name: "Sénégal" }).click();
  await dialog.getByRole("button", { name: words.substitute.do }).click();
  await expect.poll(order).toEqual(["Ibrahima", "Awa", "Fatou"]);
  await page.setViewportSize({ width: 320, height: 700 });
  await expectNoSidewaysScroll(page);
  await expectNoViolations(page);
  expect(complaints).toEqual([]);
});
