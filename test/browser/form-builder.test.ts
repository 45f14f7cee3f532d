import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { Language } from "#shared/model/conference.ts";
import { isolateText } from "../../web/kit/i18n/languages.ts";
import { toOptions } from "../support/builders.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import {
  asSecretariat,
  callSuccessfully,
  callSystem,
  createConference,
  postRegistration,
} from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, getButton } from "./support/browser.ts";
import { pressKey } from "./support/keyboard.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { savePicture } from "./support/picture.ts";
import { builderTexts, consoleTexts, templateTexts } from "./support/words.ts";

const fill = (text: string, values: Readonly<Record<string, string | number>>) =>
  Object.entries(values).reduce((filled, [name, value]) => filled.replace(`{${name}}`, String(value)), text);

const waitForFocus = (page: Page, id: RegExp) =>
  expect.poll(() => page.evaluate(() => document.activeElement?.id)).toMatch(id);

const readQuestions = async (conferenceId: string) =>
  (await callSystem(`/v1/conferences/${conferenceId}/questions`, asSecretariat())).body as unknown as {
    version: number;
    items: { key: string }[];
  };

async function putQuestions(conferenceId: string, items: readonly object[]): Promise<void> {
  await callSuccessfully(
    `/v1/conferences/${conferenceId}/questions`,
    asSecretariat({ method: "PUT", body: { items } }),
  );
}

async function openBuilder(conferenceId: string, language: Language = "en") {
  const visitor = await openStaffVisitor("secretariat", { locale: language });
  await visitor.page.goto(`/console?lang=${language}#conference=${conferenceId}&view=settings&section=form`);
  await visitor.page.locator("#add-question").waitFor();
  return visitor;
}

test.each(languagesInBrowser)(
  "%s: an officer starts from a template, adds a question with a condition, moves it by keyboard, and saves",
  async (language) => {
    const words = consoleTexts[language];
    const { builder } = builderTexts[language];
    const conferenceId = await createConference(5, { languages: ["en", "fr", "ar"] });
    const { page, complaints } = await openBuilder(conferenceId, language);
    await getButton(page, `+ ${templateTexts[language].template.accommodation}`).click();
    await page.locator("#q-hotelNeeded--open").waitFor();
    await page.locator("#add-question").selectOption("choice");
    const form = page.locator(".question-editor");
    // The new question has the focus at its text.
    await waitForFocus(page, /--label-en$/);
    await page.keyboard.type("Breakfast");
    await form.locator("[id$=--options-0-label-en]").fill("Early");
    await form.locator("[id$=--options-1-label-en]").fill("Late");
    await form.locator("[id$=--when-question]").selectOption("hotelNeeded");
    const condition = fill(builder.condition, {
      name: isolateText(templateTexts[language].templateQuestion.hotelNeeded),
      answers: isolateText(words.common.yes),
    });
    expect(await page.locator(".question-notes").filter({ hasText: condition }).count()).toBe(4);
    await page.getByText(fill(builder.missing, { languages: "Français · العربية" })).waitFor();
    await getButton(page, builder.done).click();
    await waitForFocus(page, /--open$/);
    await page.keyboard.press("Shift+Tab");
    await waitForFocus(page, /--move$/);
    for (const position of [5, 4]) {
      await page.keyboard.press("ArrowUp");
      await page
        .getByRole("status")
        .filter({ hasText: fill(words.setup.moved, { name: "Breakfast", position }) })
        .waitFor({ state: "attached" });
      await waitForFocus(page, /--move$/);
    }

    // The preview is the public form: the question appears with the answer that it depends on.
    const preview = page.locator(".preview-form");
    await page.locator("#preview-language").selectOption("ar");
    await page.locator(".preview-form[dir=rtl]").waitFor();
    expect(await preview.locator("#f-answers-breakfast").count()).toBe(0);
    await preview.locator("#f-answers-hotelNeeded input").first().check();
    await preview.locator("#f-answers-breakfast").waitFor();
    await expectNoViolations(page);
    await savePicture(page, "form-builder", language, "desk");
    await page.setViewportSize({ width: 320, height: 700 });
    await expectNoSidewaysScroll(page);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.reload();
    await page.locator("#q-hotelNeeded--open").waitFor();
    await getButton(page, builder.save).click();
    await getButton(page, builder.save).waitFor({ state: "detached" });
    const { items } = await readQuestions(conferenceId);
    expect(items.map(({ key }) => key)).toEqual([
      "accommodationSection",
      "hotelNeeded",
      "hotelFrom",
      "breakfast",
      "hotelUntil",
      "hotelWishes",
    ]);
    expect(items[3]).toMatchObject({
      type: "choice",
      label: { en: "Breakfast" },
      options: [
        { value: "early", label: { en: "Early" } },
        { value: "late", label: { en: "Late" } },
      ],
      when: { question: "hotelNeeded", in: [true] },
    });
    expect(complaints).toEqual([]);
  },
);

test("every template is accepted as it is", async () => {
  const { builder } = builderTexts.en;
  const conferenceId = await createConference(5, { languages: ["en", "fr", "es", "ar", "zh", "ru"] });
  const { page } = await openBuilder(conferenceId);
  for (const title of Object.values(templateTexts.en.template)) {
    const count = await page.locator(".question-row").count();
    await getButton(page, `+ ${title}`).click();
    await expect.poll(() => page.locator(".question-row").count()).toBeGreaterThan(count);
  }
  expect(await page.locator(".question-notes .missing").count()).toBe(0);
  await getButton(page, builder.save).click();
  await getButton(page, builder.save).waitFor({ state: "detached" });
  expect((await readQuestions(conferenceId)).items).toHaveLength(35);
});

test("a question is dragged to another place, and its condition is refused where it names a later question", async () => {
  const { builder } = builderTexts.en;
  const conferenceId = await createConference(5);
  await putQuestions(conferenceId, [
    { key: "visa", type: "yes-no", label: { en: "Visa needed" } },
    { key: "embassy", type: "country", label: { en: "Embassy" }, when: { question: "visa", in: [true] } },
    { key: "diet", type: "text", label: { en: "Diet" } },
  ]);
  const { page } = await openBuilder(conferenceId);
  const handle = await page.locator("#q-visa--move").boundingBox();
  const target = await page.locator("#q-diet--open").boundingBox();
  if (!handle || !target) throw new Error("no questions");
  await page.mouse.move(handle.x + 10, handle.y + 10);
  await page.mouse.down();
  await page.mouse.move(handle.x + 10, target.y, { steps: 5 });
  await page.mouse.move(handle.x + 10, target.y + target.height + 10);
  await page.mouse.up();
  const readNames = () => page.locator(".question-open bdi").allTextContents();
  expect(await readNames()).toEqual(["Embassy", "Diet", "Visa needed"]);
  await getButton(page, builder.save).click();
  const summary = page.getByRole("alert").getByRole("link");
  await summary.first().click();
  await waitForFocus(page, /^q-embassy--when-question$/);
  await page.locator("#q-embassy--when-question").selectOption("");
  await getButton(page, builder.save).click();
  await getButton(page, builder.save).waitFor({ state: "detached" });
  expect((await readQuestions(conferenceId)).items.map(({ key }) => key)).toEqual(["embassy", "diet", "visa"]);
});

test("the builder says what changes for people who have registered, and shows what is refused at the question", async () => {
  const { builder } = builderTexts.en;
  const conferenceId = await createConference(5);
  const hotel = {
    key: "hotel",
    type: "choice",
    label: { en: "Hotel" },
    options: toOptions("lake", "city"),
  };
  await putQuestions(conferenceId, [hotel, { key: "diet", type: "text", label: { en: "Diet" } }]);
  const { status } = await postRegistration(conferenceId, { answers: { hotel: "lake" } });
  expect(status).toBe(201);
  const { page } = await openBuilder(conferenceId);
  await page.locator("#q-hotel--open").click();
  await page.locator("#q-hotel--options-1-label-en").fill("Town");
  await getButton(page, "Remove lake").click();
  await page.locator("#q-diet--open").click();
  await getButton(page, "Remove Diet").click();
  for (const sentence of [
    fill(builder.change.optionRemoved, { name: isolateText("Hotel"), option: isolateText("lake") }),
    fill(builder.change.optionRenamed, { name: isolateText("Hotel"), option: isolateText("Town") }),
    fill(builder.change.removed, { name: isolateText("Diet") }),
  ])
    await page.getByText(sentence).waitFor();
  await getButton(page, builder.save).click();
  await page.getByRole("alert").getByRole("link").first().click();
  await page.locator("#q-hotel--options .fault").getByText("lake").waitFor();
  await getButton(page, builder.discard).click();
  expect(await page.locator(".question-open bdi").allTextContents()).toEqual(["Hotel", "Diet"]);
});

test("a removed question comes back to its place by keyboard, until the form is saved", async () => {
  const { builder } = builderTexts.en;
  const conferenceId = await createConference(5);
  const question = (key: string) => ({ key, type: "text", label: { en: key } });
  await putQuestions(conferenceId, [question("first"), question("second"), question("third")]);
  const { page, complaints } = await openBuilder(conferenceId);
  const listNames = () => page.locator(".question-open bdi").allTextContents();
  const remove = async (key: string) => {
    await page.locator(`#q-${key}--open`).click();
    await pressKey(getButton(page, `Remove ${key}`));
    await waitForFocus(page, /^undo-removal$/);
  };
  await remove("second");
  expect(await listNames()).toEqual(["first", "third"]);
  await expectNoViolations(page);
  await page.keyboard.press("Enter");
  await waitForFocus(page, /^q-second--open$/);
  expect(await listNames()).toEqual(["first", "second", "third"]);
  expect(await getButton(page, builder.undo).count()).toBe(0);
  await remove("third");
  await getButton(page, builder.save).click();
  await getButton(page, builder.undo).waitFor({ state: "detached" });
  expect((await readQuestions(conferenceId)).items.map(({ key }) => key)).toEqual(["first", "second"]);
  expect(complaints).toEqual([]);
});

test("an officer's questions stay while another saves, and are applied to the version of the other", async () => {
  const words = consoleTexts.en;
  const { builder } = builderTexts.en;
  const conferenceId = await createConference(5);
  const question = (key: string) => ({ key, type: "text", label: { en: key } });
  await putQuestions(conferenceId, [question("first")]);
  const { page } = await openBuilder(conferenceId);
  await page.locator("#q-first--open").click();
  await page.locator("#q-first--label-en").fill("First of all");
  await putQuestions(conferenceId, [question("first"), question("second")]);
  await getButton(page, builder.save).click();
  await page.getByRole("heading", { name: words.setup.changedMeanwhile }).waitFor();
  await page.getByText(fill(builder.change.added, { name: isolateText("second") })).waitFor();
  await getButton(page, words.setup.mergeOwn).click();
  await getButton(page, builder.save).click();
  await getButton(page, builder.save).waitFor({ state: "detached" });
  expect(await readQuestions(conferenceId)).toMatchObject({
    version: 3,
    items: [{ key: "first", label: { en: "First of all" } }, { key: "second" }],
  });
});
