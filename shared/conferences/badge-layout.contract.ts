import * as z from "zod/mini";
import { category, role, uniqueItems } from "#shared/contracts/fields.ts";
import { badgeFields, layoutNames } from "#shared/model/badge-layout.ts";
import { questionKeyPattern } from "#shared/model/question.ts";

const millimetres = z.number().check(z.minimum(0), z.maximum(500));
const points = z.number().check(z.minimum(3), z.maximum(120));
const box = z.readonly(z.tuple([millimetres, millimetres, millimetres, millimetres]));
const placedFields = { box, withoutPhoto: z.optional(box) };
const hexColour = /^#[0-9a-fA-F]{6}$/;

/** The answer to a question. The template literal of zod, which has this type by itself, is 1.5 KB in every function. */
const answerField = z.string().check(z.regex(new RegExp(`^answer:${questionKeyPattern}$`))) as z.ZodMiniType<
  `answer:${string}`,
  `answer:${string}`
>;

const layoutText = z
  .strictObject({
    field: z.union([z.enum(badgeFields), answerField]),
    weight: z.optional(z.enum(["regular", "bold"])),
    largest: points,
    smallest: points,
    lines: z.optional(z.int().check(z.minimum(1), z.maximum(12))),
    holds: z.optional(z.number().check(z.minimum(0), z.maximum(0.9))),
    colour: z.optional(z.union([z.string().check(z.regex(hexColour)), z.literal("on-category")])),
  })
  .check(z.refine(({ largest, smallest }) => smallest <= largest, { path: ["smallest"], error: "badgeSizes" }));

const textsPart = z.strictObject({
  kind: z.literal("texts"),
  ...placedFields,
  texts: z.readonly(z.array(layoutText).check(z.minLength(1), z.maxLength(12))),
  align: z.optional(z.enum(["start", "centre", "end"])),
  vertical: z.optional(z.enum(["top", "middle", "bottom"])),
  gap: z.optional(z.number().check(z.minimum(0), z.maximum(50))),
});

const fillPart = z.strictObject({
  kind: z.literal("fill"),
  ...placedFields,
  colour: z.union([z.string().check(z.regex(hexColour)), z.literal("category")]),
});

const picturePart = z.strictObject({ kind: z.enum(["photo", "code", "logo"]), ...placedFields });

/** The line height in relation to the font size, for the tallest glyphs of any script. */
const lineHeightFactor = 1.4;
const millimetresPerPoint = 25.4 / 72;

/** The minimum size of a QR code that a scanner reads at arm's length, in millimetres. */
const minCodeMillimetres = 20;

type LayoutShape = z.infer<typeof layoutShape>;
type LayoutPart = LayoutShape["parts"][number];

const listBoxes = ({ box: own, withoutPhoto }: LayoutPart) => (withoutPhoto ? [own, withoutPhoto] : [own]);

const isInsideBadge = (part: LayoutPart, { size }: LayoutShape) =>
  listBoxes(part).every(
    ([left, top, width, height]) => left + width <= size.width + 0.01 && top + height <= size.height + 0.01,
  );

function hasRoomForText(part: LayoutPart): boolean {
  if (part.kind !== "texts") return true;
  const lines = part.texts.reduce((sum, { smallest }) => sum + smallest * lineHeightFactor, 0);
  const neededMillimetres = (lines + (part.gap ?? 2) * (part.texts.length - 1)) * millimetresPerPoint;
  return listBoxes(part).every(([, , width, height]) => height >= neededMillimetres && width >= 8);
}

/** A badge needs the name, the category and exactly one QR code. */
function hasRequiredParts({ parts }: LayoutShape): boolean {
  const shown = new Set(parts.flatMap((part) => (part.kind === "texts" ? part.texts.map(({ field }) => field) : [])));
  return shown.has("name") && shown.has("category") && parts.filter(({ kind }) => kind === "code").length === 1;
}

const isReadableCode = (part: LayoutPart) =>
  part.kind !== "code" || listBoxes(part).every(([, , width, height]) => Math.min(width, height) >= minCodeMillimetres);

const sideMillimetres = z.number().check(z.minimum(40), z.maximum(297));

const layoutShape = z.strictObject({
  size: z.strictObject({ width: sideMillimetres, height: sideMillimetres }),
  parts: z.readonly(
    z.array(z.discriminatedUnion("kind", [textsPart, fillPart, picturePart])).check(z.minLength(1), z.maxLength(40)),
  ),
});

/**
 * The most lines that the texts of a layout may have, all boxes together. The predefined layouts have at most 28. Each line
 * costs work in every badge, which is also made while an email is written.
 */
const maxLayoutLines = 120;

const countTextLines = (part: LayoutPart) =>
  part.kind === "texts" ? part.texts.reduce((sum, { lines = 1 }) => sum + lines, 0) : 0;

/** An error names the first part that is beyond the limit. */
const lineLimit = z.check<LayoutShape>(({ value, issues }) => {
  let lines = 0;
  const index = value.parts.findIndex((part) => {
    lines += countTextLines(part);
    return lines > maxLayoutLines;
  });
  if (index === -1) return;
  const params = { maximum: maxLayoutLines };
  issues.push({ code: "custom", input: value, path: ["parts", index, "texts"], message: "badgeLines", params });
});

/** Checks each part of a layout; an error names the part. */
const partRule = (isValid: (part: LayoutPart, layout: LayoutShape) => boolean, rule: string) =>
  z.check<LayoutShape>(({ value, issues }) => {
    for (const [index, part] of value.parts.entries()) {
      if (isValid(part, value)) continue;
      issues.push({ code: "custom", input: part, path: ["parts", index, "box"], message: rule });
    }
  });

export const customLayout = layoutShape.check(
  partRule(isInsideBadge, "badgeOutside"),
  partRule(hasRoomForText, "badgeRoom"),
  partRule(isReadableCode, "badgeLacks"),
  lineLimit,
  z.refine(hasRequiredParts, { path: ["parts"], error: "badgeLacks" }),
);

/** A built-in layout, or a custom layout in which every text fits at its smallest size. */
export const layoutChoice = z.union([z.enum(layoutNames), customLayout]);

/** The most layouts of a conference beside the default. */
const maxLayoutRules = 40;

const layoutRule = z
  .strictObject({
    layout: layoutChoice,
    categories: z.optional(z.array(category).check(z.minLength(1), z.maxLength(maxLayoutRules), uniqueItems())),
    roles: z.optional(z.array(role).check(z.minLength(1), z.maxLength(maxLayoutRules), uniqueItems())),
  })
  .check(
    z.refine(({ categories, roles }) => categories !== undefined || roles !== undefined, {
      path: ["categories"],
      error: "required",
    }),
  );

/** The layouts of some categories and roles, the first that matches. A rule without either would hide the others. */
export const layoutRules = z.array(layoutRule).check(z.maxLength(maxLayoutRules));
