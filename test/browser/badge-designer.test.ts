import type { Locator, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { badgeLayouts } from "#shared/badges/layouts.ts";
import type { BadgeLayout } from "#shared/model/badge-layout.ts";
import type { Language } from "#shared/model/conference.ts";
import { ensureBarcodeReader, readCodes } from "../support/barcode-reader.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { ensurePoppler, readPageTexts, renderPages } from "../support/pdf-reader.ts";
import {
  asDesk,
  asSecretariat,
  callSystem,
  createConference,
  findConferenceSettings,
  getSharedSystem,
  postDecision,
  postRegistration,
} from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { downloadFile, expectNoSidewaysScroll, getButton } from "./support/browser.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { savePicture } from "./support/picture.ts";
import { consoleTexts } from "./support/words.ts";

beforeAll(() => {
  ensureBarcodeReader();
  ensurePoppler();
}, 300_000);

const words = consoleTexts.en;
const findPart = (kind: string, field?: string) =>
  badgeLayouts.a6.parts.findIndex(
    (part) =>
      part.kind === kind && (!field || (part.kind === "texts" && part.texts.some((text) => text.field === field))),
  );
const [photo, titleBox] = [findPart("photo"), findPart("texts", "conference")];

async function openDesigner(conferenceId: string, language: Language = "en", viewport = { width: 1366, height: 768 }) {
  const visitor = await openStaffVisitor("secretariat", { locale: language, viewport });
  const { page } = visitor;
  await page.goto(`/console?lang=${language}#conference=${conferenceId}&view=badge-design`);
  await page.getByRole("heading", { name: consoleTexts[language].nav["badge-design"], level: 1 }).waitFor();
  const waitForDrawing = () => page.waitForFunction(() => document.querySelector("[aria-busy=true]") === null);
  await page.locator("#design-part-0").waitFor();
  await waitForDrawing();
  return { ...visitor, waitForDrawing };
}

const readSavedLayout = async (conferenceId: string) =>
  (await findConferenceSettings(conferenceId)) as unknown as {
    badgeLayout?: BadgeLayout;
    badgeLayouts?: readonly object[];
  };

const readBox = (page: Page, index: number) =>
  Promise.all(
    ["left", "top", "width", "height"].map(async (side) =>
      Number(await page.locator(`#part-${index}-${side}`).inputValue()),
    ),
  );

/** Drags from the middle of an element by so many millimetres of the badge. */
async function drag(page: Page, element: Locator, [right, down]: readonly [number, number]): Promise<void> {
  const area = await page.locator(".design-area").boundingBox();
  const box = await element.boundingBox();
  if (!area || !box) throw new Error("nothing to drag");
  const perMillimetre = area.width / 105;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + (right * perMillimetre) / 2, y, { steps: 3 });
  await page.mouse.move(x + right * perMillimetre, y + down * perMillimetre, { steps: 3 });
  await page.mouse.up();
}

describe("the badge designer", () => {
  test("changes a layout by keyboard, pointer and list, undoes a step, saves it, and badges are printed in it", async () => {
    const conferenceId = await createConference(3);
    const { registrationId } = (await postRegistration(conferenceId, {}, { nameOnBadge: "Amina Ndiaye" })).body;
    await postDecision(registrationId, "approve");
    const { page, complaints, waitForDrawing } = await openDesigner(conferenceId);
    await page.locator(`#design-part-${photo}`).focus();
    for (const key of ["ArrowRight", "ArrowRight", "ArrowDown", "Shift+ArrowRight"]) await page.keyboard.press(key);
    expect(await readBox(page, photo)).toEqual([10, 40.5, 31.8, 41]);
    await page.getByRole("status").getByText("10 mm from the left").waitFor({ state: "attached" });
    await drag(page, page.locator(`#design-part-${photo}`), [-4, 1.7]);
    expect(await readBox(page, photo)).toEqual([6, 42, 31.8, 41]);
    await drag(page, page.locator(".design-handle"), [0, -3]);
    expect(await readBox(page, photo)).toEqual([6, 42, 31.8, 38]);
    await page.locator(`#part-${titleBox}`).click();
    const texts = page.locator(".design-text");
    const count = await texts.count();
    await page.locator(`#part-${titleBox}-add`).selectOption("serial");
    await page.locator(`#part-${titleBox}-add`).selectOption("role");
    expect(await texts.count()).toBe(count + 2);
    await page.keyboard.press("Control+z");
    await expect.poll(() => texts.count()).toBe(count + 1);
    await getButton(page, words.design.redo).click();
    await expect.poll(() => texts.count()).toBe(count + 2);
    await getButton(page, words.design.undo).click();
    await waitForDrawing();
    const image = page.getByRole("img", { name: words.design.drawing.replace("{name}", "Amina Ndiaye") });
    await savePicture(page, "console-badge-design", "en", "desk");
    expect(await image.evaluate((each: HTMLImageElement) => each.naturalWidth)).toBeGreaterThan(100);
    await getButton(page, words.design.save).click();
    await page.getByRole("status").getByText(words.design.saved).waitFor({ state: "attached" });
    const { badgeLayout } = await readSavedLayout(conferenceId);
    expect(badgeLayout?.parts[photo]).toEqual({ kind: "photo", box: [6, 42, 31.8, 38] });
    const issued = await callSystem(`/v1/registrations/${registrationId}/badges`, asDesk({ body: {} }));
    const headers = { authorization: `Bearer ${getSharedSystem().tokens["entry-desk"]}` };
    const pdf = Buffer.from(
      await (await fetch(`${getSharedSystem().api}${issued.body.pdf}`, { headers })).arrayBuffer(),
    );
    const printed = readPageTexts(pdf).join();
    for (const text of ["Amina Ndiaye", "No. 1"]) expect(printed).toContain(text);
    expect(readCodes(renderPages(pdf, 300))).toEqual([issued.body.token]);
    expect(complaints).toEqual([]);
  });

  test("does not save what the contract refuses, and names the element", async () => {
    const conferenceId = await createConference(1);
    const { page, complaints } = await openDesigner(conferenceId);
    await page.locator(`#part-${photo}`).click();
    await page.locator(`#part-${photo}-left`).fill("90");
    const checks = page.getByRole("region", { name: words.design.checks });
    await checks.getByText(words.validation.badgeOutside).waitFor();
    await getButton(page, words.design.save).click();
    const summary = page.getByRole("alert");
    await summary.getByText(words.validation.badgeOutside).waitFor();
    expect(await readSavedLayout(conferenceId)).not.toHaveProperty("badgeLayout");
    await summary.getByRole("link").click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe(`part-${photo}`);
    await page.locator(`#part-${photo}-left`).fill("8");
    await checks.getByText(words.design.noProblem).waitFor();
    expect(complaints).toEqual([]);
  });

  test("designs another layout for a role, from a file, and saves both", async () => {
    const conferenceId = await createConference(1);
    const { page, complaints, waitForDrawing } = await openDesigner(conferenceId);
    await getButton(page, words.design.addLayout).click();
    await page.getByRole("checkbox", { name: "Speaker", exact: true }).check();
    for (const name of ["Head of delegation"]) await page.getByRole("checkbox", { name, exact: true }).uncheck();
    const read = (name: string, layout: object) =>
      page.locator("#design-file").setInputFiles({
        name,
        mimeType: "application/json",
        buffer: Buffer.from(JSON.stringify(layout)),
      });
    const { card } = badgeLayouts;
    await read("wrong.json", { ...card, parts: [{ kind: "photo", box: [80, 0, 20, 20] }] });
    await page.getByRole("alert").getByText(`parts.0.box: ${words.validation.badgeOutside}`).waitFor();
    await read("card.json", card);
    await waitForDrawing();
    const { bytes } = await downloadFile(page, () => getButton(page, words.design.export).click());
    expect(JSON.parse(bytes.toString())).toEqual(card);
    await getButton(page, words.design.save).click();
    await page.getByRole("status").getByText(words.design.saved).waitFor({ state: "attached" });
    const saved = await readSavedLayout(conferenceId);
    expect(saved.badgeLayouts).toEqual([{ layout: card, roles: ["speaker"] }]);
    expect(saved.badgeLayout ?? "a6").toBe("a6");
    expect(complaints).toEqual([]);
  });

  test("keeps an edit while another person saves, and applies it to the version of the other", async () => {
    const conferenceId = await createConference(2);
    const { page } = await openDesigner(conferenceId);
    await page.locator("#design-start").selectOption("card");
    await page.reload();
    await expect.poll(() => page.locator("#design-start").inputValue()).toBe("card");
    const {
      conferenceId: _,
      version: _v,
      ...draft
    } = (await findConferenceSettings(conferenceId)) as unknown as {
      conferenceId: string;
      version: number;
      venue: object;
    };
    const body = { ...draft, venue: { ...draft.venue, capacity: 7 } };
    await callSystem(`/v1/conferences/${conferenceId}`, asSecretariat({ method: "PUT", body }));
    await getButton(page, words.design.save).click();
    const notice = page.getByRole("alert").filter({ hasText: words.setup.changedMeanwhile });
    await notice.waitFor();
    await getButton(page, words.setup.mergeOwn).click();
    await notice.waitFor({ state: "detached" });
    await getButton(page, words.design.save).click();
    await expect
      .poll(() => readSavedLayout(conferenceId))
      .toMatchObject({ badgeLayout: "card", venue: { capacity: 7 } });
  });

  test.each(languagesInBrowser)("%s: the list alone is enough at a width of 320 px", async (language) => {
    const own = consoleTexts[language];
    const conferenceId = await createConference(1);
    const { page, complaints, waitForDrawing } = await openDesigner(conferenceId, language, {
      width: 320,
      height: 700,
    });
    await getButton(page, own.design.add.fill).click();
    const last = badgeLayouts.a6.parts.length;
    expect(await page.evaluate(() => document.activeElement?.id)).toBe(`part-${last}`);
    await page.locator(`#part-${last}-top`).fill("100");
    await page.locator(`#part-${last}-height`).fill("2");
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    await getButton(page, own.design.add.texts).click();
    await waitForDrawing();
    await expectNoViolations(page);
    await page
      .getByRole("button", { name: own.setup.remove.replace("{name}", `${last + 2}. ${own.design.kind.texts}`) })
      .click();
    await page.setViewportSize({ width: 1366, height: 768 });
    const [left, right] = [
      await page.locator(`#design-part-${photo}`).boundingBox(),
      await page.locator(`#design-part-${findPart("code")}`).boundingBox(),
    ];
    expect(left?.x).toBeLessThan(right?.x ?? 0);
    await getButton(page, own.design.save).click();
    await expect
      .poll(async () => (await readSavedLayout(conferenceId)).badgeLayout?.parts.at(-1))
      .toMatchObject({ kind: "fill", box: [27.5, 100, 50, 2] });
    expect(complaints).toEqual([]);
  });
});
