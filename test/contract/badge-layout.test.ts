import { describe, expect, test } from "vitest";
import { layouts } from "#shared/badge/layouts.ts";
import { layoutChoice } from "#shared/contract/badge-layout.ts";
import type { BadgeLayout, BadgePart } from "#shared/domain/badge-layout.ts";
import type { Refusal } from "#shared/domain/refusal.ts";
import { parse } from "#shared/http/parse.ts";

const rulesBrokenBy = (layout: unknown): string[] => {
  try {
    parse(layoutChoice, layout);
    return [];
  } catch (error) {
    return (error as Refusal).faults.map(({ rule }) => rule);
  }
};

/** The card with one part changed. */
const cardWith = (kind: BadgePart["kind"], change: object): BadgeLayout => ({
  ...layouts.card,
  parts: layouts.card.parts.map((part) => (part.kind === kind ? { ...part, ...change } : part)),
});

test.each(Object.entries(layouts))("the layout %s keeps its own rules", (name, layout) => {
  expect(rulesBrokenBy(layout)).toEqual([]);
  expect(parse(layoutChoice, name)).toBe(name);
});

describe("a layout is refused", () => {
  test("in which a part reaches over the edge, with a photo or without", () => {
    expect(rulesBrokenBy(cardWith("photo", { box: [70, 10, 20, 24] }))).toEqual(["badgeOutside"]);
    expect(rulesBrokenBy(cardWith("photo", { withoutPhoto: [4, 40, 20, 24] }))).toEqual(["badgeOutside"]);
  });

  test("in which a box has no room for a line of each text", () => {
    const texts = [{ field: "name", largest: 20, smallest: 20 }];
    expect(rulesBrokenBy(cardWith("texts", { box: [4, 4, 70, 8], texts }))).toContain("badgeRoom");
    expect(rulesBrokenBy(cardWith("texts", { box: [4, 4, 5, 20] }))).toContain("badgeRoom");
  });

  test("that doesn't say who it is, as what, or has no code that a gate can read", () => {
    for (const kind of ["texts", "code"]) {
      const parts = layouts.card.parts.filter((part) => part.kind !== kind);
      expect(rulesBrokenBy({ ...layouts.card, parts })).toEqual(["badgeLacks"]);
    }
    expect(rulesBrokenBy(cardWith("code", { box: [57, 14, 15, 15] }))).toEqual(["badgeLacks"]);
  });

  test("whose smallest size is larger than its largest", () => {
    const texts = [
      { field: "name", largest: 6, smallest: 7 },
      { field: "category", largest: 6, smallest: 6 },
    ];
    expect(rulesBrokenBy(cardWith("texts", { box: [4, 4, 70, 30], texts }))).toContain("badgeSizes");
  });
});
