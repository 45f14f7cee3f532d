import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { composeBadge } from "#shared/badges/compose-badge.ts";
import { badgeLayouts } from "#shared/badges/layouts.ts";
import { printBadgesPdf } from "#shared/badges/print-badges.ts";
import { createSheetLayout } from "#shared/badges/sheet-layout.ts";
import { type BadgeLayout, layoutNames } from "#shared/model/badge-layout.ts";
import { pointsPerMillimetre } from "#shared/printing/page-geometry.ts";
import { getQrModules, getQrVersion } from "#shared/printing/qr-code.ts";
import { buildBadge, buildToken, layOutDeployedFonts, printToFile } from "../support/badges.ts";
import { ensureBarcodeReader, readCodes } from "../support/barcode-reader.ts";
import { blurImage, cropImage, type GreyImage, paintArea, readPgm, writePgm } from "../support/grey.ts";
import { ensurePoppler, readFaults, readFonts, readPageTexts, renderPages } from "../support/pdf-reader.ts";
import { drawPortrait } from "../support/portrait.ts";
import { Random } from "../support/random.ts";
import { applyWear } from "../support/wear.ts";
import { allNames } from "./names.ts";

const { fonts, remove } = layOutDeployedFonts();
beforeAll(() => {
  ensurePoppler();
  ensureBarcodeReader();
}, 300_000);
afterAll(remove);

/** Poppler marks where a line turns round; that is not the name's. */
const turns = /[\u202a-\u202e]/g;
const plain = (text: string) => text.normalize("NFC").replaceAll(turns, "").replaceAll(/\s+/g, " ").trim();

/** A page wide enough for any name in one line: how a name breaks is another test's matter. */
const wide: BadgeLayout = {
  size: { width: 290, height: 100 },
  parts: [
    { kind: "texts", box: [5, 5, 280, 90], texts: [{ field: "name", weight: "bold", largest: 24, smallest: 10 }] },
  ],
};

describe("a name that is copied from the file", () => {
  const inOneDirection = allNames.filter(({ script }) => script !== "mixed");
  const inTwo = allNames.filter(({ script }) => script === "mixed");

  test(`gets back each of ${inOneDirection.length} names as it was typed`, async () => {
    expect(allNames.length).toBeGreaterThanOrEqual(200);
    const badges = inOneDirection.map(({ name }) => buildBadge({ name }));
    const texts = readPageTexts(await printToFile(badges, { layout: wide, fonts })).map(plain);
    expect(texts).toEqual(inOneDirection.map(({ name }) => plain(name)));
  });

  test("gets back each word of a name in two directions; their order is the reader's guess", async () => {
    const badges = inTwo.map(({ name }) => buildBadge({ name }));
    const texts = readPageTexts(await printToFile(badges, { layout: wide, fonts }));
    for (const [index, { name }] of inTwo.entries()) {
      const text = plain(texts[index] ?? "").replaceAll(" ", "");
      for (const word of plain(name).split(/[\s()]+/)) expect(text, name).toContain(word);
    }
  });
});

test("every font is embedded, as the subset that was used, with what its glyphs read as; poppler has no complaint", async () => {
  const photo = await drawPortrait(1, 300);
  const badges = allNames.map(({ name }) => buildBadge({ name }, { photo }));
  const file = await printToFile(badges, { layout: badgeLayouts.a6, fonts, paper: "a4" });
  const found = readFonts(file);
  expect(found.length).toBeGreaterThanOrEqual(17);
  expect(found.filter(({ embedded, subset, unicode }) => !(embedded && subset && unicode))).toEqual([]);
  expect(readFaults(file)).toBe("");
  // The photos aside, a page takes some kilobytes, though the fonts are megabytes.
  expect(file.length - badges.length * photo.length).toBeLessThan(badges.length * 6_000);
});

describe("the code", () => {
  const count = 100;
  const tokens = Array.from({ length: count }, (_, seed) => buildToken(seed));
  /** Modules around the code: its margin. */
  const quiet = 4;
  const code = badgeLayouts.card.parts.find(({ kind }) => kind === "code");
  let printed: GreyImage[];

  /** The codes as cards have them, printed at 300 dpi. */
  beforeAll(async () => {
    const badges = tokens.map((token) => buildBadge({ functionTitle: "Mayor" }, { token }));
    const dots = (millimetres = 0) => Math.round((millimetres / 25.4) * 300);
    const [left, top, width, height] = (code?.box ?? []).map(dots);
    const area = { left: left ?? 0, top: top ?? 0, width: width ?? 0, height: height ?? 0 };
    printed = renderPages(await printToFile(badges, { layout: badgeLayouts.card, fonts }), 300).map((page) =>
      cropImage(readPgm(page), area),
    );
  }, 120_000);

  const read = (pictures: readonly GreyImage[]) => {
    const found = new Set(readCodes(pictures.map(writePgm)));
    return tokens.filter((token) => found.has(token)).length;
  };

  test("has at most 45 modules a side", () => {
    for (const token of tokens) expect(getQrVersion(token)).toBeLessThanOrEqual(7);
  });

  test("is read from every badge at 300 dpi", () => expect(read(printed)).toBe(count));

  test("is read from 95 of 100 that are blurred and have the corner without a mark under a thumb: 15 % of the code with its margin", () => {
    const hidden = printed.map((picture, index) => {
      const modules = getQrModules(tokens[index] ?? "").length + 2 * quiet;
      const side = Math.ceil(picture.width * Math.sqrt(0.15));
      expect(side / picture.width).toBeLessThan(20 / modules);
      const thumb = { left: picture.width - side, top: picture.height - side, width: side, height: side };
      return blurImage(paintArea(picture, thumb, 0), 1);
    });
    expect(read(hidden)).toBeGreaterThanOrEqual(95);
  });

  test("is read from 80 of 100 that are blurred and worn all over: spots, scratches and a clip on 3 % of it, at random", () => {
    const kinds = ["spot", "scratch", "clip"] as const;
    const worse = printed.map((picture, seed) => blurImage(applyWear(picture, new Random(seed), kinds, 0.03), 1));
    expect(read(worse)).toBeGreaterThanOrEqual(80);
  });
});

describe("the logo", () => {
  const logoBox = [4, 4, 40, 20] as const;
  const layout: BadgeLayout = { ...wide, parts: [...wide.parts, { kind: "logo", box: logoBox }] };

  test("is in the file once, however many badges show it, in the middle of its box and not distorted", async () => {
    const logo = await drawPortrait(1, 300);
    const badges = [buildBadge({}, { logo }), buildBadge({}, { logo }), buildBadge()];
    const file = (await printToFile(badges, { layout, fonts })).toString("latin1");
    expect(file.match(/\/DCTDecode/g)).toHaveLength(1);
    expect(file.match(/\/XObject << \/I1/g)).toHaveLength(2);
    const [logoItem] = composeBadge(layout, buildBadge({}, { logo }), fonts).items.filter(
      ({ kind }) => kind === "logo",
    );
    const [left, top, width, height] = logoBox.map((value) => value * pointsPerMillimetre) as [
      number,
      number,
      number,
      number,
    ];
    expect(logoItem).toMatchObject({
      box: {
        left: expect.closeTo(left + (width - height * 0.75) / 2),
        top: expect.closeTo(top),
        width: expect.closeTo(height * 0.75),
        height: expect.closeTo(height),
      },
    });
  });
});

describe("a sheet of A4", () => {
  test.each([
    ["a6", 2, 841.89],
    ["card", 10, 595.276],
    ["label", 2, 841.89],
  ] as const)("holds as many badges of %s as fit: %i", async (name, count, width) => {
    const badges = Array.from({ length: count + 1 }, (_, index) => buildBadge({ name: `Number ${index}` }));
    const file = await printToFile(badges, { layout: badgeLayouts[name], fonts, paper: "a4" });
    const pages = readPageTexts(file);
    expect(pages.map((page) => page.match(/Number \d+/g)?.length)).toEqual([count, 1]);
    expect(file.toString("latin1")).toContain(`/MediaBox [0 0 ${width} `);
  });

  test("has badges of one size; a badge of another size begins a sheet", async () => {
    const listed = (["card", "card", "a6", "card"] as const).map((name, index) => ({
      content: buildBadge({ name: `Number ${index}` }),
      layout: badgeLayouts[name],
    }));
    const file = await printBadgesPdf(listed, { fonts, paper: "a4", title: "Badges" });
    expect(readPageTexts(file).map((page) => page.match(/Number \d+/g))).toEqual([
      ["Number 0", "Number 1"],
      ["Number 2"],
      ["Number 3"],
    ]);
    const single = await printBadgesPdf(listed, { fonts, paper: "single", title: "Badges" });
    expect(single.toString("latin1").match(/MediaBox \[0 0 [\d.]+/g)).toEqual(
      [242.646, 242.646, 297.638, 242.646].map((width) => `MediaBox [0 0 ${width}`),
    );
  });

  test.each(layoutNames)("has cut marks on every side and the printer's margin around badges of %s", async (name) => {
    const { size } = badgeLayouts[name];
    const points = (millimetres: number) => millimetres * pointsPerMillimetre;
    const sheet = createSheetLayout("a4", points(size.width), points(size.height));
    const marks = [...sheet.marks.matchAll(/([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) l/g)].map((each) =>
      each.slice(1).map(Number),
    );
    for (const [left, bottom] of sheet.positions) {
      expect(Math.min(left, sheet.width - left - points(size.width))).toBeGreaterThanOrEqual(points(5));
      expect(Math.min(bottom, sheet.height - bottom - points(size.height))).toBeGreaterThanOrEqual(points(5));
      for (const x of [left, left + points(size.width)])
        expect(marks.filter(([x1 = 0, , x2]) => Math.abs(x1 - x) < 0.01 && x1 === x2)).toHaveLength(2);
      for (const y of [bottom, bottom + points(size.height)])
        expect(marks.filter(([, y1 = 0, , y2]) => Math.abs(y1 - y) < 0.01 && y1 === y2)).toHaveLength(2);
    }
  });

  test("is marked where to cut, outside of what is cut out", async () => {
    const [page] = renderPages(
      await printToFile([buildBadge()], { layout: badgeLayouts.card, fonts, paper: "a4" }),
      72,
    );
    const { width, height, pixels } = readPgm(page ?? Buffer.alloc(0));
    const inks = (x: number, y: number) => (pixels[y * width + x] ?? 255) < 250;
    const edge = { left: (595.276 - 2 * 242.646) / 2, top: (841.89 - 5 * 153.071) / 2 };
    const row = Array.from({ length: width }, (_, x) => x).filter((x) => inks(x, Math.round(edge.top - 8)));
    expect(row.map((x) => Math.round((x - edge.left) / 242.646))).toEqual(expect.arrayContaining([0, 1, 2]));
    for (const x of row) expect(Math.abs(((x - edge.left + 121) % 242.646) - 121)).toBeLessThan(2);
    expect(height).toBe(842);
  });
});
