import type { BadgeLayout, BadgePart, Box, TextPart } from "#shared/model/badge-layout.ts";
import { chooseLegibleColour } from "#shared/printing/contrast.rules.ts";
import { getFreeSpaceShare, pointsPerMillimetre, type Rect } from "#shared/printing/page-geometry.ts";
import { parseJpegHeader } from "#shared/printing/pdf/jpeg.ts";
import { getQrModules } from "#shared/printing/qr-code.ts";
import type { FontCollection } from "#shared/printing/text/fonts.ts";
import type { ShapedLine } from "#shared/printing/text/paragraph.ts";
import type { BadgeContent } from "./badge-content.ts";
import { getPartBox } from "./layouts.ts";
import { type LaidOutField, layoutTextStack, measureFieldHeight, measureStackHeight } from "./text-stack.ts";

/** A line of text with its position: its left end, and its baseline from the top. */
export interface DrawnLine {
  readonly kind: "line";
  readonly field: LaidOutField["field"];
  /** The box that the line must not leave. */
  readonly box: Rect;
  readonly line: ShapedLine;
  readonly left: number;
  readonly baseline: number;
  readonly size: number;
  readonly colour: string;
}

export type DrawnItem =
  | DrawnLine
  | { readonly kind: "fill"; readonly box: Rect; readonly colour: string }
  | { readonly kind: "photo" | "logo"; readonly box: Rect; readonly jpeg: Uint8Array }
  | { readonly kind: "code"; readonly box: Rect; readonly modules: readonly (readonly boolean[])[] };

/** The items of a badge with their positions, in points. */
export interface ComposedBadge {
  readonly width: number;
  readonly height: number;
  readonly items: readonly DrawnItem[];
  /** The fields that had to be shortened. */
  readonly shortened: readonly LaidOutField["field"][];
  /** The indexes of the parts with these fields. */
  readonly shortenedParts: readonly number[];
}

const toRect = (box: Box): Rect => {
  const [left = 0, top = 0, width = 0, height = 0] = box.map((value) => value * pointsPerMillimetre);
  return { left, top, width, height };
};

/** Places the content as the layout says. */
export function composeBadge(layout: BadgeLayout, content: BadgeContent, fonts: FontCollection): ComposedBadge {
  const parts = layout.parts.map((part) => composePart(part, content, fonts));
  return {
    width: layout.size.width * pointsPerMillimetre,
    height: layout.size.height * pointsPerMillimetre,
    items: parts.flatMap(({ items }) => items),
    shortened: parts.flatMap(({ shortened }) => shortened),
    shortenedParts: parts.flatMap(({ shortened }, index) => (shortened.length > 0 ? [index] : [])),
  };
}

type ComposedPart = Pick<ComposedBadge, "items" | "shortened">;

function composePart(part: BadgePart, content: BadgeContent, fonts: FontCollection): ComposedPart {
  const box = toRect(getPartBox(part, content.photo !== undefined));
  if (part.kind === "texts") return composeTexts(part, box, content, fonts);
  const item = toDrawnItem(part, box, content);
  return { items: item ? [item] : [], shortened: [] };
}

function toDrawnItem(part: Exclude<BadgePart, TextPart>, box: Rect, content: BadgeContent): DrawnItem | undefined {
  if (part.kind === "fill")
    return { kind: "fill", box, colour: part.colour === "category" ? content.colour : part.colour };
  if (part.kind === "code") return { kind: "code", box, modules: getQrModules(content.token) };
  if (part.kind === "logo")
    return content.logo && { kind: "logo", box: fitIntoBox(content.logo, box), jpeg: content.logo };
  return content.photo && { kind: "photo", box, jpeg: content.photo };
}

/** The area of a picture in the middle of a box, as large as the box allows. */
function fitIntoBox(jpeg: Uint8Array, { left, top, width, height }: Rect): Rect {
  const picture = parseJpegHeader(jpeg);
  const scale = Math.min(width / picture.width, height / picture.height);
  const [ownWidth, ownHeight] = [picture.width * scale, picture.height * scale];
  return {
    left: left + (width - ownWidth) / 2,
    top: top + (height - ownHeight) / 2,
    width: ownWidth,
    height: ownHeight,
  };
}

function composeTexts(part: TextPart, box: Rect, content: BadgeContent, fonts: FontCollection): ComposedPart {
  const fields = part.texts.flatMap((text) => {
    const value = content.texts[text.field];
    return value ? [{ text, value }] : [];
  });
  const stack = layoutTextStack(fields, fonts, content.han, { ...box, gap: part.gap ?? 2 });
  const slack = Math.max(0, box.height - measureStackHeight(stack));
  let top = box.top + slack * { top: 0, middle: 0.5, bottom: 1 }[part.vertical ?? "top"];
  const items: DrawnLine[] = [];
  for (const field of stack.fields) {
    items.push(...toDrawnLines(field, part.align ?? "start", top, box, content));
    top += measureFieldHeight(field) + stack.gap;
  }
  return { items, shortened: stack.fields.filter((each) => each.isShortened).map(({ field }) => field) };
}

/** All texts of a badge begin on the side of the badge's language, also an Arabic name among English titles. */
function toDrawnLines(
  { field, size, lines, ascent, leading, ...text }: LaidOutField,
  align: NonNullable<TextPart["align"]>,
  top: number,
  box: Rect,
  content: BadgeContent,
): DrawnLine[] {
  const colour = text.colour === "on-category" ? chooseLegibleColour(content.colour) : text.colour;
  const share = getFreeSpaceShare(align, content.direction);
  return lines.map((line, index) => {
    const free = box.width - size * (line.ink.right - line.ink.left);
    const left = box.left + free * share - size * line.ink.left;
    return { kind: "line", field, box, line, left, baseline: top + ascent + leading * index, size, colour };
  });
}
