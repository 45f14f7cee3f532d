import fc from "fast-check";
import { expect, test } from "vitest";
import { listRenderedLines, movePosition } from "../../web/console/register/view/grid-keys.ts";
import { type LayoutLine, RowLayout } from "../../web/console/register/view/row-layout.ts";

const groupsOf = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 6 });

test("the layout has each row once, each group before its rows, and finds every row", () => {
  fc.assert(
    fc.property(groupsOf, fc.boolean(), (sizes, isGrouped) => {
      const total = sizes.reduce((sum, size) => sum + size, 0);
      const order = Uint32Array.from({ length: total }, (_, index) => (index + 1) * 10);
      const groups = isGrouped ? sizes.map((size, index) => [`g${index}`, size] as const) : [];
      const layout = new RowLayout({ order, groups });
      const expected: LayoutLine[] = [];
      let from = 0;
      for (const [index, size] of sizes.entries()) {
        if (isGrouped) expected.push({ kind: "group", value: `g${index}`, count: size });
        for (const slot of order.slice(from, from + size)) expected.push({ kind: "row", slot });
        from += size;
      }
      expect(Array.from({ length: layout.length }, (_, index) => layout.getLine(index))).toEqual(expected);
      expect(layout.getLine(layout.length)).toBeUndefined();
      for (const [index, line] of expected.entries())
        if (line.kind === "row") expect(layout.findIndex(line.slot)).toBe(index);
      expect(layout.findIndex(5)).toBe(-1);
      expect(layout.listSlots(0, layout.length)).toEqual([...order]);
      expect(layout.rowCount).toBe(total);
    }),
  );
});

test("the lines in the document are in order, and contain those in view and the focused one", () => {
  const numbers = fc.record({
    first: fc.nat(300),
    count: fc.integer({ min: 1, max: 40 }),
    lines: fc.nat(300),
    focused: fc.integer({ min: -1, max: 320 }),
  });
  fc.assert(
    fc.property(numbers, ({ first, count, lines, focused }) => {
      const rendered = listRenderedLines(first, count, lines, focused);
      expect(rendered).toEqual([...new Set(rendered)].toSorted((a, b) => a - b));
      expect(rendered.every((line) => line >= 0 && line < lines)).toBe(true);
      for (let line = first; line < Math.min(lines, first + count); line += 1) expect(rendered).toContain(line);
      expect(rendered.includes(focused)).toBe(focused >= 0 && focused < lines);
    }),
  );
});

const size = { lines: 100, columns: 4, page: 10, isRightToLeft: false };
const press = (key: string, ctrlKey = false) => ({ key, ctrlKey, metaKey: false });

test.each([
  ["ArrowDown", { line: 0, column: 1 }, { line: 1, column: 1 }],
  ["ArrowUp", { line: 0, column: 1 }, { line: -1, column: 1 }],
  ["ArrowUp", { line: -1, column: 1 }, { line: -1, column: 1 }],
  ["ArrowDown", { line: 99, column: 1 }, { line: 99, column: 1 }],
  ["PageDown", { line: 95, column: 1 }, { line: 99, column: 1 }],
  ["PageUp", { line: 5, column: 1 }, { line: 0, column: 1 }],
  ["PageUp", { line: -1, column: 1 }, { line: -1, column: 1 }],
  ["ArrowRight", { line: 5, column: 3 }, { line: 5, column: 3 }],
  ["Home", { line: 5, column: 3 }, { line: 5, column: 0 }],
  ["End", { line: 5, column: 0 }, { line: 5, column: 3 }],
])("%s moves the focus within the table", (key, from, to) => {
  expect(movePosition(from, press(key), size)).toEqual(to);
});

test("in a text from right to left, the left arrow moves to the next column", () => {
  const arabic = { ...size, isRightToLeft: true };
  expect(movePosition({ line: 2, column: 1 }, press("ArrowLeft"), arabic)).toEqual({ line: 2, column: 2 });
  expect(movePosition({ line: 2, column: 1 }, press("ArrowRight"), arabic)).toEqual({ line: 2, column: 0 });
});

test("Ctrl with Home and End moves to the first and the last cell, and other keys move nothing", () => {
  expect(movePosition({ line: 5, column: 2 }, press("Home", true), size)).toEqual({ line: 0, column: 0 });
  expect(movePosition({ line: 5, column: 2 }, press("End", true), size)).toEqual({ line: 99, column: 3 });
  expect(movePosition({ line: 5, column: 2 }, press("x"), size)).toBeUndefined();
});
