import { expect, test } from "vitest";
import { buildFormBody } from "../support/builders.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { putProgramme } from "../system/support/pages.ts";
import { callSuccessfully, createConference, getSharedSystem, postDecision } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, openVisitor } from "./support/browser.ts";
import { signInByLink } from "./support/delegate.ts";
import { savePicture } from "./support/picture.ts";
import { pageTexts } from "./support/words.ts";

const [morning, late] = [
  {
    sessionId: "morning",
    title: { en: "Cities that receive migrants", ar: "المدن التي تستقبل المهاجرين" },
    startsAt: "2027-10-26T08:00:00Z",
    endsAt: "2027-10-26T09:30:00Z",
  },
  // On the next day at the venue.
  {
    sessionId: "late",
    title: { en: "Reception" },
    startsAt: "2027-10-26T22:30:00Z",
    endsAt: "2027-10-26T23:00:00Z",
  },
];

const ambassador = {
  name: "Juan José Gómez Camacho",
  role: "moderator",
  functionTitle:
    "Ambassador Extraordinary and Plenipotentiary, Permanent Representative of Mexico to the United Nations, Co-facilitator of the intergovernmental consultations and negotiations on the GCM",
  country: "MEX",
};

/** A conference with a published programme, and an approved person on its panel. */
async function createProgramme() {
  const id = await createConference(5, { sessions: [late, morning] });
  const email = `amina.${id}@example.org`;
  const body = buildFormBody({ organization: "Union of Cities" }, { email });
  const { registrationId } = await callSuccessfully(`/v1/conferences/${id}/registrations`, { body });
  expect((await postDecision(registrationId, "approve")).status).toBe(200);
  const people = [ambassador, { registrationId, role: "speaker" }];
  const panel = { panelId: "cities", title: { en: "Who decides?", ar: "من يقرر؟" }, people };
  const description = { en: "How mayors decide.\nAnd with whom.", ar: "كيف يقرر رؤساء البلديات." };
  const sessions = [{ sessionId: "morning", room: "Room XX", description, panels: [panel] }];
  expect((await putProgramme(id, { sessions, published: true })).status).toBe(200);
  return { id, email };
}

test.each(languagesInBrowser)("%s: anyone reads the programme by day, on a narrow phone", async (language) => {
  const { id } = await createProgramme();
  const texts = pageTexts[language];
  const { page, complaints } = await openVisitor({
    viewport: { width: 320, height: 700 },
    locale: language,
    // The times are those of the venue, wherever the reader is.
    timezoneId: "Asia/Tokyo",
  });
  await page.goto(`/?lang=${language}&conference=${id}`);
  const programme = page.getByRole("region", { name: texts.programme.title });
  await programme.waitFor();
  expect(
    await programme.locator("h3 time").evaluateAll((all) => all.map((each) => each.getAttribute("datetime"))),
  ).toEqual(["2027-10-26", "2027-10-27"]);
  expect(await programme.locator("h4").allTextContents()).toEqual([
    language === "ar" ? morning.title.ar : morning.title.en,
    "Reception",
  ]);
  expect(await programme.locator("article time").allTextContents()).toEqual(["10:00", "11:30", "00:30", "01:00"]);
  const text = (await programme.textContent()) ?? "";
  for (const part of [ambassador.name, ambassador.functionTitle, "Room XX", "Amina Diallo", "Union of Cities"])
    expect(text).toContain(part);
  for (const role of [texts.panelRole.moderator, texts.panelRole.speaker]) expect(text).toContain(role);
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
  await programme.scrollIntoViewIfNeeded();
  await savePicture(page, "programme", language, "phone");
  const link = programme.getByRole("link", { name: texts.programme.calendar });
  const calendar = await fetch(getSharedSystem().api + ((await link.getAttribute("href")) ?? ""));
  expect([calendar.status, await calendar.text()]).toEqual([200, expect.stringContaining("BEGIN:VEVENT")]);
  expect(complaints).toEqual([]);
});

test.each(languagesInBrowser)("%s: a speaker finds their panel on their own page", async (language) => {
  const { email, id } = await createProgramme();
  const texts = pageTexts[language];
  const { page, complaints } = await openVisitor({ viewport: { width: 320, height: 700 }, locale: language });
  await signInByLink(page, id, email, language);
  const own = page.getByRole("region", { name: texts.programme.own });
  await own.waitFor();
  const text = await own.textContent();
  for (const part of [texts.panelRole.speaker, "Room XX", language === "ar" ? "من يقرر؟" : "Who decides?"])
    expect(text).toContain(part);
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
  await savePicture(page, "own-panels", language, "phone");
  expect(complaints).toEqual([]);
});
