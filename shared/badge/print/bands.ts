import type { HanStyle, Weight } from "../text/families.ts";
import type { Fonts } from "../text/fonts.ts";
import { type Line, Paragraph } from "../text/paragraph.ts";

/** A text of a document. Sizes and distances in points. */
export interface Passage {
  readonly text: string;
  readonly size: number;
  readonly weight?: Weight;
  readonly colour?: string;
  /** Room above it, but for the first of a page. */
  readonly above?: number;
  /** How far from the side at which texts begin. */
  readonly indent?: number;
  readonly align?: "start" | "centre" | "end";
  /** Whether somebody gave it, in whatever language: then its own first letter says how it runs, else the document. */
  readonly isGiven?: boolean;
  readonly han?: HanStyle;
}

/** Where texts may stand, in points from the left edge of the page. */
export interface Column {
  readonly left: number;
  readonly width: number;
}

/** What texts are set with. */
export interface Setting {
  readonly fonts: Fonts;
  /** Of the document: the side at which its texts begin. */
  readonly direction: "ltr" | "rtl";
}

/** A line where it stands: `left` from the page's edge, `baseline` from the top of its band. */
export interface PlacedLine {
  readonly line: Line;
  readonly left: number;
  readonly baseline: number;
  readonly size: number;
  readonly colour: string;
}

/** A strip of a page that is never cut: a line of text, or a row of a table. */
export interface Band {
  readonly above: number;
  readonly height: number;
  readonly lines: readonly PlacedLine[];
  /** A thin line below it. */
  readonly rule?: Column;
}

/** The least that a line takes above and below its baseline, in parts of the em; taller ink takes more. */
const leastAscent = 1;
const leastDescent = 0.32;

/** A text as so many bands as it takes lines. @throws MissingGlyph */
export function setPassage(passage: Passage, column: Column, { fonts, direction }: Setting): Band[] {
  const { text, size, weight = "regular", colour = "#000000", above = 0, indent = 0, align = "start" } = passage;
  const { han = "zh-Hans", isGiven = false } = passage;
  const paragraph = new Paragraph(text, fonts, { weight, han, ...(!isGiven && { direction }) });
  return paragraph.break((column.width - indent) / size).map((span, index) => {
    const line = paragraph.line(span);
    const ascent = size * Math.max(leastAscent, line.ink.top);
    const descent = size * Math.max(leastDescent, -line.ink.bottom);
    const left = leftOf(line, size, { ...column, indent, share: shareOf(align, direction) });
    const placed = { line, left, baseline: ascent, size, colour };
    return { above: index === 0 ? above : 0, height: ascent + descent, lines: [placed] };
  });
}

/** How much of the free room lies left of a line. */
const shareOf = (align: NonNullable<Passage["align"]>, direction: Setting["direction"]) =>
  ({ start: direction === "rtl" ? 1 : 0, centre: 0.5, end: direction === "rtl" ? 0 : 1 })[align];

function leftOf(line: Line, size: number, place: Column & { readonly indent: number; readonly share: number }): number {
  const { left, width, indent, share } = place;
  const free = width - size * (line.ink.right - line.ink.left);
  const inset = share === 0 ? indent : share === 1 ? -indent : 0;
  return left + free * share + inset - size * line.ink.left;
}

/** Texts beside each other as one band, as high as the highest of them. @throws MissingGlyph */
export function setRow(cells: readonly Passage[], columns: readonly Column[], setting: Setting): Band {
  const [first, last] = [columns[0] ?? { left: 0, width: 0 }, columns.at(-1) ?? { left: 0, width: 0 }];
  const stacks = cells.map((cell, index) => stackOf(setPassage(cell, columns[index] ?? first, setting)));
  const left = Math.min(first.left, last.left);
  const right = Math.max(first.left + first.width, last.left + last.width);
  return {
    above: 0,
    height: Math.max(...stacks.map(({ height }) => height)) + 2 * cellMargin,
    lines: stacks.flatMap(({ lines }) => lines),
    rule: { left, width: right - left },
  };
}

/** Above and below the texts of a row. */
const cellMargin = 2.5;

function stackOf(bands: readonly Band[]): Pick<Band, "height" | "lines"> {
  let height = 0;
  const lines: PlacedLine[] = [];
  for (const band of bands) {
    for (const placed of band.lines) lines.push({ ...placed, baseline: cellMargin + height + placed.baseline });
    height += band.height;
  }
  return { height, lines };
}
