import { expect, test } from "vitest";
import { createAskingConference } from "../system/support/questions.ts";
import { asSecretariat, callSuccessfully, fetchRegistration } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, openVisitor, phone } from "./support/browser.ts";
import { signInByLink } from "./support/delegate.ts";
import { pressKey } from "./support/keyboard.ts";
import { focalPoint } from "./support/words.ts";

const option = (value: string, ar: string) => ({ value, label: { en: `${value} dish`, ar } });
const questions = [
  { key: "visa", type: "yes-no", label: { en: "Visa needed", ar: "التأشيرة" }, required: true },
  {
    key: "embassy",
    type: "country",
    label: { en: "Embassy in", ar: "السفارة في" },
    when: { question: "visa", in: [true] },
    required: true,
  },
  {
    key: "meals",
    type: "choices",
    label: { en: "Meals", ar: "الوجبات" },
    options: [option("fish", "سمك"), option("rice", "أرز")],
  },
  { key: "illness", type: "text", label: { en: "Health", ar: "الصحة" }, sensitive: true, required: true },
  { key: "media", type: "text", label: { en: "Camera", ar: "الكاميرا" }, categories: ["media"], required: true },
  { key: "rules", type: "acknowledgement", label: { en: "Rules", ar: "القواعد" } },
  { key: "flight", type: "text", label: { en: "Flight", ar: "الرحلة" }, askedAt: "approved", required: true },
];

test.each(["en", "ar"] as const)(
  "%s: a focal point answers for nominees in the sheet, by selection, by keyboard and from a spreadsheet",
  async (locale) => {
    const words = focalPoint[locale];
    const labels = Object.fromEntries(questions.map(({ key, label: { en, ar } }) => [key, { en, ar }[locale]]));
    const label = (key: string) => labels[key] ?? "";
    const conferenceId = await createAskingConference(questions);
    const email = `sheet.${locale}.${Date.now()}@example.org`;
    const body = { name: { en: "Union" }, category: "ngo", focalPoints: [email], quota: 9 };
    const made = await callSuccessfully(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body }));
    const { page, complaints } = await openVisitor({ locale, viewport: { ...phone, width: 320 } });
    await signInByLink(page, conferenceId, email, locale);
    const getCell = (field: string, row: number) =>
      page.getByLabel(words.nominate.cell.replace("{field}", field).replace("{row}", `${row}`), { exact: true });
    await getCell(label("visa"), 1).waitFor();
    for (const key of ["media", "rules", "flight", "meals"]) expect(await getCell(label(key), 1).count()).toBe(0);

    await getCell(words.field.person_givenName, 1).focus();
    await page.evaluate(
      (text) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", text);
        document.activeElement?.dispatchEvent(
          new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
        );
      },
      [
        [words.field.person_givenName, words.field.person_nationality, label("visa"), label("embassy"), label("meals")],
        [
          "Awa",
          "SEN",
          words.common.yes,
          locale === "ar" ? "سويسرا" : "Switzerland",
          locale === "ar" ? "سمك; أرز" : "fish dish; Rice dish",
        ],
        ["Ali", "KEN", words.common.no, "", ""],
      ]
        .map((row) => row.join("\t"))
        .join("\n"),
    );
    await page.locator("form.sheet button[type=submit]").click();
    const summary = page.getByRole("alert").getByRole("link");
    await expect.poll(() => summary.count()).toBe(2);
    await summary.first().click();
    expect(await page.evaluate(() => document.activeElement?.id)).toContain("illness");
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    await page.keyboard.type("asthma");
    await getCell(label("illness"), 2).fill("none");
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain("asthma");
    await pressKey(page.locator("form.sheet button[type=submit]"));
    const readMembers = async () => {
      const found = await callSuccessfully(`/v1/delegations/${made.delegationId}`, asSecretariat());
      return (found as unknown as { members: { registrationId: string }[] }).members;
    };
    await expect.poll(async () => (await readMembers()).length).toBe(2);
    const members = await readMembers();
    const [awa, ali] = await Promise.all(
      members.map(async (each) => (await fetchRegistration(each.registrationId)).body),
    );
    expect(awa).toMatchObject({
      answers: { visa: true, embassy: "CHE", meals: ["fish", "rice"] },
      sensitiveAnswers: ["illness"],
    });
    expect(ali).toMatchObject({ answers: { visa: false } });

    await page.getByRole("button", { name: words.substitute.ask, exact: false }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(words.field.person_givenName, { exact: true }).fill("Aya");
    await dialog.locator("#f-person-nationality").fill("SEN");
    await dialog.locator("[role=option]").first().click();
    await dialog.getByRole("button", { name: words.substitute.do, exact: true }).click();
    await dialog.getByRole("alert").getByText(label("visa")).waitFor();
    await dialog.locator("#f-answers-visa input").nth(1).check();
    await dialog.locator("#f-answers-illness").fill("none");
    await expectNoViolations(page);
    await dialog.getByRole("button", { name: words.substitute.do, exact: true }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByText("Aya").first().waitFor();
    expect(complaints).toEqual([]);
  },
);
