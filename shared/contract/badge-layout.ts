import * as z from "zod/mini";
import { badgeFields, layoutNames } from "#shared/domain/badge-layout.ts";

const millimetres = z.number().check(z.minimum(0), z.maximum(500));
const points = z.number().check(z.minimum(3), z.maximum(120));
const box = z.readonly(z.tuple([millimetres, millimetres, millimetres, millimetres]));
const placed = { box, withoutPhoto: z.optional(box) };
const hex = /^#[0-9a-fA-F]{6}$/;

const text = z
  .strictObject({
    field: z.enum(badgeFields),
    weight: z.optional(z.enum(["regular", "bold"])),
    largest: points,
    smallest: points,
    lines: z.optional(z.int().check(z.minimum(1), z.maximum(12))),
    holds: z.optional(z.number().check(z.minimum(0), z.maximum(0.9))),
    colour: z.optional(z.union([z.string().check(z.regex(hex)), z.literal("on-category")])),
  })
  .check(z.refine(({ largest, smallest }) => smallest <= largest, { path: ["smallest"], error: "badgeSizes" }));

const texts = z.strictObject({
  kind: z.literal("texts"),
  ...placed,
  texts: z.readonly(z.array(text).check(z.minLength(1), z.maxLength(12))),
  align: z.optional(z.enum(["start", "centre", "end"])),
  vertical: z.optional(z.enum(["top", "middle", "bottom"])),
  gap: z.optional(z.number().check(z.minimum(0), z.maximum(50))),
});

const fill = z.strictObject({
  kind: z.literal("fill"),
  ...placed,
  colour: z.union([z.string().check(z.regex(hex)), z.literal("category")]),
});

const picture = z.strictObject({ kind: z.enum(["photo", "code"]), ...placed });

/** Room for one line of each text at its smallest, with the tallest letters of any script: then none has to vanish. */
const heightOfLine = 1.4;
const millimetresPerPoint = 25.4 / 72;

/** Smaller than this a code isn't read at arm's length, in millimetres. */
const smallestCode = 20;

type Draft = z.infer<typeof shape>;
type Part = Draft["parts"][number];

const boxesOf = ({ box: own, withoutPhoto }: Part) => (withoutPhoto ? [own, withoutPhoto] : [own]);

const isInside = ({ size, parts }: Draft) =>
  parts
    .flatMap(boxesOf)
    .every(([left, top, width, height]) => left + width <= size.width + 0.01 && top + height <= size.height + 0.01);

function hasRoom(part: Part): boolean {
  if (part.kind !== "texts") return true;
  const lines = part.texts.reduce((sum, { smallest }) => sum + smallest * heightOfLine, 0);
  const needed = (lines + (part.gap ?? 2) * (part.texts.length - 1)) * millimetresPerPoint;
  return boxesOf(part).every(([, , width, height]) => height >= needed && width >= 8);
}

/** Who it is, as what, and what the gate reads: without them it is no badge. */
function isWhole({ parts }: Draft): boolean {
  const shown = new Set(parts.flatMap((part) => (part.kind === "texts" ? part.texts.map(({ field }) => field) : [])));
  const codes = parts.filter(({ kind }) => kind === "code");
  const isRead = codes.flatMap(boxesOf).every(([, , width, height]) => Math.min(width, height) >= smallestCode);
  return shown.has("name") && shown.has("category") && codes.length === 1 && isRead;
}

const side = z.number().check(z.minimum(40), z.maximum(297));

const shape = z.strictObject({
  size: z.strictObject({ width: side, height: side }),
  parts: z.readonly(
    z.array(z.discriminatedUnion("kind", [texts, fill, picture])).check(z.minLength(1), z.maxLength(40)),
  ),
});

const layout = shape.check(
  z.refine(isInside, { path: ["parts"], error: "badgeOutside" }),
  z.refine(({ parts }) => parts.every(hasRoom), { path: ["parts"], error: "badgeRoom" }),
  z.refine(isWhole, { path: ["parts"], error: "badgeLacks" }),
);

/** A layout of the house, or one of the conference's own, in which whatever a person is called has room. */
export const layoutChoice = z.union([z.enum(layoutNames), layout]);
