import type { TextDirection } from "#shared/model/conference.ts";
import { getFreeSpaceShare, type Rect } from "./page-geometry.ts";
import { parseJpegHeader } from "./pdf/jpeg.ts";
import type { ShapedLine } from "./text/paragraph.ts";
import type { Typesetter } from "./text/typesetter.ts";
import { type FieldStyle, layoutTextStack, measureFieldHeight, measureStackHeight } from "./text-stack.ts";

/** A line of text with its position: its left end, and its baseline from the top. */
export interface DrawnLine<Field extends string = string> {
  readonly kind: "line";
  readonly field: Field;
  /** The box that the line must not leave. */
  readonly box: Rect;
  readonly line: ShapedLine;
  readonly left: number;
  readonly baseline: number;
  readonly size: number;
  readonly colour: string;
}

export interface DrawnFill {
  readonly kind: "fill";
  readonly box: Rect;
  readonly colour: string;
}

/** A JPEG in its box, which has the shape of the picture. */
export interface DrawnPicture {
  readonly kind: "photo" | "logo";
  readonly box: Rect;
  readonly jpeg: Uint8Array;
}

/** A QR code, row by row, `true` for dark. */
export interface DrawnCode {
  readonly kind: "code";
  readonly box: Rect;
  readonly modules: readonly (readonly boolean[])[];
}

export type DrawnItem<Field extends string = string> = DrawnLine<Field> | DrawnFill | DrawnPicture | DrawnCode;

/** What is drawn on an area, the later items over the earlier ones; in points. */
export interface Composition<Field extends string = string> {
  readonly width: number;
  readonly height: number;
  readonly items: readonly DrawnItem<Field>[];
}

/** Texts in one column of a box. */
export interface ColumnStyle {
  readonly align?: "start" | "centre" | "end";
  readonly vertical?: "top" | "middle" | "bottom";
  /** The space between two texts, in points. */
  readonly gap: number;
  /** Decides the side at which all texts of the column begin. */
  readonly direction: TextDirection;
}

interface ComposedColumn<Field extends string> {
  readonly items: readonly DrawnLine<Field>[];
  /** The fields that had to be shortened. */
  readonly shortened: readonly Field[];
}

/** Places texts below each other in a box, as large as all fit (`layoutTextStack`). */
export function composeColumn<Field extends string>(
  fields: readonly { readonly text: FieldStyle<Field>; readonly value: string }[],
  box: Rect,
  { align = "start", vertical = "top", gap, direction }: ColumnStyle,
  typesetter: Typesetter,
): ComposedColumn<Field> {
  const stack = layoutTextStack(fields, typesetter, { ...box, gap });
  const slack = Math.max(0, box.height - measureStackHeight(stack));
  let top = box.top + slack * { top: 0, middle: 0.5, bottom: 1 }[vertical];
  const items: DrawnLine<Field>[] = [];
  for (const placed of stack.fields) {
    const { field, size, lines, ascent, leading, colour } = placed;
    for (const [index, line] of lines.entries()) {
      const free = box.width - size * (line.ink.right - line.ink.left);
      const left = box.left + free * getFreeSpaceShare(align, direction) - size * line.ink.left;
      items.push({ kind: "line", field, box, line, left, baseline: top + ascent + leading * index, size, colour });
    }
    top += measureFieldHeight(placed) + stack.gap;
  }
  return { items, shortened: stack.fields.filter(({ isShortened }) => isShortened).map(({ field }) => field) };
}

/**
 * The area of a picture in a box, as large as the box allows, in the middle of its height.
 * @param share the part of the free width that is left of it
 */
export function fitIntoBox(jpeg: Uint8Array, { left, top, width, height }: Rect, share = 0.5): Rect {
  const picture = parseJpegHeader(jpeg);
  const scale = Math.min(width / picture.width, height / picture.height);
  const [ownWidth, ownHeight] = [picture.width * scale, picture.height * scale];
  return {
    left: left + (width - ownWidth) * share,
    top: top + (height - ownHeight) / 2,
    width: ownWidth,
    height: ownHeight,
  };
}
