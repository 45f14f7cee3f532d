import { expect, test } from "vitest";
import { toOptions } from "../support/builders.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { registerPerson } from "../system/support/people.ts";
import { createAskingConference } from "../system/support/questions.ts";
import { asSecretariat, callSuccessfully } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, holdRequests, phone } from "./support/browser.ts";
import { pressKey } from "./support/keyboard.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { consoleTexts } from "./support/words.ts";

const options = toOptions("fish", "rice").map(({ value }) => ({ value, label: { en: `The ${value}` } }));
const meal = { key: "meal", type: "choice", label: { en: "Meal" }, options };
const allergy = { ...meal, key: "allergy", label: { en: "Allergy" }, sensitive: true };

test.each(languagesInBrowser)("%s: the statistics count answers, sensitive ones with a reason", async (locale) => {
  const texts = consoleTexts[locale];
  const conferenceId = await createAskingConference([meal, allergy]);
  const registrationId = await registerPerson(conferenceId, {}, { answers: { meal: "fish", allergy: "rice" } });
  const { page, complaints } = await openStaffVisitor("secretariat", { locale, viewport: { ...phone, width: 320 } });
  await page.goto(`/console#conference=${conferenceId}&view=statistics`);
  const counts = page.getByRole("region", { name: texts.shares.answers });
  await counts.getByRole("row", { name: /The fish.*1/ }).waitFor();
  const counted = texts.shares.asOf.replace("{time}", "");
  await counts.getByRole("status").filter({ hasText: counted }).waitFor();
  expect(await counts.getByRole("table").count()).toBe(1);
  await counts.getByLabel(texts.shares.answersReason).fill("to order the meals");
  await pressKey(counts.getByRole("button", { name: texts.shares.countAgain }));
  await counts.getByRole("table").nth(1).waitFor();
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
  const log = await callSuccessfully(`/v1/registrations/${registrationId}/identity-access`, asSecretariat());
  expect(log.items).toMatchObject([{ reason: "to order the meals" }]);

  expect(complaints).toEqual([]);
});

test("a change of language does not count the answers again", async () => {
  const conferenceId = await createAskingConference([meal, allergy]);
  const registrationId = await registerPerson(conferenceId, {}, { answers: { allergy: "rice" } });
  const { page, complaints } = await openStaffVisitor("secretariat");
  await page.goto(`/console#conference=${conferenceId}&view=statistics`);
  const [texts, inFrench] = [consoleTexts.en.shares, consoleTexts.fr.shares];
  const counts = page.getByRole("region", { name: texts.answers });
  await counts.getByRole("table").first().waitFor();
  await counts.getByLabel(texts.answersReason).fill("to order the meals");
  const button = counts.getByRole("button", { name: texts.countAgain });
  const release = await holdRequests(page, /\/answer-statistics$/);
  await pressKey(button);
  await expect.poll(() => button.getAttribute("aria-disabled")).toBe("true");
  release();
  await counts.getByRole("table").nth(1).waitFor();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  const isCounted = (path: string) => path.endsWith("/answer-statistics");
  await page.getByLabel(consoleTexts.en.frame.language).selectOption("fr");
  await page.getByRole("region", { name: inFrench.answers }).getByRole("table").nth(1).waitFor();
  // The conferences are listed again, in the other language.
  await expect.poll(() => asked.filter((path) => path === "/v1/conferences").length).toBeGreaterThan(0);
  expect(asked.filter(isCounted)).toEqual([]);
  const log = await callSuccessfully(`/v1/registrations/${registrationId}/identity-access`, asSecretariat());
  expect(log.items).toHaveLength(1);
  expect(complaints).toEqual([]);
});
