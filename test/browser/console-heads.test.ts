import { expect, test } from "vitest";
import { buildFormBody } from "../support/builders.ts";
import { waitFor } from "../support/wait-for.ts";
import { readEmails } from "../system/support/mailbox.ts";
import {
  asSecretariat,
  callSystem,
  createConference,
  fetchRegistration,
  getSharedSystem,
  postDecision,
  waitTimeoutMs,
} from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { pressKey } from "./support/keyboard.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { consoleTexts } from "./support/words.ts";

const head = "head-of-delegation";

async function registerMember(conferenceId: string, familyName: string, role: string): Promise<string> {
  const email = `${familyName.toLowerCase()}.${Date.now().toString(36)}@example.org`;
  const body = buildFormBody({ category: "member-state", country: "KEN", role }, { familyName, email });
  const made = await callSystem(`/v1/conferences/${conferenceId}/registrations`, asSecretariat({ body }));
  await postDecision(made.body.registrationId, "approve");
  return made.body.registrationId;
}

const readRole = async (registrationId: string) =>
  ((await fetchRegistration(registrationId)).body as unknown as { role: string }).role;

const listEmails = async (registrationId: string) => {
  const { email } = (await fetchRegistration(registrationId)).body.person;
  return (await readEmails(getSharedSystem().home)).filter(({ to }) => to === email).map(({ kind }) => kind);
};

test.each(["en", "ar"] as const)(
  "%s: an officer learns who the head is, hands the role over, and the former head is told",
  async (locale) => {
    const texts = consoleTexts[locale];
    const conferenceId = await createConference(10);
    const first = await registerMember(conferenceId, "Odhiambo", head);
    const second = await registerMember(conferenceId, "Wanjiru", "delegate");
    const { page, complaints } = await openStaffVisitor("secretariat", { locale });
    await page.goto(`/console#conference=${conferenceId}&view=queue&registration=${second}`);
    await page.getByRole("button", { name: texts.edit.open, exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(texts.field.role, { exact: true }).selectOption(head);
    await dialog.getByRole("button", { name: texts.edit.save, exact: true }).click();
    await dialog.getByText("Amina Odhiambo").waitFor();
    await dialog.getByText(texts.head.ask).waitFor();
    await expectNoViolations(page);
    expect(await readRole(first)).toBe(head);
    await pressKey(dialog.getByRole("button", { name: texts.head.handOver, exact: true }));
    await dialog.waitFor({ state: "hidden" });
    expect(await Promise.all([first, second].map(readRole))).toEqual(["delegate", head]);
    await waitFor(
      waitTimeoutMs,
      () => listEmails(first),
      (kinds) => kinds.includes("head-replaced"),
    );
    // The browser itself reports the response that refuses the second head.
    expect(complaints.filter((each) => !each.includes("409"))).toEqual([]);
  },
);

test("an officer adds a second head in place of the first, without an email to anyone", async () => {
  const texts = consoleTexts.en;
  const conferenceId = await createConference(10);
  const first = await registerMember(conferenceId, "Odhiambo", head);
  const { page } = await openStaffVisitor();
  await page.goto(`/console#conference=${conferenceId}&view=queue`);
  await page.getByRole("button", { name: texts.addParticipant.open, exact: true }).click();
  const dialog = page.getByRole("dialog");
  const fill = (label: string, value: string) => dialog.getByLabel(label, { exact: true }).fill(value);
  const choose = async (label: string, country: string) => {
    await dialog.getByRole("combobox", { name: label }).fill(country);
    await page.getByRole("option", { name: country }).click();
  };
  await dialog.getByText("Member States").click();
  await fill(texts.field.person_givenName, "Awa");
  await fill(texts.field.person_familyName, "Kamau");
  await fill(texts.field.person_email, `kamau.${Date.now()}@example.org`);
  await choose(texts.field.country, "Kenya");
  await choose(texts.field.person_nationality, "Kenya");
  await dialog.getByLabel(texts.field.role, { exact: true }).selectOption(head);
  await dialog.getByLabel(texts.addParticipant.approved).check();
  await dialog.getByLabel(texts.edit.notify).uncheck();
  await dialog.getByRole("button", { name: texts.addParticipant.save, exact: true }).click();
  await dialog.getByRole("button", { name: texts.head.handOver, exact: true }).click();
  await page.getByRole("heading", { name: "Awa Kamau" }).waitFor();
  const { items } = (await callSystem(`/v1/conferences/${conferenceId}/registrations`, asSecretariat())).body;
  const added = items.find(({ registrationId }) => registrationId !== first)?.registrationId ?? "";
  expect(await Promise.all([first, added].map(readRole))).toEqual(["delegate", head]);
  expect((await fetchRegistration(added)).body).toMatchObject({ accreditation: "approved", seat: "held" });
  expect(await listEmails(added)).toEqual([]);
  expect(await listEmails(first)).not.toContain("head-replaced");
});
