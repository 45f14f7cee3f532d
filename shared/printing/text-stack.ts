import type { FontCollection } from "./text/fonts.ts";
import type { TextStyle } from "./text/itemize.ts";
import { Paragraph, type ShapedLine } from "./text/paragraph.ts";
import type { FontWeight } from "./text/scripts.ts";

/** A field with the range of its size, in points. */
export interface FieldStyle<Field extends string> {
  readonly field: Field;
  readonly weight?: FontWeight;
  readonly largest: number;
  readonly smallest: number;
  /** The maximum number of lines; 1 by default. */
  readonly lines?: number;
  /** The priority to keep the largest size while other fields shrink, from 0 (none) to 0.9 (almost always). */
  readonly holds?: number;
  /** `#rrggbb`; black by default. */
  readonly colour?: string;
}

/** A field after layout: its lines at one size, at the distance that the tallest ink needs. */
export interface LaidOutField<Field extends string> {
  readonly field: Field;
  readonly colour: string;
  /** In points. */
  readonly size: number;
  readonly lines: readonly ShapedLine[];
  /** From the top to the first baseline, from one baseline to the next, and from the last to the bottom, in points. */
  readonly ascent: number;
  readonly leading: number;
  readonly descent: number;
  /** Whether its text had to be shortened. */
  readonly isShortened: boolean;
}

/** The fields of a box after layout, and the gap between them, in points. */
export interface TextStack<Field extends string> {
  readonly fields: readonly LaidOutField<Field>[];
  readonly gap: number;
}

interface RequestedField<Field extends string> {
  readonly text: FieldStyle<Field>;
  readonly paragraph: Paragraph;
  readonly maxLines: number;
}

/** In points. */
interface TextSpace {
  readonly width: number;
  readonly height: number;
  readonly gap: number;
}

/** The least ascent and descent of a line, and its distance from the next, in parts of the em. */
const minFieldAscent = 0.76;
const minFieldDescent = 0.22;
const lineGap = 0.16;

/** The number of steps from the largest to the smallest size of a text. */
const sizeSteps = 24;

export const measureFieldHeight = ({ ascent, leading, descent, lines }: LaidOutField<string>) =>
  ascent + leading * (lines.length - 1) + descent;

export const measureStackHeight = ({ fields, gap }: TextStack<string>) =>
  fields.reduce((sum, field) => sum + measureFieldHeight(field), 0) + gap * Math.max(0, fields.length - 1);

/**
 * Lays out fields below each other, as large as all fit, each with as many lines as it may have. If they do not fit at
 * the smallest size, the last field loses lines first; an ellipsis at the end of a word marks a shortened text.
 */
export function layoutTextStack<Field extends string>(
  fields: readonly { readonly text: FieldStyle<Field>; readonly value: string }[],
  fonts: FontCollection,
  han: TextStyle["han"],
  room: TextSpace,
): TextStack<Field> {
  const requested = fields.map(({ text, value }): RequestedField<Field> => {
    const paragraph = new Paragraph(value, fonts, { weight: text.weight ?? "regular", han });
    return { text, paragraph, maxLines: text.lines ?? 1 };
  });
  const largest = requested.map((field) => findLargestShare(field, room.width));
  for (let step = sizeSteps; step >= 0; step -= 1) {
    const laidOut = requested.map((field, index) => {
      const size = getFontSize(field, Math.min(largest[index] ?? 0, getSizeShare(field, step)));
      return layoutField(field.text, field.paragraph, size, room.width, false);
    });
    const stack = { fields: laidOut, gap: room.gap };
    const fits = laidOut.every(({ lines }, index) => lines.length <= (requested[index]?.maxLines ?? 1));
    if (fits && measureStackHeight(stack) <= room.height) return stack;
  }
  return shortenStack(requested, room);
}

/** The share of a field's size at a step, 0 for the smallest and 1 for the largest. A field that holds shrinks later. */
const getSizeShare = ({ text }: RequestedField<string>, step: number) =>
  Math.min(1, step / sizeSteps / (1 - (text.holds ?? 0)));

const getFontSize = ({ text }: RequestedField<string>, share: number) =>
  text.smallest + share * (text.largest - text.smallest);

/** The largest share that the field's width and lines allow; with fewer lines, if they cost little size. */
function findLargestShare(field: RequestedField<string>, width: number): number {
  const shares = Array.from({ length: field.maxLines }, (_, index) => findLargestShareInLines(index + 1, field, width));
  const best = getFontSize(field, shares.at(-1) ?? 0);
  return shares.find((share) => getFontSize(field, share) >= best * minSizeRatioPerLine) ?? 0;
}

/** One line more must make the text larger by a third. */
const minSizeRatioPerLine = 0.75;

/** The largest share at which the field fits into so many lines without a cut word. */
function findLargestShareInLines(lines: number, field: RequestedField<string>, width: number): number {
  for (let step = sizeSteps; step > 0; step -= 1) {
    const spans = field.paragraph.breakLines(width / getFontSize(field, step / sizeSteps));
    const isWhole = spans.every(({ end }) => field.paragraph.canEndAt(end));
    if (isWhole && spans.length <= lines) return step / sizeSteps;
  }
  return 0;
}

function layoutField<Field extends string>(
  text: FieldStyle<Field>,
  paragraph: Paragraph,
  size: number,
  width: number,
  isShortened: boolean,
): LaidOutField<Field> {
  const lines = paragraph.balanceLines(width / size).map((span) => paragraph.shapeLine(span));
  const ascent = size * Math.max(minFieldAscent, ...lines.map(({ ink }) => ink.top));
  const descent = size * Math.max(minFieldDescent, ...lines.map(({ ink }) => -ink.bottom));
  return {
    field: text.field,
    colour: text.colour ?? "#000000",
    size,
    lines,
    ascent,
    leading: ascent + descent + lineGap * size,
    descent,
    isShortened,
  };
}

/** At the smallest sizes, removes lines from the last field up; uses smaller sizes only if single lines do not fit. */
function shortenStack<Field extends string>(
  requested: readonly RequestedField<Field>[],
  room: TextSpace,
): TextStack<Field> {
  const allowed = requested.map(({ maxLines }) => maxLines);
  const layoutAll = (scale: number): TextStack<Field> => ({
    fields: requested.map(({ text, paragraph }, index) => {
      const size = text.smallest * scale;
      const short = paragraph.shorten(room.width / size, allowed[index] ?? 1);
      return layoutField(text, short, size, room.width, short !== paragraph);
    }),
    gap: room.gap * scale,
  });
  let stack = layoutAll(1);
  while (measureStackHeight(stack) > room.height) {
    const last = stack.fields.findLastIndex(({ lines }) => lines.length > 1);
    if (last === -1) break;
    allowed[last] = (stack.fields[last]?.lines.length ?? 2) - 1;
    stack = layoutAll(1);
  }
  for (let scale = 0.95; measureStackHeight(stack) > room.height && scale > 0.1; scale -= 0.05)
    stack = layoutAll(scale);
  return stack;
}
