import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { buildJpeg } from "../support/files.ts";
import { createBadgeWearer } from "../system/support/gate-desk.ts";
import { waitForSearchResult } from "../system/support/people.ts";
import { createAskingConference } from "../system/support/questions.ts";
import { asDesk, asSecretariat, callSystem, createConference, fetchRegistration } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { showPdfs } from "./support/browser.ts";
import { openDesk, scanBadge } from "./support/desk.ts";
import { pressKey } from "./support/keyboard.ts";
import { desk, fileTexts } from "./support/words.ts";

showPdfs();

const texts = desk.en.desk;

/** What the page sent to the printer: the frame's PDF, and whether the print dialog was opened. */
declare global {
  var printed: string[];
}

/** The print dialog belongs to the machine; the test observes that the page opens it over a PDF. */
const recordPrints = (page: Page) =>
  page.addInitScript(() => {
    globalThis.printed = [];
    const made = new Map<string, Blob>();
    const { createObjectURL } = URL;
    URL.createObjectURL = (blob) => {
      const url = createObjectURL(blob);
      if (blob instanceof Blob) made.set(url, blob);
      return url;
    };
    const print = async (address: string) => {
      const blob = made.get(address);
      globalThis.printed.push(blob ? `${blob.type} ${(await blob.text()).slice(0, 5)}` : "nothing");
    };
    Object.defineProperty(HTMLIFrameElement.prototype, "contentWindow", {
      get(this: HTMLIFrameElement) {
        return { focus: () => undefined, print: () => void print(this.src) };
      },
    });
  });

const prints = (page: Page) => page.evaluate(() => globalThis.printed);

describe("people at the desk", () => {
  test("a person is found by name, gets a printed badge, and a reprint replaces it", async () => {
    const conferenceId = await createConference(3);
    const { token, registrationId } = await createBadgeWearer(
      conferenceId,
      {},
      { givenName: "Aïssatou", familyName: "Mbengue" },
    );
    await waitForSearchResult(conferenceId, "Mbengue", [registrationId], asDesk);
    const { page, complaints } = await openDesk({ conferenceId, prepare: recordPrints });
    await page.getByRole("button", { name: texts.find.open }).click();
    await page.getByLabel(texts.find.text).fill("aissatou");
    await page.keyboard.press("Enter");
    await page.getByText("Aïssatou Mbengue").waitFor();
    expect(await page.getByRole("dialog").textContent()).not.toContain("example.org");
    await expectNoViolations(page);
    await page.getByRole("button", { name: "Print badge: Aïssatou Mbengue" }).click();
    await expect.poll(() => prints(page)).toEqual(["application/pdf %PDF-"]);

    await page.getByRole("button", { name: "New badge: Aïssatou Mbengue" }).click();
    await page.getByRole("radio", { name: texts.find.damaged }).check();
    await expectNoViolations(page);
    await page.getByRole("group").getByRole("button", { name: texts.find.reprint, exact: true }).click();
    await page.getByText("Badge 2").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await scanBadge(page, token)).toBe("bad");
    expect(await page.locator(".why").textContent()).toBe("This badge was replaced by number 2.");
    const { body } = await callSystem(`/v1/registrations/${registrationId}/badge-code`, asDesk());
    expect(await scanBadge(page, body.token)).toBe("good");
    expect(complaints).toEqual([]);
  });

  test("the secretariat registers walk-ins until the conference is full", async () => {
    const conferenceId = await createConference(1);
    const { page, complaints } = await openDesk({
      conferenceId,
      email: "secretariat@palais.local",
      prepare: recordPrints,
    });
    const open = page.getByRole("button", { name: texts.walkIn.open });
    await open.click();
    const dialog = page.getByRole("dialog");
    const go = dialog.getByRole("button", { name: texts.walkIn.go });
    await go.click();
    await dialog.getByRole("alert").waitFor();
    await expectNoViolations(page);
    const fill = async (familyName: string) => {
      await dialog.getByLabel(desk.en.field.person_familyName).fill(familyName);
      await dialog.getByLabel(desk.en.field.person_email).fill(`${familyName}.${Date.now()}@example.org`);
      await dialog.getByRole("combobox", { name: desk.en.field.person_nationality }).fill("Senegal");
      await dialog.getByRole("option", { name: "Senegal" }).click();
      await dialog.getByLabel(desk.en.field.category).selectOption("media");
      await go.click();
    };
    await fill("Ndoye");
    await dialog.getByText("Ndoye is registered. The badge is being printed.").waitFor();
    await expect.poll(() => prints(page)).toEqual(["application/pdf %PDF-"]);
    await fill("Gaye");
    await dialog.getByText("Gaye is registered and approved, and is on the waiting list.", { exact: false }).waitFor();
    expect(await prints(page)).toHaveLength(1);

    const { body } = await callSystem(`/v1/conferences/${conferenceId}/registrations`, asSecretariat());
    const came = body.items.map(({ accreditation, seat }) => [accreditation, seat]).toSorted();
    expect(came).toEqual([
      ["approved", "held"],
      ["approved", "waiting"],
    ]);
    expect(complaints).toEqual([]);
  });

  test.each(["en", "ar"] as const)(
    "%s: a walk-in is asked what the category must answer; the texts to accept wait for the person",
    async (locale) => {
      const label = (en: string, ar: string) => ({ en, ar });
      const conferenceId = await createAskingConference([
        { key: "visa", type: "yes-no", label: label("Visa needed", "التأشيرة") },
        {
          key: "embassy",
          type: "text",
          label: label("Embassy", "السفارة"),
          when: { question: "visa", in: [true] },
          required: true,
        },
        { key: "camera", type: "text", label: label("Camera", "الكاميرا"), categories: ["media"], required: true },
        { key: "card", type: "file", label: label("Press card", "البطاقة"), categories: ["media"], required: true },
        { key: "illness", type: "text", label: label("Health", "الصحة"), sensitive: true, required: true },
        { key: "topic", type: "text", label: label("Topic", "الموضوع") },
        { key: "flight", type: "text", label: label("Flight", "الرحلة"), askedAt: "approved", required: true },
        { key: "table", type: "text", label: label("Table", "الطاولة"), staffOnly: true, required: true },
        { key: "rules", type: "acknowledgement", label: label("Rules", "القواعد") },
      ]);
      const words = desk[locale];
      const { page, complaints } = await openDesk({
        conferenceId,
        email: "secretariat@palais.local",
        prepare: recordPrints,
        language: locale,
      });
      await page.getByRole("button", { name: words.desk.walkIn.open }).click();
      const dialog = page.getByRole("dialog");
      const go = dialog.getByRole("button", { name: words.desk.walkIn.go });
      await dialog.locator("#f-answers-illness").waitFor();
      expect(await dialog.locator("#f-answers-camera, #f-answers-embassy").count()).toBe(0);
      const familyName = "Ndoye";
      const email = `${familyName}.${locale}.${Date.now()}@example.org`;
      await dialog.getByLabel(words.field.person_familyName).fill(familyName);
      await dialog.getByLabel(words.field.person_email).fill(email);
      await dialog.getByRole("combobox", { name: words.field.person_nationality }).fill("SEN");
      await dialog.getByRole("option").first().click();
      await dialog.getByLabel(words.field.category).selectOption("media");
      await dialog.locator("#f-answers-visa input").first().check();
      await dialog.locator("#f-answers-embassy").fill("Bern");
      await go.click();
      const errors = dialog.getByRole("alert").getByRole("link");
      await expect
        .poll(() => errors.evaluateAll((links) => links.map((each) => each.getAttribute("href"))))
        .toEqual(["#f-answers-camera", "#f-answers-card", "#f-answers-illness"]);
      for (const key of ["topic", "flight", "table", "rules"])
        expect(await dialog.locator(`#f-answers-${key}`).count()).toBe(0);
      await expectNoViolations(page);
      await dialog.locator("#f-answers-camera").fill("one");
      await dialog.locator("#f-answers-illness").fill("asthma");
      expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain("asthma");
      const card = { name: "card.jpg", mimeType: "image/jpeg", buffer: Buffer.from(buildJpeg(600, 800)) };
      await dialog.locator("#f-answers-card input[type=file]").setInputFiles(card);
      await dialog.locator("#f-answers-card").getByText(fileTexts[locale].fileAnswer.done).waitFor();
      await pressKey(go);
      await dialog.getByText(words.desk.walkIn.done.replace("{name}", familyName)).waitFor();
      const { body } = await callSystem(`/v1/conferences/${conferenceId}/registrations`, asSecretariat());
      const came = await fetchRegistration(body.items[0]?.registrationId ?? "");
      expect(came.body).toMatchObject({
        answers: { visa: true, embassy: "Bern", camera: "one", card: expect.stringMatching(/^[a-z2-7]{26}$/) },
        sensitiveAnswers: ["illness"],
      });
      expect(came.body).not.toHaveProperty("acknowledgements");
      expect(await dialog.locator("#f-answers-illness").inputValue()).toBe("");
      expect(complaints).toEqual([]);
    },
  );

  test("a user of the group entry-desk gets no form for walk-ins", async () => {
    const { page } = await openDesk({ conferenceId: await createConference(1) });
    expect(await page.getByRole("button", { name: texts.find.open }).count()).toBe(1);
    expect(await page.getByRole("button", { name: texts.walkIn.open }).count()).toBe(0);
  });
});
