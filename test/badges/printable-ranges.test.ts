import { expect, test } from "vitest";
import { printableRanges } from "#shared/text/printable-ranges.ts";
import { encodeRanges } from "#shared/text/printable-text.ts";
import { listPrintableCodePoints } from "../../scripts/printable-ranges.ts";

test("the printable characters are those that the fonts have: after a change of the fonts, `npm run printable-ranges`", () =>
  expect(encodeRanges(listPrintableCodePoints())).toBe(printableRanges));
