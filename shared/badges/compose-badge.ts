import type { BadgeLayout, BadgePart, BadgeTextField, Box, TextPart } from "#shared/model/badge-layout.ts";
import { type Composition, composeColumn, type DrawnItem, fitIntoBox } from "#shared/printing/composition.ts";
import { chooseLegibleColour } from "#shared/printing/contrast.rules.ts";
import { pointsPerMillimetre, type Rect } from "#shared/printing/page-geometry.ts";
import { getQrModules } from "#shared/printing/qr-code.ts";
import type { FontCollection } from "#shared/printing/text/fonts.ts";
import { Typesetter } from "#shared/printing/text/typesetter.ts";
import type { BadgeContent } from "./badge-content.ts";
import { getPartBox } from "./layouts.ts";

/** The items of a badge with their positions, in points. */
export interface ComposedBadge extends Composition<BadgeTextField> {
  /** The fields that had to be shortened. */
  readonly shortened: readonly BadgeTextField[];
  /** The indexes of the parts with these fields. */
  readonly shortenedParts: readonly number[];
}

const toRect = (box: Box): Rect => {
  const [left = 0, top = 0, width = 0, height = 0] = box.map((value) => value * pointsPerMillimetre);
  return { left, top, width, height };
};

/**
 * Places the content as the layout says. Its work is limited (`maxCompositionWork`), so that every layout makes a badge in
 * time: texts that are beyond the limit are shortened to one line.
 */
export function composeBadge(layout: BadgeLayout, content: BadgeContent, fonts: FontCollection): ComposedBadge {
  const typesetter = new Typesetter(fonts, content.han);
  const parts = layout.parts.map((part) => composePart(part, content, typesetter));
  return {
    width: layout.size.width * pointsPerMillimetre,
    height: layout.size.height * pointsPerMillimetre,
    items: parts.flatMap(({ items }) => items),
    shortened: parts.flatMap(({ shortened }) => shortened),
    shortenedParts: parts.flatMap(({ shortened }, index) => (shortened.length > 0 ? [index] : [])),
  };
}

type ComposedPart = Pick<ComposedBadge, "items" | "shortened">;

function composePart(part: BadgePart, content: BadgeContent, typesetter: Typesetter): ComposedPart {
  const box = toRect(getPartBox(part, content.photo !== undefined));
  if (part.kind === "texts") return composeTexts(part, box, content, typesetter);
  const item = toDrawnItem(part, box, content);
  return { items: item ? [item] : [], shortened: [] };
}

function toDrawnItem(
  part: Exclude<BadgePart, TextPart>,
  box: Rect,
  content: BadgeContent,
): DrawnItem<BadgeTextField> | undefined {
  if (part.kind === "fill")
    return { kind: "fill", box, colour: part.colour === "category" ? content.colour : part.colour };
  if (part.kind === "code") return { kind: "code", box, modules: getQrModules(content.token) };
  if (part.kind === "logo")
    return content.logo && { kind: "logo", box: fitIntoBox(content.logo, box), jpeg: content.logo };
  return content.photo && { kind: "photo", box, jpeg: content.photo };
}

/** All texts of a badge begin on the side of the badge's language, also an Arabic name among English titles. */
function composeTexts(
  { texts, align, vertical, gap = 2 }: TextPart,
  box: Rect,
  { texts: values, colour, direction }: BadgeContent,
  typesetter: Typesetter,
): ComposedPart {
  const fields = texts.flatMap((text) => {
    const value = values[text.field];
    const own = text.colour === "on-category" ? { ...text, colour: chooseLegibleColour(colour) } : text;
    return value ? [{ text: own, value }] : [];
  });
  const style = { gap, direction, ...(align && { align }), ...(vertical && { vertical }) };
  return composeColumn(fields, box, style, typesetter);
}
