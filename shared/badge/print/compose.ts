import type { BadgeLayout, BadgePart, Box, TextPart } from "#shared/domain/badge-layout.ts";
import type { BadgeFacts } from "../facts.ts";
import { boxOf } from "../layouts.ts";
import { qrModules } from "../qr.ts";
import type { Fonts } from "../text/fonts.ts";
import type { Line } from "../text/paragraph.ts";
import { legibleOn } from "./colour.ts";
import { heightOf, heightOfStack, type SetField, setStack } from "./stack.ts";

/** In points, from the left upper corner of the badge. */
export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A line of text where it stands: its beginning on the left, and its baseline. */
export interface DrawnLine {
  readonly kind: "line";
  readonly field: SetField["field"];
  /** The box it must stay in. */
  readonly box: Rect;
  readonly line: Line;
  readonly left: number;
  readonly baseline: number;
  readonly size: number;
  readonly colour: string;
}

export type Drawn =
  | DrawnLine
  | { readonly kind: "fill"; readonly box: Rect; readonly colour: string }
  | { readonly kind: "photo"; readonly box: Rect; readonly jpeg: Uint8Array }
  | { readonly kind: "code"; readonly box: Rect; readonly modules: readonly (readonly boolean[])[] };

/** A badge before it is drawn: what stands where. */
export interface Composed {
  readonly width: number;
  readonly height: number;
  readonly drawn: readonly Drawn[];
  /** The fields that had to be shortened. */
  readonly shortened: readonly SetField["field"][];
}

export const pointsPerMillimetre = 72 / 25.4;

const rectOf = (box: Box): Rect => {
  const [left, top, width, height] = box.map((each) => each * pointsPerMillimetre);
  return { left: left ?? 0, top: top ?? 0, width: width ?? 0, height: height ?? 0 };
};

/** Puts the facts where the layout says. @throws MissingGlyph where a name has a character that no font can write */
export function composeBadge(layout: BadgeLayout, facts: BadgeFacts, fonts: Fonts): Composed {
  const stacks = layout.parts.map((part) => composePart(part, facts, fonts));
  return {
    width: layout.size.width * pointsPerMillimetre,
    height: layout.size.height * pointsPerMillimetre,
    drawn: stacks.flatMap(({ drawn }) => drawn),
    shortened: stacks.flatMap(({ shortened }) => shortened),
  };
}

type ComposedPart = Pick<Composed, "drawn" | "shortened">;

function composePart(part: BadgePart, facts: BadgeFacts, fonts: Fonts): ComposedPart {
  const box = rectOf(boxOf(part, facts.photo !== undefined));
  if (part.kind === "texts") return composeTexts(part, box, facts, fonts);
  const drawn = drawnOf(part, box, facts);
  return { drawn: drawn ? [drawn] : [], shortened: [] };
}

function drawnOf(part: Exclude<BadgePart, TextPart>, box: Rect, facts: BadgeFacts): Drawn | undefined {
  if (part.kind === "fill")
    return { kind: "fill", box, colour: part.colour === "category" ? facts.colour : part.colour };
  if (part.kind === "code") return { kind: "code", box, modules: qrModules(facts.token) };
  return facts.photo && { kind: "photo", box, jpeg: facts.photo };
}

type Align = NonNullable<TextPart["align"]>;

function composeTexts(part: TextPart, box: Rect, facts: BadgeFacts, fonts: Fonts): ComposedPart {
  const texts = part.texts.flatMap((text) => {
    const says = facts.texts[text.field];
    return says ? [{ text, says }] : [];
  });
  const room = { width: box.width, height: box.height, gap: part.gap ?? 2 };
  const stack = setStack(texts, fonts, facts.han, room);
  const slack = Math.max(0, box.height - heightOfStack(stack));
  let top = box.top + slack * { top: 0, middle: 0.5, bottom: 1 }[part.vertical ?? "top"];
  const drawn: DrawnLine[] = [];
  for (const field of stack.fields) {
    drawn.push(...linesOf(field, part.align ?? "start", top, box, facts));
    top += heightOf(field) + stack.gap;
  }
  return { drawn, shortened: stack.fields.filter((each) => each.isShortened).map(({ field }) => field) };
}

/** All texts of a badge begin on one side, a name in Arabic among English titles too: its language says which. */
function linesOf(set: SetField, align: Align, top: number, box: Rect, facts: BadgeFacts): DrawnLine[] {
  const { field, size, lines, ascent, leading } = set;
  const colour = set.colour === "on-category" ? legibleOn(facts.colour) : set.colour;
  const beginsAtRight = facts.direction === "rtl";
  const share = { start: beginsAtRight ? 1 : 0, centre: 0.5, end: beginsAtRight ? 0 : 1 }[align];
  return lines.map((line, index) => {
    const free = box.width - size * (line.ink.right - line.ink.left);
    const left = box.left + free * share - size * line.ink.left;
    return { kind: "line", field, box, line, left, baseline: top + ascent + leading * index, size, colour };
  });
}
