import fc from "fast-check";
import { expect, test } from "vitest";
import type { Band } from "#shared/printing/document/bands.ts";
import { type DocumentPage, type PageUnit, paginate } from "#shared/printing/document/document.ts";

const room = 100;
const band = fc.record({ spaceAbove: fc.integer({ min: 0, max: 9 }), height: fc.integer({ min: 1, max: 30 }) });
const someBands = band.map((each): Band => ({ ...each, lines: [] }));
const units = fc.array(
  fc.record({
    bands: fc.array(someBands, { minLength: 1, maxLength: 5 }),
    onNewPage: fc.boolean(),
    again: fc.array(someBands, { maxLength: 1 }),
  }),
  { maxLength: 40 },
);
const heightOf = (bands: readonly Band[]) =>
  bands.reduce((sum, { spaceAbove, height }) => sum + spaceAbove + height, 0);

const placedOn = (pages: readonly DocumentPage[]) =>
  pages.flatMap(({ placed }, page) => placed.map(({ band: each, top }) => ({ page, each, top })));

/** Bands stand below each other, and none below the end of the page. */
function expectRoom({ placed }: DocumentPage): void {
  let bottom = 0;
  for (const { band: each, top } of placed) {
    expect(top).toBeGreaterThanOrEqual(bottom);
    bottom = top + each.height;
  }
  expect(bottom).toBeLessThanOrEqual(room);
}

/** All on one page, unless it is higher than one; and under its heading, where it begins one. */
function expectWhole({ bands, repeatedBands = [] }: PageUnit, pages: readonly DocumentPage[]): void {
  const own = placedOn(pages).filter(({ each }) => bands.includes(each));
  if (heightOf([...repeatedBands, ...bands]) <= room) expect(new Set(own.map(({ page }) => page)).size).toBe(1);
  const page = pages[own[0]?.page ?? 0]?.placed.map(({ band: each }) => each) ?? [];
  if (page[0] === bands[0]) expect(repeatedBands).toEqual([]);
  if (repeatedBands[0] && page.includes(repeatedBands[0]))
    expect(page.slice(0, 2)).toEqual([repeatedBands[0], bands[0]]);
}

test("nothing leaves its page, nothing is lost or turned round, and only what is higher than a page is cut", () => {
  const holds = fc.property(units, (made: PageUnit[]) => {
    const pages = paginate(made, room);
    const own = new Set(made.flatMap(({ bands }) => bands));
    const placed = placedOn(pages).map(({ each }) => each);
    expect(placed.filter((each) => own.has(each))).toEqual([...own]);
    for (const page of pages) expectRoom(page);
    for (const unit of made) expectWhole(unit, pages);
  });
  fc.assert(holds, { numRuns: 500 });
});

test("a unit goes to the next page whole, and what stands above it is said again there", () => {
  const line = (height: number): Band => ({ spaceAbove: 0, height, lines: [] });
  const heading = line(10);
  const [first, second] = [line(80), line(30)];
  const pages = paginate([{ bands: [heading, first] }, { bands: [second], repeatedBands: [heading] }], room);
  expect(pages.map(({ placed }) => placed.map((each) => [each.band, each.top]))).toEqual([
    [
      [heading, 0],
      [first, 10],
    ],
    [
      [heading, 0],
      [second, 10],
    ],
  ]);
});
