import { expect, test } from "vitest";
import { newAddress } from "../support/builders.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { waitForEmails } from "../system/support/mailbox.ts";
import { signInByEmail } from "../system/support/sign-in.ts";
import {
  asSecretariat,
  callSuccessfully,
  callSystem,
  createConference,
  getSharedSystem,
} from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, openVisitor, phone } from "./support/browser.ts";
import { signInByLink } from "./support/delegate.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { consoleTexts, focalPoint } from "./support/words.ts";

/** A delegation as a copy of a conference creates it. */
async function copyDelegation(focalPoints: readonly string[], language = "en") {
  const conferenceId = await createConference(10);
  const body = { name: { en: "Union of Cities" }, category: "ngo", focalPoints, language, confirmation: "awaited" };
  const { delegationId } = await callSuccessfully(
    `/v1/conferences/${conferenceId}/delegations`,
    asSecretariat({ body }),
  );
  return { conferenceId, delegationId, path: `/v1/delegations/${delegationId}` };
}

const nominee = {
  items: [{ person: { givenName: "Awa", familyName: "Ndiaye", nationality: "SEN", birthDate: "1980-01-01" } }],
};

test.each(languagesInBrowser)(
  "%s: a focal point of a copied delegation is asked by email, and nominates once the link has confirmed it",
  async (language) => {
    const [first, second] = [newAddress(), newAddress()];
    const { conferenceId, path } = await copyDelegation([first, second], language);
    for (const address of [first, second]) {
      const [asked] = await waitForEmails(getSharedSystem().home, address, 1);
      expect([asked?.kind, asked?.email.text]).toEqual([
        "focal-point-confirmation",
        expect.stringContaining(`/delegation?lang=${language}#conference=${conferenceId}`),
      ]);
    }
    const { accessToken: token } = await signInByEmail(conferenceId, first);
    const nominate = (as: object) => callSystem(`${path}/nominations`, { ...as, body: nominee });
    expect(await nominate({ token })).toMatchObject({ status: 409, body: { code: "focal-point-unconfirmed" } });
    const nominated = await nominate(asSecretariat());
    expect(nominated.status).toBe(201);
    const member = `/v1/registrations/${nominated.body.items[0]?.registrationId}`;
    const file = { contentType: "application/pdf", size: 1_000 };
    const headers = { "if-match": "*" };
    for (const [address, options] of [
      [member, { method: "PATCH", body: { functionTitle: "Mayor" }, headers }],
      [`${member}/withdrawal`, { body: {}, headers }],
      [`${member}/documents`, { body: { kind: "passport", ...file } }],
      [`${path}/documents`, { body: { kind: "credential-letter", ...file } }],
    ] as const)
      expect(await callSystem(address, { token, ...options })).toMatchObject({
        status: 409,
        body: { code: "focal-point-unconfirmed" },
      });

    const words = focalPoint[language];
    const { page, complaints } = await openVisitor({ locale: language, viewport: { ...phone, width: 320 } });
    await signInByLink(page, conferenceId, second, language);
    await page.getByRole("heading", { name: words.focalPoint.title }).waitFor();
    expect(await page.locator(".grid-row").count()).toBe(0);
    expect(await page.locator(".member").count()).toBe(0);
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    await page.getByRole("button", { name: words.focalPoint.decline, exact: true }).click();
    await page.getByText(words.focalPoint.declined).waitFor();
    await expectNoViolations(page);
    await page.getByRole("button", { name: words.focalPoint.confirm, exact: true }).click();
    await page.locator(".grid-row").first().waitFor();
    expect(await page.getByRole("heading", { name: words.focalPoint.title }).count()).toBe(0);
    expect(await callSuccessfully(path, asSecretariat())).not.toHaveProperty("confirmation");
    const answer = await callSystem(`${path}/nominations`, {
      token,
      body: {
        items: [{ person: { givenName: "Moussa", familyName: "Sarr", nationality: "SEN", birthDate: "1981-01-01" } }],
      },
    });
    expect(answer.status).toBe(201);
    expect(complaints).toEqual([]);
  },
);

test("the secretariat sees who has not confirmed, asks another focal point, and confirms on their behalf", async () => {
  const [first, other] = [newAddress(), newAddress()];
  const { conferenceId, delegationId, path } = await copyDelegation([first]);
  const confirmed = { name: { en: "Confirmed Mission" }, category: "ngo", focalPoints: [newAddress()] };
  await callSuccessfully(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body: confirmed }));
  const { accessToken: token } = await signInByEmail(conferenceId, first);
  await callSuccessfully(`${path}/focal-point-confirmation`, { token, body: { confirm: false } });
  const words = consoleTexts.en.focalPoints;
  const { page, complaints } = await openStaffVisitor();
  await page.goto(`/console?lang=en#conference=${conferenceId}&view=delegations`);
  await page.getByRole("link", { name: /Confirmed Mission/ }).waitFor();
  await page.getByLabel(words.only).check();
  await page.getByRole("link", { name: /Confirmed Mission/ }).waitFor({ state: "detached" });
  await page.getByText(words.declined).waitFor();
  await page.getByRole("link", { name: /Union of Cities/ }).click();
  await page.getByText(words.declinedLead).waitFor();
  await expectNoViolations(page);
  await page.locator("#focal-points").fill(other);
  await page.getByRole("button", { name: words.askAgain, exact: true }).click();
  await page.getByText(words.awaitedLead).waitFor();
  const [asked] = await waitForEmails(getSharedSystem().home, other, 1);
  expect(asked?.kind).toBe("focal-point-confirmation");
  expect((await callSystem(path, { token })).status).toBe(404);
  await page.getByRole("button", { name: words.confirm, exact: true }).click();
  await page.getByText(words.awaitedLead).waitFor({ state: "detached" });
  const stored = await callSuccessfully(`/v1/delegations/${delegationId}`, asSecretariat());
  expect(stored).toMatchObject({ focalPoints: [other] });
  expect(stored).not.toHaveProperty("confirmation");
  expect(complaints).toEqual([]);
});
