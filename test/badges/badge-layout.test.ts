import { describe, expect, test } from "vitest";
import { badgeLayouts } from "#shared/badges/layouts.ts";
import { customLayout, layoutChoice, layoutRules } from "#shared/conferences/badge-layout.contract.ts";
import { parseInput, validate } from "#shared/contracts/validate.ts";
import type { BadgeLayout, BadgePart } from "#shared/model/badge-layout.ts";
import type { DomainError } from "#shared/model/domain-error.ts";

const rulesBrokenBy = (layout: unknown): string[] => {
  try {
    parseInput(layoutChoice, layout);
    return [];
  } catch (error) {
    return (error as DomainError).fieldErrors.map(({ rule }) => rule);
  }
};

/** The card with one part changed. */
const cardWith = (kind: BadgePart["kind"], change: object): BadgeLayout => ({
  ...badgeLayouts.card,
  parts: badgeLayouts.card.parts.map((part) => (part.kind === kind ? { ...part, ...change } : part)),
});

test.each(Object.entries(badgeLayouts))("the layout %s keeps its own rules", (name, layout) => {
  expect(rulesBrokenBy(layout)).toEqual([]);
  expect(parseInput(layoutChoice, name)).toBe(name);
});

test("an error names the part, by its index", () => {
  const photo = badgeLayouts.card.parts.findIndex(({ kind }) => kind === "photo");
  expect(validate(customLayout, cardWith("photo", { box: [70, 10, 20, 24] }))).toEqual({
    fieldErrors: [{ path: `parts.${photo}.box`, rule: "badgeOutside", values: {} }],
  });
});

describe("the layouts of categories and roles", () => {
  const findErrors = (rules: unknown) => {
    const checked = validate(layoutRules, rules);
    return "fieldErrors" in checked ? checked.fieldErrors.map(({ path, rule }) => `${path} ${rule}`) : [];
  };

  test("name a layout and whom it is for", () => {
    expect(
      findErrors([
        { layout: "card", categories: ["ngo"] },
        { layout: badgeLayouts.a6, roles: ["speaker"] },
      ]),
    ).toEqual([]);
    expect(findErrors([{ layout: "card" }])).toEqual(["0.categories required"]);
    expect(findErrors([{ layout: "card", categories: [] }])).toEqual(["0.categories tooShort"]);
    expect(findErrors([{ layout: "card", roles: ["speaker", "speaker"] }])).toEqual(["0.roles duplicate"]);
  });

  test("are checked as the layout of the conference is", () => {
    const layout = cardWith("code", { box: [80, 14, 26, 26] });
    const code = layout.parts.findIndex(({ kind }) => kind === "code");
    expect(findErrors([{ layout, roles: ["speaker"] }])).toEqual([`0.layout.parts.${code}.box badgeOutside`]);
  });
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
      const parts = badgeLayouts.card.parts.filter((part) => part.kind !== kind);
      expect(rulesBrokenBy({ ...badgeLayouts.card, parts })).toEqual(["badgeLacks"]);
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
