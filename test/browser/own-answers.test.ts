import { expect, test } from "vitest";
import { askQuestions, createAskingConference } from "../system/support/questions.ts";
import { asSecretariat, callSuccessfully, fetchRegistration, postDecision } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, openVisitor } from "./support/browser.ts";
import { createApplicant, signInByLink } from "./support/delegate.ts";
import { pressKey } from "./support/keyboard.ts";
import { delegateTexts, pageTexts } from "./support/words.ts";

const smallest = { width: 320, height: 640 };

const option = (value: string, ar: string) => ({ value, label: { en: `${value} dish`, ar } });
const meal = {
  key: "meal",
  type: "choice",
  label: { en: "Meal", ar: "الوجبة" },
  options: [option("fish", "سمك"), option("rice", "أرز")],
  editable: true,
};
const illness = { key: "illness", type: "text", label: { en: "Health", ar: "الصحة" }, sensitive: true };
const title = { key: "talk", type: "text", label: { en: "Title of the talk", ar: "عنوان المداخلة" } };
const rules = { key: "rules", type: "acknowledgement", label: { en: "Rules", ar: "القواعد" } };
const later = { askedAt: "approved", until: "2099-10-01T12:00:00.000Z" };
const flight = { key: "flight", type: "text", label: { en: "Flight", ar: "الرحلة" }, required: true, ...later };
const closed = {
  ...flight,
  key: "closed",
  label: { en: "Hotel", ar: "الفندق" },
  until: "2026-01-01T00:00:00.000Z",
};

test.each(["en", "ar"] as const)(
  "%s: a person reads the answers, answers what is asked after the approval, and changes an editable answer",
  async (locale) => {
    const [texts, words] = [delegateTexts[locale], pageTexts[locale].ownAnswers];
    const conferenceId = await createAskingConference([meal, illness, title, flight, closed]);
    const { email, registrationId } = await createApplicant(conferenceId, {
      answers: { meal: "fish", illness: "asthma", talk: "Cities" },
    });
    await postDecision(registrationId, "approve");
    const { page, complaints } = await openVisitor({ locale, viewport: smallest, hasTouch: true });
    await signInByLink(page, conferenceId, email, locale);
    const own = page.getByRole("region", { name: texts.step.questions });
    for (const text of [locale === "ar" ? "سمك" : "fish dish", "asthma", "Cities"])
      await own.getByText(text, { exact: true }).waitFor();

    const asked = page.getByRole("region", { name: words.laterTitle });
    await asked.getByText("2099").waitFor();
    expect(await page.locator("#f-answers-closed").count()).toBe(0);
    await asked.getByRole("button", { name: words.send, exact: true }).click();
    await asked.getByRole("alert").getByRole("link").waitFor();
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    await page.locator("#f-answers-flight").fill("LX 18");
    await page.keyboard.press("Enter");
    await own.getByText("LX 18").waitFor();
    await asked.waitFor({ state: "detached" });
    await own.getByText("asthma").waitFor();

    await page.getByRole("button", { name: texts.amend.open, exact: true }).click();
    await page.locator("#f-answers-meal input").nth(1).check();
    await page.locator("#f-answers-talk").fill("Villages");
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain("asthma");
    await expectNoViolations(page);
    await page.getByRole("button", { name: texts.amend.send, exact: true }).click();
    await own.getByText(locale === "ar" ? "أرز" : "rice dish", { exact: true }).waitFor();
    const request = page.getByRole("table", { name: texts.openRequest.caption });
    await request.getByRole("rowheader", { name: locale === "ar" ? "عنوان المداخلة" : "Title of the talk" }).waitFor();
    await request.getByRole("cell", { name: "Villages" }).waitFor();
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    expect((await fetchRegistration(registrationId)).body).toMatchObject({
      answers: { meal: "rice", talk: "Cities", flight: "LX 18" },
      sensitiveAnswers: ["illness"],
    });
    expect(complaints).toEqual([]);
  },
);

test.each(["en", "ar"] as const)(
  "%s: a nominee accepts the rules themselves, before all else on the page, and staff see when",
  async (locale) => {
    const [texts, words] = [delegateTexts[locale], pageTexts[locale].ownAnswers];
    const conferenceId = await createAskingConference([meal, rules]);
    const email = `nominee.${locale}.${Date.now()}@people.example`;
    const body = { name: { en: "Union" }, category: "ngo", focalPoints: [`focal.${Date.now()}@people.example`] };
    const path = `/v1/conferences/${conferenceId}/delegations`;
    const { delegationId } = await callSuccessfully(path, asSecretariat({ body }));
    const items = [{ person: { givenName: "Awa", nationality: "SEN", email }, answers: { meal: "fish" } }];
    const made = await callSuccessfully(
      `/v1/delegations/${delegationId}/nominations`,
      asSecretariat({ body: { items } }),
    );
    const registrationId = made.items[0]?.registrationId ?? "";

    const { page, complaints } = await openVisitor({ locale, viewport: smallest, hasTouch: true });
    await signInByLink(page, conferenceId, email, locale);
    const asked = page.getByRole("region", { name: words.acceptTitle });
    await asked.waitFor();
    const [first] = await page.getByRole("article").getByRole("heading", { level: 2 }).all();
    expect(await first?.textContent()).toBe(words.acceptTitle);
    await asked.getByRole("button", { name: words.accept, exact: true }).click();
    await asked.getByRole("alert").waitFor();
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    await pressKey(asked.getByLabel(texts.questions.accept), "Space");
    await pressKey(asked.getByRole("button", { name: words.accept, exact: true }));
    await asked.waitFor({ state: "detached" });
    expect((await fetchRegistration(registrationId)).body).toMatchObject({
      acknowledgements: { rules: { version: 1, language: locale } },
    });
    await page.getByRole("button", { name: texts.amend.open, exact: true }).click();
    await page.locator("#f-answers-meal").waitFor();
    expect(await page.locator("#f-answers-rules").count()).toBe(0);
    expect(complaints).toEqual([]);
  },
);

test("a returned registration is corrected with its marked answer and a text that was added since", async () => {
  const texts = delegateTexts.en;
  const conferenceId = await createAskingConference([meal, title]);
  const answers = { meal: "fish", talk: "Cities" };
  const { email, registrationId } = await createApplicant(conferenceId, { answers });
  await postDecision(registrationId, "return", { reason: "which cities?", fields: ["answers.talk"] });
  await askQuestions(conferenceId, meal, title, rules);
  const { page, complaints } = await openVisitor({ locale: "en", viewport: smallest });
  await signInByLink(page, conferenceId, email, "en");
  await page.locator("#f-answers-talk").fill("Villages");
  expect(await page.locator("#f-answers-meal").count()).toBe(0);
  await page.locator("#f-answers-rules-accept").check();
  await page.getByRole("button", { name: texts.amend.send, exact: true }).click();
  await page.getByRole("heading", { name: texts.amend.returned }).waitFor({ state: "detached" });
  expect((await fetchRegistration(registrationId)).body).toMatchObject({
    accreditation: "pending",
    answers: { meal: "fish", talk: "Villages", rules: true },
  });
  expect(complaints).toEqual([]);
});
