import type { Paper } from "#shared/model/badge-layout.ts";
import { a4, pointsPerMillimetre } from "#shared/printing/page-geometry.ts";
import { formatPdfNumber } from "#shared/printing/pdf/pdf-writer.ts";

/** A page and the positions of its badges: lower left corners, in points. */
export interface SheetLayout {
  readonly width: number;
  readonly height: number;
  readonly positions: readonly (readonly [left: number, bottom: number])[];
  /** The operators of the cut marks. */
  readonly marks: string;
}

/** The margin that a printer leaves white; the length of a cut mark, and its distance from the badge. */
const printerMargin = 5 * pointsPerMillimetre;
const markLength = 4 * pointsPerMillimetre;
const markGap = 1 * pointsPerMillimetre;

/** The page for badges of this size: as many on A4 as fit, upright or across, whichever holds more. */
export function createSheetLayout(paper: Paper, width: number, height: number): SheetLayout {
  if (paper === "single") return { width, height, positions: [[0, 0]], marks: "" };
  const upright = arrangeOnPage(a4.width, a4.height, width, height);
  const across = arrangeOnPage(a4.height, a4.width, width, height);
  return across.positions.length > upright.positions.length ? across : upright;
}

function arrangeOnPage(pageWidth: number, pageHeight: number, width: number, height: number): SheetLayout {
  const columns = countPerSide(pageWidth, width);
  const rows = countPerSide(pageHeight, height);
  const left = (pageWidth - columns * width) / 2;
  const bottom = (pageHeight - rows * height) / 2;
  const positions = Array.from(
    { length: columns * rows },
    (_, index) =>
      [left + (index % columns) * width, bottom + (rows - 1 - Math.floor(index / columns)) * height] as const,
  );
  const vertical = listMarkSpans(bottom, bottom + rows * height, pageHeight);
  const horizontal = listMarkSpans(left, left + columns * width, pageWidth);
  const marks = [
    ...Array.from({ length: columns + 1 }, (_, index) => left + index * width).flatMap((x) =>
      vertical.map(([from, to]) => [x, from, x, to]),
    ),
    ...Array.from({ length: rows + 1 }, (_, index) => bottom + index * height).flatMap((y) =>
      horizontal.map(([from, to]) => [from, y, to, y]),
    ),
  ];
  return { width: pageWidth, height: pageHeight, positions, marks: toMarkOperators(marks) };
}

/** The cut marks are in the printer's margin. Only a badge that is as large as the page extends into it. */
const countPerSide = (page: number, badge: number) => Math.max(1, Math.floor((page - 2 * printerMargin) / badge));

/** The spans of the cut marks before and after the badges, where the page has room. */
const listMarkSpans = (from: number, to: number, page: number) =>
  (
    [
      [Math.max(0, from - markGap - markLength), from - markGap],
      [to + markGap, Math.min(page, to + markGap + markLength)],
    ] as const
  ).filter(([start, end]) => end - start > 0.5);

function toMarkOperators(marks: readonly (readonly number[])[]): string {
  const lines = marks.map((mark) => {
    const [x1, y1, x2, y2] = mark.map(formatPdfNumber);
    return `${x1} ${y1} m ${x2} ${y2} l`;
  });
  return `0 0 0 RG 0.25 w ${lines.join(" ")} S`;
}
