import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { badgeLayouts } from "#shared/badges/layouts.ts";
import { layoutChoice } from "#shared/conferences/badge-layout.contract.ts";
import { validate } from "#shared/contracts/validate.ts";
import { type BadgeLayout, type Box, badgeFields, layoutNames } from "#shared/model/badge-layout.ts";
import type { Question } from "#shared/model/question.ts";
import {
  recordEdit,
  redoEdit,
  startHistory,
  undoEdit,
} from "../../web/console/badge-designer/layout/design-history.ts";
import {
  findPartIndex,
  listLayoutErrors,
  listLayoutWarnings,
} from "../../web/console/badge-designer/layout/layout-checks.ts";
import {
  addPart,
  addText,
  changePart,
  changeText,
  getVariantBox,
  moveBox,
  partKinds,
  removePart,
  removeText,
  reorderPart,
  reorderText,
  resizeBox,
  setBox,
  setSize,
  toggleVariant,
} from "../../web/console/badge-designer/layout/layout-edits.ts";
import { exportLayout, importLayout } from "../../web/console/badge-designer/layout/layout-file.ts";

type Edit = (layout: BadgeLayout) => BadgeLayout;

const index = fc.nat(12);
const variant = fc.constantFrom("box" as const, "withoutPhoto" as const);
const shift = fc.tuple(fc.integer({ min: -40, max: 40 }), fc.integer({ min: -40, max: 40 }));
const field = fc.constantFrom(...badgeFields);
const step = fc.constantFrom(1 as const, -1 as const);
const half = fc.integer({ min: 6, max: 100 }).map((value) => value / 2);

/** Any edit that the designer offers. */
const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(index, variant, shift).map(
    ([at, which, by]): Edit =>
      (layout) =>
        moveBox(layout, at, which, by),
  ),
  fc.tuple(index, variant, shift).map(
    ([at, which, by]): Edit =>
      (layout) =>
        resizeBox(layout, at, which, by),
  ),
  fc.tuple(index, variant, fc.tuple(half, half, half, half)).map(
    ([at, which, box]): Edit =>
      (layout) =>
        setBox(layout, at, which, box as Box),
  ),
  fc.tuple(index, fc.boolean()).map(
    ([at, isOwn]): Edit =>
      (layout) =>
        toggleVariant(layout, at, isOwn),
  ),
  fc.constantFrom(...partKinds).map(
    (kind): Edit =>
      (layout) =>
        addPart(layout, kind, badgeFields),
  ),
  index.map(
    (at): Edit =>
      (layout) =>
        removePart(layout, at),
  ),
  fc.tuple(index, step).map(
    ([at, by]): Edit =>
      (layout) =>
        reorderPart(layout, at, by),
  ),
  fc.tuple(index, field).map(
    ([at, name]): Edit =>
      (layout) =>
        addText(layout, at, name),
  ),
  fc.tuple(index, index).map(
    ([at, text]): Edit =>
      (layout) =>
        removeText(layout, at, text),
  ),
  fc.tuple(index, index, step).map(
    ([at, text, by]): Edit =>
      (layout) =>
        reorderText(layout, at, text, by),
  ),
  fc.tuple(index, index, half).map(
    ([at, text, largest]): Edit =>
      (layout) =>
        changeText(layout, at, text, { largest }),
  ),
  fc.tuple(index, half).map(
    ([at, gap]): Edit =>
      (layout) =>
        changePart(layout, at, { gap }),
  ),
  fc.constantFrom(...layoutNames).map(
    (name): Edit =>
      (layout) =>
        setSize(layout, badgeLayouts[name].size),
  ),
);
const anyStart = fc.constantFrom(...layoutNames).map((name): BadgeLayout => badgeLayouts[name]);
const anyLayout = fc
  .tuple(anyStart, fc.array(anyEdit, { maxLength: 8 }))
  .map(([start, edits]) => edits.reduce((layout, edit) => edit(layout), start));

describe("the steps of a design", () => {
  test("as many undos as edits lead back to the start, and as many redos to the end", () => {
    const holds = fc.property(anyStart, fc.array(anyEdit, { maxLength: 30 }), (start, edits) => {
      const begun = startHistory(start);
      const edited = edits.reduce((history, edit) => recordEdit(history, edit(history.present)), begun);
      const undone = edits.reduce(undoEdit, edited);
      expect(undone.present).toEqual(start);
      expect(undone.past).toEqual([]);
      expect(edits.reduce(redoEdit, undone).present).toEqual(edited.present);
    });
    fc.assert(holds, { numRuns: 200 });
  });

  test("the edits of one field are one step, until another edit or an undo", () => {
    const typed = ["1", "12", "123"].reduce((history, text) => recordEdit(history, text, "width"), startHistory(""));
    expect(undoEdit(typed).present).toBe("");
    const other = recordEdit(typed, "9", "height");
    expect(undoEdit(other).present).toBe("123");
    const again = recordEdit(undoEdit(other), "1234", "height");
    expect(undoEdit(again).present).toBe("123");
    expect(redoEdit(again)).toBe(again);
  });
});

describe("a layout as a file", () => {
  test("is the same after it is saved and read, whatever edits made it, if the contract accepts it", () => {
    let accepted = 0;
    const holds = fc.property(anyLayout, (layout) => {
      const read = importLayout(exportLayout(layout));
      const checked = validate(layoutChoice, layout);
      if ("errors" in read) expect(checked).toHaveProperty("fieldErrors");
      else {
        accepted += 1;
        expect(checked).toHaveProperty("value");
        expect(read.layout).toEqual(layout);
      }
    });
    fc.assert(holds, { numRuns: 300 });
    expect(accepted).toBeGreaterThan(30);
  });

  test("is refused with the place of each error", () => {
    expect(importLayout("not JSON")).toEqual({ errors: [] });
    const { parts } = badgeLayouts.card;
    const wrong = { ...badgeLayouts.card, parts: [...parts, { kind: "photo", box: [80, 0, 20, 20] }] };
    expect(importLayout(JSON.stringify(wrong))).toEqual({
      errors: [{ path: `parts.${parts.length}.box`, rule: "badgeOutside", values: {} }],
    });
    expect(findPartIndex(`parts.${parts.length}.box`)).toBe(parts.length);
    expect(findPartIndex("size.width")).toBeUndefined();
  });
});

describe("a box", () => {
  test("stays on the badge and keeps its size, wherever it is moved", () => {
    const holds = fc.property(anyStart, index, variant, shift, (start, at, which, by) => {
      const [before, after] = [start, moveBox(start, at, which, by)].map(({ parts }) => parts[at]);
      if (!before || !after) return;
      const [left, top, width, height] = getVariantBox(after, which);
      expect([width, height]).toEqual(getVariantBox(before, which).slice(2));
      expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
      expect(left + width).toBeLessThanOrEqual(start.size.width + 0.05);
      expect(top + height).toBeLessThanOrEqual(start.size.height + 0.05);
    });
    fc.assert(holds, { numRuns: 300 });
  });

  test("is moved by exact millimetres, and its size changes to the edge at most", () => {
    const photo = badgeLayouts.card.parts.findIndex(({ kind }) => kind === "photo");
    const read = (layout: BadgeLayout) => layout.parts[photo]?.box;
    expect(read(moveBox(badgeLayouts.card, photo, "box", [1, -2]))).toEqual([5, 11.8, 17.7, 23.6]);
    expect(read(resizeBox(badgeLayouts.card, photo, "box", [1, 100]))).toEqual([4, 13.8, 18.7, 40.2]);
    expect(read(resizeBox(badgeLayouts.card, photo, "box", [-100, 0]))).toEqual([4, 13.8, 1, 23.6]);
  });

  test("of badges without a photo is another one only where the part has it", () => {
    const code = badgeLayouts.a6.parts.findIndex(({ kind }) => kind === "code");
    const moved = moveBox(badgeLayouts.a6, code, "withoutPhoto", [-1, 0]);
    expect(moved.parts[code]).toMatchObject({ box: [52, 35.5, 49, 49], withoutPhoto: [58, 77.5, 41.5, 41.5] });
    const shared = moveBox(toggleVariant(badgeLayouts.a6, code, false), code, "withoutPhoto", [-1, 0]);
    expect(shared.parts[code]).toEqual({ kind: "code", box: [51, 35.5, 49, 49] });
  });
});

describe("the checks of a layout", () => {
  const colours = ["#0b5394", "#2e7d32", "#ffdd00"];

  test.each(layoutNames)("find nothing wrong with the predefined layout %s", (name) => {
    expect(listLayoutErrors(badgeLayouts[name])).toEqual([]);
    expect(listLayoutWarnings(badgeLayouts[name], colours)).toEqual([]);
  });

  const photo = badgeLayouts.card.parts.findIndex(({ kind }) => kind === "photo");
  const name = badgeLayouts.card.parts.findIndex(
    (part) => part.kind === "texts" && part.texts.some((text) => text.field === "name"),
  );

  test("find parts that overlap, with a photo or without, and no photo on a badge without one", () => {
    const moved = moveBox(badgeLayouts.card, name, "box", [-10, 0]);
    expect(listLayoutWarnings(moved, colours)).toEqual([{ kind: "overlap", part: name, other: photo }]);
    const code = badgeLayouts.card.parts.findIndex(({ kind }) => kind === "code");
    const hidden = setBox(badgeLayouts.card, name, "withoutPhoto", [4, 13.3, 60, 24.6]);
    expect(listLayoutWarnings(hidden, colours)).toEqual([{ kind: "overlap", part: code, other: name }]);
  });

  test("find a filled area that covers a text, and none below one", () => {
    const band = badgeLayouts.card.parts.findIndex((part) => part.kind === "fill" && part.box[3] === 10);
    const covered = reorderPart(badgeLayouts.card, band, 1);
    expect(listLayoutWarnings(covered, colours)).toContainEqual({ kind: "overlap", part: band + 1, other: band });
  });

  test("find texts that cannot be read on what is below them, in any category", () => {
    const paint = (colour: string) => changeText(badgeLayouts.card, name, 1, { colour });
    expect(listLayoutWarnings(paint("#c0c0c0"), colours)).toEqual([{ kind: "contrast", part: name, field: "name" }]);
    expect(listLayoutWarnings(paint("#595959"), colours)).toEqual([]);
    expect(listLayoutWarnings(paint("on-category"), ["#0b5394"])).toEqual([
      { kind: "contrast", part: name, field: "name" },
    ]);
    expect(listLayoutWarnings(paint("on-category"), ["#ffdd00"])).toEqual([]);
  });

  test("an answer that no badge shows, once the questions are there", () => {
    const meal = { key: "meal", type: "text", label: { en: "Meal" } } as const;
    const at = badgeLayouts.card.parts.findIndex(({ kind }) => kind === "texts");
    const layout = addText(badgeLayouts.card, at, "answer:meal");
    const list = (...questions: readonly Question[]) => listLayoutWarnings(layout, colours, questions);
    expect(list(meal)).toEqual([]);
    expect(list()).toEqual([{ kind: "answer", part: at }]);
    expect(list({ ...meal, sensitive: true })).toEqual([{ kind: "answer", part: at }]);
    expect(listLayoutWarnings(layout, colours)).toEqual([]);
  });
});
