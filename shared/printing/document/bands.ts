import type { TextDirection } from "#shared/model/conference.ts";
import { getFreeSpaceShare } from "../page-geometry.ts";
import type { FontCollection } from "../text/fonts.ts";
import { Paragraph, type ShapedLine } from "../text/paragraph.ts";
import type { FontWeight, HanStyle } from "../text/scripts.ts";

/** A text of a document. Sizes and distances are in points. */
export interface TextBlock {
  readonly text: string;
  readonly size: number;
  readonly weight?: FontWeight;
  readonly colour?: string;
  /** The space above it, except at the top of a page. */
  readonly spaceAbove?: number;
  /** The distance from the side at which texts begin. */
  readonly indent?: number;
  readonly align?: "start" | "centre" | "end";
  /** Whether a user wrote it: its own first letter then decides its direction, otherwise the document does. */
  readonly isUserText?: boolean;
  readonly han?: HanStyle;
}

/** The horizontal space of texts, in points from the left edge of the page. */
export interface PageColumn {
  readonly left: number;
  readonly width: number;
}

export interface TypesettingOptions {
  readonly fonts: FontCollection;
  /** The direction of the document, which decides the side at which its texts begin. */
  readonly direction: TextDirection;
}

/** A line with its position: `left` from the edge of the page, `baseline` from the top of its band. */
export interface PlacedLine {
  readonly line: ShapedLine;
  readonly left: number;
  readonly baseline: number;
  readonly size: number;
  readonly colour: string;
}

/** A strip of a page that is never split: a line of text, or a row of a table. */
export interface Band {
  readonly spaceAbove: number;
  readonly height: number;
  readonly lines: readonly PlacedLine[];
  /** A thin rule below it. */
  readonly rule?: PageColumn;
}

/** The least ascent and descent of a line, in parts of the em. Taller ink takes more. */
const minBandAscent = 1;
const minBandDescent = 0.32;

/** A text as one band per line. */
export function layoutTextBlock(
  block: TextBlock,
  column: PageColumn,
  { fonts, direction }: TypesettingOptions,
): Band[] {
  const { text, size, weight = "regular", colour = "#000000", spaceAbove = 0, indent = 0, align = "start" } = block;
  const { han = "zh-Hans", isUserText = false } = block;
  const paragraph = new Paragraph(text, fonts, { weight, han, ...(!isUserText && { direction }) });
  return paragraph.breakLines((column.width - indent) / size).map((span, index) => {
    const line = paragraph.shapeLine(span);
    const ascent = size * Math.max(minBandAscent, line.ink.top);
    const descent = size * Math.max(minBandDescent, -line.ink.bottom);
    const left = computeLineLeft(line, size, { ...column, indent, share: getFreeSpaceShare(align, direction) });
    const placed = { line, left, baseline: ascent, size, colour };
    return { spaceAbove: index === 0 ? spaceAbove : 0, height: ascent + descent, lines: [placed] };
  });
}

function computeLineLeft(
  line: ShapedLine,
  size: number,
  { left, width, indent, share }: PageColumn & { readonly indent: number; readonly share: number },
): number {
  const free = width - size * (line.ink.right - line.ink.left);
  const inset = share === 0 ? indent : share === 1 ? -indent : 0;
  return left + free * share + inset - size * line.ink.left;
}

/** Texts beside each other as one band, as high as the highest of them. */
export function layoutTableRow(
  cells: readonly TextBlock[],
  columns: readonly PageColumn[],
  options: TypesettingOptions,
): Band {
  const [first, last] = [columns[0] ?? { left: 0, width: 0 }, columns.at(-1) ?? { left: 0, width: 0 }];
  const stacks = cells.map((cell, index) => stackCellBands(layoutTextBlock(cell, columns[index] ?? first, options)));
  const left = Math.min(first.left, last.left);
  const right = Math.max(first.left + first.width, last.left + last.width);
  return {
    spaceAbove: 0,
    height: Math.max(...stacks.map(({ height }) => height)) + 2 * cellMargin,
    lines: stacks.flatMap(({ lines }) => lines),
    rule: { left, width: right - left },
  };
}

/** The space above and below the texts of a row. */
const cellMargin = 2.5;

function stackCellBands(bands: readonly Band[]): Pick<Band, "height" | "lines"> {
  let height = 0;
  const lines: PlacedLine[] = [];
  for (const band of bands) {
    for (const placed of band.lines) lines.push({ ...placed, baseline: cellMargin + height + placed.baseline });
    height += band.height;
  }
  return { height, lines };
}
