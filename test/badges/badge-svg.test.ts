import { afterAll, beforeAll, expect, test } from "vitest";
import { composeBadge } from "#shared/badges/compose-badge.ts";
import { badgeLayouts } from "#shared/badges/layouts.ts";
import { type BadgeField, type BadgeLayout, layoutNames } from "#shared/model/badge-layout.ts";
import type { DrawnLine } from "#shared/printing/composition.ts";
import type { FontCollection } from "#shared/printing/text/fonts.ts";
import { drawBadgeSvg } from "../../functions/badge/badge-svg.ts";
import { buildBadge, layOutDeployedFonts } from "../support/badges.ts";
import { drawPortrait } from "../support/portrait.ts";

let fonts: FontCollection;
let remove: () => void;
beforeAll(() => {
  ({ fonts, remove } = layOutDeployedFonts());
});
afterAll(() => remove());

const compose = (name: (typeof layoutNames)[number], text = "Juan José Gómez") =>
  composeBadge(badgeLayouts[name], buildBadge({ name: text }, { photo: new Uint8Array() }), fonts);

test.each(layoutNames)("a drawing of %s has an outline for each glyph, where the composition has it", (name) => {
  const badge = compose(name);
  const svg = drawBadgeSvg(badge);
  const lines = badge.items.filter((item): item is DrawnLine<BadgeField> => item.kind === "line");
  const glyphs = lines.flatMap(({ line }) =>
    line.runs.flatMap(({ font, clusters }) =>
      clusters.flatMap((cluster) => cluster.glyphs.filter(({ id }) => font.getInk(id) !== undefined)),
    ),
  );
  const places = [...svg.matchAll(/translate\(([\d.-]+) ([\d.-]+)\)/g)].map((each) => each.slice(1).map(Number));
  expect(places).toHaveLength(glyphs.length);
  for (const [x = -1, y = -1] of places) {
    expect(x).toBeGreaterThan(-1);
    expect(x).toBeLessThan(badge.width);
    expect(y).toBeGreaterThan(0);
    expect(y).toBeLessThan(badge.height);
  }
  const nameLine = lines.find(({ field }) => field === "name");
  expect(places).toContainEqual([expect.closeTo(nameLine?.left ?? 0, 1), expect.closeTo(nameLine?.baseline ?? 0, 1)]);
});

test("a text of people is only outlines, so that it cannot be markup", () => {
  const svg = drawBadgeSvg(compose("a6", "<script>alert(1)</script> & Co"));
  expect(svg).not.toContain("script");
  expect(svg.match(/<\w+/g)?.every((tag) => ["<svg", "<path", "<g"].includes(tag))).toBe(true);
});

test("a logo is part of the drawing, which loads nothing", async () => {
  const logo = await drawPortrait(1, 60);
  const layout = { ...badgeLayouts.card, parts: [...badgeLayouts.card.parts, { kind: "logo", box: [4, 4, 20, 20] }] };
  const svg = drawBadgeSvg(composeBadge(layout as BadgeLayout, buildBadge({}, { logo }), fonts));
  const [, data = ""] = /<image [^>]*href="data:image\/jpeg;base64,([^"]+)"/.exec(svg) ?? [];
  expect(Buffer.from(data, "base64")).toEqual(Buffer.from(logo));
});

test("the code of a drawing has the areas of the composition, in the box of the code", () => {
  const badge = compose("card");
  const code = badge.items.find((item) => item.kind === "code");
  const modules = code?.kind === "code" ? code.modules : [];
  const path = /<path d="([^"]+)"\/>/.exec(drawBadgeSvg(badge))?.[1] ?? "";
  const runs = modules.flatMap((row) => row.filter((dark, index) => dark && !row[index - 1]));
  expect(path.match(/M/g)).toHaveLength(runs.length);
});
