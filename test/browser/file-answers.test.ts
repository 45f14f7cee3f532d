import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { buildJpeg, buildPdf } from "../support/files.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { createAskingConference } from "../system/support/questions.ts";
import {
  asSecretariat,
  callSuccessfully,
  callSystem,
  createConference,
  fetchRegistration,
  postDecision,
} from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { downloadFile, expectNoSidewaysScroll, holdRequests, openVisitor } from "./support/browser.ts";
import { reachQuestions, signInByLink } from "./support/delegate.ts";
import { pressKey } from "./support/keyboard.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { builderTexts, consoleTexts, delegateTexts, fileTexts, focalPoint } from "./support/words.ts";

const smallest = { width: 320, height: 640 };

const cv = { key: "cv", type: "file", label: { en: "Your CV" }, required: true, fileTypes: ["pdf"], maxMegabytes: 1 };
const topic = { key: "topic", type: "text", label: { en: "Topic" } };
const poster = { key: "poster", type: "file", label: { en: "Poster" }, editable: true };
const report = { key: "report", type: "file", label: { en: "Medical report" }, sensitive: true };

const file = (name: string, mimeType: string, bytes: Uint8Array) => ({ name, mimeType, buffer: Buffer.from(bytes) });
const pdf = file("cv.pdf", "application/pdf", buildPdf());

/** Chooses a file for a question, and waits until it is checked. */
async function upload(page: Page, key: string, done: string, chosen = pdf): Promise<void> {
  const field = page.locator(`#f-answers-${key}`);
  await field.locator("input[type=file]").setInputFiles(chosen);
  await field.getByText(done).waitFor();
}

const readAnswers = async (registrationId: string) =>
  ((await fetchRegistration(registrationId)).body as unknown as { answers?: Record<string, string> }).answers ?? {};

/** Presses a button that saves a file. @returns the first bytes of the file */
async function saveFile(page: Page, press: () => Promise<void>): Promise<string> {
  const { bytes } = await downloadFile(page, press);
  return bytes.subarray(0, 5).toString();
}

test.each(["en", "ar"] as const)(
  "%s: a person uploads a required file in the form, opens it on their page and replaces another, and an officer opens both",
  async (locale) => {
    const [texts, words] = [delegateTexts[locale], fileTexts[locale].fileAnswer];
    const conferenceId = await createAskingConference([cv, topic, poster, report]);
    const email = `files.${locale}.${Date.now()}@example.org`;
    const { page, complaints } = await openVisitor({ viewport: smallest, locale, hasTouch: true });
    await page.goto(`/?lang=${locale}#conference=${conferenceId}&step=1`);
    await reachQuestions(page, texts, email, "cv");
    const next = page.getByRole("button", { name: texts.step.next, exact: true });
    await next.click();
    await page.getByRole("alert").getByRole("link").getByText("Your CV").click();
    const field = page.getByRole("group", { name: "Your CV" });
    await expect.poll(() => field.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    const missing = field.getByText(texts.validation.required);
    await missing.waitFor();
    await field.locator("input[type=file]").setInputFiles(file("me.jpg", "image/jpeg", buildJpeg(300, 400)));
    await field.getByRole("alert").getByText(texts.validation.fileType).waitFor();
    // What was said about the missing file ends once a file is chosen.
    expect(await missing.count()).toBe(0);
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    const broken = new TextEncoder().encode("%PDF-1.7 and nothing else");
    await field.locator("input[type=file]").setInputFiles(file("cv.pdf", "application/pdf", broken));
    await field.getByRole("alert").waitFor();
    expect(await field.getByText(words.done).count()).toBe(0);
    // What is typed while the file is checked stays.
    await field.locator("input[type=file]").setInputFiles(pdf);
    await page.locator("#f-answers-topic").fill("Cities");
    await field.getByText(words.done).waitFor();
    expect(await page.locator("#f-answers-topic").inputValue()).toBe("Cities");
    await upload(page, "report", words.done);
    await upload(page, "poster", words.done);
    await pressKey(page.locator("#f-answers-poster").getByRole("button", { name: words.remove }));
    await page.locator("#f-answers-poster").getByText(words.choose).waitFor();
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    await next.click();
    await page.getByRole("heading", { name: texts.step.review }).waitFor();
    expect(await page.getByText(texts.questions.file, { exact: true }).count()).toBe(2);
    const sent = page.waitForResponse((answer) => answer.url().endsWith("/registrations"));
    await page.getByRole("button", { name: texts.step.send, exact: true }).click();
    await page.getByRole("heading", { name: texts.done.title }).waitFor();
    const { registrationId } = (await (await sent).json()) as { registrationId: string };
    const given = await readAnswers(registrationId);
    expect(Object.keys(given).toSorted()).toEqual(["cv", "topic"]);

    await signInByLink(page, conferenceId, email, locale);
    const own = page.getByRole("region", { name: texts.step.questions });
    const open = own.getByRole("button", { name: words.open });
    await open.first().waitFor();
    expect(await open.count()).toBe(2);
    expect(await saveFile(page, () => pressKey(open.first()))).toBe("%PDF-");
    await page.getByRole("button", { name: texts.amend.open, exact: true }).click();
    await upload(page, "poster", words.done, file("map.jpg", "image/jpeg", buildJpeg(600, 800)));
    await expectNoViolations(page);
    await page.getByRole("button", { name: texts.amend.send, exact: true }).click();
    await expect.poll(() => open.count()).toBe(3);
    await expectNoSidewaysScroll(page);
    expect(complaints).toEqual([]);

    const console = await openStaffVisitor("secretariat", { locale, viewport: smallest });
    await console.page.goto(`/console#conference=${conferenceId}&view=queue&registration=${registrationId}`);
    const answers = console.page.getByRole("region", { name: consoleTexts[locale].field.answers });
    const openCv = answers.locator("div").filter({ hasText: "Your CV" }).getByRole("button", { name: words.open });
    expect(await saveFile(console.page, () => pressKey(openCv.first()))).toBe("%PDF-");
    await answers.getByLabel(consoleTexts[locale].case.why).fill("medical service");
    await pressKey(answers.getByRole("button", { name: consoleTexts[locale].answers.open }));
    const opened = answers.locator(".notice").getByRole("button", { name: words.open });
    expect(await saveFile(console.page, () => pressKey(opened))).toBe("%PDF-");
    await expectNoViolations(console.page);
    await expectNoSidewaysScroll(console.page);

    // After the approval, the officer opens the file that the person asks to give before it is the answer.
    await postDecision(registrationId, "approve");
    await page.reload();
    await page.getByRole("button", { name: texts.amend.open, exact: true }).click();
    await upload(page, "cv", words.done);
    await page.getByRole("button", { name: texts.amend.send, exact: true }).click();
    await page.getByRole("table", { name: texts.openRequest.caption }).waitFor();
    await console.page.reload();
    const requested = console.page.getByRole("region", { name: consoleTexts[locale].changeRequest.title });
    const openNew = requested.getByRole("button", { name: words.openNew });
    expect(await saveFile(console.page, () => pressKey(openNew))).toBe("%PDF-");
    expect(await readAnswers(registrationId)).toMatchObject({ cv: given["cv"] });
    await expectNoViolations(console.page);
    expect(console.complaints).toEqual([]);
  },
);

test.each(languagesInBrowser)(
  "%s: an officer asks for a file, says what it may be, and tries the preview",
  async (language) => {
    const [{ builder }, words] = [builderTexts[language], fileTexts[language].fileAnswer];
    const conferenceId = await createConference(5, { languages: [...new Set(["en", language])] });
    const { page, complaints } = await openStaffVisitor("secretariat", { locale: language });
    await page.goto(`/console?lang=${language}#conference=${conferenceId}&view=settings&section=form`);
    await page.locator("#add-question").selectOption("file");
    const form = page.locator(".question-editor");
    await form.locator("[id$=--label-en]").fill("Your CV");
    await form.getByText(builder.more, { exact: true }).click();
    await form.getByRole("group", { name: builder.field.fileTypes }).getByRole("checkbox").first().check();
    await form.locator("[id$=--maxMegabytes]").fill("11");
    await page.getByRole("button", { name: builder.save, exact: true }).click();
    await page.getByRole("alert").getByRole("link").getByText(builder.field.maxMegabytes).waitFor();
    await form.locator("[id$=--maxMegabytes]").fill("2");
    const preview = page.getByRole("region", { name: builder.preview.title }).getByRole("group", { name: "Your CV" });
    await preview.getByText(words.hintPdf.replace("{megabytes}", new Intl.NumberFormat(language).format(2))).waitFor();
    await preview.locator("input[type=file]").setInputFiles(pdf);
    await preview.getByText(words.done).waitFor();
    await expectNoViolations(page);
    await page.getByRole("button", { name: builder.save, exact: true }).click();
    await page.getByRole("button", { name: builder.save, exact: true }).waitFor({ state: "detached" });
    const { body } = await callSystem(`/v1/conferences/${conferenceId}/questions`, asSecretariat());
    expect(body.items).toMatchObject([{ key: "yourCv", type: "file", fileTypes: ["pdf"], maxMegabytes: 2 }]);
    expect(complaints).toEqual([]);
  },
);

test("a focal point uploads the required file of a nominee in the sheet", async () => {
  const [words, { done }] = [focalPoint.en, fileTexts.en.fileAnswer];
  const conferenceId = await createAskingConference([cv]);
  const email = `sheet.files.${Date.now()}@example.org`;
  const body = { name: { en: "Union" }, category: "ngo", focalPoints: [email], quota: 9 };
  const made = await callSuccessfully(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body }));
  const { page, complaints } = await openVisitor({ locale: "en", viewport: smallest });
  await signInByLink(page, conferenceId, email, "en");
  const getCell = (field: string) =>
    page.getByLabel(words.nominate.cell.replace("{field}", field).replace("{row}", "1"), { exact: true });
  await getCell(words.field.person_familyName).fill("Diallo");
  await getCell(words.field.person_nationality).fill("Senegal");
  await page.locator("form.sheet button[type=submit]").click();
  await page.getByRole("alert").getByRole("link").getByText("Your CV").click();
  const cell = page.getByRole("group", {
    name: words.nominate.cell.replace("{field}", "Your CV").replace("{row}", "1"),
  });
  await expect.poll(() => cell.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  await cell.locator("input[type=file]").setInputFiles(pdf);
  await cell.getByText(done).waitFor();
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
  await pressKey(page.locator("form.sheet button[type=submit]"));
  const readMembers = async () => {
    const found = await callSuccessfully(`/v1/delegations/${made.delegationId}`, asSecretariat());
    return (found as unknown as { members: { registrationId: string }[] }).members;
  };
  await expect.poll(async () => (await readMembers()).length).toBe(1);
  const [member] = await readMembers();
  expect(Object.keys(await readAnswers(member?.registrationId ?? ""))).toEqual(["cv"]);
  expect(complaints).toEqual([]);
});

test("a person goes on while an optional file is checked: the answer is in the form", async () => {
  const [texts, words] = [delegateTexts.en, fileTexts.en.fileAnswer];
  const conferenceId = await createAskingConference([topic, poster]);
  const { page, complaints } = await openVisitor({ locale: "en" });
  await page.goto(`/?lang=en#conference=${conferenceId}&step=1`);
  await reachQuestions(page, texts, `poster.${Date.now()}@example.org`, "poster");
  const release = await holdRequests(page, /\/v1\/documents\//);
  const field = page.locator("#f-answers-poster");
  await field.locator("input[type=file]").setInputFiles({ ...pdf, name: "poster.pdf" });
  await field.getByText(words.checking).waitFor();
  await page.locator("#f-answers-topic").fill("Cities");
  await page.getByRole("button", { name: texts.step.next, exact: true }).click();
  await page.getByRole("heading", { name: texts.step.review }).waitFor();
  release();
  await page.getByText(texts.questions.file, { exact: true }).waitFor();
  const sent = page.waitForResponse((answer) => answer.url().endsWith("/registrations"));
  await page.getByRole("button", { name: texts.step.send, exact: true }).click();
  const { registrationId } = (await (await sent).json()) as { registrationId: string };
  expect(Object.keys(await readAnswers(registrationId)).toSorted()).toEqual(["poster", "topic"]);
  expect(complaints).toEqual([]);
});
