import { expect, test } from "vitest";
import { toOptions } from "../support/builders.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { parseCsv } from "../system/support/exports.ts";
import { registerPerson } from "../system/support/people.ts";
import { createAskingConference } from "../system/support/questions.ts";
import { asSecretariat, callSuccessfully } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, phone } from "./support/browser.ts";
import { pressKey } from "./support/keyboard.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { openRegister } from "./support/register.ts";
import { consoleTexts } from "./support/words.ts";

// The labels are not the values, so that a file shows which of them it contains.
const options = toOptions("fish", "rice").map(({ value }) => ({ value, label: { en: `The ${value}` } }));
const meal = { key: "meal", type: "choice", label: { en: "Meal" }, options };
const allergy = { ...meal, key: "allergy", label: { en: "Allergy" }, sensitive: true };

test.each(languagesInBrowser)(
  "%s: the secretariat exports the present view, with a reason for sensitive columns, and answers",
  async (locale) => {
    const texts = consoleTexts[locale];
    const conferenceId = await createAskingConference([meal, allergy]);
    const needs = { diet: "no nuts" };
    const registrationId = await registerPerson(
      conferenceId,
      { familyName: "Diallo" },
      { answers: { meal: "fish", allergy: "rice" }, needs, category: "ngo" },
    );
    await registerPerson(
      conferenceId,
      { familyName: "Other" },
      { answers: { meal: "rice" }, category: "member-state" },
    );
    const { page, complaints } = await openStaffVisitor("secretariat", { locale, viewport: { ...phone, width: 320 } });
    await openRegister(page, conferenceId, "&filter=category%3Dngo");
    await page.getByRole("button", { name: texts.register.export, exact: true }).click();
    const dialog = page.getByRole("dialog", { name: texts.exports.title });
    const download = async (format: string) => {
      const link = dialog.getByRole("link", { name: texts.exports.download.replace("{format}", format) }).first();
      await link.waitFor();
      return (await fetch((await link.getAttribute("href")) ?? "")).text();
    };
    await dialog.getByText(texts.exports.none).waitFor();
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    await dialog.getByLabel(texts.exports.preset).selectOption("catering");
    await dialog.getByLabel(texts.exports.format).selectOption("csv");
    const make = dialog.getByRole("button", { name: texts.exports.make });
    await pressKey(make);
    await dialog.getByText(texts.decide.reasonMissing).waitFor();
    await dialog.getByLabel(texts.exports.reason).fill("to order the meals");
    await pressKey(make);
    const file = await download("CSV");
    expect(file).toMatch(/Diallo.*no nuts.*The fish/);
    expect(file).not.toMatch(/Other|The rice/);
    expect(parseCsv(file, file.includes('";"') ? ";" : ",")[0]).toContain(texts.field.needs_diet);
    const log = await callSuccessfully(`/v1/registrations/${registrationId}/identity-access`, asSecretariat());
    expect(log.items).toMatchObject([{ reason: "to order the meals", what: "export" }]);
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);

    // The reason is for what asks for one.
    await dialog.getByLabel(texts.exports.preset).selectOption("shown");
    const request = page.waitForRequest((each) => each.method() === "POST" && each.url().endsWith("/exports"));
    await pressKey(make);
    expect((await request).postDataJSON()).not.toHaveProperty("reason");

    await dialog.getByLabel(texts.exports.what).selectOption("answers");
    await dialog.getByLabel(texts.exports.format).selectOption("json");
    await dialog.getByRole("textbox", { name: texts.exports.reason }).fill("");
    await pressKey(make);
    expect(JSON.parse(await download("JSON"))).toMatchObject([{ registrationId, "answers.meal": "fish" }]);
    expect(complaints).toEqual([]);
  },
);

test("an officer chooses and orders columns, and keeps them under a name", async () => {
  const texts = consoleTexts.en;
  const conferenceId = await createAskingConference([meal]);
  await registerPerson(conferenceId, { familyName: "Diallo" }, { answers: { meal: "fish" } });
  const { page, complaints } = await openStaffVisitor("secretariat", { viewport: { width: 1366, height: 768 } });
  const open = async () => {
    await openRegister(page, conferenceId);
    await page.getByRole("button", { name: texts.register.export, exact: true }).click();
    return page.getByRole("dialog", { name: texts.exports.title });
  };
  const dialog = await open();
  const columns = dialog.getByRole("group", { name: /^Columns/ });
  await columns.getByText("Meal").waitFor();
  while ((await columns.getByRole("checkbox", { checked: true }).count()) > 0)
    await columns.getByRole("checkbox", { checked: true }).first().uncheck();
  expect(await dialog.getByRole("button", { name: texts.exports.make }).isDisabled()).toBe(true);
  await columns.getByRole("checkbox", { name: "Meal" }).check();
  await columns.getByRole("checkbox", { name: texts.field.person_familyName }).check();
  const move = texts.register.moveEarlier.replace("{column}", texts.field.person_familyName);
  await pressKey(columns.getByRole("button", { name: move }));
  await dialog.getByLabel(texts.exports.presetName).fill("Meals by name");
  await pressKey(dialog.getByRole("button", { name: texts.exports.presetSave }));
  expect(await dialog.getByLabel(texts.exports.preset).locator("option:checked").textContent()).toBe("Meals by name");

  await page.reload();
  const again = await open();
  await again
    .getByRole("group", { name: /^Columns/ })
    .getByText("Meal")
    .waitFor();
  await again.getByLabel(texts.exports.preset).selectOption({ label: "Meals by name" });
  await again.getByLabel(texts.exports.format).selectOption("csv");
  await pressKey(again.getByRole("button", { name: texts.exports.make }));
  const link = again.getByRole("link", { name: /CSV/ });
  await link.waitFor();
  const rows = parseCsv(await (await fetch((await link.getAttribute("href")) ?? "")).text());
  expect(rows).toEqual([
    [texts.field.person_familyName, "Meal"],
    ["Diallo", "The fish"],
  ]);
  expect(complaints).toEqual([]);
});

test("reviewers are offered no export", async () => {
  const conferenceId = await createAskingConference([meal]);
  await registerPerson(conferenceId);
  const { page } = await openStaffVisitor("reviewer");
  await openRegister(page, conferenceId);
  await page.getByText("1 of 1", { exact: true }).waitFor();
  expect(await page.getByRole("button", { name: consoleTexts.en.register.export, exact: true }).count()).toBe(0);
});
