import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { views } from "../../web/console/views.ts";
import { matches } from "../system/people.ts";
import { asSecretariat, call, decide, newConference, submit, within } from "../system/system.ts";
import { officer } from "./officer.ts";
import { expectTree } from "./tree.ts";
import { office } from "./words.ts";

const said = office.en;

const ngo = { category: "ngo", title: { en: "Non-governmental organizations" }, colour: "#2e7d32" };
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

/** A conference of two places: one person approved, one under review, one in line who may be the first a second time. */
async function conferenceWithAFew(): Promise<{ readonly conferenceId: string; readonly underReview: string }> {
  const conferenceId = await newConference(2, { categories: [{ ...ngo, quota: 2, needs: ["photo"] }] });
  const apply = async (givenName: string, familyName: string) =>
    (await submit(conferenceId, { organization: "City of Dakar" }, { givenName, familyName })).body.registrationId;
  const approved = await apply("Awa", "Ndiaye");
  await decide(approved, "approve");
  const underReview = await apply("Moussa", "Sarr");
  await matches(await apply("Awa", "Ndiaye"), 1);
  await matches(approved, 1);
  const name = { en: "Permanent Mission of Senegal" };
  const body = { name, category: "ngo", country: "SEN", focalPoints: ["mission@example.org"], quota: 1 };
  await call(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body }));
  await within(
    60_000,
    () => call(`/v1/conferences/${conferenceId}/statistics`, asSecretariat()),
    ({ body }) => JSON.stringify(body).startsWith('{"total":{"registrations":3,"seated":2,"confirmed":1,'),
  );
  return { conferenceId, underReview };
}

test("the console, as a screen reader has it", async () => {
  const { conferenceId, underReview } = await conferenceWithAFew();
  const { page, complaints } = await officer();
  const open = (place: string) => page.goto(`/console?lang=en#conference=${conferenceId}&${place}`);
  const read = async (name: string) => {
    await page.waitForFunction(() => document.querySelector("[aria-busy=true]") === null);
    await expectTree(page.locator("main"), name);
  };
  for (const view of views) {
    await open(`view=${view}`);
    await page.getByRole("heading", { name: said.nav[view], level: 1 }).waitFor();
    await read(`console-${view}`);
  }
  const history = () => call(`/v1/registrations/${underReview}/history`, asSecretariat());
  await expect.poll(async () => JSON.stringify((await history()).body), { timeout: 30_000 }).toContain('"sent"');
  await open(`view=queue&registration=${underReview}`);
  await page.getByText(said.case.form, { exact: true }).waitFor();
  await page.getByText(said.case.history).click();
  await page.locator(".history").getByText(said.action.submit, { exact: true }).waitFor();
  await page.locator(".history").getByText("Registration received").waitFor();
  await read("console-case");
  await press(page, said.decide.return);
  await page.getByRole("dialog").waitFor();
  await expectTree(page.getByRole("dialog"), "console-return");
  await page.keyboard.press("Escape");
  await press(page, said.account.change);
  await expectTree(page.getByRole("dialog"), "console-password");
  await page.keyboard.press("Escape");
  await open("view=delegations&make=yes");
  await page.getByRole("heading", { name: said.making.title }).waitFor();
  await read("console-make-delegation");
  expect(complaints).toEqual([]);
});
