import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { computeContrast, createPalette, mendColour, minimumContrast } from "#shared/branding/colours.rules.ts";
import { mergeParts } from "#shared/conferences/merge-parts.rules.ts";

const colours = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`);

/** The surfaces of web/kit/styles/tokens.css, written down again so that a change of the rule is noticed. */
const [lightSurfaces, darkSurfaces] = [
  ["#ffffff", "#f6f8fa", "#eef2f6"],
  ["#0f161d", "#172029", "#202b36"],
];

describe("the contrast of two colours", () => {
  test.each([
    ["#000000", "#ffffff", 21],
    ["#ffffff", "#ffffff", 1],
    ["#767676", "#ffffff", 4.54],
  ])("of %s and %s is %f to 1, in either order", (one, other, expected) => {
    expect(computeContrast(one, other)).toBeCloseTo(expected, 1);
    expect(computeContrast(other, one)).toBe(computeContrast(one, other));
  });
});

describe("a colour of an organization", () => {
  test("stays as it is if it can be read", () => {
    expect(mendColour("#0B5394")).toBe("#0b5394");
  });

  test("with too little contrast becomes darker, and keeps its hue", () => {
    const mended = mendColour("#ffcc00");
    expect(computeContrast(mended, "#ffffff")).toBeGreaterThanOrEqual(minimumContrast);
    const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(mended.slice(at, at + 2), 16));
    expect((red ?? 0) > (blue ?? 0) && (green ?? 0) > (blue ?? 0)).toBe(true);
  });

  test("can be read on every surface of the pages, in light and in dark mode, also when pressed and on its tint", () => {
    fc.assert(
      fc.property(colours, (colour) => {
        const { light, dark } = createPalette(colour);
        for (const accent of [light.accent, light.strong])
          for (const surface of [...lightSurfaces, light.tint])
            expect(computeContrast(accent, surface)).toBeGreaterThanOrEqual(minimumContrast);
        for (const accent of [dark.accent, dark.strong])
          for (const surface of [...darkSurfaces, dark.tint, "#0a1a29"])
            expect(computeContrast(accent, surface)).toBeGreaterThanOrEqual(minimumContrast);
        // The text of the pages on the tinted surface.
        expect(computeContrast("#14202b", light.tint)).toBeGreaterThanOrEqual(minimumContrast);
        expect(computeContrast("#e9eef3", dark.tint)).toBeGreaterThanOrEqual(minimumContrast);
      }),
      { numRuns: 2_000 },
    );
  });

  test("is mended no further than needed, and only once", () => {
    fc.assert(
      fc.property(colours, (colour) => {
        const mended = mendColour(colour);
        expect(mendColour(mended)).toBe(mended);
        if (mended === colour) return;
        // A colour that was mended is at the limit.
        expect(Math.min(...lightSurfaces.map((each) => computeContrast(mended, each)))).toBeLessThan(4.75);
      }),
      { numRuns: 1_000 },
    );
  });
});

test("a request changes the parts that it names, and takes away those that are null", () => {
  const before = { version: 1, colour: "#0b5394", contact: "a@example.org" };
  expect(mergeParts<object>(before, { colour: null, website: "https://example.org", contact: undefined })).toEqual({
    version: 1,
    contact: "a@example.org",
    website: "https://example.org",
  });
});
