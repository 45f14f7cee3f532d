import { expect, test } from "vitest";
import { chooseLegibleColour, measureContrast } from "#shared/printing/contrast.rules.ts";

test("measures the contrast of two colours, in either order", () => {
  expect(measureContrast("#000000", "#ffffff")).toBeCloseTo(21);
  expect(measureContrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
  expect(measureContrast("#ffffff", "#767676")).toBe(measureContrast("#767676", "#ffffff"));
  expect(measureContrast("#0b4f9e", "#0b4f9e")).toBe(1);
});

test("chooses black or white, whichever is legible", () => {
  expect(["#000000", "#0b4f9e", "#ffdd00", "#ffffff"].map(chooseLegibleColour)).toEqual([
    "#ffffff",
    "#ffffff",
    "#000000",
    "#000000",
  ]);
});
