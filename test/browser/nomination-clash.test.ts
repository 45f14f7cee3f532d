import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { Language } from "#shared/model/conference.ts";
import { formatText } from "../../web/kit/i18n/message-format.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { createSession } from "../system/authorization/tokens.ts";
import {
  type ApiResponseBody,
  asSecretariat,
  callSuccessfully,
  createConference,
  fetchRegistration,
} from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, phone } from "./support/browser.ts";
import { createApplicant } from "./support/delegate.ts";
import { pressKey } from "./support/keyboard.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { consoleTexts } from "./support/words.ts";

const person = { givenName: "Amina", familyName: "Diallo", nationality: "SEN" };
const name = "Amina Diallo";

/** A focal point nominates a person who is registered outside of the delegation. */
async function nominateRegisteredPerson() {
  const conferenceId = await createConference(5);
  const { email, registrationId } = await createApplicant(conferenceId, {}, person);
  const focalPoint = `focal.${registrationId}@example.org`;
  const draft = { name: { en: "Union" }, category: "ngo", focalPoints: [focalPoint], quota: 3 };
  const path = `/v1/conferences/${conferenceId}/delegations`;
  const { delegationId } = await callSuccessfully(path, asSecretariat({ body: draft }));
  const token = await createSession(conferenceId, focalPoint, []);
  const body = { items: [{ person: { ...person, email } }] };
  const nominated = await callSuccessfully(`/v1/delegations/${delegationId}/nominations`, { token, body });
  return { conferenceId, registrationId, delegationId, nominationId: nominated.items[0]?.registrationId ?? "" };
}

type Nomination = Awaited<ReturnType<typeof nominateRegisteredPerson>>;

async function openNomination({ conferenceId, registrationId, nominationId }: Nomination, language: Language) {
  const words = consoleTexts[language];
  const { page, complaints } = await openStaffVisitor("secretariat", { locale: language, viewport: phone });
  await page.goto(`/console?lang=${language}#conference=${conferenceId}&view=queue&registration=${nominationId}`);
  await page.getByText(words.clash.means).waitFor();
  expect(await page.getByRole("button", { name: words.decide.approve, exact: true }).count()).toBe(0);
  const own = page.getByRole("link", { name: words.clash.open, exact: true });
  expect(await own.getAttribute("href")).toContain(`registration=${registrationId}`);
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
  return { page, complaints, words };
}

const waitUntilAnnounced = (page: Page, text: string) =>
  page
    .getByRole("status")
    .filter({ hasText: formatText(text, { name }, "en") })
    .waitFor();

/** What the secretariat reads of a registration of the delegation. */
const read = async (registrationId: string) =>
  (await fetchRegistration(registrationId)).body as ApiResponseBody & { readonly delegationId?: string };

describe.each(languagesInBrowser)("%s: the nomination of a registered person", (language) => {
  test("is accepted, which moves the registration into the delegation, and announced", async () => {
    const nomination = await nominateRegisteredPerson();
    const { page, complaints, words } = await openNomination(nomination, language);
    await pressKey(page.getByRole("button", { name: words.clash.accept, exact: true }));
    await waitUntilAnnounced(page, words.clash.accepted);
    expect(await page.getByText(words.clash.means).count()).toBe(0);
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    expect(await read(nomination.registrationId)).toMatchObject({ delegationId: nomination.delegationId });
    expect((await read(nomination.nominationId)).accreditation).toBe("withdrawn");
    expect(complaints).toEqual([]);
  });

  test("is rejected, and the registration stays as it is", async () => {
    const nomination = await nominateRegisteredPerson();
    const before = await read(nomination.registrationId);
    const { page, complaints, words } = await openNomination(nomination, language);
    await page.getByRole("button", { name: words.decide.reject, exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(words.decide.reason).fill("Registered as an observer.");
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    await pressKey(dialog.getByRole("button", { name: words.decide.reject, exact: true }));
    await waitUntilAnnounced(page, words.decided.reject);
    await expect.poll(() => page.getByText(words.clash.means).count()).toBe(0);
    expect((await read(nomination.nominationId)).accreditation).toBe("rejected");
    const after = await read(nomination.registrationId);
    expect([after.version, after.accreditation, after.delegationId]).toEqual([before.version, "pending", undefined]);
    expect(complaints).toEqual([]);
  });
});
