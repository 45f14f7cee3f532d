import { expect, test } from "vitest";
import { languages } from "#shared/model/conference.ts";
import siteAr from "../../locales/ar/site.json" with { type: "json" };
import site from "../../locales/en/site.json" with { type: "json" };
import { callSystem } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, openVisitor } from "./support/browser.ts";

const narrow = { width: 320, height: 700 };

test.each([
  ["en", site],
  ["ar", siteAr],
] as const)("%s: an unknown address shows a page that says so, and leads on", async (language, { notFound }) => {
  const { page, complaints } = await openVisitor({ locale: language, viewport: narrow });
  const answer = await page.goto("/registrations/2027");
  expect(answer?.status()).toBe(404);
  await page.getByRole("heading", { name: notFound.title }).waitFor();
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole("link", { name: "Français" }).click();
  await page.locator("html[lang=fr]").waitFor();
  await page.goBack();
  await page.getByRole("link", { name: notFound.home }).click();
  await page.locator("#app h1").waitFor();
  expect(new URL(page.url()).pathname).toBe(`/${language}`);
  expect(complaints).toEqual([]);
});

test("an unknown address of the API is still answered with a problem document", async () => {
  const { status, headers } = await callSystem("/v1/nothing");
  expect([status, headers.get("content-type")]).toEqual([404, "application/problem+json"]);
});

test.each(["/", "/ar", "/delegation", "/console", "/desk", "/letter"])(
  "%s says in six languages what to do if scripts are turned off",
  async (path) => {
    const { page } = await openVisitor({ javaScriptEnabled: false, viewport: narrow });
    await page.goto(path);
    const texts = page.locator("noscript p");
    expect(await texts.count()).toBe(languages.length);
    for (const language of languages) expect(await page.locator(`noscript p[lang=${language}]`).isVisible()).toBe(true);
    expect(await page.locator("noscript p[lang=en]").textContent()).toBe(site.noScript.detail);
    expect(await page.locator("noscript p[lang=ar]").evaluate((each) => getComputedStyle(each).direction)).toBe("rtl");
    await expectNoSidewaysScroll(page);
  },
);

test("says the same if the scripts of the page are blocked on the way, and nothing of it once the page is shown", async () => {
  const { page } = await openVisitor({ locale: "en", viewport: narrow });
  const late = page.locator(".no-script-late");
  await page.route("**/assets/*.js", (route) => route.abort());
  await page.goto("/");
  expect(await late.isVisible()).toBe(false);
  await late.evaluate((each) => {
    for (const animation of each.getAnimations()) animation.finish();
  });
  await late.getByText(site.noScript.detail).waitFor();
  await expectNoViolations(page);
  await page.unroute("**/assets/*.js");
  await page.reload();
  await page.locator("#app h1").waitFor();
  expect(await late.evaluate((each) => getComputedStyle(each).display)).toBe("none");
});
