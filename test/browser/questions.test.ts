import { expect, test } from "vitest";
import { asSecretariat, callSuccessfully, createConference, fetchRegistration } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, openVisitor } from "./support/browser.ts";
import { reachQuestions } from "./support/delegate.ts";
import { pressKey } from "./support/keyboard.ts";
import { delegateTexts } from "./support/words.ts";

const smallest = { width: 320, height: 640 };

const option = (value: string, ar: string) => ({ value, label: { en: value, ar } });

const questions = [
  { key: "travel", type: "section", label: { en: "Your journey", ar: "رحلتكم" }, help: { en: "All times are local." } },
  { key: "visa", type: "yes-no", label: { en: "Do you need a visa?", ar: "هل تحتاجون إلى تأشيرة؟" }, required: true },
  {
    key: "embassy",
    type: "country",
    label: { en: "Embassy in", ar: "السفارة في" },
    when: { question: "visa", in: [true] },
    required: true,
  },
  { key: "arrival", type: "date", label: { en: "Arrival" }, min: "2027-10-20", max: "2027-10-27" },
  { key: "at", type: "time", label: { en: "Time of arrival", ar: "وقت الوصول" } },
  { key: "bags", type: "number", label: { en: "Bags", ar: "الحقائب" }, max: 9 },
  {
    key: "hotel",
    type: "choice",
    label: { en: "Hotel", ar: "الفندق" },
    options: [option("lake", "البحيرة"), option("city", "المدينة")],
  },
  {
    key: "month",
    type: "choice",
    label: { en: "Month of birth", ar: "شهر الميلاد" },
    options: Array.from({ length: 12 }, (_, index) => option(`m${index + 1}`, `${index + 1}`)),
  },
  {
    key: "meals",
    type: "choices",
    label: { en: "Meals", ar: "الوجبات" },
    options: [option("lunch", "الغداء"), option("dinner", "العشاء")],
    max: 2,
  },
  { key: "phone", type: "phone", label: { en: "Mobile telephone", ar: "الهاتف المحمول" } },
  { key: "site", type: "url", label: { en: "Website", ar: "الموقع" } },
  { key: "topic", type: "text", label: { en: "Topic", ar: "الموضوع" }, maxLength: 20 },
  { key: "about", type: "long-text", label: { en: "About your work", ar: "نبذة عن عملكم" } },
  {
    key: "illness",
    type: "text",
    label: { en: "Health", ar: "الصحة" },
    help: { en: "Only for the medical service" },
    sensitive: true,
  },
  { key: "media", type: "text", label: { en: "Camera" }, categories: ["media"], required: true },
  { key: "flight", type: "text", label: { en: "Flight" }, askedAt: "approved", required: true },
  { key: "note", type: "text", label: { en: "Note of staff" }, staffOnly: true, required: true },
  {
    key: "rules",
    type: "acknowledgement",
    label: { en: "I keep the rules of the house.", ar: "ألتزم بقواعد المكان." },
    help: { en: "No filming in the plenary." },
  },
];

/** As many more as make a form of thirty questions. */
const more = Array.from({ length: 30 - questions.length }, (_, index) => ({
  key: `more${index}`,
  type: "text",
  label: { en: `Further question ${index + 1}`, ar: `سؤال آخر ${index + 1}` },
}));

async function askQuestions(conferenceId: string, items: readonly object[]): Promise<void> {
  const path = `/v1/conferences/${conferenceId}/questions`;
  await callSuccessfully(path, asSecretariat({ method: "PUT", body: { items } }));
}

test.each(["en", "ar"] as const)(
  "%s: thirty questions of a conference on the smallest phone: all types, conditions, errors, and what is sent",
  async (language) => {
    const texts = delegateTexts[language];
    const conferenceId = await createConference(5);
    await askQuestions(conferenceId, [...questions, ...more]);
    const email = `questions.${language}.${Date.now()}@example.org`;
    const { page, complaints } = await openVisitor({ viewport: smallest, locale: language, hasTouch: true });
    await page.goto(`/?lang=${language}#conference=${conferenceId}&step=1`);
    await reachQuestions(page, texts, email, "rules");
    await page.getByLabel(more.at(-1)?.label[language] ?? "").waitFor();
    const next = page.getByRole("button", { name: texts.step.next, exact: true });
    for (const hidden of ["embassy", "media", "flight", "note"])
      expect(await page.locator(`#f-answers-${hidden}`).count()).toBe(0);

    await page.locator("#f-answers-arrival").fill("2027-11-01");
    await page.locator("#f-answers-phone").fill("call me");
    await next.click();
    const summary = page.getByRole("alert");
    await summary.getByRole("link").first().waitFor();
    expect(
      await summary.getByRole("link").evaluateAll((links) => links.map((each) => each.getAttribute("href"))),
    ).toEqual(["visa", "arrival", "phone", "rules"].map((key) => `#f-answers-${key}`));
    expect(await summary.textContent()).toContain(language === "ar" ? "هل تحتاجون إلى تأشيرة؟" : "Do you need a visa?");
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);

    // The keyboard alone answers, and the question that depends on the answer appears below it.
    await pressKey(page.locator("#f-answers-visa input").first(), "Space");
    await page.locator("#f-answers-embassy").fill("CHE");
    await page.locator("[role=option]").first().click();
    await page.locator("#f-answers-arrival").fill("2027-10-25");
    await page.locator("#f-answers-at").fill("09:30");
    await page.locator("#f-answers-bags").fill("2");
    await page.locator("#f-answers-hotel input").nth(1).check();
    await page.locator("#f-answers-month").selectOption("m3");
    for (const meal of ["dinner", "lunch"]) await page.locator(`#f-answers-meals-${meal}`).check();
    await page.locator("#f-answers-phone").fill("+41 22 717 91 11");
    await page.locator("#f-answers-site").fill("https://example.org");
    await page.locator("#f-answers-topic").fill("Cities");
    await page.locator("#f-answers-about").fill("First\nSecond");
    await page.locator("#f-answers-illness").fill("asthma");
    await page.locator("#f-answers-rules-accept").check();
    const stored = await page.evaluate(() => JSON.stringify(localStorage));
    expect([stored.includes("Cities"), stored.includes("asthma")]).toEqual([true, false]);
    await next.click();

    await page.getByRole("heading", { name: texts.step.review }).waitFor();
    await page.getByText(language === "ar" ? "البحيرة" : "lake").waitFor({ state: "detached" });
    await page.getByText(language === "ar" ? "العشاء; الغداء" : "dinner; lunch").waitFor();
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    const sent = page.waitForResponse((answer) => answer.url().endsWith("/registrations"));
    await page.getByRole("button", { name: texts.step.send, exact: true }).click();
    await page.getByRole("heading", { name: texts.done.title }).waitFor();
    const { registrationId } = (await (await sent).json()) as { registrationId: string };
    expect((await fetchRegistration(registrationId)).body).toMatchObject({
      answers: {
        visa: true,
        embassy: "CHE",
        arrival: "2027-10-25",
        at: "09:30",
        bags: 2,
        hotel: "city",
        month: "m3",
        meals: ["dinner", "lunch"],
        phone: "+41 22 717 91 11",
        site: "https://example.org",
        topic: "Cities",
        about: "First\nSecond",
        rules: true,
      },
      sensitiveAnswers: ["illness"],
      acknowledgements: { rules: { version: 1, language } },
    });
    expect(complaints).toEqual([]);
  },
);

test("a form that is open while the questions change says so, and shows the new questions", async () => {
  const texts = delegateTexts.en;
  const conferenceId = await createConference(5);
  const options = [option("lake", "البحيرة"), option("city", "المدينة")];
  const hotel = { key: "hotel", type: "choice", label: { en: "Hotel" }, options, required: true };
  const rules = { key: "rules", type: "acknowledgement", label: { en: "Rules" } };
  await askQuestions(conferenceId, [hotel, rules]);
  const { page, complaints } = await openVisitor({ viewport: smallest, locale: "en" });
  await page.goto(`/?lang=en#conference=${conferenceId}&step=1`);
  await reachQuestions(page, texts, `changed.${Date.now()}@example.org`, "rules");
  await page.locator("#f-answers-hotel input").first().check();
  await page.locator("#f-answers-rules-accept").check();
  await page.getByRole("button", { name: texts.step.next, exact: true }).click();
  await askQuestions(conferenceId, [{ ...hotel, options: options.slice(1) }, rules]);
  await page.getByRole("button", { name: texts.step.send, exact: true }).click();
  await page.getByText("The form has changed").waitFor();
  await expectNoViolations(page);
  await page.getByRole("button", { name: texts.step.send, exact: true }).click();
  await page.getByRole("heading", { name: texts.step.questions }).waitFor();
  await page.locator("#f-answers-hotel input").first().check();
  await page.getByRole("button", { name: texts.step.next, exact: true }).click();
  await page.getByRole("button", { name: texts.step.send, exact: true }).click();
  await page.getByRole("heading", { name: texts.done.title }).waitFor();
  expect(complaints).toEqual([]);
});
