import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { buildJpeg, buildPdf } from "../support/files.ts";
import { languagesInBrowser } from "../support/full-run.ts";
import { putBranding, putPage, uploadForPage } from "../system/support/pages.ts";
import { createConference, getSharedSystem } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { downloadFile, expectNoSidewaysScroll, openVisitor } from "./support/browser.ts";
import { pressKey } from "./support/keyboard.ts";
import { savePicture } from "./support/picture.ts";
import { delegateTexts, pageTexts } from "./support/words.ts";

const title = {
  en: "Conference on Migrants and Cities",
  fr: "Conférence sur les migrants et les villes",
  ar: "مؤتمر المهاجرين والمدن",
};

const practical = {
  en: [
    "# Getting there\n\nThe **conference centre** is 10 minutes from the [station](https://www.example.org/station).",
    "- Tram 15, stop *Nations*\n- Bus 8\n   - also at night",
    "| Hotel | Distance |\n| --- | --- |\n| Lac | 2 km |\n| Gare | 500 m |",
    "> Bring your badge and an identity document.",
    "<script>document.title = 'taken over'</script>",
    "[Free tickets](javascript:alert(1))",
  ].join("\n\n"),
  ar: "# الوصول\n\nيبعد **مركز المؤتمرات** عشر دقائق عن [المحطة](https://www.example.org/station).\n\n- الترام\n- الحافلة",
};

const name = { en: "Union of Cities", ar: "اتحاد المدن" };

/** A conference whose organization has set everything. */
async function createPresentedConference(isListed: boolean): Promise<string> {
  const id = await createConference(5, { title });
  const logo = await uploadForPage(id, "logo", "image/jpeg", buildJpeg(600, 200));
  const uploadId = await uploadForPage(id, "page-file", "application/pdf", buildPdf());
  const website = "https://www.cities.example.org/";
  expect(
    (await putBranding(id, { logo, name, colour: "#c2185b", contact: "info@cities.example.org", website })).status,
  ).toBe(200);
  const files = [{ title: { en: "Concept note", ar: "مذكرة مفاهيمية" }, uploadId, audience: "everyone" }];
  const summary = { en: "Two days on how cities receive migrants.", ar: "يومان عن استقبال المدن للمهاجرين." };
  expect((await putPage(id, { summary, practical, listed: isListed, files })).status).toBe(200);
  return id;
}

const readRobots = (page: Page) =>
  page.evaluate(() => document.querySelector('meta[name="robots"]')?.getAttribute("content") ?? "index");
const readAccent = (page: Page) =>
  page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--blue"));

test.each(languagesInBrowser)(
  "%s: the page of a conference on a narrow phone, in its organization's name",
  async (language) => {
    const texts = pageTexts[language].page;
    const id = await createPresentedConference(true);
    const { page, complaints } = await openVisitor({ viewport: { width: 320, height: 700 }, locale: language });
    await page.goto(`/?lang=${language}&conference=${id}`);
    await page.getByRole("heading", { name: texts.privacy }).waitFor();
    await page.getByRole("button", { name: language === "ar" ? "مذكرة مفاهيمية" : "Concept note" }).waitFor();
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    await savePicture(page, "conference-page", language, "phone");
    const shownTitle = language === "ar" || language === "fr" ? title[language] : title.en;
    expect(await page.title()).toBe(`${shownTitle} · ${language === "ar" ? name.ar : name.en}`);
    expect(await readAccent(page)).toBe("#c2185b");
    expect(await page.locator(".shell-logo").evaluate((logo: HTMLImageElement) => logo.naturalWidth)).toBeGreaterThan(
      0,
    );
    expect(await readRobots(page)).toBe("index");
    // In dark mode the colour is lighter.
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await readAccent(page)).not.toBe("#c2185b");
    await expectNoViolations(page);
    if (language === "en") {
      expect(
        await page.locator(".prose a").evaluateAll((links) => links.map((link) => link.getAttribute("href"))),
      ).toEqual(["https://www.example.org/station"]);
      expect(await page.locator(".prose").textContent()).toContain("<script>document.title = 'taken over'</script>");
      const note = page.getByRole("button", { name: "Concept note" });
      expect((await downloadFile(page, () => pressKey(note))).name).toBe("Concept note.pdf");
    }
    await pressKey(page.getByRole("button", { name: delegateTexts[language].conference.apply }));
    await page.getByLabel(delegateTexts[language].field.person_familyName).waitFor();
    expect(await page.title()).toContain(delegateTexts[language].conference.register);
    expect(await readRobots(page)).toBe("noindex");
    expect(complaints).toEqual([]);
  },
);

test("a conference that is not listed asks search engines to leave it out; the site's own pages keep its name", async () => {
  const id = await createPresentedConference(false);
  const { page, complaints } = await openVisitor();
  await page.goto(`/?conference=${id}`);
  await page.getByRole("heading", { name: pageTexts.en.page.privacy }).waitFor();
  await expect.poll(() => readRobots(page)).toBe("noindex");
  await page.goto("/");
  await page.getByRole("heading", { name: delegateTexts.en.home.title }).waitFor();
  expect(await page.title()).toBe(`${delegateTexts.en.home.title} · Palais`);
  expect(await readRobots(page)).toBe("index");
  // Crawlers may read what the pages need, and nothing of people.
  const robots = await fetch(`${getSharedSystem().api}/robots.txt`);
  expect([robots.status, robots.headers.get("content-type")]).toEqual([200, "text/plain"]);
  expect(await robots.text()).toContain("Disallow: /v1/registrations/");
  for (const path of ["/console", "/desk", "/delegation", "/letter"])
    expect(await (await fetch(getSharedSystem().api + path)).text(), path).toContain('content="noindex"');
  expect(complaints).toEqual([]);
});

test("the list of conferences leads to each of them, by keyboard and by an address of its own", async () => {
  const id = await createPresentedConference(true);
  const { page, complaints } = await openVisitor({ viewport: { width: 320, height: 700 } });
  const link = page.locator(`a[href="?conference=${id}"]`);
  await expect
    .poll(async () => {
      await page.goto("/");
      await page.getByRole("heading", { name: delegateTexts.en.home.title }).waitFor();
      await page.waitForTimeout(1_000);
      return link.count();
    })
    .toBe(1);
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
  await savePicture(page, "conferences", "en", "phone");
  await pressKey(link);
  await page.getByRole("heading", { name: title.en, level: 1 }).waitFor();
  expect(complaints).toEqual([]);
});
