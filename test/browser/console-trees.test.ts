import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { consoleViews } from "../../web/console/views.ts";
import { waitFor } from "../support/wait-for.ts";
import { waitForMatches } from "../system/support/people.ts";
import {
  asSecretariat,
  callSystem,
  createConference,
  postDecision,
  postRegistration,
} from "../system/support/system.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { expectTree } from "./support/tree.ts";
import { consoleTexts } from "./support/words.ts";

const texts = consoleTexts.en;

const ngo = { category: "ngo", title: { en: "Non-governmental organizations" }, colour: "#2e7d32" };
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

/**
 * A conference with two seats: one person approved, one under review, one waiting who may be a duplicate of the first.
 */
async function createSmallConference(): Promise<{ readonly conferenceId: string; readonly underReview: string }> {
  const conferenceId = await createConference(2, { categories: [{ ...ngo, quota: 2, needs: ["photo"] }] });
  const apply = async (givenName: string, familyName: string) =>
    (await postRegistration(conferenceId, { organization: "City of Dakar" }, { givenName, familyName })).body
      .registrationId;
  const approved = await apply("Awa", "Ndiaye");
  await postDecision(approved, "approve");
  const underReview = await apply("Moussa", "Sarr");
  await waitForMatches(await apply("Awa", "Ndiaye"), 1);
  await waitForMatches(approved, 1);
  const name = { en: "Permanent Mission of Senegal" };
  const body = { name, category: "ngo", country: "SEN", focalPoints: ["mission@example.org"], quota: 1 };
  await callSystem(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body }));
  await waitFor(
    60_000,
    () => callSystem(`/v1/conferences/${conferenceId}/statistics`, asSecretariat()),
    ({ body }) => JSON.stringify(body).startsWith('{"total":{"registrations":3,"seated":2,"confirmed":1,'),
  );
  return { conferenceId, underReview };
}

test("the console matches its accessibility trees", async () => {
  const { conferenceId, underReview } = await createSmallConference();
  const { page, complaints } = await openStaffVisitor();
  const open = (place: string) => page.goto(`/console?lang=en#conference=${conferenceId}&${place}`);
  const read = async (name: string) => {
    await page.waitForFunction(() => document.querySelector("[aria-busy=true]") === null);
    await expectTree(page.locator("main"), name);
  };
  for (const view of consoleViews) {
    await open(`view=${view}`);
    await page.getByRole("heading", { name: texts.nav[view], level: 1 }).waitFor();
    if (view === "settings") await page.locator("#s-timeZone").waitFor();
    await read(`console-${view}`);
  }
  const history = () => callSystem(`/v1/registrations/${underReview}/history`, asSecretariat());
  await expect.poll(async () => JSON.stringify((await history()).body)).toContain('"sent"');
  await open(`view=queue&registration=${underReview}`);
  await page.getByText(texts.case.form, { exact: true }).waitFor();
  await page.getByText(texts.case.history).click();
  await page.locator(".history").getByText(texts.action.submit, { exact: true }).waitFor();
  await page.locator(".history").getByText("Registration received").waitFor();
  await read("console-registration");
  await press(page, texts.decide.return);
  await page.getByRole("dialog").waitFor();
  await expectTree(page.getByRole("dialog"), "console-return");
  await page.keyboard.press("Escape");
  await press(page, texts.account.change);
  await expectTree(page.getByRole("dialog"), "console-password");
  await page.keyboard.press("Escape");
  await open("view=delegations&make=yes");
  await page.getByRole("heading", { name: texts.making.title }).waitFor();
  await read("console-make-delegation");
  expect(complaints).toEqual([]);
});
