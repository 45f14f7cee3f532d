import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { waitForEmails } from "../system/support/mailbox.ts";
import {
  asSecretariat,
  callSuccessfully,
  callSystem,
  findConferenceSettings,
  getSharedSystem,
} from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, getButton, keepPagesOpen, openVisitor } from "./support/browser.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { builderTexts, consoleTexts, delegateTexts, templateTexts } from "./support/words.ts";

keepPagesOpen();

const words = consoleTexts.fr;
const { builder } = builderTexts.fr;
const conferenceId = `dialogue-${Date.now().toString(36)}`;
const copyId = `${conferenceId}-copy`;

/** What a first-time user takes to find and press something, and to type a character, in seconds. */
const secondsPer = { press: 6, character: 0.4 };

/** Presses and types as a person does, and counts both. */
class CountedHand {
  presses = 0;
  characters = 0;

  async press(target: Locator): Promise<void> {
    this.presses += 1;
    await target.click();
  }

  /** A press into the field, then the text. */
  async type(target: Locator, text: string): Promise<void> {
    this.presses += 1;
    this.characters += text.length;
    await target.fill(text);
  }

  get seconds(): number {
    return this.presses * secondsPer.press + this.characters * secondsPer.character;
  }
}

const formatDay = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);

const readQuestionKeys = async (id: string) =>
  (await callSystem(`/v1/conferences/${id}/questions`)).body.items.map(
    (each) => (each as unknown as { key: string }).key,
  );

test("an officer makes a conference with three conditional questions, and a person registers in French", async () => {
  const hand = new CountedHand();
  const { page, complaints } = await openStaffVisitor("secretariat", {
    locale: "fr",
    viewport: { width: 1366, height: 768 },
  });
  const field = (path: string) => page.locator(`#s-${path}`);
  await page.goto("/console?lang=fr");
  await hand.press(page.getByRole("link", { name: words.console.new }));
  await hand.type(field("title-en"), "Dialogue on Migration");
  await hand.type(field("title-fr"), "Dialogue sur la migration");
  await hand.type(field("venue-name"), "Palais des Nations");
  await hand.type(field("venue-city"), "Genève");
  await expect.poll(() => field("timeZone").inputValue()).toBe("Europe/Zurich");
  await hand.type(field("registration-opensAt"), `${formatDay(-1)}T08:00`);
  expect(await field("conferenceId").inputValue()).toMatch(/^dialogue-on-migration-20\d\d$/);
  await hand.type(field("conferenceId"), conferenceId);
  await hand.press(getButton(page, words.setup.preview));
  await hand.press(getButton(page, words.setup.put));
  await hand.press(getButton(page, `+ ${templateTexts.fr.template.accommodation}`));
  await page.locator("#q-hotelNeeded--open").waitFor();
  await hand.press(getButton(page, builder.save));
  await getButton(page, builder.save).waitFor({ state: "detached" });
  expect(complaints).toEqual([]);

  const texts = delegateTexts.fr;
  const questions = templateTexts.fr.templateQuestion;
  const { page: visit, complaints: others } = await openVisitor({ locale: "fr" });
  const next = getButton(visit, texts.step.next);
  await visit.goto(`/?conference=${conferenceId}&lang=fr`);
  await hand.press(getButton(visit, texts.conference.apply));
  await hand.type(visit.locator("#f-person-givenName"), "Amina");
  await hand.type(visit.locator("#f-person-familyName"), "Diallo");
  await hand.type(visit.locator("#f-person-email"), `amina.${Date.now()}@example.org`);
  await hand.type(visit.locator("#f-person-nationality"), "SEN");
  await hand.press(visit.locator("[role=option]").first());
  await hand.press(next);
  await hand.press(visit.getByRole("radio", { name: consoleTexts.fr.categoryKind.ngo }));
  await hand.type(visit.locator("#f-organization"), "Union");
  await hand.press(next);
  await visit.getByLabel(texts.field.person_nameOnBadge).waitFor();
  await hand.press(next);
  await visit.getByText(questions.hotelNeeded).waitFor();
  expect(await visit.getByText(questions.hotelFrom).count()).toBe(0);
  await hand.press(visit.locator("#f-answers-hotelNeeded input").first());
  await hand.type(visit.locator("#f-answers-hotelFrom"), formatDay(179));
  await hand.type(visit.locator("#f-answers-hotelUntil"), formatDay(182));
  await hand.type(visit.locator("#f-answers-hotelWishes"), "Au calme");
  await hand.press(next);
  await hand.press(getButton(visit, texts.step.send));
  await visit.getByRole("heading", { name: texts.done.title }).waitFor();
  expect(others).toEqual([]);
  console.log(`set-up journey: ${hand.presses} presses, ${hand.characters} characters, ${hand.seconds} s`);
  expect(hand.seconds).toBeLessThan(600);
  expect(hand.presses).toBeLessThan(40);
});

test("an officer copies the conference and changes three things; the copy has no registrations", async () => {
  const focalPoints = [`union.${Date.now()}@example.org`];
  const union = { name: { en: "Union of Cities" }, category: "ngo", focalPoints, quota: 3 };
  await callSuccessfully(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body: union }));
  const hand = new CountedHand();
  const { page, complaints } = await openStaffVisitor("secretariat", { locale: "fr" });
  await page.goto(`/console?lang=fr#conference=${conferenceId}&view=settings`);
  await hand.press(page.getByRole("link", { name: words.copy.open }));
  await page.locator("#copy-conferenceId").waitFor();
  await expectNoViolations(page);
  await page.setViewportSize({ width: 320, height: 700 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1366, height: 768 });
  await hand.type(page.locator("#copy-title-fr"), "Dialogue sur les villes");
  await hand.type(page.locator("#copy-conferenceId"), copyId);
  await hand.press(page.getByRole("checkbox", { name: words.copy.part.organizations }));
  await hand.press(getButton(page, words.copy.save));
  await page.locator("#s-venue-city").waitFor();
  await hand.type(page.locator("#s-venue-city"), "Lausanne");
  await hand.press(getButton(page, words.setup.preview));
  await hand.press(getButton(page, words.setup.put));
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await hand.press(page.getByRole("link", { name: words.settingsSection.form }));
  await hand.press(page.locator("#q-hotelWishes--open"));
  const remove = words.setup.remove.replace("{name}", templateTexts.fr.templateQuestion.hotelWishes);
  await hand.press(getButton(page, remove));
  await hand.press(getButton(page, builder.save));
  await getButton(page, builder.save).waitFor({ state: "detached" });
  const [source, copy] = [await findConferenceSettings(conferenceId), await findConferenceSettings(copyId)];
  const { startsOn } = source as unknown as { startsOn: string };
  expect(copy).toMatchObject({
    title: { en: "Dialogue on Migration", fr: "Dialogue sur les villes" },
    venue: { city: "Lausanne", name: "Palais des Nations" },
    startsOn: `${Number(startsOn.slice(0, 4)) + 1}${startsOn.slice(4)}`,
  });
  expect(await readQuestionKeys(copyId)).toEqual(["accommodationSection", "hotelNeeded", "hotelFrom", "hotelUntil"]);
  const copied = (await callSystem(`/v1/conferences/${copyId}/delegations`, asSecretariat())).body.items;
  expect(copied).toMatchObject([{ ...union, status: "accredited", confirmation: "awaited" }]);
  const asked = await waitForEmails(getSharedSystem().home, focalPoints[0] ?? "", 2);
  expect(asked.map(({ kind }) => kind)).toEqual(["delegation-accredited", "focal-point-confirmation"]);
  const { body } = await callSystem(`/v1/conferences/${copyId}/registrations`, asSecretariat());
  expect(body.items).toEqual([]);
  console.log(`copy journey: ${hand.presses} presses, ${hand.characters} characters, ${hand.seconds} s`);
  expect(hand.seconds).toBeLessThan(300);
  expect(complaints).toEqual([]);
});
