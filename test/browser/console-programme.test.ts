import { expect, test } from "vitest";
import { formatText } from "../../web/kit/i18n/message-format.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { putProgramme } from "../system/support/pages.ts";
import { waitForSearchResult } from "../system/support/people.ts";
import {
  asSecretariat,
  callSystem,
  createConference,
  fetchRegistration,
  postRegistration,
} from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll } from "./support/browser.ts";
import { pressKey } from "./support/keyboard.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { savePicture } from "./support/picture.ts";
import { consoleTexts } from "./support/words.ts";

const opening = {
  sessionId: "opening",
  title: { en: "Opening", ar: "الافتتاح" },
  startsAt: "2027-10-26T08:00:00Z",
  endsAt: "2027-10-26T10:00:00Z",
};

/** A conference with a session and a person who can be found. */
async function createPreparedConference() {
  const id = await createConference(5, {
    sessions: [opening],
    languages: ["en", "ar"],
    targets: { gender: { female: 0.5, male: 0.5 } },
  });
  const familyName = `Fall${Date.now().toString(36)}`;
  const form = { organization: "City of Dakar", country: "SEN" };
  const made = await postRegistration(id, form, { givenName: "Awa", familyName, gender: "female" });
  const { registrationId } = made.body;
  await waitForSearchResult(id, familyName, [registrationId]);
  return { id, registrationId, familyName, name: `Awa ${familyName}` };
}

interface SavedProgramme {
  readonly version: number;
  readonly published?: object;
  readonly sessions: readonly { readonly room?: string; readonly panels: readonly { readonly people: object[] }[] }[];
}

const readSaved = async (id: string) =>
  (await callSystem(`/v1/conferences/${id}/programme`, asSecretariat())).body as unknown as SavedProgramme;

test.each(languagesInBrowser)(
  "%s: the secretariat writes a programme by keyboard, sees its balance, and publishes it",
  async (language) => {
    const words = consoleTexts[language];
    const texts = words.speakers;
    const { id, registrationId, familyName, name } = await createPreparedConference();
    const { page, complaints } = await openStaffVisitor("secretariat", { locale: language });
    const format = (text: string, values: Record<string, string>) => formatText(text, values, language);
    const press = (label: string) => pressKey(page.getByRole("button", { name: label, exact: true }));
    await page.goto(`/console?lang=${language}#conference=${id}&view=programme`);
    await page.getByRole("heading", { name: words.nav.programme, level: 1 }).waitFor();
    await page.getByText(texts.draft).waitFor();
    await page.locator("#programme-sessions-0-room").fill("Room XX");
    await pressKey(page.getByRole("button", { name: texts.addPanel }));
    // A panel without a title is refused, and the summary leads to the field.
    await press(texts.save);
    const summary = page.getByRole("alert").filter({ hasText: words.error.summary });
    await pressKey(summary.getByRole("link").first());
    await page.keyboard.type("Who decides?");
    expect(await page.locator("#programme-sessions-0-panels-0-title-en").inputValue()).toBe("Who decides?");

    await press(texts.addPerson);
    const dialog = page.getByRole("dialog");
    await page.locator("#programme-search").fill(familyName);
    await pressKey(page.locator("#programme-search"));
    await dialog.getByRole("button", { name: format(texts.add, { name }) }).waitFor();
    await expectNoViolations(page);
    await pressKey(dialog.getByRole("button", { name: format(texts.add, { name }) }));
    await dialog.waitFor({ state: "detached" });
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(texts.addPerson);
    await press(texts.addPerson);
    await page.locator("#programme-named").getByRole("textbox").first().fill(" ");
    await pressKey(dialog.getByRole("button", { name: texts.addNamed, exact: true }));
    await dialog.getByText(words.validation.required).waitFor();
    await page.locator("#programme-name").fill("Kofi Mensah");
    await page.locator("#programme-gender").selectOption("male");
    await pressKey(page.locator("#programme-name"));
    await dialog.waitFor({ state: "detached" });
    const people = page.locator(".programme-person strong");
    expect(await people.allTextContents()).toEqual([name, "Kofi Mensah"]);
    // The button that moves a person keeps the focus.
    const up = format(texts.moveUp, { name: "Kofi Mensah" });
    await press(up);
    expect(await people.allTextContents()).toEqual(["Kofi Mensah", name]);
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe(up);
    await page.locator(".programme-person select").first().selectOption("moderator");

    await press(texts.save);
    await page.getByRole("status").filter({ hasText: texts.saved }).waitFor();
    const saved = await readSaved(id);
    expect(saved).toMatchObject({ version: 1, sessions: [{ room: "Room XX", panels: [{ people: [{}, {}] }] }] });
    expect(saved.sessions[0]?.panels[0]?.people).toMatchObject([
      { name: "Kofi Mensah", role: "moderator", gender: "male" },
      { registrationId, role: "speaker", name },
    ]);
    expect(saved).not.toHaveProperty("published");
    // The balance is read before anything is public, and in words.
    const table = page.getByRole("table", { name: new RegExp(words.composition.gender) });
    await table.getByText(words.balance.met).first().waitFor();
    expect(await table.getByRole("row").count()).toBe(3);
    await page.locator("#balance-scope").selectOption({ label: "Who decides?" });
    await expectNoViolations(page);
    await page.setViewportSize({ width: 320, height: 700 });
    await expectNoSidewaysScroll(page);
    await expectNoViolations(page);
    await page.setViewportSize({ width: 1_440, height: 900 });
    await savePicture(page, "console-programme-edited", language, "desk");

    // The badge says another role than the panel, until the officer corrects it.
    await page.getByText(format(texts.badgeRole, { role: words.role.delegate })).waitFor();
    await press(format(texts.setRole, { role: words.role.speaker, name }));
    await page.getByText(format(texts.badgeRole, { role: words.role.delegate })).waitFor({ state: "detached" });
    expect((await fetchRegistration(registrationId)).body).toMatchObject({ role: "speaker" });

    await press(texts.publish);
    await page.getByRole("status").filter({ hasText: texts.published }).waitFor();
    expect(await readSaved(id)).toMatchObject({ version: 2, published: { version: 2 } });
    await press(format(texts.remove, { name: "Kofi Mensah" }));
    await press(texts.save);
    await page.getByText(texts.changed).waitFor();
    await press(texts.takeBack);
    await page.getByText(texts.draft).waitFor();
    expect(await readSaved(id)).not.toHaveProperty("published");
    expect(complaints).toEqual([]);
  },
);

test("a person who was typed is linked to the registration, and a draft that another officer changed is not overwritten", async () => {
  const texts = consoleTexts.en.speakers;
  const { id, familyName, name } = await createPreparedConference();
  const people = [{ name: familyName, role: "speaker" }];
  const sessions = [{ sessionId: "opening", panels: [{ panelId: "cities", title: { en: "Cities" }, people }] }];
  await putProgramme(id, { sessions });
  const { page } = await openStaffVisitor();
  await page.goto(`/console?lang=en#conference=${id}&view=programme`);
  await page.getByText(texts.notRegistered).waitFor();
  await pressKey(page.getByRole("button", { name: texts.linkTo.replace("{name}", familyName) }));
  await pressKey(page.getByRole("dialog").getByRole("button", { name: texts.search, exact: true }));
  await pressKey(page.getByRole("dialog").getByRole("button", { name: name }));
  await page.getByRole("link", { name }).waitFor();
  await putProgramme(id, { sessions: [] });
  await pressKey(page.getByRole("button", { name: texts.save, exact: true }));
  await page.getByRole("alert").waitFor();
  expect(await readSaved(id)).toMatchObject({ version: 2, sessions: [{ panels: [] }] });
});
