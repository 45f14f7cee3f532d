import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { languages } from "#shared/model/conference.ts";
import { createLinkPicture, derivePictureId, linkPictureSize } from "#shared/pages/link-preview.ts";
import type { Composition } from "#shared/printing/composition.ts";
import { PdfBook } from "#shared/printing/pdf/pdf-book.ts";
import { printItem } from "#shared/printing/pdf/print-item.ts";
import type { FontCollection } from "#shared/printing/text/fonts.ts";
import { Canvas } from "../../functions/badge/canvas.ts";
import { drawPicture } from "../../functions/badge/draw-picture.ts";
import { composeLinkPicture } from "../../functions/badge/link-picture.ts";
import { conference } from "../email/mails.ts";
import { layOutDeployedFonts, longTitle, measureOverhang } from "../support/badges.ts";
import { blurImage, type GreyImage, readPgm } from "../support/grey.ts";
import { ensurePoppler, renderPages } from "../support/pdf-reader.ts";
import { readPng } from "../support/png.ts";
import { drawPortrait } from "../support/portrait.ts";

let fonts: FontCollection;
let remove: () => void;
let logo: Uint8Array;
beforeAll(async () => {
  ensurePoppler();
  ({ fonts, remove } = layOutDeployedFonts());
  logo = await drawPortrait(2, 240);
}, 300_000);
afterAll(() => remove());

const branding = {
  version: 1,
  colour: "#7a1f5c",
  name: { en: "Union of Cities", ar: "اتحاد المدن", zh: "城市联盟" },
  logo: "a".repeat(26),
};

/** The pixels of a page as poppler draws them, in grey. */
function readGreyPage({ width, height, items }: Composition): GreyImage {
  const [book, images] = [new PdfBook(), new Map<string, number>()];
  const operators = items.map((item) => printItem(item, height, book, images));
  book.addPage(width, height, operators.join("\n"), images);
  book.finish("picture");
  const [page = Buffer.alloc(0)] = renderPages(book.takeBytes(), 72);
  return readPgm(page);
}

const toGrey = ({ width, height, data }: Awaited<ReturnType<typeof readPng>>): GreyImage => ({
  width,
  height,
  pixels: Uint8Array.from({ length: width * height }, (_, at) => {
    const [red = 0, green = 0, blue = 0] = data.subarray(at * 4, at * 4 + 3);
    return Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
  }),
});

describe("the picture of a link", () => {
  test.each(languages)("in %s looks as poppler draws the same composition", async (language) => {
    const composition = composeLinkPicture(createLinkPicture(conference, branding, language), logo, fonts);
    const drawn = toGrey(await readPng(await drawPicture(composition)));
    expect(drawn).toMatchObject(linkPictureSize);
    // Poppler fits stems to pixels. Text in another place, or of another shape, differs by a third and more.
    const [own, expected] = [drawn, readGreyPage(composition)].map((each) => blurImage(each, 2).pixels);
    const sum = (values: Uint8Array | undefined) => values?.reduce((total, grey) => total + 255 - grey, 0) ?? 0;
    const differences = own?.map((grey, at) => 255 - Math.abs(grey - (expected?.[at] ?? 0)));
    expect(sum(differences) / sum(expected)).toBeLessThan(0.1);
  });

  test.each(languages)(
    "keeps the longest texts in their boxes, in %s, and is smaller than 300 KB",
    async (language) => {
      const title = `${language === "en" ? longTitle : conference.title[language]} `.repeat(20).slice(0, 500).trim();
      const venue = { ...conference.venue, name: longTitle.repeat(3), city: "Llanfairpwllgwyngyll ".repeat(9) };
      const name = { en: longTitle.slice(0, 120) };
      const long = createLinkPicture(
        { ...conference, title: { en: title, [language]: title }, venue },
        { ...branding, name },
        language,
      );
      const composition = composeLinkPicture(long, logo, fonts);
      for (const item of composition.items)
        if (item.kind === "line") expect(measureOverhang(item), `${item.field}: ${item.line.text}`).toBeLessThan(0.01);
      expect((await drawPicture(composition)).length).toBeLessThan(300_000);
    },
  );

  test("in Arabic has the venue, also in Latin letters, at the right of its city", () => {
    const venue = { ...conference.venue, name: "Palais Wilson", city: "جنيف" };
    const { items } = composeLinkPicture(createLinkPicture({ ...conference, venue }, branding, "ar"), logo, fonts);
    const [line] = items.flatMap((item) => (item.kind === "line" && item.field === "place" ? [item.line] : []));
    expect(line?.text).toBe("Palais Wilson، جنيف");
    expect([line?.runs[0], line?.runs.at(-1)].map((run) => run?.isRightToLeft)).toEqual([true, false]);
  });

  test("has another address once title, days, place, language or branding change", () => {
    const pictures = [
      createLinkPicture(conference, branding, "en"),
      createLinkPicture(conference, branding, "fr"),
      createLinkPicture({ ...conference, title: { en: "Another" } }, branding, "en"),
      createLinkPicture({ ...conference, endsOn: "2027-10-28" }, branding, "en"),
      createLinkPicture(conference, { ...branding, colour: "#000000" }, "en"),
      createLinkPicture(conference, { ...branding, logo: "b".repeat(26) }, "en"),
    ];
    expect(new Set(pictures.map(derivePictureId)).size).toBe(pictures.length);
    expect(derivePictureId(createLinkPicture(conference, branding, "en"))).toBe(derivePictureId(pictures[0] as never));
  });
});

describe("a canvas", () => {
  const readShares = (outlines: readonly (readonly number[])[], size = 4) => {
    const canvas = new Canvas(size, 1);
    canvas.fill(outlines, "#000000");
    return Array.from({ length: size }, (_, at) => Math.round((255 - (canvas.data[at * 3] ?? 0)) / 2.55) / 100);
  };

  test("covers each pixel by the share of it that an outline covers", () => {
    expect(readShares([[0.5, 0, 2.25, 0, 2.25, 1, 0.5, 1]])).toEqual([0.5, 1, 0.25, 0]);
    expect(readShares([[0, 0.5, 4, 0.5, 4, 1, 0, 1]])).toEqual([0.5, 0.5, 0.5, 0.5]);
    expect(readShares([[0, 1, 4, 1, 4, 0]])).toEqual([0.13, 0.38, 0.62, 0.87]);
  });

  test("leaves a hole that runs the other way round, and clips what is outside", () => {
    expect(
      readShares([
        [0, 0, 4, 0, 4, 1, 0, 1],
        [1, 1, 3, 1, 3, 0, 1, 0],
      ]),
    ).toEqual([1, 0, 0, 1]);
    expect(readShares([[-5, -5, 9, -5, 9, 9, -5, 9]])).toEqual([1, 1, 1, 1]);
    expect(readShares([[9, 0, 12, 0, 12, 1, 9, 1]])).toEqual([0, 0, 0, 0]);
  });
});
