import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Branding } from "#shared/model/branding.ts";
import { languages } from "#shared/model/conference.ts";
import type { FontCollection } from "#shared/printing/text/fonts.ts";
import { composePoster, type PosterContent, renderPosterPdf } from "../../functions/badge/poster.ts";
import { conference } from "../email/mails.ts";
import { layOutDeployedFonts, longTitle, measureOverhang } from "../support/badges.ts";
import { ensureBarcodeReader, readCodes } from "../support/barcode-reader.ts";
import {
  ensurePoppler,
  readFaults,
  readFonts,
  readLastWordOfLine,
  readPageSizes,
  readPageTexts,
  renderPages,
} from "../support/pdf-reader.ts";
import { drawPortrait } from "../support/portrait.ts";

let fonts: FontCollection;
let remove: () => void;
let logo: Uint8Array;
beforeAll(async () => {
  ensurePoppler();
  ensureBarcodeReader();
  ({ fonts, remove } = layOutDeployedFonts());
  logo = await drawPortrait(1, 240);
}, 300_000);
afterAll(() => remove());

const branding: Branding = {
  version: 1,
  colour: "#1a6b2f",
  name: { en: "Union of Cities", ar: "اتحاد المدن", zh: "城市联盟" },
};
const address = "https://registration.palais.example.org/?conference=idm-test";
const create = (more: Partial<PosterContent> = {}): PosterContent => ({
  ...{ conference: { ...conference, languages: [...languages] }, branding, logo, language: "en", address },
  ...more,
});

/** The longest texts that the contract allows, in every language of the conference. */
function createLongest(): PosterContent {
  const fill = (text: string, length: number) => `${text} `.repeat(length).slice(0, length).trim();
  const title = Object.fromEntries(languages.map((each) => [each, fill(conference.title[each] ?? "", 500)]));
  const name = { en: fill(longTitle, 120) };
  const venue = { ...conference.venue, name: fill(longTitle, 500), city: fill("Llanfairpwllgwyngyll", 200) };
  const long = { ...conference, languages: [...languages], title: { ...title, en: fill(longTitle, 500) }, venue };
  const site = `https://${"registration-and-accreditation.".repeat(3)}example.org`;
  return create({
    conference: long,
    branding: { ...branding, name },
    address: `${site}/?conference=${"c".repeat(64)}`,
  });
}

const flatten = (pdf: Uint8Array) =>
  readPageTexts(pdf)
    .join(" ")
    .replaceAll(/[‪-‮\s]+/g, "");

describe("a poster", () => {
  test.each(languages)(
    "in %s has the titles, the days, the place, and a code that leads to the address",
    (language) => {
      const pdf = renderPosterPdf(create({ language }), "a4", fonts);
      expect(readPageSizes(pdf)).toEqual(["595.276 x 841.89 pts (A4)"]);
      expect(readCodes(renderPages(pdf, 100))).toEqual([address]);
      expect(readFaults(pdf)).toBe("");
      for (const font of readFonts(pdf)) expect(font).toMatchObject({ embedded: true, subset: true, unicode: true });
      const text = flatten(pdf);
      for (const each of languages.filter((other) => other !== "ar"))
        expect(text).toContain((conference.title[each] ?? "").replaceAll(" ", ""));
      for (const part of ["2027", "Geneva", address]) expect(text).toContain(part);
    },
  );

  test("in Arabic has the city, also in Latin letters, at the right of its country", () => {
    const readLastWord = (language: "ar" | "en") =>
      readLastWordOfLine(renderPosterPdf(create({ language }), "a4", fonts), "Geneva");
    expect(readLastWord("ar")).toContain("Geneva");
    expect(readLastWord("en")).toBe("Switzerland");
  });

  test("in A3 is the same page, twice as large", () => {
    const pdf = renderPosterPdf(create(), "a3", fonts);
    expect(readPageSizes(pdf)).toEqual(["841.847 x 1190.61 pts (A3)"]);
    expect(readCodes(renderPages(pdf, 72))).toEqual([address]);
  });

  test.each(languages)("keeps the longest texts in their boxes, in %s", (language) => {
    const content = { ...createLongest(), language };
    for (const item of composePoster(content, fonts).items)
      if (item.kind === "line") expect(measureOverhang(item), `${item.field}: ${item.line.text}`).toBeLessThan(0.01);
    expect(readCodes(renderPages(renderPosterPdf(content, "a4", fonts), 150))).toEqual([content.address]);
  });

  test("does without logo, name and colour", () => {
    const pdf = renderPosterPdf(create({ branding: { version: 0 }, logo: undefined }), "a4", fonts);
    expect(readCodes(renderPages(pdf, 100))).toEqual([address]);
  });
});
