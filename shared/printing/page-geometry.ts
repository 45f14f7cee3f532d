import type { TextDirection } from "#shared/model/conference.ts";
import { formatPdfNumber } from "./pdf/pdf-writer.ts";

/** In points, from the upper left corner. */
export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export const pointsPerMillimetre = 72 / 25.4;

/** A4 in points. */
export const a4 = { width: 210 * pointsPerMillimetre, height: 297 * pointsPerMillimetre };

export const toRectOperator = ({ left, top, width, height }: Rect, pageHeight: number) =>
  [left, pageHeight - top - height, width, height].map(formatPdfNumber).join(" ").concat(" re");

/** The part of the free space that is left of a line, from 0 to 1. A text begins at the side of its direction. */
export const getFreeSpaceShare = (align: "start" | "centre" | "end", direction: TextDirection): number =>
  ({ start: direction === "rtl" ? 1 : 0, centre: 0.5, end: direction === "rtl" ? 0 : 1 })[align];
