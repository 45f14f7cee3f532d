import { expect, test } from "vitest";
import { registerPerson } from "../system/support/people.ts";
import { createAskingConference } from "../system/support/questions.ts";
import { asSecretariat, callSuccessfully, createConference, fetchRegistration } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, phone } from "./support/browser.ts";
import { pressKey } from "./support/keyboard.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { builderTexts, consoleTexts } from "./support/words.ts";

const questions = [
  { key: "visa", type: "yes-no", label: { en: "Visa needed", ar: "التأشيرة" }, required: true },
  {
    key: "embassy",
    type: "text",
    label: { en: "Embassy", ar: "السفارة" },
    when: { question: "visa", in: [true] },
    required: true,
  },
  {
    key: "meal",
    type: "choice",
    label: { en: "Meal", ar: "الوجبة" },
    options: [
      { value: "fish", label: { en: "Fish dish", ar: "سمك" } },
      { value: "rice", label: { en: "Rice dish", ar: "أرز" } },
    ],
  },
  { key: "illness", type: "text", label: { en: "Health", ar: "الصحة" }, sensitive: true },
  { key: "table", type: "number", label: { en: "Table", ar: "الطاولة" }, staffOnly: true },
  { key: "rules", type: "acknowledgement", label: { en: "Rules of the house", ar: "قواعد المكان" } },
];

const answers = { visa: false, meal: "fish", illness: "asthma", rules: true };

const toQueueUrl = (conferenceId: string, registrationId: string) =>
  `/console#conference=${conferenceId}&view=queue&registration=${registrationId}`;

test.each(["en", "ar"] as const)(
  "%s: an officer reads the answers of a person, opens the sensitive one with a reason, and corrects others",
  async (locale) => {
    const texts = consoleTexts[locale];
    const get = (label: object) => (label as Record<string, string>)[locale] ?? "";
    const conferenceId = await createAskingConference(questions);
    const registrationId = await registerPerson(conferenceId, { familyName: "Diallo" }, { answers });
    const { page, complaints } = await openStaffVisitor("secretariat", {
      locale,
      viewport: locale === "ar" ? { ...phone, width: 320 } : { width: 1440, height: 900 },
    });
    await page.goto(toQueueUrl(conferenceId, registrationId));
    const section = page.getByRole("region", { name: texts.field.answers });
    await section.getByText(locale === "ar" ? "سمك" : "Fish dish", { exact: true }).waitFor();
    await section.getByText(texts.common.no, { exact: true }).waitFor();
    const shown = (await section.textContent()) ?? "";
    for (const { key, label } of questions)
      expect(shown.includes(get(label)), `${key} in ${shown}`).toBe(key !== "embassy" && key !== "table");
    expect(shown).toMatch(/2\d{3}.*1/);
    expect(await page.content()).not.toContain("asthma");
    await section.getByLabel(texts.case.why).fill("medical service");
    await pressKey(section.getByRole("button", { name: texts.answers.open }));
    await section.getByText("asthma").waitFor();
    await expectNoViolations(page);
    const log = await callSuccessfully(`/v1/registrations/${registrationId}/identity-access`, asSecretariat());
    expect(log.items).toMatchObject([{ reason: "medical service", what: "answers" }]);

    await page.getByRole("button", { name: texts.edit.open, exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText(texts.answers.replaces).waitFor();
    expect(await dialog.locator("#f-answers-rules, #f-answers-embassy").count()).toBe(0);
    await dialog.locator("#f-answers-visa input").first().check();
    await dialog.locator("#f-answers-embassy").fill("Bern");
    await dialog.locator("#f-answers-table").fill("seven");
    await dialog.getByRole("button", { name: texts.edit.save, exact: true }).click();
    await dialog
      .getByRole("alert")
      .getByRole("link")
      .getByText(locale === "ar" ? "الطاولة" : "Table")
      .waitFor();
    await dialog.locator("#f-answers-table").fill("7");
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    await dialog.getByRole("button", { name: texts.edit.save, exact: true }).click();
    await section.getByText("Bern").waitFor();
    expect((await fetchRegistration(registrationId)).body).toMatchObject({
      answers: { visa: true, embassy: "Bern", meal: "fish", table: 7, rules: true },
      sensitiveAnswers: ["illness"],
    });
    await page.getByText(texts.case.history).click();
    const changes = page.getByRole("table", { name: texts.case.changes });
    await changes.getByRole("rowheader", { name: locale === "ar" ? "السفارة" : "Embassy" }).waitFor();
    await changes
      .getByRole("row", { name: locale === "ar" ? "التأشيرة" : "Visa needed" })
      .getByText(texts.common.yes)
      .waitFor();
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    expect(complaints).toEqual([]);
  },
);

test("the answers of a protected person are in no page of staff until a reader opens the name", async () => {
  const texts = consoleTexts.en;
  const conferenceId = await createAskingConference(questions);
  const registrationId = await registerPerson(conferenceId, { familyName: "Hidden" }, { answers });
  const body = { alias: { nameOnBadge: "Guest Two" }, readers: ["secretariat@palais.local"] };
  await callSuccessfully(`/v1/registrations/${registrationId}/protection`, asSecretariat({ method: "PUT", body }));
  const { page, complaints } = await openStaffVisitor();
  await page.goto(toQueueUrl(conferenceId, registrationId));
  await page.getByRole("heading", { name: "Guest Two" }).waitFor();
  await page.getByRole("button", { name: texts.edit.open, exact: true }).click();
  await page.getByRole("dialog").getByText(texts.edit.protected).waitFor();
  expect(await page.content()).not.toMatch(/Fish dish|Visa needed|asthma/);
  await page.keyboard.press("Escape");
  await page.getByLabel(texts.case.why).fill("arrival");
  await page.getByRole("button", { name: texts.protection.open }).click();
  await page.getByText("Fish dish").waitFor();
  expect(await page.content()).not.toContain("asthma");
  expect(complaints).toEqual([]);
});

test("an officer registers a person with answers, also those of staff, and may leave required ones open", async () => {
  const texts = consoleTexts.en;
  const conferenceId = await createAskingConference(questions);
  const { page, complaints } = await openStaffVisitor();
  await page.goto(`/console#conference=${conferenceId}&view=queue`);
  await page.getByRole("button", { name: texts.addParticipant.open, exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Member States").first().click();
  await dialog.getByLabel(texts.field.person_givenName, { exact: true }).fill("Awa");
  await dialog.getByLabel(texts.field.person_familyName, { exact: true }).fill("Guest");
  await dialog.getByLabel(texts.field.person_email, { exact: true }).fill(`asked.${Date.now()}@example.org`);
  await dialog.getByRole("combobox", { name: texts.field.person_nationality }).fill("Senegal");
  await page.getByRole("option", { name: "Senegal" }).click();
  expect(await dialog.locator("#f-answers-rules").count()).toBe(0);
  await dialog.locator("#f-answers-table").fill("7");
  await dialog.locator("#f-answers-illness").fill("asthma");
  await expectNoViolations(page);
  await dialog.getByRole("button", { name: texts.addParticipant.save, exact: true }).click();
  await page.getByRole("heading", { name: "Awa Guest" }).waitFor();
  const { items } = await callSuccessfully(`/v1/conferences/${conferenceId}/registrations`, asSecretariat());
  expect((await fetchRegistration(items[0]?.registrationId ?? "")).body).toMatchObject({
    answers: { table: 7 },
    sensitiveAnswers: ["illness"],
  });
  expect(complaints).toEqual([]);
});

test("the questions of a conference are loaded where it has any, also after an officer has added the first one", async () => {
  const { builder } = builderTexts.en;
  const conferenceId = await createConference(5);
  const registrationId = await registerPerson(conferenceId, { familyName: "Diallo" });
  const { page, complaints } = await openStaffVisitor("secretariat", { viewport: { width: 1440, height: 900 } });
  const asked: string[] = [];
  page.on("request", (request) => request.url().endsWith("/questions") && asked.push(request.method()));
  await page.goto(toQueueUrl(conferenceId, registrationId));
  await page.getByRole("button", { name: consoleTexts.en.edit.open, exact: true }).click();
  await page.getByRole("dialog").locator("#f-changesUntil").waitFor();
  expect(asked).toEqual([]);
  await page.goto(`/console#conference=${conferenceId}&view=settings&section=form`);
  await page.locator("#add-question").selectOption("text");
  await page.locator(".question-editor [id$=--label-en]").fill("Topic");
  await page.getByRole("button", { name: builder.save, exact: true }).click();
  await page.getByRole("button", { name: builder.save, exact: true }).waitFor({ state: "detached" });
  await page.goto(toQueueUrl(conferenceId, registrationId));
  await page.getByRole("button", { name: consoleTexts.en.edit.open, exact: true }).click();
  await page.getByRole("dialog").locator("#f-answers-topic").waitFor();
  expect(complaints).toEqual([]);
});
