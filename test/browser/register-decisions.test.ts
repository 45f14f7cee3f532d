import { expect, test } from "vitest";
import { createSession } from "../system/authorization/tokens.ts";
import { asSecretariat, callSuccessfully, fetchRegistration } from "../system/support/system.ts";
import { getButton } from "./support/browser.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { createRegister, listRows, openRegister } from "./support/register.ts";
import { consoleTexts } from "./support/words.ts";

const texts = consoleTexts.en;

/** A focal point nominates a registered person, whose nomination is for the secretariat to decide. */
async function nominate(conferenceId: string, registrationId = ""): Promise<string> {
  const { person } = (await fetchRegistration(registrationId)).body;
  const focalPoint = `focal.${registrationId}@example.org`;
  const draft = { name: { en: "Union" }, category: "ngo", focalPoints: [focalPoint], quota: 3 };
  const path = `/v1/conferences/${conferenceId}/delegations`;
  const { delegationId } = await callSuccessfully(path, asSecretariat({ body: draft }));
  const token = await createSession(conferenceId, focalPoint, []);
  const nominee = { givenName: "Awa", familyName: "Nominee", nationality: "SEN", email: person.email };
  const body = { items: [{ person: nominee }] };
  const nominated = await callSuccessfully(`/v1/delegations/${delegationId}/nominations`, { token, body });
  return nominated.items[0]?.registrationId ?? "";
}

test("the nomination of a registered person is marked in the table, and a decision on many leaves it out", async () => {
  const { conferenceId, ids } = await createRegister([{ name: "Fall" }]);
  const nominationId = await nominate(conferenceId, ids["Fall"]);
  const { page, complaints } = await openStaffVisitor("secretariat", { viewport: { width: 1366, height: 768 } });
  await openRegister(page, conferenceId);
  await page.getByText("2 of 2", { exact: true }).waitFor();
  await listRows(page).filter({ hasText: "Nominee" }).getByText(texts.flag.clash).waitFor();
  await page.locator("#register-table tbody [tabindex='0']").focus();
  await page.keyboard.press("Control+a");
  await getButton(page, `${texts.decide.approve} …`).click();
  await page.getByRole("listitem").filter({ hasText: texts.flag.clash }).getByText("Awa Nominee").waitFor();
  await getButton(page, texts.bulk.approve.replace("{count}", "1")).click();
  await page.getByText("1 decided, 0 failed").waitFor();
  expect((await fetchRegistration(nominationId)).body.accreditation).toBe("pending");
  expect(complaints).toEqual([]);
});
