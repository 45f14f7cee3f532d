import { beforeAll, describe, expect, test } from "vitest";
import { ensureBarcodeReader, readCodes } from "../support/barcode-reader.ts";
import { buildJpeg } from "../support/files.ts";
import { ensurePoppler, readPageTexts, renderPages } from "../support/pdf-reader.ts";
import { readPng } from "../support/png.ts";
import { putBranding, putPage, uploadForPage } from "./support/pages.ts";
import { callSystem, createConference, getSharedSystem } from "./support/system.ts";

beforeAll(() => {
  ensurePoppler();
  ensureBarcodeReader();
}, 300_000);

const messenger = { "user-agent": "WhatsApp/2.23.20.0" };

/** What a messenger reads at the address of a conference's page. */
async function readPreview(conferenceId: string, path = "/", headers: Readonly<Record<string, string>> = messenger) {
  const answer = await fetch(`${getSharedSystem().api}${path}?conference=${conferenceId}`, { headers });
  const html = await answer.text();
  const properties = Array.from(
    html.matchAll(/<meta (?:property|name)="([^"]+)" content="([^"]*)">/g),
    ([, name = "", content = ""]) => [name, content] as const,
  );
  return { html, headers: answer.headers, status: answer.status, meta: new Map(properties) };
}

describe("a link to a listed conference, as a messenger shows it", () => {
  let id = "";
  beforeAll(async () => {
    id = await createConference(5, { title: { en: 'Cities & "Migration" <b>', fr: "Villes et migration" } });
    const logo = await uploadForPage(id, "logo", "image/jpeg", buildJpeg(320, 200));
    const named = { name: { en: "Union of Cities" }, colour: "#7a1f5c", logo };
    expect((await putBranding(id, named)).status).toBe(200);
    expect((await putPage(id, { listed: true, summary: { en: "A dialogue of cities." } })).status).toBe(200);
  });

  test("has title, description and address, escaped, and is kept by caches for ten minutes", async () => {
    const { html, headers, meta } = await readPreview(id);
    expect(html).toContain("<title>Cities &amp; &quot;Migration&quot; &lt;b&gt;</title>");
    expect(html).not.toContain("<b>");
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(headers.get("cache-control")).toBe("public, max-age=600");
    expect(Object.fromEntries(meta)).toMatchObject({
      "og:title": "Cities &amp; &quot;Migration&quot; &lt;b&gt;",
      "og:description": "A dialogue of cities.",
      "og:site_name": "Union of Cities",
      "og:url": `${getSharedSystem().api}/en?conference=${id}`,
      "twitter:card": "summary_large_image",
    });
    expect((await readPreview(id, "/fr")).meta.get("og:title")).toBe("Villes et migration");
  });

  test("has a picture of 1200 by 630 pixels, whose address changes with the branding", async () => {
    const url = (await readPreview(id)).meta.get("og:image") ?? "";
    const picture = await fetch(url);
    expect(Object.fromEntries(picture.headers)).toMatchObject({
      "content-type": "image/png",
      "content-disposition": 'inline; filename="conference.png"',
      "cache-control": "public, max-age=86400",
    });
    const bytes = new Uint8Array(await picture.arrayBuffer());
    expect(bytes.length).toBeLessThan(300_000);
    const { width, height, data } = await readPng(bytes);
    expect([width, height, ...data.subarray(0, 3)]).toEqual([1_200, 630, 0x7a, 0x1f, 0x5c]);
    await putBranding(id, { colour: "#1a6b2f" });
    const changed = (await readPreview(id)).meta.get("og:image") ?? "";
    expect(changed).not.toBe(url);
    expect((await fetch(changed)).status).toBe(200);
    const outdated = await fetch(url);
    expect([outdated.status, outdated.headers.get("cache-control")]).toEqual([404, "no-store"]);
  });

  test.each([
    "Pinterest/0.2 (+https://www.pinterest.com/bot.html)",
    "Mozilla/5.0 (compatible; Pinterestbot/1.0; +https://www.pinterest.com/bot.html)",
    "Viber/24.5.0 CFNetwork/1568 Darwin/24.0.0",
  ])("is the preview for %s", async (agent) => {
    expect((await readPreview(id, "/", { "user-agent": agent })).meta.get("og:title")).toContain("Cities");
  });

  test("is the page itself for a browser, also inside the app of a service, and for a search engine", async () => {
    const phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
    for (const agent of [
      "Mozilla/5.0 (X11) Chrome/140.0",
      "Mozilla/5.0 (compatible; Googlebot/2.1)",
      `${phone} Mobile/22A3354 [Pinterest/iOS]`,
      `${phone} Mobile/22A3354 Viber/24.5.0`,
    ])
      expect((await readPreview(id, "/", { "user-agent": agent })).html).toContain('<div id="app">');
  });
});

test("a link to a conference that is not listed says nothing of it, and has no picture", async () => {
  const id = await createConference(5, { title: { en: "Closed meeting" } });
  const { html, status, meta } = await readPreview(id);
  expect([status, meta.get("robots")]).toEqual([200, "noindex"]);
  expect(html).not.toContain("Closed meeting");
  await putPage(id, { listed: true });
  const url = (await readPreview(id)).meta.get("og:image") ?? "";
  expect((await fetch(url)).status).toBe(200);
  await putPage(id, { listed: false });
  expect((await fetch(url)).status).toBe(404);
});

test("a link to no conference, or in an unknown language, is not found", async () => {
  expect((await readPreview("no-such-conference")).status).toBe(404);
  expect((await readPreview("../registrations")).status).toBe(404);
  const id = await createConference(5);
  await putPage(id, { listed: true });
  const path = `/v1/public/previews/${id}`;
  expect((await callSystem(`${path}/fr`)).status).toBe(200);
  const { status, body } = await callSystem(`${path}/de`);
  expect([status, body.code]).toEqual([404, "not-found"]);
});

test("the poster of a conference is a PDF whose code leads to its page", async () => {
  const id = await createConference(5, { title: { en: "Cities", fr: "Villes" }, languages: ["en", "fr"] });
  const { api, tokens } = getSharedSystem();
  const read = (query: string) =>
    fetch(`${api}/v1/conferences/${id}/poster.pdf${query}`, {
      headers: { authorization: `Bearer ${tokens.secretariat}` },
    });
  const pdf = Buffer.from(await (await read("?language=fr&paper=a3")).arrayBuffer());
  expect(readCodes(renderPages(pdf, 72))).toEqual([`${api}/?conference=${id}`]);
  expect(readPageTexts(pdf).join()).toMatch(/Villes[\s\S]*Cities[\s\S]*Inscription en ligne/);
  expect((await read("?paper=a5")).status).toBe(422);
});
