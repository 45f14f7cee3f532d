import type { TextDirection } from "#shared/model/conference.ts";
import { findLastFitting, type Paragraph, type ShapedLine, type TextSpan } from "./text/paragraph.ts";
import type { FontWeight } from "./text/scripts.ts";
import type { TextWork } from "./text/text-work.ts";
import type { Typesetter } from "./text/typesetter.ts";

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
  /** Of the text as a whole; by default that of its first letter. */
  readonly direction?: TextDirection;
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
const allSteps = Array.from({ length: sizeSteps + 1 }, (_, step) => step);

export const measureFieldHeight = ({ ascent, leading, descent, lines }: LaidOutField<string>) =>
  ascent + leading * (lines.length - 1) + descent;

export const measureStackHeight = ({ fields, gap }: TextStack<string>) =>
  fields.reduce((sum, field) => sum + measureFieldHeight(field), 0) + gap * Math.max(0, fields.length - 1);

/**
 * Lays out fields below each other, as large as all fit, each with as many lines as it may have. If they do not fit at
 * the smallest size, the last field loses lines first; an ellipsis at the end of a word marks a shortened text. Once the
 * composition has taken too much work, each field has one line at its smallest size.
 */
export function layoutTextStack<Field extends string>(
  fields: readonly { readonly text: FieldStyle<Field>; readonly value: string }[],
  typesetter: Typesetter,
  room: TextSpace,
): TextStack<Field> {
  const { work } = typesetter;
  const requested = fields.map(({ text, value }): RequestedField<Field> => {
    const paragraph = typesetter.getParagraph(value, text.weight ?? "regular", text.direction);
    return { text, paragraph, maxLines: text.lines ?? 1 };
  });
  return (
    findLargestStack(requested, room, work) ?? shortenStack(requested, room, work) ?? truncateStack(requested, room)
  );
}

/** @returns `undefined` if the fields do not fit at their smallest sizes, or the work is exhausted */
function findLargestStack<Field extends string>(
  requested: readonly RequestedField<Field>[],
  room: TextSpace,
  work: TextWork,
): TextStack<Field> | undefined {
  const largest = requested.map((field) => findLargestShare(field, room.width, work));
  const layouts = requested.map(() => new Map<number, LaidOutField<Field>>());
  const layoutAtSize = (field: RequestedField<Field>, index: number, size: number): LaidOutField<Field> => {
    const known = layouts[index]?.get(size) ?? layoutField(field, size, room.width);
    layouts[index]?.set(size, known);
    return known;
  };
  const layoutAtStep = (step: number): TextStack<Field> => ({
    fields: requested.map((field, index) => {
      const share = Math.min(largest[index] ?? 0, getSizeShare(field, step));
      return layoutAtSize(field, index, getFontSize(field, share));
    }),
    gap: room.gap,
  });
  const fits = (step: number) => {
    if (work.isExhausted) return false;
    const stack = layoutAtStep(step);
    const hasFewLines = stack.fields.every(({ lines }, index) => lines.length <= (requested[index]?.maxLines ?? 1));
    return hasFewLines && measureStackHeight(stack) <= room.height;
  };
  const step = findLastFitting(allSteps, fits);
  return step === undefined ? undefined : layoutAtStep(step);
}

/** The share of a field's size at a step, 0 for the smallest and 1 for the largest. A field that holds shrinks later. */
const getSizeShare = ({ text }: RequestedField<string>, step: number) =>
  Math.min(1, step / sizeSteps / (1 - (text.holds ?? 0)));

const getFontSize = ({ text }: RequestedField<string>, share: number) =>
  text.smallest + share * (text.largest - text.smallest);

/** The largest share that the field's width and lines allow; with fewer lines, if they cost little size. */
function findLargestShare(field: RequestedField<string>, width: number, work: TextWork): number {
  const countLines = createLineCounter(field, width, work);
  const shares = Array.from({ length: field.maxLines }, (_, index) => {
    const step = findLastFitting(allSteps, (each) => each === 0 || countLines(each) <= index + 1) ?? 0;
    return step / sizeSteps;
  });
  const best = getFontSize(field, shares.at(-1) ?? 0);
  return shares.find((share) => getFontSize(field, share) >= best * minSizeRatioPerLine) ?? 0;
}

/** One line more must make the text larger by a third. */
const minSizeRatioPerLine = 0.75;

/** Counts the lines of a field at a step: infinitely many if a word is cut, or the work is exhausted. */
function createLineCounter(field: RequestedField<string>, width: number, work: TextWork) {
  const counts = new Map<number, number>();
  return (step: number): number => {
    const known = counts.get(step);
    if (known !== undefined) return known;
    if (work.isExhausted) return Number.POSITIVE_INFINITY;
    const spans = field.paragraph.breakLines(width / getFontSize(field, step / sizeSteps));
    const isWhole = spans.every(({ end }) => field.paragraph.canEndAt(end));
    const count = isWhole ? spans.length : Number.POSITIVE_INFINITY;
    counts.set(step, count);
    return count;
  };
}

const layoutField = <Field extends string>(
  { text, paragraph }: RequestedField<Field>,
  size: number,
  width: number,
): LaidOutField<Field> => layoutLines(text, paragraph, size, paragraph.balanceLines(width / size), false);

function layoutLines<Field extends string>(
  text: FieldStyle<Field>,
  paragraph: Paragraph,
  size: number,
  spans: readonly TextSpan[],
  isShortened: boolean,
): LaidOutField<Field> {
  const lines = spans.map((span) => paragraph.shapeLine(span));
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

/** The scales below the smallest sizes, for fields of which even single lines do not fit. */
const smallerScales = Array.from({ length: 17 }, (_, index) => 0.95 - index * 0.05);

/**
 * At the smallest sizes, removes lines from the last field up; uses smaller sizes only if single lines do not fit.
 * @returns `undefined` if the work is exhausted
 */
function shortenStack<Field extends string>(
  requested: readonly RequestedField<Field>[],
  room: TextSpace,
  work: TextWork,
): TextStack<Field> | undefined {
  const layoutShort = (
    { text, paragraph }: RequestedField<Field>,
    lines: number,
    scale: number,
  ): LaidOutField<Field> => {
    const size = text.smallest * scale;
    const short = paragraph.shorten(room.width / size, lines);
    return layoutLines(text, short, size, short.balanceLines(room.width / size), short !== paragraph);
  };
  const layoutAll = (scale: number, lines?: number): TextStack<Field> => ({
    fields: requested.map((field) => layoutShort(field, lines ?? field.maxLines, scale)),
    gap: room.gap * scale,
  });
  if (work.isExhausted) return undefined;
  let stack = layoutAll(1);
  while (measureStackHeight(stack) > room.height) {
    if (work.isExhausted) return undefined;
    const last = stack.fields.findLastIndex(({ lines }) => lines.length > 1);
    const [field, laidOut] = [requested[last], stack.fields[last]];
    if (!field || !laidOut) break;
    stack = { ...stack, fields: stack.fields.with(last, layoutShort(field, laidOut.lines.length - 1, 1)) };
  }
  for (const scale of smallerScales) {
    if (measureStackHeight(stack) <= room.height) break;
    if (work.isExhausted) return undefined;
    stack = layoutAll(scale, 1);
  }
  return stack;
}

/** One line for each field, at its smallest size or as much smaller as the height of the box demands. */
function truncateStack<Field extends string>(
  requested: readonly RequestedField<Field>[],
  room: TextSpace,
): TextStack<Field> {
  const fields = requested.map(({ text, paragraph }) => {
    const short = paragraph.truncate(room.width / text.smallest);
    return layoutLines(text, short, text.smallest, [{ start: 0, end: short.text.length }], short !== paragraph);
  });
  const stack = { fields, gap: room.gap };
  return scaleStack(stack, Math.min(1, room.height / measureStackHeight(stack)));
}

const scaleStack = <Field extends string>({ fields, gap }: TextStack<Field>, scale: number): TextStack<Field> => ({
  fields: fields.map((field) => ({
    ...field,
    size: field.size * scale,
    ascent: field.ascent * scale,
    leading: field.leading * scale,
    descent: field.descent * scale,
  })),
  gap: gap * scale,
});
