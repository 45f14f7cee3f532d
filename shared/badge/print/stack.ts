import type { BadgeField, BadgeText } from "#shared/domain/badge-layout.ts";
import type { Fonts } from "../text/fonts.ts";
import type { Style } from "../text/itemise.ts";
import { type Line, Paragraph } from "../text/paragraph.ts";

/** A field as it was set: all its lines at one size, one as far from the next as the tallest ink asks for. */
export interface SetField {
  readonly field: BadgeField;
  readonly colour: string;
  /** In points. */
  readonly size: number;
  readonly lines: readonly Line[];
  /** From the top to the first baseline, from one baseline to the next, and from the last to the bottom, in points. */
  readonly ascent: number;
  readonly leading: number;
  readonly descent: number;
  /** Whether it had to be shortened. */
  readonly isShortened: boolean;
}

/** The fields of a box as they were set, and how far they stand from each other, in points. */
export interface Stack {
  readonly fields: readonly SetField[];
  readonly gap: number;
}

interface Wanted {
  readonly text: BadgeText;
  readonly paragraph: Paragraph;
  /** At most so many lines. */
  readonly lines: number;
}

export interface Room {
  /** In points. */
  readonly width: number;
  readonly height: number;
  readonly gap: number;
}

/** The least that a line takes above and below its baseline and keeps from the next, in parts of the em. */
const leastAscent = 0.76;
const leastDescent = 0.22;
const between = 0.16;

/** In how many steps a text goes from its largest to its smallest size. */
const steps = 24;

export const heightOf = ({ ascent, leading, descent, lines }: SetField) =>
  ascent + leading * (lines.length - 1) + descent;

export const heightOfStack = ({ fields, gap }: Stack) =>
  fields.reduce((sum, field) => sum + heightOf(field), 0) + gap * Math.max(0, fields.length - 1);

/**
 * Sets fields below each other so that none overflows and none vanishes: as large as all have room for, each with as
 * many lines as it may have; at the smallest size, the last field gives up lines first, and what is left out is marked
 * by an ellipsis at the end of a word.
 * @throws MissingGlyph
 */
export function setStack(
  fields: readonly { readonly text: BadgeText; readonly says: string }[],
  fonts: Fonts,
  han: Style["han"],
  room: Room,
): Stack {
  const wanted = fields.map(({ text, says }): Wanted => {
    const paragraph = new Paragraph(says, fonts, { weight: text.weight ?? "regular", han });
    return { text, paragraph, lines: text.lines ?? 1 };
  });
  const most = wanted.map((each) => largestAlone(each, room.width));
  for (let step = steps; step >= 0; step -= 1) {
    const set = wanted.map((each, index) =>
      setField(each, Math.min(most[index] ?? 0, shareAt(each, step)), room.width),
    );
    const fits = set.every((field, index) => field.lines.length <= (wanted[index]?.lines ?? 1));
    if (fits && heightOfStack({ fields: set, gap: room.gap }) <= room.height) return { fields: set, gap: room.gap };
  }
  return shorten(wanted, room);
}

/** How far from the smallest to the largest size a field is at a step: who holds starts to shrink later. */
const shareAt = ({ text }: Wanted, step: number) => Math.min(1, step / steps / (1 - (text.holds ?? 0)));

const sizeAt = ({ text }: Wanted, share: number) => text.smallest + share * (text.largest - text.smallest);

/** What its own width and lines allow, whatever else stands in the box: fewer lines, where they cost little size. */
function largestAlone(wanted: Wanted, width: number): number {
  const shares = Array.from({ length: wanted.lines }, (_, index) => largestIn(index + 1, wanted, width));
  const best = sizeAt(wanted, shares.at(-1) ?? 0);
  return shares.find((share) => sizeAt(wanted, share) >= best * worthALine) ?? 0;
}

/** A line more must make the text larger by a third. */
const worthALine = 0.75;

/** How large it can be in so many lines with no word cut. */
function largestIn(lines: number, wanted: Wanted, width: number): number {
  for (let step = steps; step > 0; step -= 1) {
    const { isWhole, count } = tryBreak(wanted.paragraph, width / sizeAt(wanted, step / steps));
    if (isWhole && count <= lines) return step / steps;
  }
  return 0;
}

/** Whether no word is cut, and how many lines there are. */
function tryBreak(paragraph: Paragraph, width: number) {
  const spans = paragraph.break(width);
  return { isWhole: spans.every(({ end }) => paragraph.mayEndAt(end)), count: spans.length };
}

function setField({ text, paragraph }: Wanted, share: number, width: number, isShortened = false): SetField {
  const size = text.smallest + share * (text.largest - text.smallest);
  return setAt(text, paragraph, size, width, isShortened);
}

function setAt(text: BadgeText, paragraph: Paragraph, size: number, width: number, isShortened: boolean): SetField {
  const lines = paragraph.balance(width / size).map((span) => paragraph.line(span));
  const ascent = size * Math.max(leastAscent, ...lines.map(({ ink }) => ink.top));
  const descent = size * Math.max(leastDescent, ...lines.map(({ ink }) => -ink.bottom));
  return {
    field: text.field,
    colour: text.colour ?? "#000000",
    size,
    lines,
    ascent,
    leading: ascent + descent + between * size,
    descent,
    isShortened,
  };
}

/** At the smallest sizes, line by line from the last field up; below them only if single lines have no room. */
function shorten(wanted: readonly Wanted[], room: Room): Stack {
  const allowed = wanted.map(({ lines }) => lines);
  const setAll = (scale: number): Stack => ({
    fields: wanted.map(({ text, paragraph }, index) => {
      const size = text.smallest * scale;
      const short = paragraph.shorten(room.width / size, allowed[index] ?? 1);
      return setAt(text, short, size, room.width, short !== paragraph);
    }),
    gap: room.gap * scale,
  });
  let done = setAll(1);
  while (heightOfStack(done) > room.height) {
    const last = done.fields.findLastIndex(({ lines }) => lines.length > 1);
    if (last === -1) break;
    allowed[last] = (done.fields[last]?.lines.length ?? 2) - 1;
    done = setAll(1);
  }
  for (let scale = 0.95; heightOfStack(done) > room.height && scale > 0.1; scale -= 0.05) done = setAll(scale);
  return done;
}
