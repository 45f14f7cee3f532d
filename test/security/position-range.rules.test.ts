import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { choosePositionOffset, findPositionRange } from "#shared/capacity/position-range.rules.ts";

const anyAhead = fc.nat(20_000);
const offsets = Array.from({ length: 10 }, (_, index) => choosePositionOffset(index / 10));

describe("the range of people before a person on the waiting list", () => {
  test("contains their number, and at least ten numbers", () => {
    fc.assert(
      fc.property(anyAhead, fc.constantFrom(...offsets), (ahead, offset) => {
        const { from, to } = findPositionRange(ahead, offset);
        expect(from).toBeLessThanOrEqual(ahead);
        expect(to).toBeGreaterThanOrEqual(ahead);
        expect(to - from + 1).toBeGreaterThanOrEqual(10);
      }),
    );
  });

  test("changes with one more person for at most one of ten offsets, each as likely as any other", () => {
    expect(offsets).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(choosePositionOffset(0.999_999)).toBe(9);
    fc.assert(
      fc.property(anyAhead, (ahead) => {
        const changed = offsets.filter(
          (offset) => findPositionRange(ahead, offset).from !== findPositionRange(ahead + 1, offset).from,
        );
        expect(changed.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("is the same for everyone in it", () => {
    fc.assert(
      fc.property(anyAhead, fc.constantFrom(...offsets), (ahead, offset) => {
        const range = findPositionRange(ahead, offset);
        expect(findPositionRange(range.from, offset)).toEqual(range);
        expect(findPositionRange(range.to, offset)).toEqual(range);
        expect(findPositionRange(range.to + 1, offset).from).toBe(range.to + 1);
      }),
    );
  });

  test("begins with 0, and its first border is at 10 people or more", () => {
    expect(findPositionRange(0, 0)).toEqual({ from: 0, to: 9 });
    expect(findPositionRange(12, 3)).toEqual({ from: 0, to: 12 });
    expect(findPositionRange(13, 3)).toEqual({ from: 13, to: 22 });
  });
});
