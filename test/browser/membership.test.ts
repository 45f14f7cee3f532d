import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { buildFormBody } from "../support/builders.ts";
import { signInByEmail } from "../system/support/sign-in.ts";
import { asSecretariat, callSystem, createConference, fetchRegistration } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, openVisitor } from "./support/browser.ts";
import { signInByLink } from "./support/delegate.ts";
import { pressKey } from "./support/keyboard.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { consoleTexts, delegateTexts, focalPoint } from "./support/words.ts";

const texts = delegateTexts.en;
const officer = consoleTexts.en;
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

/** Registers in the form as a member of the Union. */
async function applyAsMember(conferenceId: string, familyName: string, email: string): Promise<void> {
  const { page } = await openVisitor({ locale: "en", viewport: { width: 320, height: 800 } });
  await page.goto(`/#conference=${conferenceId}&step=1`);
  await page.getByLabel(texts.field.person_familyName).fill(familyName);
  await page.getByLabel(texts.field.person_email).fill(email);
  await page.getByRole("combobox", { name: texts.field.person_nationality }).fill("Senegal");
  await page.getByRole("option", { name: "Senegal" }).click();
  await press(page, texts.step.next);
  await page.getByRole("radio", { name: "Non-governmental organizations" }).check();
  await page.getByLabel(texts.membership.label).selectOption({ label: "Union of Migrant Associations" });
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
  await press(page, texts.step.next);
  await press(page, texts.step.next);
  await page.getByText("Union of Migrant Associations").waitFor();
  await press(page, texts.step.send);
  await page.getByRole("heading", { name: texts.done.title }).waitFor();
}

const findRegistration = async (conferenceId: string, email: string) => {
  const { body } = await callSystem(`/v1/conferences/${conferenceId}/registrations?limit=100`, asSecretariat());
  const found = body.items.find(({ person }) => person.email === email);
  if (!found) throw new Error("not in the queue");
  return found;
};

test("a person names a delegation in the form, its focal point confirms one and declines another, and the officer approves", async () => {
  const mark = Date.now();
  const addresses = {
    focal: `union.${mark}@example.org`,
    yes: `yes.${mark}@example.org`,
    no: `no.${mark}@example.org`,
  };
  const conferenceId = await createConference(10);
  const draft = {
    name: { en: "Union of Migrant Associations" },
    category: "ngo",
    focalPoints: [addresses.focal],
    language: "fr",
    quota: 2,
  };
  const { delegationId } = (
    await callSystem(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body: draft }))
  ).body;
  await applyAsMember(conferenceId, "Diallo", addresses.yes);
  await applyAsMember(conferenceId, "Sarr", addresses.no);
  for (const email of [addresses.yes, addresses.no]) await signInByEmail(conferenceId, email);
  const { registrationId } = await findRegistration(conferenceId, addresses.yes);

  const officerVisit = await openStaffVisitor();
  await officerVisit.page.goto(`/console#conference=${conferenceId}&view=queue&registration=${registrationId}`);
  await officerVisit.page.getByText(officer.warning.claimed).waitFor();
  await expectNoViolations(officerVisit.page);

  const { page } = await openVisitor({ locale: "fr", viewport: { width: 1100, height: 800 } });
  await signInByLink(page, conferenceId, addresses.focal, "fr");
  const requests = page.getByRole("region", { name: focalPoint.fr.requests.title });
  await requests.waitFor();
  await expectNoViolations(page);
  if (process.env["SHOTS"]) await page.screenshot({ path: "/tmp/shots-focal.png", fullPage: true });
  await requests.getByRole("button", { name: "Confirmer Diallo" }).click();
  await page.getByRole("list").getByText("Diallo").first().waitFor();
  await requests.getByRole("button", { name: "Refuser Sarr" }).click();
  await expect.poll(() => requests.count()).toBe(0);
  expect((await fetchRegistration(registrationId)).body).toMatchObject({ seat: "held", delegationId });

  const declined = await openVisitor({ locale: "en", viewport: { width: 320, height: 800 } });
  await signInByLink(declined.page, conferenceId, addresses.no, "en");
  await declined.page.getByRole("heading", { name: texts.standing.declined.title }).waitFor();
  await declined.page.getByText("The delegation has not confirmed you: Union of Migrant Associations.").waitFor();
  await expectNoViolations(declined.page);
  await expectNoSidewaysScroll(declined.page);
  if (process.env["SHOTS"]) await declined.page.screenshot({ path: "/tmp/shots-declined.png", fullPage: true });
  await press(declined.page, texts.membership.save);
  await declined.page.getByRole("heading", { name: texts.standing.held.title }).waitFor();

  await officerVisit.page.reload();
  await officerVisit.page.getByRole("heading", { name: "Diallo" }).waitFor();
  await officerVisit.page.keyboard.press("a");
  await expect.poll(async () => (await fetchRegistration(registrationId)).body.accreditation).toBe("approved");
});

test("a focal point and an officer learn who the head is before they confirm another one, and hand the role over", async () => {
  const mark = Date.now();
  const focal = `heads.${mark}@example.org`;
  const conferenceId = await createConference(10);
  const draft = { name: { en: "Union" }, category: "ngo", focalPoints: [focal], quota: 5 };
  const { delegationId } = (
    await callSystem(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body: draft }))
  ).body;
  const registerHead = async (familyName: string) => {
    const person = { givenName: "Amina", familyName, email: `${familyName.toLowerCase()}.${mark}@example.org` };
    const body = buildFormBody({ category: "ngo", delegation: delegationId, role: "head-of-delegation" }, person);
    const path = `/v1/conferences/${conferenceId}/registrations`;
    return (await callSystem(path, asSecretariat({ body }))).body.registrationId;
  };
  const first = await registerHead("Odhiambo");
  const items = [{ registrationId: first, confirm: true }];
  await callSystem(`/v1/delegations/${delegationId}/confirmations`, asSecretariat({ body: { items } }));

  const expectHandOver = async (page: Page, words: typeof officer | typeof focalPoint.en, names: [string, string]) => {
    const requests = page.getByRole("region", { name: words.requests.title });
    await requests.getByRole("button", { name: `Confirm Amina ${names[1]}` }).click();
    await requests.getByText(`Amina ${names[0]}`).waitFor();
    await requests.getByText(words.head.ask).waitFor();
    await expectNoViolations(page);
    await pressKey(requests.getByRole("button", { name: words.head.handOver, exact: true }));
    await expect.poll(() => requests.count()).toBe(0);
  };
  const second = await registerHead("Wanjiru");
  const { page } = await openVisitor({ locale: "en", viewport: { width: 320, height: 800 } });
  await signInByLink(page, conferenceId, focal, "en");
  await expectHandOver(page, focalPoint.en, ["Odhiambo", "Wanjiru"]);
  const third = await registerHead("Mutua");
  const staff = await openStaffVisitor();
  await staff.page.goto(`/console#conference=${conferenceId}&view=delegations&delegation=${delegationId}`);
  await expectHandOver(staff.page, officer, ["Wanjiru", "Mutua"]);
  const roles = [first, second, third].map(async (id) => (await fetchRegistration(id)).body);
  expect(await Promise.all(roles)).toMatchObject([
    { role: "delegate" },
    { role: "delegate" },
    { role: "head-of-delegation" },
  ]);
});
