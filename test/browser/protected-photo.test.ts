import { expect, test } from "vitest";
import { buildJpeg } from "../support/files.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { uploadBeforeSubmission, waitUntilInspected } from "../system/support/documents.ts";
import { asSecretariat, callSuccessfully, createConference, fetchRegistration } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, phone } from "./support/browser.ts";
import { createApplicant } from "./support/delegate.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { consoleTexts } from "./support/words.ts";

/** A person under an alias, with a photo. */
async function createProtectedPerson() {
  const conferenceId = await createConference(5);
  const photo = await uploadBeforeSubmission(conferenceId, "photo", "image/jpeg", buildJpeg());
  const { registrationId } = await createApplicant(
    conferenceId,
    { uploads: [photo.uploadId] },
    { givenName: "Amina", familyName: "Diallo" },
  );
  const documentId = String((await fetchRegistration(registrationId)).body.documents["photo"]);
  await waitUntilInspected(documentId, asSecretariat());
  const body = { alias: { nameOnBadge: "Speaker Seven" }, readers: ["secretariat@palais.local"] };
  await callSuccessfully(`/v1/registrations/${registrationId}/protection`, asSecretariat({ method: "PUT", body }));
  return { conferenceId, registrationId, documentId };
}

test.each(languagesInBrowser)(
  "%s: a reader reveals a protected person and opens the photo, each with a reason",
  async (language) => {
    const words = consoleTexts[language];
    const { conferenceId, registrationId, documentId } = await createProtectedPerson();
    const { page, complaints } = await openStaffVisitor("secretariat", { locale: language, viewport: phone });
    await page.goto(`/console?lang=${language}#conference=${conferenceId}&view=queue&registration=${registrationId}`);
    await page.getByRole("heading", { name: "Speaker Seven" }).waitFor();
    const photo = page.getByRole("img", { name: words.document.photo });
    const reason = page.getByLabel(words.case.why);
    await reason.fill("Prepares the interpreter.");
    await page.getByRole("button", { name: words.protection.open, exact: true }).click();
    await page.getByText("Amina Diallo").first().waitFor();
    expect(await photo.count()).toBe(0);
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);

    await reason.first().fill("Compares the face.");
    await page.getByRole("button", { name: words.case.open, exact: true }).click();
    await photo.waitFor();
    await expect.poll(() => photo.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    const log = await callSuccessfully(`/v1/documents/${documentId}/access`, asSecretariat());
    expect(log.items.map(({ reason: recorded }) => recorded)).toEqual(["Compares the face."]);

    await page.getByRole("button", { name: words.protection.hide, exact: true }).click();
    expect([await photo.count(), await page.getByText("Amina Diallo").count()]).toEqual([0, 0]);
    expect(complaints).toEqual([]);
  },
);
