import { expect, test } from "vitest";
import { chooseLegibleColour } from "#shared/printing/contrast.rules.ts";

test("chooses black or white, whichever is legible", () => {
  expect(["#000000", "#0b4f9e", "#ffdd00", "#ffffff"].map(chooseLegibleColour)).toEqual([
    "#ffffff",
    "#ffffff",
    "#000000",
    "#000000",
  ]);
});
